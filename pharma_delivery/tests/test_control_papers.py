from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_control import ControlCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-23 03:00:00')
class TestControlPapers(ControlCase):
    """No paper, no dispatch: a refusal names what is missing, whose it is and where to enter it."""

    def _obstacles(self, slip):
        return slip._get_dispatch_obstacles()[slip]

    def test_all_that_is_missing_is_named_at_once(self):
        """004-17, 004-18: letter, identity, diplomas, licence, each with its holder."""
        slip = self._create_slip([(self.diazepam, 10), (self.medicine, 5)], self.pharmacy)
        self._create_round(slip)
        words = self._obstacles(slip)
        self.assertEqual(len(words), 5, words)
        text = '\n'.join(words)
        for expected in (
            "no assignment letter of today names courier Bùi Gia Bảo",
            "Identity paper of Bùi Gia Bảo (Courier) is missing",
            "Pharmacy diploma of Bùi Gia Bảo (Who Hands Over) is missing",
            "Pharmacy diploma of Nhà thuốc Bình An (Who Receives) is missing",
            "Controlled goods licence of Nhà thuốc Bình An (Receiving Customer) is missing",
        ):
            self.assertIn(expected, text)
        self.assertIn("Customers > Licences", text)
        self.assertNotIn("Amoxicillin", text)

    def test_a_round_departs_with_all_papers(self):
        """004-18: then nothing is in the way, and the handover record is made by itself."""
        slip = self._create_ready_slip()
        self.assertEqual(self._obstacles(slip), [])
        slip.batch_id.with_user(self.clerk).action_depart()
        self.assertEqual(slip.handover_id.state, 'draft')
        self.assertEqual(slip.handover_id.giver_name, "Bùi Gia Bảo")

    def test_a_round_without_papers_stays(self):
        """004-18: refused at departure, in one message."""
        slip = self._create_slip([(self.diazepam, 10)], self.pharmacy)
        batch = self._create_round(slip)
        with self.assertRaisesRegex(
            UserError, "(?s)This may not leave yet.*Identity paper"
        ) as told:
            batch.with_user(self.clerk).action_depart()
        words = str(told.exception).splitlines()
        self.assertEqual(words[1], f"{slip.slip_number} (Nhà thuốc Bình An):")
        self.assertEqual([line[:2] for line in words[2:]], ['- '] * 5)
        self.assertFalse(batch.date_departed)

    def test_a_paper_that_ended_yesterday_does_not_count(self):
        """004-17: the last day counts, the day after it is named with its date."""
        slip = self._create_ready_slip()
        self.licence.date_expiry = '2026-11-23'
        self.assertEqual(self._obstacles(slip), [])
        self.licence.date_expiry = '2026-11-22'
        self.assertEqual(len(self._obstacles(slip)), 1)
        self.assertIn("ended on 11/22/2026", self._obstacles(slip)[0])

    def test_the_letter_names_courier_slip_and_day(self):
        """004-18: neither another courier's letter nor one of yesterday nor a void one."""
        slip = self._create_ready_slip()
        letter = self.env['pharma.assignment'].search([('picking_ids', 'in', slip.ids)])
        self.assertRegex(letter.name, r'^A2026/\d{5}$')
        self.assertEqual(letter.licence_id, self.identity)
        with freeze_time('2026-11-24 03:00:00'):
            self.assertIn("no assignment letter", self._obstacles(slip)[0])
        letter.with_user(self.pharmacist).action_void()
        self.assertIn("no assignment letter", self._obstacles(slip)[0])

    def test_letters_are_issued_by_pharmacists(self):
        """004-18: rights: a clerk prepares the letter, an issued one is not changed or deleted."""
        slip = self._create_slip([(self.diazepam, 10)], self.pharmacy)
        letter = (
            self.env['pharma.assignment']
            .with_user(self.clerk)
            .create({'courier_id': self.courier.id, 'picking_ids': [(6, 0, slip.ids)]})
        )
        with self.assertRaisesRegex(UserError, "pharmacist"):
            letter.action_issue()
        with self.assertRaisesRegex(UserError, "names the identity paper of Bùi Gia Bảo"):
            letter.with_user(self.pharmacist).action_issue()
        self._create_papers()
        self.identity.date_expiry = '2026-11-22'
        with self.assertRaisesRegex(UserError, "none is valid until 11/23/2026"):
            letter.with_user(self.pharmacist).action_issue()
        self.identity.date_expiry = '2026-11-23'
        letter.with_user(self.pharmacist).action_issue()
        self.assertEqual(letter.licence_id, self.identity)
        with self.assertRaisesRegex(UserError, "not changed"):
            letter.courier_id = self.other_courier
        with self.assertRaisesRegex(UserError, "kept"):
            letter.unlink()

    def test_radioactive_goods_want_certificates_of_all(self):
        """004-17: work and transport licence of the house, certificates of giver, carrier,
        receiver."""
        iodine = self._create_medicine("Iodine-131", control_class='radioactive')
        self._create_lot(iodine, 'I1', '2030-01-01 12:00:00', 10)
        slip = self._create_slip([(iodine, 1)], self.pharmacy)
        self._create_round(slip)
        text = '\n'.join(self._obstacles(slip))
        self.assertEqual(len(self._obstacles(slip)), 5, text)
        self.assertEqual(text.count("Radiation safety certificate"), 3)
        self.assertIn("Radiation work licence of", text)
        self.assertIn("Radiation transport licence of", text)

    def test_a_person_needs_no_licence(self):
        """004-17: rules for companies do not hold for patients; the courier's papers do."""
        slip = self._create_slip([(self.diazepam, 10)])
        self._create_round(slip)
        text = '\n'.join(self._obstacles(slip))
        self.assertNotIn("Receiving Customer", text)
        self.assertNotIn("diploma", text)
        self.assertIn("Identity paper", text)

    def test_rules_end_and_begin_by_date(self):
        """004-18: a rule that is switched off, over, or of another country demands nothing."""
        slip = self._create_ready_slip()
        self.diploma.unlink()
        self.assertEqual(len(self._obstacles(slip)), 1)
        rule = self.env.ref('pharma_delivery.control_rule_psychotropic_diploma_giver')
        rule.date_to = '2026-11-22'
        self.assertEqual(self._obstacles(slip), [])
        rule.date_to = False
        self.company.country_id = self.env.ref('base.cn')
        self.assertEqual(self._obstacles(slip), [])
        self.company.country_id = False
        self.assertEqual(len(self._obstacles(slip)), 1)

    def test_changes_of_rules_are_traced(self):
        """004-18: a rule that is switched off leaves a note who did it; none is deleted."""
        rule = self.env.ref('pharma_delivery.control_rule_handover').with_user(self.manager)
        rule.write({'active': False})
        self.env.flush_all()
        self.env.cr.precommit.run()  # notes are written at its end
        note = rule.message_ids[:1]
        self.assertEqual(note.author_id, self.manager.partner_id)
        self.assertEqual(note.sudo().tracking_value_ids.field_id.name, 'active')  # sudo: values
        with self.assertRaises(AccessError):
            rule.unlink()

    def test_nobody_bypasses_the_door(self):
        """004-18: validating the transfer asks the same, for the administrator too."""
        slip = self._create_slip([(self.diazepam, 10)], self.pharmacy)
        self._create_round(slip)
        slip.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "Identity paper"):
            slip.with_context(skip_sanity_check=True, skip_expired=True).button_validate()
        self.assertEqual(slip.state, 'assigned')

    def test_papers_of_a_round(self):
        """004-18: what the courier carries, with the slips it belongs to."""
        slip = self._create_ready_slip()
        number = slip.slip_number
        self.assertEqual(
            slip.batch_id._get_round_papers(),
            [
                f"Assignment Letter of the Trip: {number}",
                f"Identity paper: {number}",
                f"Invoice or Delivery Note on Board: {number}",
                f"Signed Handover Record: {number}",
            ],
        )

    def test_personal_papers_are_hidden_from_others(self):
        """004-18: rights: identity numbers for those who prepare, pharmacists, managers only."""
        self._create_papers()
        stranger = self.env['res.users'].create(
            {
                'name': "Phan Văn Quý",
                'login': 'quy',
                'group_ids': [(6, 0, [self.env.ref('pharma_crm.group_pharma_user').id])],
            }
        )
        papers = self.identity + self.licence
        self.assertEqual(papers.with_user(stranger)._filtered_access('read'), self.licence)
        for user in (self.clerk, self.pharmacist, self.manager):
            self.assertEqual(papers.with_user(user)._filtered_access('read'), papers, user.name)

    def test_many_slips_ask_as_often_as_one(self):
        """004-17: batch-safe: queries do not grow with the slips."""
        self._create_papers()
        slips = self.env['stock.picking']
        for _number in range(12):
            slips |= self._create_slip([(self.diazepam, 1)], self.pharmacy)
        self._create_round(slips)
        counts = []
        for some in (slips[:2], slips):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(some._get_dispatch_obstacles()), len(some))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
