from odoo.tools.safe_eval import safe_eval

from .common_effect import EffectCommon


class FiguresCommon(EffectCommon):
    """Cares of some days around the begin of a month; today is Monday, 2 March 2026, 10:00 in Ho
    Chi Minh City.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_mode('unrestricted')
        cls.Day = cls.env['pharma.care.day']
        cls.Score = cls.env['pharma.care.score']
        cls.Target = cls.env['pharma.care.target']
        cls.Target.search([]).unlink()  # only what a test sets
        cls.Overview = cls.env['pharma.care.overview']
        cls.bad = cls.env.ref('pharma_care.response_type_dissatisfied')

    def _record_week(self):
        """Record six contacts of employee A around midnights of Ho Chi Minh City."""
        first = self._create_appointment(self.user_a, date_due='2026-02-20')
        second = self._create_appointment(
            self.user_a, date_due='2026-03-02', partner_id=self.other_customer.id
        )
        # 23:59 of 28 February, and a minute later 1 March: a Sunday, of the week before
        self._care(first, '2026-02-28 16:59:00')
        self._care(first, '2026-02-28 17:00:00', response_type_id=self.bad.id)
        # the first minute of 2 March, and twice the same customer
        self._care(second, '2026-03-01 17:00:00')
        self._care(second, '2026-03-02 02:00:00')
        self._care(second, '2026-03-02 02:30:00', response_type_id=self.no_answer.id)
        self._care(
            first,
            '2026-03-02 02:45:00',
            date_next=False,
            is_final=True,
            close_reason_id=self.reason.id,
            response_type_id=self.question.id,
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def _get_cells(self, user, user_id=False):
        """Return {figure: [text of today, week, month]} of the screen 'My Figures'."""
        data = self.Day.with_user(user).get_figures(user_id)
        return {
            figure['name']: [cell['actual'] for cell in figure['cells']]
            for figure in data['figures']
        }

    def _count_behind(self, user, action):
        """Return how many records an action shows a user."""
        domain = action['domain']
        if isinstance(domain, str):
            domain = safe_eval(domain)
        return self.env[action['res_model']].with_user(user).search_count(domain)

    def _set_target(self, user, period, figure, value, **vals):
        return self.Target.create(
            {
                'company_id': self.company.id,
                'user_id': user.id if user else False,
                'period': period,
                'figure': figure,
                'value': value,
                'date_from': '2026-01-01',
                **vals,
            }
        )
