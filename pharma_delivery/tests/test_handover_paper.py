from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_control import SIGNATURE, ControlCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-23 03:00:00')
class TestHandoverPaper(ControlCase):
    """Number, place and date of the receiver's identity paper are on the record."""

    def test_the_receivers_paper_is_found_by_its_number(self):
        """004-19, V3: who issued it and when is taken from the papers on file."""
        slip = self._create_ready_slip()
        self._sign(slip, receiver_id=False)
        self.assertRecordValues(
            slip.handover_id,
            [
                {
                    'receiver_id': self.receiver.id,
                    'receiver_identity_place': "Công an",
                    'receiver_identity_date': datetime(2020, 1, 2).date(),
                }
            ],
        )

    def test_a_number_that_is_not_on_file_wants_its_paper_in_the_office(self):
        """004-19, V3: place and date of issue are fields of form 01."""
        slip = self._create_ready_slip()
        record = slip._create_handovers()
        record.line_ids.appearance = 'good'
        record.write(
            {
                'receiver_name': "Trần Văn Sáu",
                'receiver_identity': '046000000000',
                'giver_signature': SIGNATURE,
                'receiver_signature': SIGNATURE,
            }
        )
        with self.assertRaisesRegex(UserError, "Receiver's Paper Issued by, Receiver's Paper Is"):
            record.action_sign()
        record.write({'receiver_identity_place': "Công an", 'receiver_identity_date': '2021-01-02'})
        record.action_sign()
        self.assertEqual(record.state, 'signed')
