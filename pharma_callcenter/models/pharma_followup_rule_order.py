from datetime import datetime, time, timedelta
from zlib import crc32

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

SLICE = 1000
# A server that stood still catches up this far; who bought before is not asked any more.
CATCH_UP_DAYS = 14
TYPES = {
    'is_retail': ('retail',),
    'is_wholesale': ('level1', 'level2'),
    'is_prospect': ('prospect', 'other'),
}


class PharmaFollowupRule(models.Model):
    """Follow-ups of orders, found every night by the day on which they were confirmed (000-32)."""

    _inherit = 'pharma.followup.rule'

    @api.model
    def _cron_run(self):
        """Plan follow-ups of orders whose day has come, send what is due, close what is over.

        A day is one piece of work and is begun again if it is interrupted.
        """
        Cron = self.env['ir.cron']
        days = [
            (rule, company, day)
            for rule in self.search([('trigger', '=', 'order')])
            for company in rule.company_id or self.env['res.company'].search([])
            for day in rule._get_open_days(company)
        ]
        Cron._commit_progress(remaining=len(days) + 1)
        for rule, company, day in days:
            rule._plan_day(company, day)
            if not Cron._commit_progress(1):
                return
        self.env['pharma.followup']._close_expired()
        Cron._commit_progress()
        self.env['pharma.followup']._send_due()
        Cron._commit_progress(1)

    def _get_open_days(self, company):
        """Return the days whose orders are still to be looked at, the oldest first.

        :param company: ``res.company``
        :return: list of dates in the company's time zone
        """
        self.ensure_one()
        last = company._pharma_today() - timedelta(days=self.delay_days)
        first = max(self.date_start, last - timedelta(days=CATCH_UP_DAYS))
        if done := (self.progress or {}).get(str(company.id)):
            first = max(first, fields.Date.to_date(done) + timedelta(days=1))
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def _plan_day(self, company, day):
        """Plan the follow-ups of a company's orders of one day, in slices.

        :param company: ``res.company``
        :param date day: in its time zone
        """
        self.ensure_one()
        # sudo: in which zone a company works
        zone = pytz.timezone(company.sudo()._pharma_tz())
        begin, end = (
            zone.localize(datetime.combine(day + timedelta(days=n), time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for n in (0, 1)
        )
        last = (begin, 0)
        while rows := self._find_orders(company, begin, end, last):
            last = rows[-1][1], rows[-1][0]
            self._plan_slice(day, [row[0] for row in rows if self._is_drawn(row[0])])
        self.progress = {**(self.progress or {}), str(company.id): fields.Date.to_string(day)}

    def _is_drawn(self, order_id):
        return crc32(f'{self.id}-{order_id}'.encode()) % 100 < self.share_percent

    def _get_order_condition(self):
        """Return what orders ``o`` of customers ``p`` must fulfil, not planned by the rule yet.

        :return: SQL; columns it reads have been flushed
        """
        for name, columns in (
            ('sale.order', ['state', 'date_order', 'company_id', 'partner_id', 'amount_total']),
            ('sale.order', ['currency_rate', 'pharma_channel_id']),
            ('sale.order.line', ['order_id', 'product_id']),
            ('pharma.followup', ['origin_model', 'origin_res_id', 'rule_id']),
            ('res.partner', ['pharma_customer_type']),
        ):
            self.env[name].flush_model(columns)
        types = [type_ for name, types in TYPES.items() if self[name] for type_ in types]
        wanted = [
            SQL("COALESCE(p.pharma_customer_type, 'other') = ANY(%s)", types),
            SQL(
                """NOT EXISTS (
                    SELECT FROM pharma_followup f
                    WHERE f.origin_model = 'sale.order' AND f.origin_res_id = o.id
                        AND f.rule_id = %s)""",
                self.id,
            ),
        ]
        if self.amount_min:
            wanted.append(
                SQL(
                    "o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1) >= %s",
                    self.amount_min,
                )
            )
        if self.channel_ids:
            wanted.append(SQL("o.pharma_channel_id = ANY(%s)", self.channel_ids.ids))
        if self.therapeutic_group_ids:
            groups = self.env['pharma.therapeutic.group'].with_context(active_test=False)
            groups = groups.search([('id', 'child_of', self.therapeutic_group_ids.ids)])
            wanted.append(
                SQL(
                    """EXISTS (
                        SELECT FROM sale_order_line l
                        JOIN product_product v ON v.id = l.product_id
                        JOIN product_template t ON t.id = v.product_tmpl_id
                        WHERE l.order_id = o.id AND t.therapeutic_group_id = ANY(%s))""",
                    groups.ids,
                )
            )
        return SQL(" AND ").join(wanted)

    def _find_orders(self, company, begin, end, last):
        """Return id and moment of the next orders that fit, by the index of the moment.

        :param datetime begin: UTC
        :param datetime end: UTC
        :param tuple last: moment and id of the order before
        :return: list of tuples
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT o.id, o.date_order
                FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
                WHERE o.date_order >= %(begin)s AND o.date_order < %(end)s
                    AND (o.date_order, o.id) > (%(moment)s, %(id)s)
                    AND o.company_id = %(company)s AND o.state = 'sale' AND %(wanted)s
                ORDER BY o.date_order, o.id
                LIMIT %(slice)s
                """,
                begin=begin,
                end=end,
                moment=last[0],
                id=last[1],
                company=company.id,
                wanted=self._get_order_condition(),
                slice=SLICE,
            )
        )

    def _plan_slice(self, day, order_ids):
        """Plan the follow-ups of orders, none of customers who are asked often enough."""
        orders = self.env['sale.order'].browse(order_ids)
        due = day + timedelta(days=self.delay_days)
        busy = set()
        if self.min_days:
            since = due - timedelta(days=self.min_days)
            busy = {
                partner.id
                for [partner] in self.env['pharma.followup']._read_group(
                    [
                        ('partner_id', 'in', orders.partner_id.ids),
                        ('company_id', 'in', orders.company_id.ids),
                        ('date_due', '>', since),
                        ('state', '!=', 'skipped'),
                    ],
                    ['partner_id'],
                )
            }
        rows = []
        for order in orders:
            if self.min_days and order.partner_id.id in busy:
                continue
            busy.add(order.partner_id.id)
            rows.append(self._prepare_followup_vals(self, order) | {'date_due': due})
        self._plan({self: rows} if rows else {})
