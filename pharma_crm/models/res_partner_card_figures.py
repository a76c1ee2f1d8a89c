from odoo import models
from odoo.tools import format_date

FIGURES_SHOWN = 3
TONES = {'vip': 'success', 'loyal': 'success', 'at_risk': 'warning', 'lost': 'danger'}


class ResPartner(models.Model):
    """What the customer card says of the figures that are worked out each night."""

    _inherit = 'res.partner'

    def _get_card_figures(self):
        """Return the section of segment, value class and expected purchase (004-29, 002-21).

        One row for each company of the user that the customer has bought in; other modules may
        add rows of which segment and value class alone are shown.
        """
        names = ['segment', 'value_class', 'date_last', 'date_expected']
        figures = self.env['pharma.customer.figure'].search_fetch(
            [('partner_id', '=', self.id)],
            [*names, 'company_id'],
            order='date_last desc, id',
            limit=FIGURES_SHOWN,
        )
        brief_sudo = self._get_card_brief_figures(figures.company_id)[:FIGURES_SHOWN]
        fields = [figures._fields[name] for name in names]
        segments, classes = (dict(field._description_selection(self.env)) for field in fields[:2])
        columns = [field._description_string(self.env) for field in fields]
        if has_companies := len(figures) + len(brief_sudo) > 1:
            columns.append(figures._fields['company_id']._description_string(self.env))
        items = []
        for figure in figures:
            expected = figure.date_expected
            is_late = expected and expected < figure.company_id._pharma_today()
            cells = [
                {
                    'text': segments.get(figure.segment, ''),
                    'tone': TONES.get(figure.segment, ''),
                },
                {'text': classes.get(figure.value_class, '')},
                {'text': format_date(self.env, figure.date_last)},
                {
                    'text': format_date(self.env, expected),
                    'tone': 'danger' if is_late else '',
                },
            ]
            items.append({'cells': cells + [{'text': figure.company_id}] * has_companies})
        for figure_sudo in brief_sudo:
            cells = [
                {
                    'text': segments.get(figure_sudo.segment, ''),
                    'tone': TONES.get(figure_sudo.segment, ''),
                },
                {'text': classes.get(figure_sudo.value_class, '')},
                *({'text': ''},) * 2,
            ]
            items.append({'cells': cells + [{'text': figure_sudo.company_id}] * has_companies})
        return self._prepare_card_section(
            'figures', self.env._("Purchase Figures"), 'rows', 22, items, columns=columns
        )

    def _get_card_brief_figures(self, companies):
        """Return figures whose segment and value class the user may see, and nothing else of them.

        :param companies: ``res.company`` whose figures the user reads anyway
        :return: ``pharma.customer.figure`` without rights checked; none here
        """
        return self.env['pharma.customer.figure'].sudo()  # sudo: an empty one, for those who add
