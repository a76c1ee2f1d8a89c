from odoo.tools.safe_eval import safe_eval

from .common_adherence import AdherenceCommon


class EffectCommon(AdherenceCommon):
    """Purchases whose observation is over, customers with care and without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Effect = cls.env['pharma.care.effect']
        cls.observed = cls.env.ref('pharma_care.close_reason_observed')
        cls.well = cls.env.ref('pharma_care.response_type_well')
        cls.question = cls.env.ref('pharma_care.response_type_question')
        cls.no_answer = cls.env.ref('pharma_care.response_type_no_answer')

    @classmethod
    def _hold_out(cls, percent=50, day='2025-01-01', salt='fixed'):
        """Have a share only observed since some day, with a secret that the test knows."""
        cls.company.care_holdout_percent = percent
        cls._set_holdout_from(cls.company, day)
        cls.company.sudo().care_holdout_salt = salt  # sudo: nobody writes the secret

    @classmethod
    def _set_holdout_from(cls, company, day):
        """Let it have been switched on before: people enter days to come."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE res_company SET care_holdout_from = %s WHERE id = %s", [day, company.id]
        )
        company.invalidate_recordset(['care_holdout_from'])

    @classmethod
    def _draw(cls):
        """Create customers; keep two who were drawn and one who was not."""
        partners = cls.env['res.partner'].create(
            [{'name': f'Drawn {n}', 'phone': f'+84 90 000 {n:04}'} for n in range(40)]
        )
        held = cls.Case._get_held_out(cls.company, partners)
        cls.held, cls.second_held = held[:2]
        cls.cared = (partners - held)[0]

    def _confirm_for(self, partner, *lines):
        return self._confirm(*(lines or [(self.metformin, 30)]), partner_id=partner.id)

    def _assert_held(self, case):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(case, [{'state': 'done', 'close_reason_id': self.observed.id}])
        self.assertTrue(case.date_closed)

    def _assert_in_no_list(self, case):
        """Look through every list of cases that there is a way to, but those of all cases."""
        self._assert_held(case)
        Case = self.Case.with_user(self.manager)
        actions = self.env['ir.actions.act_window'].search(
            [('res_model', '=', 'pharma.care.case'), ('domain', 'not in', (False, '[]'))]
        )
        self.assertGreater(len(actions), 6)
        for action in actions:
            self.assertNotIn(case, Case.search(safe_eval(action.domain)), action.name)
        self.assertFalse(case.partner_id.with_user(self.manager).care_open_count)

    def _update_effects(self, company=None):
        self.Effect._update(company or self.company, 0, 2**31 - 1)

    def _get_effect(self, case):
        self._update_effects()
        self.env.invalidate_all()
        return self.Effect.search([('case_id', '=', case.id)])

    def _care(self, case, moment, **values):
        """Record a contact of a past moment, as an import does."""
        entry = self.env['pharma.care.entry'].create(
            {
                'case_id': case.id,
                'content': 'Spoke.',
                'date_next': '2026-03-20',
                'response_type_id': self.well.id,
                'user_id': self.user_a.id,
                **values,
            }
        )
        entry.date = moment
        return entry
