from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# after a week a call in vain is no reason for a care any more
MISSED_DAYS = 7


class PharmaCareCase(models.Model):
    """Customers who called in vain show in the care lists (architecture: a missed call, 000-26)."""

    _inherit = 'pharma.care.case'

    date_missed_call = fields.Datetime(
        string="Missed Call",
        compute='_compute_date_missed_call',
        help="When the customer called in vain; gone once somebody has spoken with him.",
    )
    is_missed_call = fields.Boolean(
        string="Called in Vain",
        compute='_compute_date_missed_call',
        search='_search_is_missed_call',
    )

    @api.depends('partner_id', 'company_id', 'date_last_entry')
    def _compute_date_missed_call(self):
        rows = self.env.execute_query(
            self._get_missed_sql(SQL("c.partner_id = ANY(%s)", self.partner_id.ids))
        )
        missed = {(partner, company): date for partner, company, date in rows}
        for case in self:
            date = missed.get((case.partner_id.id, case.company_id.id))
            last = case.date_last_entry
            if case.state == 'done' or (date and last and last >= date):
                date = False
            case.date_missed_call = date
            case.is_missed_call = bool(date)

    def _search_is_missed_call(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        rows = self.env.execute_query(self._get_missed_sql(SQL("TRUE")))
        # few: who called in vain within a week and was not spoken with since
        return Domain('state', '!=', 'done') & Domain.OR(
            Domain('partner_id', '=', partner)
            & Domain('company_id', '=', company)
            & (Domain('date_last_entry', '=', False) | Domain('date_last_entry', '<', date))
            for partner, company, date in rows
        )

    @api.model
    def _get_missed_sql(self, condition):
        """Return the query of the customers who called in vain, with company and moment.

        :param SQL condition: on the calls ``c``
        """
        self.env['pharma.call'].flush_model(['partner_id', 'state', 'direction', 'date_start'])
        return SQL(
            """
            SELECT c.partner_id, c.company_id, max(c.date_start)
              FROM pharma_call c
             WHERE %(condition)s AND c.partner_id IS NOT NULL AND c.direction = 'inbound'
               AND c.company_id = ANY(%(companies)s) AND c.state IN ('missed', 'abandoned')
               AND c.date_start >= %(since)s
               AND NOT EXISTS (SELECT FROM pharma_call a
                                WHERE a.partner_id = c.partner_id AND a.state = 'answered'
                                  AND a.company_id = c.company_id AND a.date_start > c.date_start)
             GROUP BY c.partner_id, c.company_id
            """,
            condition=condition,
            companies=(self.company_id | self.env.companies).ids,
            since=fields.Datetime.now() - timedelta(days=MISSED_DAYS),
        )

    def _become_due_by_call(self):
        """Let the next open case of each customer be due today: he wants to speak with us.

        A date that is computed anew from purchases is the planned one again.
        """
        done = set()
        for case in self.sorted(lambda case: (case.date_due or fields.Date.today(), case.id)):
            key = case.partner_id.id, case.company_id.id
            if key in done:
                continue
            done.add(key)
            today = case.company_id._pharma_today()
            vals = {'date_retry': False} if case.date_retry else {}
            if case.date_due and case.date_due > today:
                vals['date_due'] = today
            if vals:
                case.write(vals)
