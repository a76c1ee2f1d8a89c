import logging
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.pharma_crm.models.pharma_analysis_job import WORK_MEMORY

from .pharma_adherence_figures import SLICE_BITS
from .pharma_care_effect_figures import EFFECT_SLICE_BITS

_logger = logging.getLogger(__name__)

# How many of the latest cases are worked on at once.
CASE_BATCH_SIZE = 20000
NIGHTLY = ('adherence', 'adherence_month', 'effect', 'effect_case')


class PharmaCareJob(models.Model):
    """Figures of every night: adherence, and whether care helped (000-13, 004-36, 004-38).

    A record of such a job is a slice of customers or cases, so that a night is a few dozen of them;
    of the latest cases it is a case.
    """

    _inherit = 'pharma.care.job'

    kind = fields.Selection(
        selection_add=[
            ('adherence', "Adherence"),
            ('adherence_month', "Adherence by Month"),
            ('effect', "Effect of Care"),
            ('effect_case', "Effect of Care: Latest Cases"),
        ],
        ondelete=dict.fromkeys(NIGHTLY, 'cascade'),
    )

    def _get_batch_size(self):
        if self.kind == 'effect_case':
            return CASE_BATCH_SIZE
        if self.kind in NIGHTLY:
            return 1
        return super()._get_batch_size()

    def _process(self, ids):
        """Work out the figures of slices; of months, counted since year 0, one month.

        :param list ids: numbers of slices, or of months; ids of the latest cases
        """
        result = super()._process(ids)
        if self.kind in NIGHTLY:
            # what is gone is found by a hash of a slice's rows: with less memory than they need,
            # PostgreSQL would read them once for every row it knows
            self.env.cr.execute(SQL("SET LOCAL work_mem = %s", WORK_MEMORY))
        if self.kind == 'effect_case':
            self.env['pharma.care.effect']._update_cases(self.company_id, ids)
            return result
        for number in ids:
            if self.kind == 'adherence':
                first = number << SLICE_BITS
                last = first + (1 << SLICE_BITS) - 1
                self.env['pharma.adherence']._update(self.company_id, first, last)
            elif self.kind == 'adherence_month':
                year, month = divmod(number, 12)
                last_day = datetime(year, month + 1, 1).date() - timedelta(days=1)
                self.env['pharma.adherence.month']._update(self.company_id, last_day)
            elif self.kind == 'effect':
                first = number << EFFECT_SLICE_BITS
                last = first + (1 << EFFECT_SLICE_BITS) - 1
                self.env['pharma.care.effect']._update(self.company_id, first, last)
        return result

    @api.model
    def _cron_nightly(self):
        """Start the figures of companies where a new day has begun; commits after each.

        A company whose last night is not done yet goes on with it first. What fails in one company
        does not keep the others from their figures.
        """
        Cron = self.env['ir.cron']
        companies = self.env['res.company'].search([('active', '=', True)])
        Cron._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._enqueue_nightly(company)
            except Exception:
                _logger.exception("Figures of company %s failed", company.id)
                self.env.invalidate_all(flush=False)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _enqueue_nightly(self, company):
        """Start those figures of a company that were not worked out today.

        :param company: ``res.company``
        """
        zone = pytz.timezone(company._pharma_tz())
        midnight = zone.localize(datetime.combine(company._pharma_today(), time.min))
        begin = midnight.astimezone(pytz.utc).replace(tzinfo=None)
        jobs = self.search(
            [
                ('company_id', '=', company.id),
                ('kind', 'in', NIGHTLY),
                '|',
                ('state', '!=', 'done'),
                ('create_date', '>=', begin),
            ]
        )
        done = set(jobs.mapped('kind'))
        if 'adherence' not in done:
            slices = SQL(
                """
                SELECT slice AS id FROM (
                    SELECT partner_id >> %(bits)s AS slice FROM pharma_care_case
                     WHERE company_id = %(company)s
                    UNION
                    SELECT partner_id >> %(bits)s FROM pharma_adherence
                     WHERE company_id = %(company)s) slices
                ORDER BY slice
                """,
                bits=SLICE_BITS,
                company=company.id,
            )
            self._enqueue('adherence', company, slices)
        # once a night: what is missing is looked for among all purchases
        if not done & {'adherence', 'adherence_month'}:
            ends = self.env['pharma.adherence.month']._get_missing_months(company)
            months = SQL(
                "SELECT unnest(%s::int[]) AS id", [day.year * 12 + day.month for day in ends]
            )
            self._enqueue('adherence_month', company, months)
        if not done & {'effect', 'effect_case'}:
            slices, cases = self.env['pharma.care.effect']._get_night(company)
            self._enqueue('effect', company, slices)
            if cases:
                self._enqueue('effect_case', company, cases)
            company.care_effect_date = company._pharma_today()
