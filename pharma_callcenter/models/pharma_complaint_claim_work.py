from odoo import models
from odoo.exceptions import UserError

MANAGERS = 'pharma_crm.group_pharma_manager'
DEALERS = 'pharma_callcenter.group_call_supervisor,pharma_crm.group_pharma_manager'
ANSWERED = ('accepted', 'partly', 'refused')
# what the supplier answers, besides what he accepts of each line
ANSWER = {'outcome', 'settlement', 'settlement_reference'}


class PharmaComplaintClaim(models.Model):
    """Sending claims, and what the supplier says (002-19)."""

    _inherit = 'pharma.complaint.claim'

    # === ACTIONS === #
    def action_send(self):
        """Open the e-mail to the supplier; once it is sent, so is the claim (002-19).

        :return: window action of ``mail.compose.message``
        :raise AccessError: for a claim that the user may not write
        :raise UserError: for others than supervisors and managers, for an empty claim, or a
            supplier without address
        """
        self.ensure_one()
        self._check_dealer('draft', 'sent')
        self._check_complete()
        if not self.partner_id.email:
            raise UserError(
                self.env._(
                    "%(supplier)s has no e-mail address. Enter one on the contact, or send the"
                    " claim by other means and press 'Mark as Sent'.",
                    supplier=self.partner_id.name,
                )
            )
        template = self.env.ref('pharma_callcenter.mail_template_pharma_complaint_claim')
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'mail.compose.message',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {
                'default_model': self._name,
                'default_res_ids': self.ids,
                'default_template_id': template.id,
                'default_composition_mode': 'comment',
                'default_email_layout_xmlid': 'mail.mail_notification_light',
                'pharma_claim_send': True,
                'force_email': True,
            },
        }

    def message_post(self, **kwargs):
        """Mark the claim as sent when the e-mail that 'Send' has opened goes out.

        :return: the new ``mail.message``
        """
        message = super().message_post(**kwargs)
        # the key only saves a click: 'Mark as Sent' asks for the same right
        if self.env.context.get('pharma_claim_send') and self.state == 'draft':
            self.action_mark_sent()
        return message

    def action_mark_sent(self):
        """Say that the claims are with their suppliers (002-19).

        :raise AccessError: for a claim that the user may not write
        :raise UserError: for others than supervisors and managers, for an empty claim, or one that
            was sent
        """
        self._check_dealer('draft')
        for claim in self:
            claim._check_complete()
            claim._write_by_button({'state': 'sent', 'date_sent': claim.company_id._pharma_today()})

    def action_accept_all(self):
        """The supplier accepts everything (002-19).

        :raise UserError: for a claim that was not sent
        """
        self._check_dealer('sent')
        for line in self.line_ids:
            line.write({'quantity_accepted': line.quantity, 'amount_accepted': line.amount})
        self._answer('accepted')

    def action_record_answer(self):
        """Take the supplier's answer from what is accepted on the lines (002-19).

        :raise UserError: for a claim that was not sent, or refused without a word
        """
        self._check_dealer('sent')
        for claim in self:
            lines = claim.line_ids
            if all(line._is_accepted() for line in lines):
                claim._answer('accepted')
            elif any(line.quantity_accepted or line.amount_accepted for line in lines):
                claim._answer('partly')
            elif not (claim.outcome or '').strip():
                raise UserError(
                    self.env._(
                        "Claim %(claim)s: nothing is accepted on the lines. If the supplier"
                        " refuses, write his reason into 'Outcome'.",
                        claim=claim.number,
                    )
                )
            else:
                claim._answer('refused')

    def _answer(self, state):
        for claim in self:
            claim._write_by_button(
                {'state': state, 'date_answered': claim.company_id._pharma_today()}
            )
            for ticket in claim._get_tickets():
                ticket.message_post(
                    body=self.env._(
                        "The supplier answered claim %(claim)s: %(state)s.",
                        claim=claim.number,
                        state=dict(claim._fields['state']._description_selection(self.env))[state],
                    ),
                    subtype_xmlid='mail.mt_note',
                )

    def action_settle(self):
        """Say that the supplier has made it good, or that it is over (002-19).

        :raise UserError: without an answer, or without saying how
        """
        self._check_dealer(*ANSWERED)
        for claim in self:
            if claim.state != 'refused' and not claim.settlement:
                raise UserError(
                    self.env._(
                        "Claim %(claim)s: choose in 'Settlement' how the supplier makes it good.",
                        claim=claim.number,
                    )
                )
            claim._write_by_button(
                {'state': 'settled', 'date_settled': claim.company_id._pharma_today()}
            )

    def action_draft(self):
        """Take sent or answered claims back to draft, to correct them.

        What was answered goes, as the supplier will answer another claim; the chatter keeps it.

        :raise UserError: for a settled claim
        """
        self._check_dealer('sent', *ANSWERED)
        # sudo: the answer of an answered claim is written by buttons alone
        self.sudo().line_ids.write({'quantity_accepted': 0, 'amount_accepted': 0})
        self._write_by_button(
            {
                **dict.fromkeys(('date_sent', 'date_answered', *ANSWER), False),
                'state': 'draft',
            }
        )

    def action_view_tickets(self):
        """Open the tickets that share the claim, those that the user may read.

        :return: window action of ``pharma.complaint``
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_action'
        )
        action.update(domain=[('id', 'in', self._get_tickets().ids)], context={'create': False})
        return action

    def _get_tickets(self):
        # sudo: which tickets; who opens them reads them with his own rights
        return self.sudo().line_ids.complaint_id

    # === CHECKS === #
    def _check_dealer(self, *states):
        """Refuse others than supervisors and managers, and claims in other states."""
        self.check_access('write')
        if not (self.env.su or self.env.user.has_groups(DEALERS)):
            raise UserError(
                self.env._(
                    "Only supervisors and managers deal with suppliers. Leave the claim as a"
                    " draft: they find it in the list 'Supplier Claims'."
                )
            )
        for claim in self:
            if claim.state not in states:
                raise UserError(
                    self.env._(
                        "Claim %(claim)s is '%(state)s': this step does not follow. Reload the"
                        " page.",
                        claim=claim.number,
                        state=dict(claim._fields['state']._description_selection(self.env))[
                            claim.state
                        ],
                    )
                )

    def _check_complete(self):
        for claim in self:
            if not claim.line_ids or not (claim.reason or '').strip():
                raise UserError(
                    self.env._(
                        "Claim %(claim)s: the supplier needs at least one line of goods and a"
                        " reason.",
                        claim=claim.number,
                    )
                )
