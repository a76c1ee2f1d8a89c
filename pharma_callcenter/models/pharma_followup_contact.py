from datetime import timedelta
from urllib.parse import quote

from odoo import fields, models
from odoo.exceptions import UserError

from .pharma_followup import OPEN

# Under what permission a link is handed on: in a chat.
PERMISSION_CHANNELS = {'call': 'call', 'sms': 'sms', 'email': 'email', 'link': 'zalo'}
# Refusals that time does not change.
FINAL_REFUSALS = ('declined', 'not_asked', 'blocked')


class PharmaFollowup(models.Model):
    """Asking the customer: by telephone, SMS, e-mail or link, if he permits it (004-30)."""

    _inherit = 'pharma.followup'

    # === ACTIONS === #
    def action_call(self):
        """Call the customer, if he permits it: log it and hand the number to the telephone.

        :return: action that opens the telephone, or tells why the follow-up is skipped
        :raise UserError: now is no time to call, there is no number, or the follow-up is over
        (000-32, 004-30)
        """
        followup = self._begin()
        if refusal := followup._refuse('call'):
            return refusal
        number = followup._log_asked('call')
        return followup._get_open_link(f'tel:{number}')

    def action_sms(self):
        """Write the customer an SMS with the link, if he permits it.

        :return: action that opens the text, or tells why the follow-up is skipped
        :raise UserError: as for a call
        (000-32, 004-30)
        """
        followup = self._begin()
        if refusal := followup._refuse('sms'):
            return refusal
        number = followup._log_asked('sms')
        followup._get_input()
        followup.sudo().state = 'asked'  # sudo: written by this button only
        text = self.env._(
            "%(company)s would like to know whether all was well: %(url)s",
            company=followup.company_id.name,
            url=followup.survey_url,
        )
        if 'sms.composer' in self.env and followup.partner_id:
            return {
                'type': 'ir.actions.act_window',
                'res_model': 'sms.composer',
                'view_mode': 'form',
                'target': 'new',
                'context': {
                    'default_res_model': 'res.partner',
                    'default_res_id': followup.partner_id.id,
                    'default_number_field_name': 'phone',
                    'default_body': text,
                },
            }
        return followup._get_open_link(f'sms:{number}?body={quote(text)}')

    def action_send_email(self):
        """Send the customer the survey, and after a ticket the faces to rate it, by e-mail.

        :return: action that says what was done
        :raise UserError: now is no time to write, there is no address, or the follow-up is over
        (000-43, 004-30)
        """
        followup = self._begin()
        if refusal := followup._refuse('email'):
            return refusal
        # sudo: the texts of the mail come from records that the agent need not see
        followup.sudo()._send_emails()
        return followup._get_notice(self.env._("The e-mail is on its way."), 'success')

    def action_create_link(self):
        """Make the customer's link, to be handed over in a chat or on paper.

        :return: action that says what to do with it
        :raise UserError: the follow-up is over
        (000-43)
        """
        followup = self._begin()
        if refusal := followup._refuse('link'):
            return refusal
        followup._get_input()
        # sudo: written by this button only
        followup.sudo().write({'state': 'asked', 'date_asked': fields.Datetime.now()})
        return followup._get_notice(self.env._("Copy the link and give it to the customer."))

    def action_done(self):
        """Finish the survey with what the agent ticked (000-32).

        :return: True
        :raise ValidationError: for required questions without an answer
        :raise UserError: if the follow-up is over
        """
        followup = self._begin()
        followup_sudo = followup.sudo()  # sudo: agents have no rights of their own on surveys
        if followup_sudo.survey_id:
            followup_sudo._save_answers()
        else:
            followup_sudo._finish()
        return True

    def action_unreachable(self):
        """Nobody answered: try again some days later, or close it after so many attempts (000-32).

        :return: True
        :raise UserError: if the follow-up is over
        """
        followup_sudo = self._begin().sudo()  # sudo: written by this button only
        company = followup_sudo.company_id
        attempts = followup_sudo.attempt_count + 1
        vals = {'attempt_count': attempts, 'date_asked': fields.Datetime.now()}
        if attempts >= company.pharma_followup_tries:
            vals |= {
                'state': 'done',
                'outcome': 'unreachable',
                'date_done': fields.Datetime.now(),
            }
            followup_sudo._close_link()
        else:
            days = timedelta(days=company.pharma_followup_retry_days)
            vals['date_due'] = company._pharma_today() + days
        followup_sudo.write(vals)
        return True

    def action_refused(self):
        """The customer does not want to answer (000-43).

        :return: True
        :raise UserError: if the follow-up is over
        """
        followup_sudo = self._begin().sudo()  # sudo: written by this button only
        followup_sudo._close_link()
        followup_sudo.write(
            {'state': 'done', 'outcome': 'refused', 'date_done': fields.Datetime.now()}
        )
        return True

    def action_skip(self):
        """Leave follow-ups out, with the name of who did it (000-32).

        :return: True
        :raise UserError: if one of them is over
        """
        self.check_access('write')
        self._check_open()
        # sudo: written by this button only
        self.sudo()._skip(self.env._("Skipped by %(user)s.", user=self.env.user.name))
        return True

    # === CHECKS === #
    def _begin(self):
        self.ensure_one()
        self.check_access('write')
        self._check_open()
        return self

    def _check_open(self):
        for followup in self:
            if followup.state not in OPEN:
                raise UserError(
                    self.env._(
                        "Follow-up '%(name)s' is over. Plan another one if there is more to ask.",
                        name=followup.display_name,
                    )
                )

    def _get_refusals(self, channel):
        """Return {id: (kind, reason)} of those that may not be asked now, with few queries.

        :param str channel: of the follow-up
        """
        refusals = {}
        name = PERMISSION_CHANNELS[channel]
        for company, followups in self.grouped('company_id').items():
            # sudo: the answer is for whoever may ask the customer
            partners_sudo = followups.partner_id.sudo().with_company(company)
            found = partners_sudo._contact_refusals('survey', name)
            for followup in followups:
                kind, reason = found.get(followup.partner_id.id, ('', ''))
                if kind:
                    refusals[followup.id] = (kind, reason)
        return refusals

    def _refuse(self, channel):
        """Skip a follow-up that the customer does not want, and tell why.

        :return: action that tells it, None if the customer may be asked
        :raise UserError: with the reason, if he may be asked later
        """
        self.ensure_one()
        kind, reason = self._get_refusals(channel).get(self.id, ('', ''))
        if not kind:
            return None
        if kind not in FINAL_REFUSALS:
            raise UserError(reason)
        self.sudo()._skip(reason)  # sudo: written by buttons only
        return self._get_notice(self.env._("Skipped: %(reason)s", reason=reason), 'warning')

    def _skip(self, reason):
        self._close_link()
        self.write({'state': 'skipped', 'skip_reason': reason, 'date_done': fields.Datetime.now()})

    # === WHAT THE CLIENT DOES === #
    def _get_open_link(self, url):
        return {'type': 'ir.actions.client', 'tag': 'pharma_open_link', 'params': {'url': url}}

    def _get_notice(self, message, kind='info'):
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': message,
                'type': kind,
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }
