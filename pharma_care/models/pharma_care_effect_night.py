from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.tools import SQL

from .pharma_care_effect_figures import EFFECT_SLICE_BITS, EFFECT_TURNS


class PharmaCareEffect(models.Model):
    """What a night works out: what is new, and a share of everything else (000-13, 004-36).

    Of cases that were over long ago hardly any row changes. The slices take turns, so that what
    no order and no care tells, such as another region, is in line within a week.
    """

    _inherit = 'pharma.care.effect'

    @api.model
    def _get_night(self, company):
        """Return what a night works out, as two queries: of slices, and of the cases of others
        that ended or changed since the night before; the second is None if all slices are meant.

        Nights in which nobody worked are made up for. Everything is worked out after a change of
        the settings, and by the first night.

        :param company: ``res.company``
        """
        today = company._pharma_today()
        last = company.care_effect_date
        passed = (today - last).days if last else EFFECT_TURNS
        slices = SQL(
            """
            SELECT DISTINCT id >> %s AS id FROM pharma_care_case WHERE company_id = %s ORDER BY 1
            """,
            EFFECT_SLICE_BITS,
            company.id,
        )
        if not 0 <= passed < EFFECT_TURNS:
            return slices, None
        turns = [(today - timedelta(days=ago)).toordinal() % EFFECT_TURNS for ago in range(passed)]
        # from the beginning of the day before the last night: what was written meanwhile counts
        since = last - timedelta(days=1)
        zone = pytz.timezone(company._pharma_tz())
        values = {
            'company': company.id,
            'bits': EFFECT_SLICE_BITS,
            'count': EFFECT_TURNS,
            'turns': turns,
            'moment': zone.localize(datetime.combine(since, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None),
            'ended': since - timedelta(days=company.care_effect_days + 1),
            'until': today - timedelta(days=company.care_effect_days + 1),
        }
        taken = SQL(
            "SELECT id FROM (%s) slices WHERE id %% %s = ANY(%s)", slices, EFFECT_TURNS, turns
        )
        others = SQL(
            """
            SELECT c.id FROM pharma_care_case c
            WHERE c.company_id = %(company)s
                AND ((c.id >> %(bits)s) %% %(count)s = ANY(%(turns)s)) IS NOT TRUE
                AND (c.id IN (
                        SELECT l.case_id FROM pharma_care_line l
                        WHERE LEAST(l.date_due, l.date_runout) BETWEEN %(ended)s AND %(until)s)
                    OR c.partner_id IN (
                        SELECT o.partner_id FROM sale_order o
                        WHERE o.company_id = %(company)s AND o.write_date >= %(moment)s
                        UNION
                        SELECT e.partner_id FROM pharma_care_entry e
                        WHERE e.company_id = %(company)s AND e.write_date >= %(moment)s))
            ORDER BY c.id
            """,
            **values,
        )
        return taken, others
