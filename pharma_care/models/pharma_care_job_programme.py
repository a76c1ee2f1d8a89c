from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.pharma_crm.models.pharma_analysis_job import WORK_MEMORY

PROGRAMME_KINDS = ('programme', 'programme_case')
# So many customers get their cases in one transaction.
CASE_BATCH = 200


class PharmaCareJob(models.Model):
    """Programmes of every night: a record is a programme, then customers whose contact is due
    (000-10, 003-04, 004-07)."""

    _inherit = 'pharma.care.job'

    kind = fields.Selection(
        selection_add=[
            ('programme', "Care Programmes"),
            ('programme_case', "Cases of Programmes"),
        ],
        ondelete=dict.fromkeys(PROGRAMME_KINDS, 'cascade'),
    )

    def _get_batch_size(self):
        if self.kind == 'programme':
            return 1
        if self.kind == 'programme_case':
            return CASE_BATCH
        return super()._get_batch_size()

    def _process(self, ids):
        """Do the night of programmes, or contact customers whose window has begun.

        :param list ids: of ``pharma.care.programme``, or of ``pharma.care.programme.hit``
        """
        result = super()._process(ids)
        if self.kind == 'programme':
            self.env.cr.execute(SQL("SET LOCAL work_mem = %s", WORK_MEMORY))
            # sudo: what a programme does follows from what a manager started
            for programme in self.env['pharma.care.programme'].sudo().browse(ids).exists():
                programme._run(self.company_id)
        elif self.kind == 'programme_case':
            # sudo: as above
            self.env['pharma.care.programme.hit'].sudo().browse(ids)._open_due(self.company_id)
        return result

    @api.model
    def _enqueue_programme(self, programme, company):
        """Do the first night of a programme that was just started.

        :param programme: ``pharma.care.programme``
        :param company: ``res.company``
        """
        reason = self.env._("Programme started: %(programme)s", programme=programme.name)
        query = SQL("SELECT %s AS id", programme.id)
        return self._enqueue('programme', company, query, reason)

    @api.model
    def _enqueue_nightly(self, company):
        """Start the programmes of a company once a day, too.

        :param company: ``res.company``
        """
        result = super()._enqueue_nightly(company)
        zone = pytz.timezone(company._pharma_tz())
        midnight = zone.localize(datetime.combine(company._pharma_today(), time.min))
        begin = midnight.astimezone(pytz.utc).replace(tzinfo=None)
        known = self.search_count(
            [
                ('company_id', '=', company.id),
                ('kind', '=', 'programme'),
                # those of a start have a reason
                ('reason', '=', False),
                '|',
                ('state', '!=', 'done'),
                ('create_date', '>=', begin),
            ],
            limit=1,
        )
        if not known:
            programmes = SQL(
                """
                SELECT id FROM pharma_care_programme g
                 WHERE (company_id IS NULL OR company_id = %(company)s)
                    AND (is_running OR EXISTS (SELECT FROM pharma_care_programme_hit h
                        WHERE h.programme_id = g.id AND h.company_id = %(company)s
                            AND (h.state IN ('waiting', 'open') OR h.is_judged IS NOT TRUE)))
                 ORDER BY sequence, id
                """,
                company=company.id,
            )
            self._enqueue('programme', company, programmes)
        return result
