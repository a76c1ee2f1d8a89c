from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..tools import get_begin_of_day
from .pharma_care_programme import EVENTS

# What a night did not come to is looked for so many days longer, and counted as too late.
LATE_DAYS = 14
# Of customers who are left out, at most so many are noted for each who may begin.
MAX_LEFT_OUT = 20


class PharmaCareProgramme(models.Model):
    """Whom a programme hits: one statement, for the night and for the preview (000-10)."""

    _inherit = 'pharma.care.programme'

    def _get_find_values(self, company, until=None, past_days=0):
        """Return what the statements ask, under the names they use.

        :param company: ``res.company``
        :param date until: last day that is looked at, default today
        :param int past_days: how many days before the start are looked at, too
        """
        self.ensure_one()
        day = company._pharma_today()
        company_sudo = company.sudo()  # sudo: settings
        step = self.step_ids.sorted(lambda step: (step.sequence, step.id))[:1]
        started = self.date_started if self.is_running else day
        since = max(
            started - timedelta(days=past_days),
            day - timedelta(days=max(step.day_to, past_days) + LATE_DAYS),
        )
        tz = company._pharma_tz()
        Case = self.env['pharma.care.case']
        holdout = Case._get_holdout_values(company)
        if not holdout['holdout_from'] or day < holdout['holdout_from']:
            holdout['holdout'] = 0
        return {
            **holdout,
            'programme': self.id,
            'company': company.id,
            'tz': tz,
            'day': day,
            'until': until or day,
            'since': since,
            'started': started,
            'is_event': self.kind in EVENTS,
            'moment_from': get_begin_of_day(since, tz),
            'moment_to': get_begin_of_day(day + timedelta(days=1), tz),
            'step': step.id,
            'day_from': step.day_from,
            'day_to': step.day_to,
            'repeat': self.repeat_days,
            'silent': self.silent_days,
            'segments': self._get_segments(),
            'classes': self._get_value_classes(),
            'daily_max': self.daily_max,
            'most_left_out': MAX_LEFT_OUT,
            'purpose': self.purpose,
            'opt_in': self.purpose == 'advertising' and company_sudo.pharma_advertising_opt_in,
            'is_advertising': self.purpose == 'advertising',
            'with_wholesale': self.with_wholesale,
        }

    def _get_ranked_query(self, values):
        """Return the query of whom the programme would hit up to a day, in the order in which they
        begin: the customer, the trigger, the window of the first step, why he is left out
        (``reason``), how many may begin up to him (``number``), whether he begins today.

        :param dict values: as of :meth:`_get_find_values`
        """
        window = SQL("t.date_trigger + %(day_from)s, t.date_trigger + %(day_to)s", **values)
        return SQL(
            """
            WITH triggers AS MATERIALIZED (%(triggers)s),
            candidates AS MATERIALIZED (
                SELECT t.*, t.date_trigger + %(day_from)s AS date_from,
                    t.date_trigger + %(day_to)s AS date_to, f.value_class, f.date_last,
                    %(is_event)s AND t.date_trigger < %(started)s AS is_past,
                    CASE %(reasons)s
                        WHEN t.date_trigger + %(day_to)s < %(day)s
                            AND t.date_trigger >= %(started)s THEN 'late'
                        WHEN %(is_drawn)s THEN 'observed' END AS reason
                FROM triggers t
                JOIN res_partner p ON p.id = t.partner_id AND p.active
                LEFT JOIN res_partner head ON head.id = p.commercial_partner_id
                LEFT JOIN pharma_customer_figure f
                    ON f.company_id = %(company)s AND f.partner_id = p.id
                WHERE (p.company_id IS NULL OR p.company_id = %(company)s)
                    AND %(filters)s
                    AND NOT EXISTS (SELECT FROM pharma_care_programme_hit h
                        WHERE h.programme_id = %(programme)s AND h.company_id = %(company)s
                            AND h.partner_id = t.partner_id
                            AND (h.trigger = t.trigger OR %(is_again)s))
            ),
            used AS (
                SELECT count(*)::int AS number FROM pharma_care_programme_hit
                 WHERE programme_id = %(programme)s AND company_id = %(company)s
                    AND date_hit = %(day)s AND state <> 'left_out'
            ),
            placed AS (
                SELECT c.*, count(*) FILTER (WHERE reason IS NULL) OVER places AS number,
                    count(*) OVER places AS place
                FROM candidates c
                WINDOW places AS (PARTITION BY is_past ORDER BY date_found, date_trigger,
                    value_class, date_last DESC, partner_id, trigger
                    ROWS UNBOUNDED PRECEDING)
            )
            SELECT p.*, p.number + used.number AS total,
                NOT is_past AND date_found <= %(day)s
                    AND place <= %(daily_max)s * %(most_left_out)s
                    AND p.number + used.number <= CASE WHEN reason IS NULL THEN %(daily_max)s
                        ELSE %(daily_max)s - 1 END AS is_today
            FROM placed p CROSS JOIN used
            """,
            **values,
            triggers=self._get_triggers_query(values),
            filters=self._get_filters(values),
            reasons=self._get_reasons(
                values, self._get_contacted_condition(values, SQL("t"), window, SQL("0"))
            ),
            is_drawn=self.env['pharma.care.case']._get_drawn_condition(values),
            is_again=self._get_again_condition(values, SQL("t.date_trigger")),
        )

    def _find(self, company):
        """Note whom the programme hits today (000-10).

        Safe to repeat: whoever was hit for the same reason is no candidate.

        :param company: ``res.company``
        :return: number of new rows
        """
        self.ensure_one()
        self.env.flush_all()
        values = self._get_find_values(company)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO pharma_care_programme_hit (programme_id, company_id, partner_id,
                    trigger, order_id, product_id, step_id, state, reason, care_count, date_hit,
                    date_trigger, date_first, date_from, date_to)
                SELECT %(programme)s, %(company)s, partner_id, trigger, order_id, product_id,
                    %(step)s, CASE WHEN reason IS NULL THEN 'waiting' ELSE 'left_out' END, reason,
                    0, %(day)s, date_trigger, date_from, date_from, date_to
                FROM (%(ranked)s) ranked
                -- partners of other levels are not meant at all
                WHERE is_today AND reason IS DISTINCT FROM 'wholesale'
                ORDER BY place
                ON CONFLICT DO NOTHING
                """,
                **values,
                ranked=self._get_ranked_query(values),
            )
        )
        count = self.env.cr.rowcount
        self.env['pharma.care.programme.hit'].invalidate_model(flush=False)
        return count

    def _run(self, company):
        """Do a night of the programme in a company: what became of its customers, whom it hits
        today, whose contact is due.

        :param company: ``res.company``
        """
        self.ensure_one()
        self.lock_for_update()
        Hit = self.env['pharma.care.programme.hit']
        Hit._refresh(self, company)
        if self.is_running and self.active and self.step_ids:
            self._find(company)
        due = SQL(
            """
            SELECT id FROM pharma_care_programme_hit
             WHERE company_id = %s AND programme_id = %s AND state = 'waiting' AND date_from <= %s
             ORDER BY date_from, id
            """,
            company.id,
            self.id,
            company._pharma_today(),
        )
        self.env['pharma.care.job']._enqueue('programme_case', company, due, self.name)
        Hit._judge(self, company)
