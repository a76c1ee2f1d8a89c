from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import assign_alike
from .pharma_care_case_counting import MAX_DAYS


class PharmaCareCase(models.Model):
    """How long nobody has spoken with a customer (004-62; decision 10)."""

    _inherit = 'pharma.care.case'

    days_since_contact = fields.Integer(
        string="Days without Interaction",
        compute='_compute_days_since_contact',
        search='_search_days_since_contact',
        help="Since the last care of the customer, or since the purchase.",
    )

    # === COMPUTE METHODS === #
    @api.depends('date_last_contact', 'date_order', 'company_id')
    def _compute_days_since_contact(self):
        days = self._get_company_days(self.company_id)
        since = []
        for case in self:
            today, _begin = days.get(case.company_id.id, (None, None))
            last = max(filter(None, [case.date_last_contact, case.date_order]), default=None)
            since.append((today - last).days if today and last else 0)
        assign_alike(self, 'days_since_contact', since)

    def _search_days_since_contact(self, operator, value):
        """Search by age with what is stored: more days ago is an earlier day."""
        turned = {'>': '<', '<': '>', '>=': '<=', '<=': '>=', 'in': 'in', 'not in': 'not in'}
        values = list(value) if operator in ('in', 'not in') else [value]
        if operator not in turned or not all(isinstance(days, int) for days in values):
            return NotImplemented

        def get_condition(today, model, alias, query):
            days = [
                today - timedelta(days=min(max(value, -MAX_DAYS), MAX_DAYS)) for value in values
            ]
            return SQL(
                "GREATEST(%s, %s) %s %s",
                model._field_to_sql(alias, 'date_last_contact', query),
                model._field_to_sql(alias, 'date_order', query),
                SQL(turned[operator]),
                tuple(days) if operator in ('in', 'not in') else days[0],
            )

        return self._get_daily_domain(
            lambda today, _begin: Domain.custom(to_sql=partial(get_condition, today))
        )
