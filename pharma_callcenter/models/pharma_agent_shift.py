from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PharmaAgentShift(models.Model):
    """When an agent is to be on duty: work time of those who sign in at no PBX (000-48, 000-53)."""

    _name = 'pharma.agent.shift'
    _description = "Shift of an Agent"
    _order = 'date_start desc, id desc'
    _rec_name = 'user_id'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        'res.users',
        string="Employee",
        required=True,
        index=True,
        ondelete='cascade',
        check_company=True,
        domain=[('share', '=', False)],
    )
    date_start = fields.Datetime(string="From", required=True)
    date_end = fields.Datetime(string="Until", required=True)
    note = fields.Char()

    _company_start = models.Index('(company_id, date_start)')
    _times = models.Constraint(
        "CHECK (date_end > date_start AND date_end <= date_start + interval '1 day')",
        "A shift ends after it begins, and within a day.",
    )

    @api.constrains('user_id', 'company_id', 'date_start', 'date_end')
    def _check_overlap(self):
        """Nobody is on duty twice: the time would count twice."""
        others = self.search(
            [
                ('user_id', 'in', self.user_id.ids),
                ('company_id', 'in', self.company_id.ids),
                ('date_start', '<', max(self.mapped('date_end'))),
                ('date_end', '>', min(self.mapped('date_start'))),
            ]
        )
        for shift in self:
            for other in others - shift:
                if (
                    other.user_id == shift.user_id
                    and other.company_id == shift.company_id
                    and other.date_start < shift.date_end
                    and other.date_end > shift.date_start
                ):
                    raise ValidationError(
                        self.env._(
                            "%(user)s has another shift at this time. Change one of the two.",
                            user=shift.user_id.name,
                        )
                    )

    # === THE FIGURES === #
    @api.model_create_multi
    def create(self, vals_list):
        """Have the hours of the shifts counted again.

        :param list vals_list: values of records
        :return: the new records
        """
        shifts = super().create(vals_list)
        shifts._mark_hours()
        return shifts

    def write(self, vals):
        """Have the hours before and after the change counted again.

        :param dict vals: values to write
        :return: True
        """
        self._mark_hours()
        result = super().write(vals)
        self._mark_hours()
        return result

    def unlink(self):
        """Have the hours of the shifts counted again.

        :return: True
        """
        self._mark_hours()
        return super().unlink()

    def _mark_hours(self):
        self.env['pharma.call.mark']._mark(
            [(shift.company_id, shift.date_start, shift.date_end) for shift in self]
        )
