from odoo import api, models
from odoo.exceptions import UserError

from .pharma_complaint_claim_work import ANSWER, ANSWERED, MANAGERS

# what the supplier reads
ASKED = {'partner_id', 'company_id', 'currency_id', 'reason'}


class PharmaComplaintClaim(models.Model):
    """What of a claim may be changed when, and by whom (002-19).

    What was sent stays as the supplier has it; his answer is entered once there can be one; what
    is settled is corrected by managers alone, with a reason that stays.
    """

    _inherit = 'pharma.complaint.claim'

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Refuse answers to claims that were not sent.

        :param list vals_list: one dict per claim
        :return: the new ``pharma.complaint.claim`` records
        :raise UserError: for an answer of the supplier
        """
        claims = super().create(vals_list)
        if not self.env.su:
            for claim in claims:
                if any(claim[name] for name in ANSWER):
                    claim._refuse_early()
        return claims

    def write(self, vals):
        """Keep what was sent, what was settled, and answers out of drafts.

        :param dict vals: values to write
        :return: True
        :raise AccessError: for a claim that the user may not write
        :raise UserError: for what does not belong to the claim's state, in words
        """
        if not self.env.su:
            self.check_access('write')
            for claim in self:
                claim._check_state_allows(vals)
        return super().write(vals)

    def _check_state_allows(self, vals):
        self.ensure_one()
        changed = {
            name
            for name in (ASKED | ANSWER) & vals.keys()
            if self._fields[name].convert_to_write(self[name], self) != vals[name]
            and (self[name] or vals[name])
        }
        if changed & ASKED and self.state != 'draft':
            if self.state == 'settled':
                self._refuse_answered()
            raise UserError(
                self.env._(
                    "Claim %(claim)s was sent: supplier, currency and reason stay as he has them."
                    " 'Back to Draft' takes it back to correct them.",
                    claim=self.number,
                )
            )
        if changed & ANSWER:
            if self.state == 'draft':
                self._refuse_early()
            if self.state == 'settled':
                self._refuse_answered()

    def _refuse_early(self):
        raise UserError(
            self.env._(
                "Claim %(claim)s is a draft: outcome and settlement are entered once the claim was"
                " sent. Leave them empty.",
                claim=self.number,
            )
        )

    def _refuse_answered(self):
        raise UserError(
            self.env._(
                "Claim %(claim)s is '%(state)s': what the supplier answered stays. If it is wrong,"
                " a manager presses 'Correct' and says why.",
                claim=self.number,
                state=dict(self._fields['state']._description_selection(self.env))[self.state],
            )
        )

    # === CORRECTING === #
    def action_correct(self):
        """Open the window in which a manager says why an answered claim is corrected (002-19).

        :return: window action of ``pharma.complaint.claim.correct``
        :raise AccessError: for a claim that the user may not write
        :raise UserError: for others than managers, or a claim without an answer
        """
        self.ensure_one()
        self._check_corrector()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_claim_correct_action'
        )
        return {**action, 'context': {'default_claim_id': self.id}}

    def _correct(self, reason):
        """Let a claim wait for its answer again, with what was accepted and the reason noted.

        The day on which it was sent stays, and so does the rate of its currency.

        :param str reason: why
        :raise UserError: as :meth:`action_correct`, and without a reason
        """
        self.ensure_one()
        self._check_corrector()
        if not (reason or '').strip():
            raise UserError(self.env._("Write into 'Reason' what was wrong."))
        amount = self.currency_id.format(self.amount_accepted)
        self._message_log(
            body=self.env._(
                "Answer taken back to correct it. Accepted so far: %(amount)s. Reason: %(reason)s",
                amount=amount,
                reason=reason,
            )
        )
        self._write_by_button({'state': 'sent', 'date_answered': False, 'date_settled': False})

    def _check_corrector(self):
        self._check_dealer(*ANSWERED, 'settled')
        if not (self.env.su or self.env.user.has_groups(MANAGERS)):
            raise UserError(
                self.env._("Only managers correct what a supplier answered. Ask one of them.")
            )
