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

MODULE = 'pharma_callcenter_dashboard'
LEADERS = ('supervisor', 'manager')
# record: file, roles for which it is made, links, cards
DASHBOARDS = {
    'spreadsheet_dashboard_ticket_mine': ('my_tickets', ('agent', 'supervisor'), 5, 10),
    'spreadsheet_dashboard_ticket_team': ('ticket_team', (*LEADERS, 'pharmacist'), 16, 10),
    'spreadsheet_dashboard_calls_mine': ('my_calls', ('agent', 'supervisor'), 3, 7),
    'spreadsheet_dashboard_calls_today': ('calls_today', LEADERS, 4, 10),
    'spreadsheet_dashboard_appraisal': ('appraisal', LEADERS, 3, 0),
}
ROLES = {
    'agent': 'pharma_callcenter.group_call_agent',
    'supervisor': 'pharma_callcenter.group_call_supervisor',
    'manager': 'pharma_crm.group_pharma_manager',
    'pharmacist': 'pharma_crm.group_pharmacist',
    'clerk': 'pharma_crm.group_pharma_user',
    'stranger': 'base.group_user',
}


@tagged('post_install', '-at_install')
class TestDashboards(TransactionCase):
    """What the dashboards of tickets name exists, and answers for every role that sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f'tickets_{role}', groups=group)
            for role, group in ROLES.items()
        }
        cls.documents = {}
        for name, (file, *_rest) in DASHBOARDS.items():
            with file_open(f'{MODULE}/data/files/{file}_dashboard.json') as content:
                cls.documents[name] = json.load(content)

    def _get_documents(self):
        for name, (_file, roles, *_counts) in DASHBOARDS.items():
            for role in roles:
                with self.subTest(dashboard=name, role=role):
                    yield self.documents[name], self.env(user=self.users[role])

    @staticmethod
    def _get_domain(domain):
        return Domain(ast.literal_eval(domain) if isinstance(domain, str) else domain)

    @staticmethod
    def _get_sources(document):
        """Return (model, definition) of pivots, lists and charts."""
        return [
            *((found['model'], found) for found in document['pivots'].values()),
            *((found['model'], found) for found in document['lists'].values()),
            *((chart['metaData']['resModel'], chart) for chart in odoo_charts(document)),
        ]

    def test_graphs_say_what_they_count_in_every_language(self):
        """000-44: the title of a graph is translated; titles of axes stay as in the file."""
        for document in self.documents.values():
            for chart in odoo_charts(document):
                self.assertFalse(chart.get('axesDesign'), chart['chartId'])
                if chart['type'] != 'odoo_pie':
                    self.assertTrue(chart['title']['text'], chart['chartId'])

    def test_models_and_fields_exist(self):
        """000-44: of pivots, lists, graphs, links and filters, each readable for its roles."""
        for document, env in self._get_documents():
            for model, names in fields_in_spreadsheet(document).items():
                self.assertTrue(env[model].has_access('read'), model)
                known = env[model].fields_get()
                self.assertLessEqual({name.split('.')[0] for name in names}, known.keys())
            filters = {found['id'] for found in document['globalFilters']}
            for model, source in self._get_sources(document):
                self.assertLessEqual(source['fieldMatching'].keys(), filters)
                for key, match in source['fieldMatching'].items():
                    field = self._walk(env[model], match['chain'])
                    self.assertEqual(field.type, match['type'], match)
                    if match['type'] == 'many2one':
                        [found] = [f for f in document['globalFilters'] if f['id'] == key]
                        self.assertEqual(field.comodel_name, found['modelName'], match)

    def _walk(self, model, chain_):
        """Return the field at the end of a dotted path."""
        *path, last = chain_.split('.')
        for name in path:
            model = model[name]
        return model._fields[last]

    def test_filters_can_be_chosen(self):
        """000-36, 000-44: who sees a filter reads the records that it offers; every filter works
        on something."""
        for document, env in self._get_documents():
            used = set(
                chain.from_iterable(s['fieldMatching'] for _m, s in self._get_sources(document))
            )
            for found in document['globalFilters']:
                self.assertIn(found['id'], used)
                if found['type'] == 'relation':
                    env[found['modelName']].name_search('', limit=2)

    def test_filters_are_those_that_were_asked_for(self):
        """000-44: the team's by period, branch, kind, employee and team; cards follow them all."""
        document = self.documents['spreadsheet_dashboard_ticket_team']
        filters = {found['id'] for found in document['globalFilters']}
        self.assertEqual(
            filters,
            {f'pharma-{name}' for name in ('period', 'branch', 'kind', 'employee', 'team')},
        )
        for model, source in self._get_sources(document):
            if model == 'pharma.complaint.report':
                self.assertGreaterEqual(source['fieldMatching'].keys(), filters - {'pharma-period'})

    def test_menus_are_seen_by_the_role(self):
        """000-44: each card and graph leads somewhere."""
        for document, env in self._get_documents():
            figures = {figure['id'] for figure in document['sheets'][0]['figures']}
            self.assertEqual(document['chartOdooMenusReferences'].keys(), figures)
            visible = env['ir.ui.menu']._visible_menu_ids()
            for xmlid in menus_xml_ids_in_spreadsheet(document):
                menu = self.env.ref(xmlid)
                self.assertIn(menu.id, visible, xmlid)
                self.assertTrue(menu.action)

    def test_every_source_answers(self):
        """000-44: with the measures and groups it names, for its roles."""
        for document, env in self._get_documents():
            for pivot in document['pivots'].values():
                groups = [row['fieldName'] for row in pivot['rows'] + pivot['columns']]
                self._read(env, pivot['model'], pivot['domain'], groups, pivot['measures'])
            for chart in odoo_charts(document):
                meta = chart['metaData']
                domain = chart['searchParams']['domain']
                measures = [{'fieldName': meta['measure']}]
                self._read(env, meta['resModel'], domain, meta['groupBy'], measures)
            for found in document['lists'].values():
                order = ', '.join(
                    f'{o["name"]} {"asc" if o["asc"] else "desc"}' for o in found['orderBy']
                )
                env[found['model']].web_search_read(
                    self._get_domain(found['domain']),
                    {name: {} for name in found['columns']},
                    order=order,
                )

    def _read(self, env, model, domain, groups, measures):
        names = [measure['fieldName'] for measure in measures]
        specs = [
            name if name == '__count' else f'{name}:{env[model]._fields[name].aggregator}'
            for name in names
        ]
        self.assertFalse([spec for spec in specs if spec.endswith(':None')])
        env[model].formatted_read_group(self._get_domain(domain), groups, specs)

    def test_rates_are_never_averages_of_averages(self):
        """000-44: what is summed up or averaged is worked out by the database from the tickets, in
        one pivot for a table and its total; no cell calculates with other cells."""
        for document, _env in self._get_documents():
            for sheet in document['sheets']:
                for place, content in sheet['cells'].items():
                    if content.startswith('='):
                        self.assertNotRegex(content, r'AVERAGE|SUM\(|/', place)

    def test_titles_open_views_that_exist(self):
        """000-44: the links in the cells, with the views they name, for each role."""
        for name, (_file, roles, count, _cards) in DASHBOARDS.items():
            links = odoo_view_links(self.documents[name])
            self.assertEqual(len(links), count)
            for role, link in ((role, link) for role in roles for link in links):
                with self.subTest(role=role, link=link['name']):
                    action = link['action']
                    env = self.env(user=self.users[role])
                    self.assertIn(link['viewType'], [mode for _view, mode in action['views']])
                    env[action['modelName']].get_views([tuple(view) for view in action['views']])
                    env[action['modelName']].search(self._get_domain(action['domain']), limit=1)

    def test_cells_name_sources_that_exist(self):
        """000-44: formulas of pivots and lists with their measures, and the cells behind cards."""
        for name, (_file, _roles, _links, count) in DASHBOARDS.items():
            document = self.documents[name]
            sheets = {sheet['name']: sheet for sheet in document['sheets']}
            used = set()
            for content in chain.from_iterable(s['cells'].values() for s in sheets.values()):
                used |= self._check_cell(document, content)
            self.assertEqual(used, {*document['pivots'], *(f'l{i}' for i in document['lists'])})
            cards = [f for f in sheets['Dashboard']['figures'] if f['data']['type'] == 'scorecard']
            self.assertEqual(len(cards), count)
            for card in cards:
                for cell in filter(None, (card['data']['keyValue'], card['data'].get('baseline'))):
                    sheet, place = cell.split('!')
                    # what has no rows is 0, not an error
                    self.assertRegex(
                        sheets[sheet]['cells'][place], r'^=ROUND\(IFERROR\(PIVOT\.VALUE'
                    )

    def _check_cell(self, document, content):
        """Check what a formula names; return the pivots and lists that it uses."""
        used = set()
        for part in content.split('PIVOT.VALUE(')[1:]:
            number, measure = part.split(')')[0].split(',')[:2]
            pivot = document['pivots'][number]
            self.assertIn(measure.strip('"'), [m['id'] for m in pivot['measures']])
            used.add(number)
        for part in content.split('PIVOT.HEADER(')[1:]:
            number, what, value = part.split(')')[0].split(',')
            pivot = document['pivots'][number]
            if what == '"measure"':
                self.assertIn(value.strip('"'), [m['id'] for m in pivot['measures']])
            else:
                groups = [g['fieldName'] for g in pivot['rows'] + pivot['columns']]
                self.assertIn(what.strip('"#'), groups)
        for part in content.split('ODOO.LIST(')[1:]:
            number, _row, name = part.rstrip(')').split(',')
            self.assertIn(name.strip('"'), document['lists'][number]['columns'])
            used.add(f'l{number}')
        return used

    def test_each_role_is_offered_its_own(self):
        """000-36, 000-41: agents theirs, pharmacists the team's without the appraisal, supervisors
        all, others none."""
        ours = self.env['spreadsheet.dashboard'].search(
            [
                (
                    'dashboard_group_id',
                    '=',
                    self.env.ref(f'{MODULE}.spreadsheet_dashboard_group_callcenter').id,
                )
            ]
        )
        self.assertEqual(len(ours), 5)
        offered = {
            'agent': {'ticket_mine', 'calls_mine'},
            'supervisor': {'ticket_mine', 'ticket_team', 'appraisal', 'calls_mine', 'calls_today'},
            'manager': {'ticket_team', 'appraisal', 'calls_today'},
            'pharmacist': {'ticket_team'},
            'clerk': set(),
            'stranger': set(),
        }
        for role, names in offered.items():
            with self.subTest(role=role):
                user = self.users[role]
                found = ours.with_user(user).search([('id', 'in', ours.ids)])
                wanted = {f'{MODULE}.spreadsheet_dashboard_{name}' for name in names}
                # the names of records in files are kept from users
                self.assertEqual(set(found.sudo().get_external_id().values()), wanted)
                visible = self.env(user=user)['ir.ui.menu']._visible_menu_ids()
                for name in (
                    *('ticket_mine', 'ticket_team', 'appraisal', 'calls_mine', 'calls_today'),
                ):
                    menu = self.env.ref(f'{MODULE}.spreadsheet_dashboard_{name}_menu')
                    self.assertEqual(menu.id in visible, name in names, name)
                for dashboard in found:
                    data = json.loads(dashboard._get_serialized_readonly_dashboard())
                    self.assertEqual(data['translation_namespace'], MODULE)

    def test_the_employee_is_chosen_by_default(self):
        """000-44: 'My Tickets' begins with whoever looks at it, also for supervisors."""
        document = self.documents['spreadsheet_dashboard_ticket_mine']
        [employee] = [f for f in document['globalFilters'] if f['type'] == 'relation']
        self.assertEqual(employee['defaultValue'], {'operator': 'in', 'ids': 'current_user'})
        for _model, source in self._get_sources(document):
            self.assertIn('pharma-employee', source['fieldMatching'])
