from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from odoo.addons.base.tests.common import BaseCommon

from .common_quality import NOW, WEEK, QualityMixin


@tagged('post_install', '-at_install')
class TestCallCheck(QualityMixin, BaseCommon):
    """A supervisor judges, the employee reads, nobody else sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls._create_quality()
        cls.call = cls._create_call(cls.agent)
        cls.check = (
            cls.env['pharma.call.check']
            .with_user(cls.supervisor)
            .create({'call_id': cls.call.id, 'scorecard_id': cls.card.id})
        )

    def test_total_and_areas(self):
        """000-42: 20 x 4 + 30 x 3 + 50 x 5 = 420 of 500: 84 %; a knock-out of 1 makes it 0."""
        self._score(self.check, [4, 3, 5])
        self.assertAlmostEqual(self.check.total_percent, 84.0)
        self.assertAlmostEqual(self.check.attitude_percent, 80.0)
        self.assertAlmostEqual(self.check.communication_percent, 60.0)
        self.check.score_ids[1].write({'is_na': True, 'score': 0})
        # 20 x 4 + 50 x 5 = 330 of 350
        self.assertAlmostEqual(self.check.total_percent, 94.3)
        self.check.score_ids[2].score = 1
        self.assertTrue(self.check.is_failed)
        self.assertEqual(self.check.total_percent, 0.0)
        self.assertEqual(self.check.week, WEEK)

    def test_the_way_of_a_check(self):
        """000-42, 001-11: done, read on the employee's list, disputed once, settled."""
        with self.assertRaises(UserError):
            self.check.action_done()  # nothing judged
        mine = self.check.with_user(self.agent)
        with self.assertRaises(AccessError):
            mine.read(['state'])  # not before it is done
        self._score(self.check, [4, 3, 5])
        self.check.coaching_note = 'Good'
        self.check.action_done()
        self.assertEqual(self.check.sudo().activity_ids.user_id, self.agent)
        with self.assertRaises(UserError):
            mine.action_dispute()  # without a comment
        mine.agent_comment = 'She asked twice'
        mine.action_dispute()
        self.assertEqual(self.check.state, 'disputed')
        with self.assertRaises(UserError):
            mine.agent_comment = 'Other'
        self.check.score_ids[0].score = 5
        self.check.action_done()
        with self.assertRaises(UserError):
            mine.action_dispute()
        mine.action_acknowledge()
        self.assertEqual(self.check.date_acknowledged, NOW)
        with self.assertRaises(UserError):
            self.check.score_ids[0].score = 1

    def test_forged_writes_of_employees(self):
        """000-42: neither scores nor totals nor states, of own checks or those of others."""
        self._score(self.check, [4, 3, 5])
        self.check.action_done()
        mine = self.check.with_user(self.agent)
        self.assertEqual(mine.total_percent, 84.0)
        for vals in (
            {'total_percent': 100.0},
            {'state': 'todo'},
            {'coaching_note': 'Best'},
            {'user_id': self.colleague.id},
            {'checker_id': self.agent.id},
            {'is_settled': True},
        ):
            with self.assertRaises(UserError, msg=vals):
                mine.write(vals)
        with self.assertRaises(AccessError):
            mine.score_ids.write({'score': 5})
        with self.assertRaises(AccessError):
            self.env['pharma.call.check'].with_user(self.agent).create({'call_id': self.call.id})
        for user in (self.colleague, self.outsider, self.portal):
            with self.assertRaises(AccessError):
                self.check.with_user(user).read(['total_percent'])
            with self.assertRaises(AccessError):
                self.check.score_ids.with_user(user).read(['score'])
        rows = self.env['pharma.call.quality.report'].with_user(self.colleague).search([])
        self.assertFalse(rows)

    def test_nobody_judges_an_own_call(self):
        """000-42: not as the one who creates it, nor by being named, nor by taking it."""
        own = self._create_call(self.supervisor)
        Check = self.env['pharma.call.check']
        with self.assertRaises(UserError):
            Check.with_user(self.supervisor).create({'call_id': own.id})
        check = Check.with_user(self.supervisor2).create({'call_id': own.id})
        with self.assertRaises(UserError):
            check.with_user(self.supervisor).score_ids[0].score = 5
        with self.assertRaises(UserError):
            check.checker_id = self.supervisor
        with self.assertRaises(UserError):
            check.checker_id = self.agent  # no supervisor
        with self.assertRaises(UserError):
            check.total_percent = 100.0

    def test_training_points_and_appraisal(self):
        """001-11, 003-10, 000-41: points are the supervisors'; quality counts in the appraisal."""
        self.check.point_ids = [(0, 0, {'name': 'Storage of insulin'})]
        point = self.check.point_ids
        with self.assertRaises(AccessError):
            point.with_user(self.agent).read(['name'])
        point.action_explained()
        self.assertEqual(point.state, 'done')
        self._score(self.check, [4, 3, 5])
        self.check.action_done()
        self.env.flush_all()
        row = self.env['pharma.appraisal'].search(
            [('user_id', '=', self.agent.id), ('indicator_id.code', '=', 'quality')]
        )
        # 84 of a target of 85
        self.assertAlmostEqual(row.value, 84.0)
        self.assertAlmostEqual(row.score, 98.8235, 3)
        model, domain = row._get_records_domain()
        self.assertEqual(self.env[model].search(domain), self.check)

    def test_against_everybody(self):
        """000-41: 84 and 60 make 72 for the week, so 12 above and 12 below."""
        self._score(self.check, [4, 3, 5])
        self.check.action_done()
        call = self._create_call(self.colleague)
        other = self.check.create({'call_id': call.id, 'scorecard_id': self.card.id})
        self._score(other, [3, 3, 3])
        other.action_done()
        self.env.flush_all()
        Report = self.env['pharma.call.quality.report'].with_user(self.supervisor)
        rows = Report.search([('check_id', 'in', (self.check | other).ids)], order='difference')
        self.assertEqual(rows.mapped('department_percent'), [72.0, 72.0])
        self.assertEqual([round(row.difference, 6) for row in rows], [-12.0, 12.0])

    def test_checkers_of_plans_are_supervisors(self):
        """000-42: a plan gives calls to nobody else."""
        clerk = new_test_user(self.env, 'q_clerk', groups='pharma_crm.group_pharma_user')
        with self.assertRaises(ValidationError):
            self.env['pharma.call.quality.plan'].create(
                {'name': 'P', 'scorecard_id': self.card.id, 'checker_ids': [(4, clerk.id)]}
            )
