from itertools import repeat

from odoo import api, models

from .pharma_care_case_screen import SEES_ALL

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
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Search as the ORM does, and have at hand what reading the cases asks next.

        :param domain: as of ``search``
        :param field_names: names of the fields that will be read
        :param int offset: number of cases to leave out
        :param int limit: number of cases, at most
        :param str order: as of ``search``
        :return: ``pharma.care.case`` records
        """
        cases = super().search_fetch(domain, field_names, offset, limit, order)
        for name in NAMED_BY.keys() & set(field_names or ()):
            # sudo: the client is told the names of related records, whoever may read these
            cases.sudo()[name].fetch(NAMED_BY[name])
        if not self.env.su and not any(map(self.env.user.has_group, SEES_ALL)):
            # Found by the employee's record rule, which is not to be asked again for each of them.
            # sudo: what rules name is read so
            self._fields['is_visible']._insert_cache(cases.sudo(), repeat(True))
        return cases
