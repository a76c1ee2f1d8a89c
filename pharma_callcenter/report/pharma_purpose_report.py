from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.call_formulas import Formula
from ..models.pharma_call import DIRECTIONS

# An id is made of day, company, employee, purpose and direction, in so many bits each: all
# together are a whole number in the browser.
BITS = (('day', 15), ('company_id', 8), ('user_id', 20), ('purpose_id', 8), ('way', 2))
EPOCH = '2000-01-01'
WAYS = [name for name, _label in DIRECTIONS]


class PharmaPurposeReport(models.Model):
    """What calls were about, a row per employee, purpose, direction and day (000-06, 000-44..45).

    The total of all calls, incoming and outgoing, is here as well (000-45).
    """

    _name = 'pharma.purpose.report'
    _inherit = ['pharma.call.formula.mixin']
    _description = "Figures of Purposes"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'purpose_id'
    _pharma_formulas = {
        'talk_average': Formula(('talk_seconds',), ('connected_count',)),
        'connected_rate': Formula(('connected_count',), ('call_count',), 100.0),
    }
    _depends = {
        'pharma.call': ['user_id', 'direction', 'state', 'date_start', 'purpose_id', 'order_id'],
        'sale.order': ['state'],
        'res.company': ['pharma_tz'],
    }

    company_id = fields.Many2one('res.company', readonly=True)
    user_id = fields.Many2one('res.users', string="Employee", readonly=True)
    purpose_id = fields.Many2one('pharma.call.purpose', readonly=True)
    direction = fields.Selection(DIRECTIONS, readonly=True)
    date = fields.Date(string="Day", readonly=True, help="In the time zone of the company.")
    call_count = fields.Integer(string="Calls", readonly=True)
    connected_count = fields.Integer(string="Connected", readonly=True)
    talk_seconds = fields.Integer(string="Talked (s)", readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True, help="Confirmed.")
    talk_average = fields.Float(string="Talk per Call (s)", readonly=True, aggregator='avg')
    connected_rate = fields.Float(string="Connected (%)", readonly=True, aggregator='avg')

    @property
    def _table_query(self):
        parts = {
            'day': SQL("(f.date - date %s)", EPOCH),
            'company_id': SQL("f.company_id"),
            'user_id': SQL("coalesce(f.user_id, 0)"),
            'purpose_id': SQL("coalesce(f.purpose_id, 0)"),
            'way': SQL("array_position(%s, f.direction::text)", WAYS),
        }
        id_ = SQL("0::bigint")
        for name, bits in BITS:
            id_ = SQL("((%s << %s) + (%s & %s))", id_, bits, parts[name], (1 << bits) - 1)
        return SQL(
            "SELECT %s AS id, f.*, %s FROM (%s) f",
            id_,
            self._get_ratio_columns('f'),
            self.env['pharma.call.day']._get_figures(),
        )

    @api.model
    def _get_id_domain(self, ids):
        low = sum(bits for name, bits in BITS if name != 'day')
        start = fields.Date.to_date(EPOCH)
        return fields.Domain(
            'date', 'in', {start + timedelta(days=(id_ >> low) & 0x7FFF) for id_ in ids}
        )

    def action_view_calls(self):
        """Open the calls that the row counts (product.md 22).

        :return: window action of ``pharma.call``
        :raise UserError: for several rows
        """
        self.check_access('read')
        if len(self) != 1:
            raise UserError(self.env._("Choose one line."))
        zone = pytz.timezone(self.company_id._pharma_tz())
        start, end = (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (self.date, self.date + timedelta(days=1))
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.purpose_id.display_name or self.env._("Calls"),
            'res_model': 'pharma.call',
            'views': [(False, 'list'), (False, 'form')],
            'domain': [
                ('company_id', '=', self.company_id.id),
                ('user_id', '=', self.user_id.id),
                ('purpose_id', '=', self.purpose_id.id),
                ('direction', '=', self.direction),
                ('date_start', '>=', start),
                ('date_start', '<', end),
            ],
            'context': {'create': False},
        }
