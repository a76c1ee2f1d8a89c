from collections import Counter

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.pharma_crm.tests.common_rpc import NO_ID, ODD, REFUSALS, RpcMixin

from .common_assign import AssignCommon
from .common_rpc import METHODS

# What Odoo's own methods are: their odd arguments are Odoo's.
INHERITED = {
    'create',
    'write',
    'unlink',
    'load',
    'default_get',
    'get_import_templates',
    'get_empty_list_help',
    'search_panel_select_multi_range',
    'action_confirm',
    'copy_data',
}
# They answer with a form, a list to open or a number, on which the rights of records decide.
HARMLESS = {
    'get_alert_count',  # of those who see no cases it is 0
    'action_save_back',
    'action_pharma_care_assign',
    'action_pharma_care_call_list',
    'action_pharma_book_care',
    'action_pharma_view_adherence',
    'action_pharma_view_care',
}


@tagged('post_install', '-at_install')
class TestRpc(RpcMixin, AssignCommon):
    """Other programs may send anything: it is done, or refused in words, and leaks nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_mode('unrestricted')
        cls.case = cls._create_case()
        cls.closed = cls._create_case((cls.syrup, 1))
        cls.entry = cls.closed.with_user(cls.care_user).record_entry(
            {'content': "Done.", 'is_final': True, 'close_reason_id': cls.reason.id}
        )
        cls.far = cls.Case.create(
            {'partner_id': cls.other_customer.id, 'company_id': cls.other_company.id}
        )
        shift = cls.env['pharma.care.list'].with_user(cls.care_user)._take().sudo()
        cls.records = {
            'pharma.care.case': cls.case | cls.closed,
            'pharma.care.entry': cls.entry,
            'res.partner': cls.customer,
            'sale.order': cls.case.order_id,
            'product.template': cls.metformin.product_tmpl_id,
            'pharma.care.list': shift,
            'pharma.care.list.item': shift.item_ids,
        }
        cls.salesman = new_test_user(
            cls.env, 'rpc_sales', groups='sales_team.group_sale_salesman_all_leads'
        )
        cls.portal = new_test_user(cls.env, 'rpc_portal', groups='base.group_portal')
        cls.tomorrow = '2026-03-03'

    def _get_ids(self, name):
        """Return what a method is called on: nothing, one, several, none that exists."""
        ids = self.records.get(name, self.env[name]).ids
        return [[], [NO_ID], ids, *([id_] for id_ in ids), [*ids, NO_ID]]

    def test_every_public_method_stands_in_the_table(self):
        """000-36: a method without underscore is open to every user who is logged in."""
        found = self._get_public_methods('pharma_care')
        own = {(name, method) for name, method in found if method not in INHERITED}
        self.assertEqual(own, set(METHODS))

    def test_odd_records_and_values_are_refused_in_words(self):
        """000-36, 004-56: every method, on nothing, one, several and missing records."""
        for (name, method), count in METHODS.items():
            is_model = method in ('action_next', 'action_next_care')
            takes_ids = not getattr(getattr(self.env[name], method), '_api_model', False)
            for user in (self.care_user, self.manager, self.salesman, self.portal):
                answers = Counter()
                with self.subTest(model=name, method=method, user=user.login):
                    for ids in self._get_ids(name) if takes_ids and not is_model else [[]]:
                        is_chosen = ids == self.case.ids or not takes_ids
                        for value in ODD if count and is_chosen else [None]:
                            args = [ids] if takes_ids else []
                            args += [value] if count else []
                            answer = self._call(user, name, method, *args)
                            answers[answer == 'done'] += 1
                    if user in (self.salesman, self.portal) and method not in HARMLESS:
                        self.assertFalse(answers[True], "done without the role")

    @mute_logger('odoo.sql_db')
    def test_odd_values_of_fields_are_refused_in_words(self):
        """004-45, 004-56: each field of a care, and the care date, with everything odd."""
        good = {'content': "Well.", 'date_next': self.tomorrow}
        fields = ['case_id', 'content', 'date', 'date_next', 'channel', 'is_final']
        fields += ['response_type_id', 'close_reason_id', 'user_id', 'company_id', 'no_field']
        fields += ['script_id', 'script_values', 'answer_ids']
        for value in [*ODD, self.far.id]:
            for field in fields:
                with self.subTest(field=field, value=value):
                    vals = {**good, field: value}
                    self._call(
                        self.care_user, 'pharma.care.case', 'record_entry', self.case.ids, vals
                    )
                    self._call(
                        self.care_user, 'pharma.care.entry', 'write', self.entry.ids, {field: value}
                    )
            with self.subTest(value=value):
                for args in ([value], [[value]], [[{'case_id': value}]]):
                    answer = self._call(self.care_user, 'pharma.care.entry', 'create', *args)
                    self.assertTrue(answer != 'done' or args == [[]])
                for args in ([value], [{'date_due': value}], [{'no_field': value}]):
                    self._call(self.care_user, 'pharma.care.case', 'write', self.case.ids, *args)
                self._call(self.care_user, 'pharma.care.case', 'record_entry', self.case.ids, value)

    @mute_logger('odoo.sql_db')
    def test_odd_ticks_are_none(self):
        """004-33, 004-41: what a list is said to have ticked may be anything."""
        forms = [
            ('pharma.care.reschedule', 'pharma.care.case', {'operation': 'days', 'days': 1}),
            ('pharma.care.interval', 'product.template', {'care_interval_days': 1}),
        ]
        for name, model, vals in forms:
            # lists in lists are no key of Odoo's cache, of whatever form
            for value in [*ODD[:15], NO_ID, [NO_ID], ['x'], [], self.case.ids]:
                for context in (
                    {'active_model': model, 'active_ids': value},
                    {'active_model': value, 'active_ids': self.case.ids},
                ):
                    with self.subTest(model=name, **context):
                        self._apply(self.manager, name, vals, **context)

    def _apply(self, user, name, vals, **context):
        """Fill in a form, read it and apply it, as the web client does; return the answer."""
        self.env.flush_all()
        self.env.cr.execute('SAVEPOINT form')
        try:
            Model = self.env[name].with_user(user)
            wizard_id = call_kw(Model, 'create', [vals], {'context': context})
            call_kw(Model, 'read', [[wizard_id]], {'context': context})
            return call_kw(Model, 'action_apply', [[wizard_id]], {'context': context})
        except REFUSALS as error:
            return error
        finally:
            self.env.transaction.clear()
            self.env.cr.execute('ROLLBACK TO SAVEPOINT form; RELEASE SAVEPOINT form')

    def test_other_companies_and_roles_are_refused(self):
        """004-34, 004-39, 000-36: no form is a way into another company or another role."""
        far, outsider, portal = self.other_company.id, self.outsider.id, self.portal.id
        product, customer = self.metformin.product_tmpl_id.id, self.customer.id
        foreign_customer = self.env['res.partner'].create({'name': 'Far', 'company_id': far}).id
        day = {'date_due': self.tomorrow}
        give = {'user_id': self.care_user.id, 'user_ids': [self.colleague.id]}
        assign = {
            'kind': 'product',
            'product_tmpl_ids': [product],
            'user_ids': [self.colleague.id],
        }
        forms = [
            ('pharma.care.appointment', {**day, 'partner_id': foreign_customer}),
            ('pharma.care.appointment', {**day, 'partner_id': customer, 'user_id': outsider}),
            ('pharma.care.appointment', {**day, 'partner_id': customer, 'user_id': portal}),
            ('pharma.care.appointment', {'date_due': '0001-01-01', 'partner_id': customer}),
            ('pharma.care.appointment', {'date_due': '9999-12-31', 'partner_id': customer}),
            ('pharma.care.handover', {**give, 'company_id': far}),
            ('pharma.care.handover', {**give, 'user_ids': [outsider]}),
            ('pharma.care.handover', {**give, 'user_ids': [portal]}),
            ('pharma.care.assign', {**assign, 'company_id': far}),
            ('pharma.care.assign', {**assign, 'user_ids': [portal]}),
            ('pharma.care.assign', {**assign, 'user_ids': [outsider]}),
            ('pharma.care.recompute', {'company_id': far, 'date_from': '2026-01-01'}),
            ('pharma.care.recompute', {'date_from': '9999-12-31'}),
            ('pharma.care.reschedule', {'operation': 'close', 'close_reason_id': False}),
        ]
        for name, vals in forms:
            with self.subTest(model=name, **vals):
                answer = self._apply(self.manager, name, vals, active_ids=self.case.ids)
                self.assertIsInstance(answer, UserError)
        for name, vals in (
            *forms,
            ('pharma.care.interval', {'product_tmpl_ids': [product], 'care_interval_days': 1}),
            ('pharma.care.appointment', {**day, 'partner_id': customer}),
        ):
            for user in (self.salesman, self.portal):
                with self.subTest(model=name, user=user.login, **vals):
                    answer = self._apply(user, name, vals, active_ids=self.case.ids)
                    self.assertIsInstance(answer, AccessError)
        far_case = self._apply(
            self.manager,
            'pharma.care.reschedule',
            {'operation': 'days', 'days': 1},
            active_ids=self.far.ids,
        )
        self.assertIsInstance(far_case, AccessError)

    def test_all_orders_ever_are_recomputed(self):
        """004-42: the first day there is means all orders, and no error."""
        answer = self._apply(self.manager, 'pharma.care.recompute', {'date_from': '0001-01-01'})
        self.assertIsInstance(answer, dict)
