import ast
import json
from itertools import chain

from odoo.fields import Domain
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import file_open

from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    menus_xml_ids_in_spreadsheet,
    odoo_charts,
    odoo_view_links,
)

FILES = {
    'spreadsheet_dashboard_care_mine': ('my_care_dashboard.json', 'employee'),
    'spreadsheet_dashboard_care_team': ('care_team_dashboard.json', 'manager'),
}


@tagged('post_install', '-at_install')
class TestDashboards(TransactionCase):
    """What the dashboards name exists, and answers for the role they are made for (004-67)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f'dashboard_{role}', groups=group)
            for role, group in (
                ('employee', 'pharma_care.group_care_user'),
                ('manager', 'pharma_care.group_care_manager'),
                ('pharmacist', 'pharma_crm.group_pharmacist'),
                ('stranger', 'base.group_user'),
            )
        }
        cls.documents = {}
        for name, (file, role) in FILES.items():
            with file_open(f'pharma_dashboard/data/files/{file}') as content:
                cls.documents[name] = json.load(content), role

    def _get_documents(self):
        for name, (document, role) in self.documents.items():
            with self.subTest(dashboard=name):
                yield document, self.env(user=self.users[role])

    @staticmethod
    def _get_domain(domain):
        return Domain(ast.literal_eval(domain) if isinstance(domain, str) else domain)

    def test_models_and_fields_exist(self):
        """004-67: of pivots, lists, graphs, links and filters, each readable for its role."""
        for document, env in self._get_documents():
            for model, names in fields_in_spreadsheet(document).items():
                self.assertTrue(env[model].has_access('read'), model)
                known = env[model].fields_get()
                self.assertLessEqual({name.split('.')[0] for name in names}, known.keys())
            sources = chain(
                ((pivot['model'], pivot) for pivot in document['pivots'].values()),
                ((found['model'], found) for found in document['lists'].values()),
                ((c['metaData']['resModel'], c) for c in odoo_charts(document)),
            )
            filters = {found['id'] for found in document['globalFilters']}
            for model, source in sources:
                self.assertLessEqual(source['fieldMatching'].keys(), filters)
                for match in source['fieldMatching'].values():
                    field = env[model]._fields[match['chain']]
                    self.assertEqual(field.type, match['type'])

    def test_menus_are_seen_by_the_role(self):
        """004-67: a card leads somewhere."""
        for document, env in self._get_documents():
            found = menus_xml_ids_in_spreadsheet(document)
            self.assertTrue(found)
            visible = env['ir.ui.menu']._visible_menu_ids()
            for xmlid in found:
                menu = self.env.ref(xmlid)
                self.assertIn(menu.id, visible, xmlid)
                self.assertTrue(menu.action)

    def test_every_source_answers(self):
        """004-67: with the measures and groups it names, for its role."""
        for document, env in self._get_documents():
            for pivot in document['pivots'].values():
                model = env[pivot['model']]
                groups = [
                    f'{row["fieldName"]}:{row["granularity"]}'
                    if 'granularity' in row
                    else row['fieldName']
                    for row in pivot['rows'] + pivot['columns']
                ]
                measures = [
                    f'{measure["fieldName"]}:{model._fields[measure["fieldName"]].aggregator}'
                    for measure in pivot['measures']
                ]
                self.assertNotIn(None, [measure.partition(':')[2] or None for measure in measures])
                model.formatted_read_group(self._get_domain(pivot['domain']), groups, measures)
            for chart in odoo_charts(document):
                model, meta = env[chart['metaData']['resModel']], chart['metaData']
                field = model._fields[meta['measure']]
                domain = self._get_domain(chart['searchParams']['domain'])
                model.formatted_read_group(
                    domain, meta['groupBy'], [f'{field.name}:{field.aggregator}']
                )
            for found in document['lists'].values():
                order = ', '.join(
                    f'{o["name"]} {"asc" if o["asc"] else "desc"}' for o in found['orderBy']
                )
                domain = self._get_domain(found['domain'])
                env[found['model']].web_search_read(
                    domain, {name: {} for name in found['columns']}, order=order
                )

    def test_titles_open_views_that_exist(self):
        """004-67: the links in the cells, with the views they name."""
        for document, env in self._get_documents():
            links = odoo_view_links(document)
            self.assertEqual(len(links), 4)
            for link in links:
                action = link['action']
                self.assertIn(link['viewType'], [mode for _view, mode in action['views']])
                env[action['modelName']].get_views([tuple(view) for view in action['views']])

    def test_cells_name_sources_that_exist(self):
        """004-67: formulas of pivots and lists, and the cells behind cards."""
        for document, _env in self._get_documents():
            sheets = {sheet['name']: sheet for sheet in document['sheets']}
            pivots, lists = document['pivots'], document['lists']
            for content in chain.from_iterable(s['cells'].values() for s in sheets.values()):
                for call, known in (('PIVOT.VALUE(', pivots), ('PIVOT.HEADER(', pivots)):
                    for part in content.split(call)[1:]:
                        self.assertIn(part.split(',')[0], known)
                for part in content.split('ODOO.LIST(')[1:]:
                    number, _row, name = part.rstrip(')').split(',')
                    self.assertIn(name.strip('"'), lists[number]['columns'])
            cards = [f for f in sheets['Dashboard']['figures'] if f['data']['type'] == 'scorecard']
            self.assertEqual(len(cards), 6)
            for card in cards:
                for cell in (card['data']['keyValue'], card['data']['baseline']):
                    name, place = cell.split('!')
                    self.assertIn('PIVOT.VALUE', sheets[name]['cells'][place])

    def test_each_role_is_offered_its_own(self):
        """000-36, 004-67: employees theirs, managers both, others none."""
        ours = (
            self.env['spreadsheet.dashboard']
            .search([])
            .filtered(lambda d: d.get_external_id()[d.id].startswith('pharma_dashboard.'))
        )
        self.assertEqual(len(ours), 2)
        for role, count in (('employee', 1), ('manager', 2), ('pharmacist', 0), ('stranger', 0)):
            with self.subTest(role=role):
                user = self.users[role]
                found = ours.with_user(user).search([('id', 'in', ours.ids)])
                self.assertEqual(len(found), count)
                for dashboard in found:
                    data = json.loads(dashboard._get_serialized_readonly_dashboard())
                    self.assertEqual(data['translation_namespace'], 'pharma_dashboard')

    def test_the_employee_is_chosen_by_default(self):
        """004-67: 'My Care' begins with whoever looks at it, also for managers."""
        document, _role = self.documents['spreadsheet_dashboard_care_mine']
        [employee] = [f for f in document['globalFilters'] if f['type'] == 'relation']
        self.assertEqual(employee['defaultValue'], {'operator': 'in', 'ids': 'current_user'})

    def test_the_record_rules_limit_the_figures(self):
        """000-36, 004-67: a dashboard shows an employee nobody else, whatever is chosen."""
        other = new_test_user(self.env, 'dashboard_other', groups='pharma_care.group_care_user')
        case = self.env['pharma.care.case'].create(
            {'partner_id': self.env['res.partner'].create({'name': 'Lan'}).id}
        )
        today = case.company_id._pharma_today()
        self.env['pharma.care.entry'].create(
            {'case_id': case.id, 'content': 'Well.', 'date_next': today, 'user_id': other.id}
        )
        domain = [('user_id', '=', other.id)]
        Day = self.env['pharma.care.day']
        self.assertEqual(Day.with_user(self.users['manager']).search_count(domain), 1)
        self.assertEqual(Day.with_user(self.users['employee']).search_count(domain), 0)
