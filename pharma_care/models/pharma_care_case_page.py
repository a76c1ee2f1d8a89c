from itertools import repeat

from odoo import api, models

# What the names of customers and orders are made of. Both have some hundred columns, which would
# be read for each row of a page.
NAMED_BY = {
    'partner_id': (
        *('name', 'complete_name', 'phone', 'parent_id', 'type', 'is_company', 'company_name'),
        'commercial_company_name',
    ),
    'order_id': ('name',),
}


class PharmaCareCase(models.Model):
    """A page of a worklist, read without what nobody looks at: it is asked for all day (003-08)."""

    _inherit = 'pharma.care.case'

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Search as the ORM does, and have at hand what reading the cases asks next.

        :param domain: as of ``search``
        :param field_names: names of the fields that will be read
        :param int offset: number of cases to leave out
        :param int limit: number of cases, at most
        :param str order: as of ``search``
        :return: ``pharma.care.case`` records
        """
        is_page = limit and field_names
        if is_page:
            # sudo: how companies work is no secret to those who work there
            self.env.companies.sudo()._fetch_care_settings()
        cases = super().search_fetch(domain, field_names, offset, limit, order)
        if is_page:
            cases_sudo = cases.sudo()  # sudo: the client is told names, whoever may read the rest
            for name, columns in NAMED_BY.items():
                if name in field_names:
                    cases_sudo[name].fetch(columns)
        if self._is_found_by_visibility():
            # Not to be asked again for each of them when they are read. sudo: so rules ask for it
            self._fields['is_visible']._insert_cache(cases.sudo(), repeat(True))
        return cases

    @api.model
    def _is_found_by_visibility(self):
        """Return whether whatever the user's search finds is visible to him by the care mode: the
        rules in force demand it, and not as one of several ways.
        """
        parts = list(self.env['ir.rule']._compute_domain(self._name, 'read'))
        if any(part in ('|', '!') for part in parts):
            return False
        conditions = [part for part in parts if part != '&']
        return any(
            name == 'is_visible' and operator in ('=', 'in') and value in (True, [True])
            for name, operator, value in conditions
        )
