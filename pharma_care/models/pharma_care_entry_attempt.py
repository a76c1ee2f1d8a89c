from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaCareEntry(models.Model):
    """Contacts in which nobody was reached: two clicks, and they count as no care (004-56)."""

    _inherit = 'pharma.care.entry'

    is_attempt = fields.Boolean(
        string="Not Reached",
        compute='_compute_is_attempt',
        store=True,
        precompute=True,
        help="Nobody spoke with the customer. It does not count as a care.",
    )
    is_attempt_shown = fields.Boolean(
        string="Nobody Was Reached", compute='_compute_is_attempt_shown'
    )

    @api.depends('response_type_id')
    def _compute_is_attempt(self):
        for entry in self:
            entry.is_attempt = entry.response_type_id.is_attempt

    def _compute_is_attempt_shown(self):
        # on purpose without the response it follows from: asking the server while the employee is
        # typing would take words away; the response field of the form tells it
        for entry in self:
            entry.is_attempt_shown = entry.is_attempt if entry._origin else False

    @api.model
    def _prepare_attempt(self, vals):
        """Where nobody was reached there is nothing to tell: the response says it all.

        :param dict vals: values of the entry; completed
        """
        response = self.env['pharma.care.response.type'].browse(vals.get('response_type_id'))
        if response.is_attempt:
            vals['content'] = vals.get('content') or response.name
            vals.setdefault('date_next', False)

    @api.model
    def _check_no_date(self, case, vals):
        """Refuse a care without a next date, unless it was none (decision 4).

        :param case: ``pharma.care.case``
        :param dict vals: values of the entry
        """
        response = self.env['pharma.care.response.type'].browse(vals.get('response_type_id'))
        if not response.is_attempt:
            raise UserError(
                self.env._(
                    "Care case '%(case)s' would be lost: enter a 'Next Care Date', or tick 'No"
                    " More Care' and choose a 'Close Reason'.",
                    case=case.display_name,
                )
            )

    def _check_response_change(self, vals):
        """Refuse to turn an attempt into a care, or the other way: the case has moved on.

        :param dict vals: values to write
        """
        if 'response_type_id' not in vals:
            return
        response = self.env['pharma.care.response.type'].browse(vals['response_type_id'])
        for entry in self:
            # what was recorded before this rule is a care, whatever its response means today
            is_other = entry.response_type_id != response
            if is_other and entry.is_attempt != response.is_attempt:
                raise UserError(
                    self.env._(
                        "Care of '%(case)s': whether the customer was reached cannot be changed in"
                        " the field '%(field)s'. Record another care instead.",
                        case=entry.display_name,
                        field=self._fields['response_type_id']._description_string(self.env),
                    )
                )
