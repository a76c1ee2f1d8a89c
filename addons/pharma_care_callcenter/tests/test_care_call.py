from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.pharma_care.tests.common import CareCommon


@tagged('post_install', '-at_install')
class TestCareCall(CareCommon):
    """Care beside a call on the call desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order((cls.metformin, 30))
        cls.order.action_confirm()
        cls.case = cls.order.care_case_ids
        cls.agent = new_test_user(
            cls.env,
            'care_call_agent',
            groups='pharma_callcenter.group_call_agent,pharma_care.group_care_manager',
        )
        cls.call = cls._create_call(cls.agent, cls.customer)

    @classmethod
    def _create_call(cls, user, partner):
        return cls.env['pharma.call'].create(
            {
                'number': '0912345678',
                'partner_id': partner.id,
                'user_id': user.id,
                'purpose_id': cls.env.ref('pharma_callcenter.pharma_call_purpose_care').id,
            }
        )

    def test_the_desk_offers_to_record_a_care(self):
        """004-04, 003-08: the open case, and the form to record a care of it."""
        call = self.call.with_user(self.agent)
        [section] = [each for each in call.get_desk_sections() if each['key'] == 'care']
        self.assertEqual(
            [(row['res_model'], row['res_id']) for row in section['rows']],
            [('pharma.care.case', self.case.id)],
        )
        self.assertEqual(
            [each['method'] for each in section['actions']], ['action_desk_record_care']
        )
        action = call.action_desk_record_care()
        self.assertEqual(action['res_model'], 'pharma.care.entry')
        self.assertEqual(self.case.claim_user_id, self.agent)

    def test_nothing_is_offered_without_an_open_case(self):
        """004-04: neither for others, nor to those who may not read care."""
        call = self._create_call(self.agent, self.other_customer).with_user(self.agent)
        self.assertFalse([each for each in call.get_desk_sections() if each['key'] == 'care'])
        with self.assertRaisesRegex(UserError, "no open care"):
            call.action_desk_record_care()
        stranger = new_test_user(
            self.env, 'care_call_stranger', groups='pharma_callcenter.group_call_agent'
        )
        with self.assertRaises(AccessError):
            self.call.with_user(stranger).action_desk_record_care()
        own = self._create_call(stranger, self.customer).with_user(stranger)
        self.assertFalse([each for each in own.get_desk_sections() if each['key'] == 'care'])
