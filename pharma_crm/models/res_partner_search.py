from odoo import api, models
from odoo.fields import Domain
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL

# Trigrams know nothing of shorter texts.
MIN_TEXT = 3
# what core's search by name compares, see _rec_names_search
SEARCHED_COLUMNS = ('complete_name', 'email', 'ref', 'vat', 'company_registry')


def _get_trigram_index(registry):
    """Return the definition of one index over all columns, '' where PostgreSQL lacks pg_trgm."""
    usable = registry.has_unaccent in (FunctionStatus.MISSING, FunctionStatus.INDEXABLE)
    if not (registry.has_trigram and usable):
        return ''
    columns = (f'{registry.unaccent(column)} gin_trgm_ops' for column in SEARCHED_COLUMNS)
    return f'USING gin ({", ".join(columns)})'


class ResPartner(models.Model):
    """Finding a customer among hundreds of thousands by any part of the name or a code."""

    _inherit = 'res.partner'

    _pharma_search_trigram = models.Index(_get_trigram_index)

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if (
            operator not in ('ilike', 'like')
            or not isinstance(value, str)
            or len(value.strip()) < MIN_TEXT
            or not self.env.registry.has_trigram
        ):
            return domain
        # OFFSET 0 keeps PostgreSQL from walking through all customers in the order of the list
        # until it has filled a page, which takes seconds for a frequent name late in the alphabet
        found = self._search(domain, active_test=False, bypass_access=True)
        return Domain('id', 'in', SQL('(%s OFFSET 0)', found.select()))
