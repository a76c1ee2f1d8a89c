from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

SEPARATOR = ' - '
# Numbers and names may hold the separator themselves; nobody types more than this.
MAX_PARTS = 6


class PharmaCareCase(models.Model):
    """What a case is called, and how it is found by that (000-34, 004-54)."""

    _inherit = 'pharma.care.case'

    # === COMPUTE METHODS === #
    @api.depends('order_id.name', 'partner_id.name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for case in self:
            # sudo: whoever reads the case may know its order's number
            case_sudo = case.sudo()
            title = case_sudo.order_id.name or self.env._("Appointment")
            case.display_name = f'{title}{SEPARATOR}{case_sudo.partner_id.name or ""}'

    @api.model
    def _search_display_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        # any!: whoever sees the case may find it by its order's number, as its name tells it
        named = [('name', operator, value)]
        domain = Domain('order_id', 'any!', named) | Domain('partner_id', 'any!', named)
        for text in [value] if isinstance(value, str) else value:
            for title, customer in self._split_name(text):
                match = '=' if operator == 'in' else operator
                whole = Domain('order_id', 'any!', [('name', match, title)])
                if title in self._get_appointment_titles():
                    whole |= Domain('order_id', '=', False)
                domain |= whole & Domain('partner_id', 'any!', [('name', match, customer)])
        return domain

    @api.model
    def _split_name(self, text):
        """Return the pairs (title, customer) that a display name may be made of."""
        parts = text.split(SEPARATOR, MAX_PARTS) if isinstance(text, str) else []
        return [
            (SEPARATOR.join(parts[:number]), SEPARATOR.join(parts[number:]))
            for number in range(1, len(parts))
        ]

    @api.model
    def _get_appointment_titles(self):
        """Return what cases without an order are called: in the user's language, and in English."""
        return {self.env._("Appointment"), 'Appointment'}

    # === BUSINESS METHODS === #
    @api.model
    def _find_by_names(self, names):
        """Find the cases that are meant by the names in a file: all names by one search.

        A name is what Odoo exports ('S00042 - Lan'), the number of the order, or the customer's.
        Where several cases have it, those that are open are meant.

        :param set names: texts
        :return: dict of name -> ``pharma.care.case`` records that the user may read; names that
            no case has are missing
        """
        pairs = [pair for name in names for pair in self._split_name(name)]
        titles = self._get_appointment_titles()
        customers = {customer for title, customer in pairs if title in titles}
        cases = self.search(
            # any!: as above
            Domain('order_id', 'any!', [('name', 'in', [*names, *(title for title, _c in pairs)])])
            | Domain('partner_id', 'any!', [('name', 'in', list(names))])
            | (
                Domain('order_id', '=', False)
                & Domain('partner_id', 'any!', [('name', 'in', list(customers))])
            )
        )
        found = defaultdict(self.browse)
        for case in cases:
            case_sudo = case.sudo()  # sudo: whoever reads the case may know these names
            customer = case_sudo.partner_id.name or ''
            heads = {case_sudo.order_id.name} if case_sudo.order_id else titles
            own = {f'{head}{SEPARATOR}{customer}' for head in heads}
            for name in (own | {case_sudo.order_id.name, customer}) & names:
                found[name] |= case
        return {
            name: cases.filtered(lambda case: case.state != 'done') or cases
            for name, cases in found.items()
        }
