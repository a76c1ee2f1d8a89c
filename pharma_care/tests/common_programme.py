from odoo.fields import Command

from .common_effect import EffectCommon


class ProgrammeCommon(EffectCommon):
    """Programmes that start on 2026-03-02, and nights as the background work does them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Programme = cls.env['pharma.care.programme']
        cls.Hit = cls.env['pharma.care.programme.hit']
        cls.Preview = cls.env['pharma.care.programme.preview']
        cls.refused = cls.env.ref('pharma_care.close_reason_refused')
        cls.refused.is_programme_refused = True
        cls.purpose = cls.env.ref('pharma_care.close_reason_purpose')
        cls._set_mode('unrestricted')

    @classmethod
    def _create_programme(cls, kind='new_medicine', windows=((7, 14), (14, 21)), **values):
        return cls.Programme.create(
            {
                'name': f'Test {kind}',
                'kind': kind,
                'company_id': cls.company.id,
                'step_ids': [
                    Command.create(
                        {'name': f'Step {n}', 'sequence': n, 'day_from': first, 'day_to': last}
                    )
                    for n, (first, last) in enumerate(windows, 1)
                ],
                **values,
            }
        )

    @classmethod
    def _start(cls, kind='new_medicine', windows=((7, 14), (14, 21)), **values):
        """Create a programme and start it as a manager."""
        programme = cls._create_programme(kind, windows, **values)
        programme.with_user(cls.manager).action_start()
        return programme

    def _night(self, programme, day=None, company=None):
        """Let the night of a day come; return the programme's hits."""
        with self._at(day or '2026-03-02'):
            self._enqueue_night(programme, company or self.company)
        self.env.invalidate_all()
        return self._hits(programme)

    def _enqueue_night(self, programme, company):
        programme._run(company)
        # a job of more than one batch would wait for the background
        jobs = self.env['pharma.care.job'].search([('state', '!=', 'done')])
        for job in jobs.filtered(lambda job: job.kind == 'programme_case'):
            while job.state != 'done':
                job._run_batch()

    def _hits(self, programme):
        return self.Hit.search([('programme_id', '=', programme.id)], order='id')

    def _get_preview(self, programme):
        """Return what a manager is shown."""
        preview = self.Preview.with_user(self.manager)
        action = programme.with_user(self.manager).action_preview()
        return preview.search(action['domain'])

    def _assert_preview_is_night(self, programme, day='2026-03-02'):
        """Compare the preview of today with what the same night notes; return the new hits."""
        known = self._hits(programme)
        with self._at(day):
            shown = self._get_preview(programme)
            shown = {
                (row.partner_id, row.order_id, row.date_from, row.date_to)
                for row in shown
                if row.part == '1_today'
            }
            self.assertEqual(self._hits(programme), known, "a preview writes nothing")
            programme._find(self.company)
        new = self._hits(programme) - known
        night = {
            (hit.partner_id, hit.order_id, hit.date_from, hit.date_to)
            for hit in new
            if hit.state != 'left_out'
        }
        self.assertEqual(shown, night)
        return new

    def _bought(self, day, *lines, **values):
        """Confirm an order on a day, at 12:00 in Ho Chi Minh City; return it."""
        with self._at(day):
            return self._confirm(*(lines or [(self.metformin, 30)]), **values)

    @classmethod
    def _add_figure(cls, partner, **values):
        """Write the figures of a customer, as the night does."""
        return cls.env['pharma.customer.figure'].create(
            {
                'company_id': cls.company.id,
                'partner_id': partner.id,
                'date_first': '2025-01-01',
                'date_last': '2025-12-01',
                **values,
            }
        )

    def _record(self, case, day, **values):
        """Record a care on a day, as the employee."""
        with self._at(day):
            entry = case.with_user(self.care_user).record_entry(
                {'content': 'Well.', 'response_type_id': self.well.id, **values}
            )
        self.env.invalidate_all()
        return entry

    def _hit_first(self):
        """Let a customer buy on the first day; return his case and his hit on day 7."""
        case = self._bought('2026-03-02').care_case_ids
        self._night(self.programme)
        hit = self._night(self.programme, '2026-03-09')
        return case, hit
