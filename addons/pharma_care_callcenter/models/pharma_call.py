from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

CASES_SHOWN = 3


class PharmaCall(models.Model):
    """Care of the customer who is on the telephone (003-08, 004-04)."""

    _inherit = 'pharma.call'

    def _get_desk_sections(self):
        """Add the open care cases, the most urgent first, and the button to record a care."""
        sections = super()._get_desk_sections()
        Case = self.env['pharma.care.case']
        if not self.partner_id or not Case.has_access('read'):
            return sections
        cases = self._get_desk_cases(limit=CASES_SHOWN)
        rows = [
            {
                'label': self.env._("Care"),
                'value': self.env._("due %(date)s", date=format_date(self.env, case.date_due))
                if case.date_due
                else case.display_name,
                'tone': 'danger' if case.is_overdue else '',
                'res_model': 'pharma.care.case',
                'res_id': case.id,
            }
            for case in cases
        ]
        actions = []
        if cases and self.env['pharma.care.entry'].has_access('create'):
            actions.append(
                {
                    'method': 'action_desk_record_care',
                    'label': self.env._("Record Care"),
                    'icon': 'fa-heartbeat',
                }
            )
        return sections + self._prepare_desk_section('care', self.env._("Care"), rows, actions)

    def _get_desk_cases(self, limit):
        domain = [('partner_id', '=', self.partner_id.id), ('state', '!=', 'done')]
        return self.env['pharma.care.case'].search(domain, order='date_due, id', limit=limit)

    def action_desk_record_care(self):
        """Open the form to record a care of the caller's most urgent case (004-04, 004-51).

        :return: an action
        :raise AccessError: for a call that the user may not read
        :raise UserError: if the customer has no open case that the user may read
        """
        self.ensure_one()
        self.check_access('read')
        case = self.partner_id and self._get_desk_cases(limit=1)
        if not case:
            raise UserError(self.env._("This customer has no open care."))
        return self._link_care_action(case.action_open())
