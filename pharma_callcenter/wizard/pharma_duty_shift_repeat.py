from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

MAX_WEEKS = 52


class PharmaDutyShiftRepeat(models.TransientModel):
    """Repeat the shifts of one week in the weeks after it (001-09)."""

    _name = 'pharma.duty.shift.repeat'
    _description = "Repeat Duty Shifts"

    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="A Day of the Week",
        required=True,
        default=lambda self: self.env.company._pharma_today(),
        help="The shifts of the week, Monday to Sunday, in which this day lies.",
    )
    weeks = fields.Integer(required=True, default=4)
    shift_count = fields.Integer(string="Shifts of the Week", compute='_compute_shift_count')

    @api.depends('date_from', 'company_id')
    def _compute_shift_count(self):
        for wizard in self:
            wizard.shift_count = len(wizard._get_shifts())

    def _get_shifts(self):
        self.ensure_one()
        if not self.date_from or not self.company_id:
            return self.env['pharma.duty.shift']
        zone = pytz.timezone(self.company_id._pharma_tz())
        monday = self.date_from - timedelta(days=self.date_from.weekday())
        start, end = (
            zone.localize(fields.Datetime.to_datetime(day))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in (monday, monday + timedelta(days=7))
        )
        return self.env['pharma.duty.shift'].search(
            [
                ('company_id', '=', self.company_id.id),
                ('date_start', '>=', start),
                ('date_start', '<', end),
            ]
        )

    def action_repeat(self):
        """Create the same shifts, at the same hours of the clock, in the weeks that follow.

        A time at which the person is on duty already is left out, so that it may be done twice.

        :return: window action of the new ``pharma.duty.shift``
        :raise AccessError: for whoever may not plan shifts
        :raise UserError: for a week without shifts, or too many weeks
        """
        self.ensure_one()
        Shift = self.env['pharma.duty.shift']
        Shift.check_access('create')
        if not 1 <= self.weeks <= MAX_WEEKS:
            raise UserError(self.env._("Enter 1 to %(max)s weeks.", max=MAX_WEEKS))
        shifts = self._get_shifts()
        if not shifts:
            raise UserError(
                self.env._(
                    "There is no shift in this week. Plan one week in the calendar first, then"
                    " repeat it."
                )
            )
        vals_list = [
            vals for week in range(1, self.weeks + 1) for vals in self._get_vals(shifts, week)
        ]
        created = Shift.create(self._without_busy(vals_list))
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_duty_shift_action'
        )
        action.update(domain=[('id', 'in', created.ids)], view_mode='list,form')
        action['views'] = [(False, 'list'), (False, 'form')]
        return action

    def _get_vals(self, shifts, week):
        """Return the values of the shifts, moved by weeks in the company's clock."""
        zone = pytz.timezone(self.company_id._pharma_tz())

        def moved(moment):
            local = pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)
            later = zone.localize(local + timedelta(weeks=week))
            return later.astimezone(pytz.utc).replace(tzinfo=None)

        return [
            {
                'user_id': shift.user_id.id,
                'company_id': shift.company_id.id,
                'team_id': shift.team_id.id,
                'warehouse_id': shift.warehouse_id.id,
                'date_start': moved(shift.date_start),
                'date_end': moved(shift.date_end),
                'phone': shift.phone,
                'note': shift.note,
            }
            for shift in shifts
        ]

    def _without_busy(self, vals_list):
        # sudo: shifts in other companies count, too: nobody is on duty twice
        busy = (
            self.env['pharma.duty.shift']
            .sudo()
            .search(
                [
                    ('user_id', 'in', [vals['user_id'] for vals in vals_list]),
                    ('date_end', '>', min(vals['date_start'] for vals in vals_list)),
                ]
            )
        )
        return [
            vals
            for vals in vals_list
            if not any(
                shift.user_id.id == vals['user_id']
                and shift.date_start < vals['date_end']
                and shift.date_end > vals['date_start']
                for shift in busy
            )
        ]
