from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ComplaintCommon

SECRET = 'Rash on both arms'
# what a ticket tells, besides its number
TOLD = ('name', 'description', 'partner_id', 'product_id', 'phone')


@tagged('post_install', '-at_install')
class TestComplaintLinks(ComplaintCommon):
    """A link to a ticket of another team tells its number, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls._create_ticket(
            user_id=cls.stranger.id,
            name=SECRET,
            description=SECRET,
            phone='0999 888 777',
            product_id=cls.aspirin.id,
            partner_id=cls.other_customer.id,
        )
        cls.ticket = cls._create_ticket(
            user_id=cls.agent.id,
            original_id=cls.hidden.id,
            parent_id=cls.hidden.id,
            relation='second',
        )
        cls.agent.group_ids += cls.env.ref('base.group_allow_export')
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()
        self.mine = self.ticket.with_user(self.agent)
        self.Ticket = self.mine.browse()

    def _assert_untold(self, answer):
        for secret in (SECRET, self.other_customer.name, '0999', 'Aspirin'):
            self.assertNotIn(secret, str(answer))

    def test_reading(self):
        """000-36: read and web_read show the number of the other ticket; asking for more is
        refused or empty."""
        fields = ('original_id', 'parent_id')
        for name in fields:
            with self.subTest(field=name):
                rows = self.mine.read([name])
                self.assertEqual(rows[0][name], (self.hidden.id, self.hidden.number))
                spec = {'id': {}, 'display_name': {}} | {key: {} for key in TOLD}
                try:
                    rows = self.mine.web_read({name: {'fields': spec}})
                except AccessError:
                    rows = []
                self._assert_untold(rows)
                spec = {name: {'fields': {'display_name': {}}}}
                rows = self.mine.web_read(spec)
                self.assertEqual(rows[0][name]['display_name'], self.hidden.number)
        with self.assertRaises(AccessError):
            self.hidden.with_user(self.agent).read(['name'])

    def test_searching(self):
        """000-36: nobody guesses the words of the other ticket, by name, by domain or by order."""
        self._assert_untold(self.Ticket.name_search('Rash'))
        self.assertFalse(self.Ticket.name_search(self.hidden.number))
        for name in ('original_id', 'parent_id'):
            for domain in (
                [(f'{name}.name', 'ilike', 'Rash')],
                [(f'{name}.description', 'ilike', 'Rash')],
                [(name, 'ilike', 'Rash')],
                [(f'{name}.partner_id', '=', self.other_customer.id)],
                [(f'{name}.product_id.name', 'ilike', 'Aspirin')],
                [(name, 'any', [('phone', '=like', '0999%')])],
            ):
                with self.subTest(domain=domain):
                    self.assertFalse(self.Ticket.search(domain))

    def test_exporting(self):
        """000-36: an export goes by the rights of the user; core refuses all of it rather than name
        a ticket out of reach."""
        for name in ('original_id', 'parent_id'):
            for path in ('', *(f'/{told}' for told in TOLD)):
                with self.subTest(path=name + path):
                    try:
                        rows = self.mine.export_data([name + path])['datas']
                    except AccessError:
                        rows = []
                    self._assert_untold(rows)
        self.assertEqual(self.mine.export_data(['number'])['datas'], [[self.ticket.number]])

    def test_grouping(self):
        """000-36: groups of a pivot are headed by the number; by a field of the other ticket there
        is one group without name."""
        domain = [('id', '=', self.ticket.id)]
        for name in ('original_id', 'parent_id'):
            groups = self.Ticket.formatted_read_group(domain, [name], ['__count'])
            self.assertEqual(groups[0][name], (self.hidden.id, self.hidden.number))
            for path in ('name', 'partner_id', 'product_id'):
                with self.subTest(path=path):
                    try:
                        groups = self.Ticket.formatted_read_group(
                            domain, [f'{name}.{path}'], ['__count']
                        )
                    except (AccessError, ValueError):
                        groups = []
                    self._assert_untold(groups)

    def test_records_that_came_again(self):
        """000-36: from the other side the list of what came again has those that one may read."""
        first = self._create_ticket(user_id=self.agent.id, name='First')
        again = self._create_ticket(user_id=self.stranger.id, name=SECRET, relation='new')
        again.write({'original_id': first.id, 'parent_id': first.id})
        self.env.flush_all()
        self.env.invalidate_all()
        mine = first.with_user(self.agent)
        rows = mine.web_read({'repetition_ids': {'fields': {'name': {}, 'display_name': {}}}})
        self._assert_untold(rows)
