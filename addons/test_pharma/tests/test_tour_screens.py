from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import SuiteCase


@tagged('post_install', '-at_install')
class TestTourScreens(SuiteCase):
    """Every screen shows its records to every role that sees its menu.

    Runs with the journeys, on the database with demo data and all that Odoo installs by itself:
    a form that opens without records may still end in an access error with them.
    """

    def test_every_field_of_every_screen_is_readable(self):
        """Each role reads each field of list, form and kanban of the records it finds, the lines
        inside forms included (000-36)."""
        menus = self.own_records('ir.ui.menu').filtered('action')
        refused = []
        for role, user in self.users.items():
            visible = self.env['ir.ui.menu'].with_user(user).load_menus(False)
            for menu in menus.filtered(lambda m, shown=visible: m.id in shown):
                action = menu.action
                if action._name != 'ir.actions.act_window':
                    continue
                refused += [f'{role}: {text}' for text in self._refused(action, user)]
        self.assertFalse(refused, '\n'.join(refused))

    def _refused(self, action, user):
        """Return the fields which the user may not read on the screens of an action."""
        model = self.env[action.res_model].with_user(user)
        if model._transient:
            return []
        domain = safe_eval(action.domain or '[]', {'uid': user.id})
        records = model.search(domain, limit=3)
        modes = [view for view in action.views if view[1] in ('list', 'form', 'kanban')]
        views = model.get_views(modes)['views']
        refused = []
        for mode, view in views.items():
            for path in self._fields_of(etree.fromstring(view['arch'])):
                refused += [f'{action.name}, {mode}, {text}' for text in self._try(records, path)]
        return refused

    def _fields_of(self, arch):
        """Return the fields of a view as paths; a field inside a list of lines has two steps."""
        paths = set()
        for node in arch.iter('field'):
            outer = [above.get('name') for above in node.iterancestors('field')]
            paths.add((*reversed(outer), node.get('name')))
        return sorted(path for path in paths if len(path) <= 2)

    def _try(self, records, path):
        records.env.invalidate_all()
        try:
            if len(path) == 2:
                records = records[path[0]]
            records.read([path[-1]])
        except AccessError as error:
            return [f'{".".join(path)}: {str(error).splitlines()[0]}']
        return []
