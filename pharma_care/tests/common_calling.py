from datetime import timedelta

from .common import NOW
from .common_assign import AssignCommon


class CallingCommon(AssignCommon):
    """Six customers of whom five are due; today is 2026-03-02, 10:00 in Ho Chi Minh City."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.List = cls.env['pharma.care.list']
        cls.Item = cls.env['pharma.care.list.item']
        cls.busy = cls.env.ref('pharma_care.response_type_busy')
        cls.well = cls.env.ref('pharma_care.response_type_well')
        cls.subgroup.care_profile = 'chronic'
        cls.partners = cls.env['res.partner'].create(
            [
                {
                    'name': f'Customer {number}',
                    'phone': f'09123456{number:02}',
                    'country_id': cls.env.ref('base.vn').id,
                }
                for number in range(6)
            ]
        )
        # (medicine, days since the purchase, days of supply)
        plan = [
            (cls.paracetamol, 20, 10),
            (cls.metformin, 20, 19),
            (cls.metformin, 40, 30),
            (cls.paracetamol, 12, 12),
            (cls.metformin, 30, 30),
            (cls.metformin, 10, 30),
        ]
        cls.cases = cls.Case
        for partner, (medicine, ago, days) in zip(cls.partners, plan, strict=True):
            cls.cases += cls._create_order(
                (medicine, days / medicine.care_interval_days),
                partner_id=partner.id,
                date_order=NOW - timedelta(days=ago),
                pharma_is_past_order=True,
            ).care_case_ids

    def _take(self, user):
        """Open the calling list as a user does; return its items."""
        action = self.List.with_user(user).action_mine()
        return self.Item.with_user(user).search(action['domain'])

    def _names(self, items):
        return [name.removeprefix('Customer ') for name in items.mapped('partner_id.name')]

    def _record(self, user, item, **vals):
        vals = {'content': 'Is well.', 'date_next': '2026-03-20', **vals}
        item.with_user(user).case_id.record_entry(vals)
        self.env.invalidate_all()
