import re

from odoo import models
from odoo.tools.misc import remove_accents

# Numbers, each Chinese character by itself, words, and signs such as % or /.
TOKENS = re.compile(r'\d+(?:\.\d+)*|[\u2e80-\u9fff]|[^\W\d_\u2e80-\u9fff]+|[^\w\s.;:()\[\]-]')

DETAILS = ('dosage_form', 'strength')


def _cut_words(text):
    text = remove_accents(text or '').lower().replace('\u0111', 'd').replace(',', '.')
    return TOKENS.findall(text)


class ProductProduct(models.Model):
    """How a medicine is called on papers: nothing is said twice (000-28)."""

    _inherit = 'product.product'

    def _get_pharma_details(self, name):
        """Return form and strength as far as a name does not say them already.

        Case, accents and spaces do not count: '500mg' says '500 mg', '25 mg' does not say '5 mg'.

        :param str name: what the paper calls the medicine
        :return: list of words
        """
        self.ensure_one()
        said = _cut_words(name)
        return [
            word
            for word in (self[field] for field in DETAILS)
            if word and not self._is_pharma_said(_cut_words(word), said)
        ]

    def _get_pharma_words(self, *names):
        """Return the name and further fields in words; form and strength as above.

        :param names: of fields, by default form and strength
        """
        self.ensure_one()
        details = self._get_pharma_details(self.name)
        words = (
            self[name] for name in names or DETAILS if name not in DETAILS or self[name] in details
        )
        return ', '.join(word for word in (self.name, *words) if word)

    def _is_pharma_said(self, words, said):
        size = len(words)
        return any(said[start : start + size] == words for start in range(len(said) - size + 1))
