from datetime import timedelta

from odoo.tests import freeze_time, tagged
from odoo.tests.common import warmup

from .common import NOW
from .common_calling import CallingCommon


@tagged('post_install', '-at_install')
class TestCallingList(CallingCommon):
    """What an employee calls in a shift."""

    def test_order_of_risk(self):
        """004-50: chronic medicines that are overdue, other chronic ones, the rest; of each the
        nearest end of supply first; who is not due is not in it (decision 9)."""
        items = self._take(self.user_a)
        self.assertEqual(self._names(items), ['2', '1', '4', '0', '3'])
        self.assertEqual(items.mapped('sequence'), [1, 2, 3, 4, 5])
        self.assertEqual(set(items.mapped('situation')), {'todo'})

    def test_it_does_not_move_under_the_caller(self):
        """004-50: called today stays where it is, what becomes due is added at the end only when
        asked for."""
        items = self._take(self.user_a)
        self._record(self.user_a, items[0], response_type_id=self.well.id)
        self._record(self.user_a, items[1], response_type_id=self.busy.id, date_next=False)
        new = self._create_appointment(
            self.user_a, partner_id=self.partners[5].id, date_due='2026-03-01'
        )
        again = self._take(self.user_a)
        self.assertEqual(again, items)
        self.assertEqual(again.mapped('situation'), ['done', 'later', 'todo', 'todo', 'todo'])
        self.assertIn('10:30', again[1].hint)
        self.Item.with_user(self.user_a).action_take_more()
        more = self._take(self.user_a)
        self.assertEqual(more[:5], items)
        self.assertEqual(more[5:].case_id, new)
        with freeze_time(NOW + timedelta(minutes=31)):
            self.env.invalidate_all()
            self.assertEqual(items[1].situation, 'again')

    def test_next_follows_the_list(self):
        """004-50: in its order; who waits or is with a colleague is left out, and comes back."""
        items = self._take(self.user_a)
        Case = self.Case.with_user(self.user_a)
        self.assertEqual(Case.action_next()['res_id'], items[0].case_id.id)
        self._record(self.user_a, items[0], response_type_id=self.well.id)
        self.assertEqual(Case.action_next()['res_id'], items[1].case_id.id)
        self._record(self.user_a, items[1], response_type_id=self.busy.id, date_next=False)
        items[2].case_id.with_user(self.user_b).action_open()
        self.env.invalidate_all()
        self.assertEqual(items[2].situation, 'other')
        self.assertEqual(Case.action_next()['res_id'], items[3].case_id.id)
        with freeze_time(NOW + timedelta(minutes=31)):
            self.env.invalidate_all()
            self.assertEqual(Case.action_next()['res_id'], items[1].case_id.id)

    def test_the_end_of_the_list_is_told(self):
        """004-50: nobody else is taken unasked; who waits is told with the time."""
        self.company.care_list_size = 1
        item = self._take(self.user_a)
        Case = self.Case.with_user(self.user_a)
        self._record(self.user_a, item, response_type_id=self.busy.id, date_next=False)
        message = Case.action_next()['params']['message']
        self.assertIn('10:30', message)
        with freeze_time(NOW + timedelta(minutes=31)):
            self._record(self.user_a, item, response_type_id=self.well.id)
            self.assertIn('Everybody in your list', Case.action_next()['params']['message'])

    def test_who_may_not_be_called_is_left_out_with_the_reason(self):
        """000-18, 004-30: the list says why; 'Next Customer' goes on to another."""
        permission = self.env['pharma.contact.permission']
        permission.create(
            {
                'partner_id': self.partners[2].id,
                'purpose': 'care',
                'channel': 'call',
                'state': 'declined',
            }
        )
        items = self._take(self.user_a)
        self.assertIn('declined', items[0].hint)
        self.assertFalse(items[1].hint)
        action = self.Case.with_user(self.user_a).action_next()
        self.assertEqual(action['res_id'], items[1].case_id.id)
        permission.search([('partner_id', '=', self.partners[2].id)]).state = 'accepted'
        action = self.Case.with_user(self.user_a).action_next()
        self.assertEqual(action['res_id'], items[0].case_id.id)
        self.assertFalse(items[0].hint)

    def test_who_has_no_number_is_not_called(self):
        """000-18: such customers stand apart."""
        self.partners[2].phone = False
        self.partners[2].pharma_phone_ids.unlink()
        self.assertEqual(self._names(self._take(self.user_a)), ['1', '4', '0', '3'])

    def test_a_medicine_bought_meanwhile(self):
        """004-42, 004-50: the row stays and says so."""
        items = self._take(self.user_a)
        self._confirm((self.metformin, 30), partner_id=items[0].partner_id.id)
        self.env.invalidate_all()
        self.assertEqual(items[0].situation, 'gone')
        self.assertEqual(items[0].hint, 'Bought again')

    def test_the_end_of_the_shift_gives_customers_back(self):
        """004-50: and the figures of the day stay."""
        items = self._take(self.user_a)
        self._record(self.user_a, items[0], response_type_id=self.well.id)
        self._record(self.user_a, items[1], response_type_id=self.busy.id, date_next=False)
        shift = items.list_id
        self.assertRecordValues(
            shift,
            [{'total': 5, 'done_count': 1, 'retry_count': 1, 'todo_count': 3, 'progress': 20.0}],
        )
        action = self.Item.with_user(self.user_a).action_end_shift()
        self.assertIn('1 reached, 4 given back', action['params']['message'])
        self.assertFalse(shift.is_open)
        self.assertEqual(self._names(self._take(self.user_b)), ['4', '0', '3'])
        self.assertEqual(shift.done_count, 1)

    def test_past_cares_change_no_row(self):
        """000-34, 004-50: what is recorded of long ago is no call of today."""
        items = self._take(self.user_a)
        items[0].case_id.record_entry(
            {'content': 'Long ago.', 'date': '2026-02-25 03:00:00', 'date_next': '2026-03-02'}
        )
        self.env.invalidate_all()
        self.assertEqual(items[0].situation, 'todo')

    def test_another_case_of_the_customer_is_reached(self):
        """004-50: the medicine of the row was bought again, another one is due."""
        self.company.care_list_size = 1
        item = self._take(self.user_a)
        other = self._create_appointment(self.user_a, partner_id=item.partner_id.id)
        self._confirm((self.metformin, 30), partner_id=item.partner_id.id)
        self.env.invalidate_all()
        self.assertEqual(item.situation, 'gone')
        self.assertEqual(self.Case.with_user(self.user_a).action_next()['res_id'], other.id)

    @warmup
    def test_page_in_few_queries(self):
        """004-50: a page of the list costs few queries, however many rows it has."""
        self._take(self.user_a)
        Item = self.Item.with_user(self.user_a)
        names = [
            *('sequence', 'partner_phone', 'medicine_names', 'note', 'date_due', 'date_runout'),
            *('situation', 'hint', 'is_alert', 'is_overdue', 'is_chronic', 'attempt_count'),
        ]
        specification = {name: {} for name in names} | {
            name: {'fields': {'display_name': {}}} for name in ('partner_id', 'case_id')
        }
        domain = [('user_id', '=', self.user_a.id), ('is_active', '=', True)]
        Item.web_search_read(domain, specification, limit=4)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = Item.web_search_read(domain, specification, limit=4)
        self.assertEqual(page['length'], 5)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 10)
