from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import assign_alike
from .pharma_care_assignment import TARGET_FIELDS

# Who sees the cases of the company in every mode.
SEES_ALL = ('pharma_care.group_care_manager', 'pharma_crm.group_pharmacist')


class PharmaCareCase(models.Model):
    """What lists and forms show of a case, worked out for a whole page at once (004-46)."""

    _inherit = 'pharma.care.case'

    medicine_names = fields.Char(
        compute='_compute_medicine_names',
        help="The medicines that run out first come first; of closed cases all.",
    )
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")
    care_count_display = fields.Char(string="Cares Done", compute='_compute_care_count_display')
    is_count_outside = fields.Boolean(compute='_compute_care_count_display')

    @api.depends('line_ids.state', 'line_ids.date_runout', 'line_ids.product_id.name')
    @api.depends_context('lang')
    def _compute_medicine_names(self):
        names, open_names = defaultdict(dict), defaultdict(dict)
        # sudo: whoever reads the case may know what it is about, in whatever company the product is
        Line = self.env['pharma.care.line'].sudo()
        query = Line._search([('case_id', 'in', self.ids)], order=Line._order)
        product = query.join(Line._table, 'product_id', 'product_product', 'id', 'product')
        template = query.join(product, 'product_tmpl_id', 'product_template', 'id', 'template')
        rows = self.env.execute_query(
            query.select(
                Line._field_to_sql(Line._table, 'case_id', query),
                Line._field_to_sql(Line._table, 'state', query),
                self.env['product.template']._field_to_sql(template, 'name', query),
            )
        )
        for case_id, state, name in rows:
            names[case_id][name] = True
            if state == 'open':
                open_names[case_id][name] = True
        for case in self:
            case_id = case._origin.id
            case.medicine_names = ', '.join(open_names[case_id] or names[case_id]) or False

    @api.depends('entry_count', 'care_count_min', 'care_count_max')
    def _compute_care_count_display(self):
        numbers = [(case.entry_count, case.care_count_min, case.care_count_max) for case in self]
        texts = {three: self._get_care_count_text(*three) for three in set(numbers)}
        assign_alike(self, 'care_count_display', map(texts.get, numbers))
        assign_alike(
            self,
            'is_count_outside',
            (count < least or bool(most and count > most) for count, least, most in numbers),
        )

    @api.model
    def _get_care_count_text(self, count, least, most):
        if least and most and least != most:
            return self.env._("%(count)s of %(min)s-%(max)s", count=count, min=least, max=most)
        if least and most:
            return self.env._("%(count)s of %(max)s", count=count, max=most)
        if least:
            return self.env._("%(count)s of %(min)s+", count=count, min=least)
        if most:
            return self.env._("%(count)s of up to %(max)s", count=count, max=most)
        return str(count)

    @api.model
    def _read_group_state(self, states, _domain):
        """Return the states in the order of work, and none that holds no case."""
        return [state for state in self._fields['state'].get_values(self.env) if state in states]

    @api.model
    def get_empty_list_help(self, help_message):
        """Tell whoever sees no case at all why, and what to do next (004-39, 004-51).

        :param str help_message: HTML of the action
        :return: HTML for the empty list
        """
        reason = self._get_reason_of_no_case()
        if reason:
            title, text = reason
            help_message = Markup('<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>') % (
                title,
                text,
            )
        return super().get_empty_list_help(help_message)

    @api.model
    def _get_reason_of_no_case(self):
        """Return (title, text) for whom no open case exists, None for whom one does."""
        # actions are read as the superuser, and their help is for the user
        Case = self.sudo(False)
        if not Case.has_access('read') or Case.search_count([('state', '!=', 'done')], limit=1):
            return None
        # sudo: whether there is anything and what a manager chose, nothing of what it says
        self_sudo, company_sudo = self.sudo(), self.env.company.sudo()
        mine = Domain('company_id', '=', company_sudo.id)
        if not self_sudo.search_count(mine, limit=1):
            return (
                self.env._("There is no care case yet"),
                self.env._(
                    "Cases follow from confirmed orders with medicines that have a care interval."
                    " Managers give intervals under 'Set Care Intervals', and past orders their"
                    " cases under 'Recompute Care Dates', both in Configuration, Care."
                ),
            )
        if any(map(self.env.user.has_group, SEES_ALL)):
            return None
        waiting = mine & Domain('kind', '=', 'visibility') & Domain('state', '!=', 'done')
        if self_sudo.env['pharma.care.job'].search_count(waiting, limit=1):
            return (
                self.env._("Your cases are being worked out"),
                self.env._(
                    "A manager changed who cares for what. Load the page again in a few minutes."
                ),
            )
        modes = {
            'product': self.env._("a product, a category or a therapeutic group"),
            'customer': self.env._("a customer or a region"),
        }
        Assignment = self_sudo.env['pharma.care.assignment']
        kinds = [
            kind for kind in TARGET_FIELDS if company_sudo.care_mode in Assignment._get_modes(kind)
        ]
        is_his = mine & Domain('user_id', '=', self.env.uid) & Domain('kind', 'in', kinds)
        if company_sudo.care_mode not in modes or Assignment.search_count(is_his, limit=1):
            return None
        return (
            self.env._("You have no open care case"),
            self.env._(
                "You see the cases of what you are assigned to: %(targets)s. Ask your manager to"
                " assign you, under 'Assignments' in Configuration.",
                targets=modes[company_sudo.care_mode],
            ),
        )

    @api.model
    def search_panel_select_multi_range(self, field_name, **kwargs):
        """Count the cases of all therapeutic groups in one query instead of one each (004-52).

        :param str field_name: field of the panel
        :return: as core's method
        """
        if field_name != 'therapeutic_group_ids' or not kwargs.get('enable_counters'):
            return super().search_panel_select_multi_range(field_name, **kwargs)
        result = super().search_panel_select_multi_range(
            field_name, **{**kwargs, 'enable_counters': False}
        )
        domains = ('search_domain', 'category_domain', 'filter_domain')
        groups = self._read_group(
            Domain.AND([kwargs.get(name) or [] for name in domains]), [field_name], ['__count']
        )
        counts = {group.id: count for group, count in groups}
        for value in result.get('values', ()):
            value['__count'] = counts.get(value['id'], 0)
        return result
