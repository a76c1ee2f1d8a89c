from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import human_size

from .pharma_complaint_email import UNPROVEN
from .pharma_complaint_stage import CLOSED

# Named in a note or an acknowledgement; the rest is counted.
NAMED_FILES = 20


class PharmaComplaint(models.Model):
    """What follows when an e-mail became a ticket or a message (000-22, 003-17)."""

    _inherit = 'pharma.complaint'

    def _finish_mail(self, facts):
        """Move the ticket, tell the staff what is odd, acknowledge what is new.

        :param dict facts: what ``_prepare_mail`` returned
        """
        self.ensure_one()
        self._note_mail(facts)
        if not facts['is_reply']:
            self._acknowledge_mail(facts)
        elif facts['role'] == 'customer':
            # the suite moves it, not whoever runs the gateway: nobody can fill in anything now
            self.with_user(SUPERUSER_ID)._resume()

    def _note_mail(self, facts):
        """Write internal notes about an e-mail; they are shown to the staff alone."""
        notes = []
        if facts['dropped']:
            notes.append(
                self.env._(
                    "Files that are too large or too many were not kept: %(files)s.",
                    files=self._get_file_names(facts['dropped']),
                )
            )
        if facts['is_reply'] and facts['role'] == 'unknown':
            notes.append(
                self.env._(
                    "The message above is from an unknown sender, %(sender)s: neither the customer"
                    " nor somebody of the same company. The customer does not see it.",
                    sender=facts['sender'] or '-',
                )
            )
        if 'reply_to' in facts['warnings']:
            notes.append(
                self.env._(
                    "The e-mail asks for answers to %(address)s. They go to the customer's address"
                    " on file all the same.",
                    address=facts['reply_to'],
                )
            )
        mentioned = facts['mentioned']
        if mentioned and mentioned != self:
            notes.append(
                self.env._(
                    "The subject names ticket %(ticket)s, but the sender is not its customer. If it"
                    " belongs there, merge the two.",
                    ticket=mentioned.number,
                )
            )
            mentioned._message_log(
                body=self.env._(
                    "Ticket %(ticket)s names this number in its subject, but its sender is not the"
                    " customer of this ticket. If it belongs here, merge the two.",
                    ticket=self.number,
                )
            )
        for note in notes:
            self._message_log(body=note)

    @api.model
    def _get_file_names(self, files):
        named = [f'{name} ({human_size(size)})' for name, size in files[:NAMED_FILES]]
        more = len(files) - len(named)
        if more:
            named.append(self.env._("and %(count)s more", count=more))
        return ', '.join(named)

    # === REPLIES === #
    def _resume(self):
        """Take the ticket up again: the customer answered, or was not content with the solution."""
        self.ensure_one()
        if self.merged_into_id:
            self.merged_into_id._resume()  # the matter goes on there
        elif self.state == 'cancelled':
            self._tell_cancelled()
        elif self.state in CLOSED:
            self._action_reopen(self.env._("The customer wrote again after the solution."))
        elif self.state == 'waiting':
            self.stage_id = self._get_stage('open') or self.stage_id

    def _tell_cancelled(self):
        """Remind somebody of an e-mail to a cancelled ticket: the customer may wait for an answer.

        A cancelled ticket stays so: advertising that answers itself would come back for ever.
        """
        users = self.user_id | self.team_id.user_id
        users |= self.env.ref('pharma_callcenter.group_call_supervisor').all_user_ids
        able = users.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        )
        if not able:
            return
        ticket = self.with_context(lang=able[0].lang)
        if ticket.activity_ids.filtered(lambda activity: activity.user_id == able[0]):
            return
        ticket.activity_schedule(
            'mail.mail_activity_data_todo',
            summary=ticket.env._("The customer wrote to a cancelled ticket"),
            user_id=able[0].id,
        )

    # === ACKNOWLEDGEMENT === #
    def _acknowledge_mail(self, facts):
        """Tell the sender the number of his ticket: never a machine, once an hour at most."""
        self.ensure_one()
        silent = UNPROVEN | {'automatic'}
        if silent.intersection(facts['warnings']) or not facts['sender']:
            return
        now = fields.Datetime.now()
        if self.search_count(
            [
                ('sender_normalized', '=', facts['sender']),
                ('date_acknowledged', '>', now - timedelta(hours=1)),
            ],
            limit=1,
        ):
            return
        template = self.env.ref(
            'pharma_callcenter.mail_template_ticket_received', raise_if_not_found=False
        )
        if not template:
            return
        template = template.with_context(
            pharma_dropped=self._get_dropped_text(facts['dropped']),
            pharma_limit=self.company_id.pharma_ticket_mail_limit,
        )
        lang = template._render_lang(self.ids)[self.id]
        subject = template._render_field('subject', self.ids, compute_lang=True)[self.id]
        body = template._render_field('body_html', self.ids, compute_lang=True)[self.id]
        # the address on file, not the one that the e-mail asks for
        address = {'outgoing_email_to': facts['sender']}
        if self.partner_id.email_normalized:
            address = {'partner_ids': self.partner_id.ids}
        self.with_context(lang=lang).message_post(
            body=Markup(body),  # noqa: S704  rendered by the template, which escapes
            subject=subject,
            message_type='auto_comment',
            subtype_xmlid='mail.mt_note',
            author_id=self.company_id.partner_id.id,
            email_from=self.company_id.email_formatted or self.env.user.email_formatted,
            email_layout_xmlid='mail.mail_notification_light',
            **address,
        )
        self.date_acknowledged = now

    @api.model
    def _get_dropped_text(self, files):
        return ', '.join(name for name, _size in files[:NAMED_FILES])

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Give customers no button in e-mails: it bears a key, and leads to no page yet."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        for name, _belongs, values in groups:
            if name != 'user':
                values['has_button_access'] = False
        return groups

    def _notify_by_email_get_base_mail_values(
        self, message, recipients_data, additional_values=None
    ):
        """Say of an acknowledgement that a machine sent it: no machine will answer it."""
        if message.message_type == 'auto_comment':
            values = dict(additional_values or {})
            values['headers'] = {
                **(values.get('headers') or {}),
                'Auto-Submitted': 'auto-replied',
                'X-Auto-Response-Suppress': 'All',
            }
            additional_values = values
        return super()._notify_by_email_get_base_mail_values(
            message, recipients_data, additional_values=additional_values
        )
