from itertools import count

from odoo import fields

from .common import DeliveryCase

# one black pixel
PIXEL = (
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg'
    'gg=='
)


class VisitCase(DeliveryCase):
    """A round of a courier on its way, and what his telephone sends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.uids = count(1)
        cls.absent = cls.env.ref('pharma_delivery.reason_absent')
        cls.not_wanted = cls.env.ref('pharma_delivery.reason_not_wanted')
        cls.missing = cls.env.ref('pharma_delivery.reason_missing')
        cls.other_customer = cls.env['res.partner'].create(
            {'name': "Trần Văn Minh", 'street': "3 Lý Thường Kiệt", 'city': "Hà Nội"}
        )

    @classmethod
    def _underway(cls, slips, courier=None):
        batch = cls._create_round(slips, courier)
        batch.action_depart()
        return batch

    def _prepare(self, slip, result='delivered', given=None, **values):
        """Return what the telephone sends.

        :param given: quantities of the lines, by default all
        """
        lines = slip.move_line_ids.sorted('id')
        given = [line.quantity for line in lines] if given is None else given
        visit = {
            'client_uid': f'telephone-{next(self.uids):06}',
            'picking_id': slip.id,
            'batch_id': slip.batch_id.id,
            'date': fields.Datetime.to_string(fields.Datetime.now()),
            'result': result,
            'lines': [
                {
                    'move_line_id': line.id,
                    'product_id': line.product_id.id,
                    'lot_id': line.lot_id.id,
                    'quantity': quantity,
                }
                for line, quantity in zip(lines, given, strict=True)
            ],
        }
        if result in ('delivered', 'partly'):
            visit |= {'receiver_name': "Nguyễn Thị Hồng Nhung", 'signature': PIXEL}
        else:
            visit['lines'] = []
            reason = self.absent if result == 'not_home' else self.not_wanted
            visit['reason_id'] = reason.id
        return visit | values

    def _send(self, *visits, user=None):
        """Send visits as a courier; return status by receipt, in order."""
        Attempt = self.env['pharma.delivery.attempt'].with_user(user or self.courier)
        return [answer['status'] for answer in Attempt.record_attempts(list(visits))]

    def _get_stock(self, product=None):
        """Return how much of a medicine lies in the branch and how much of it is reserved."""
        quants = self.env['stock.quant'].search(
            [
                ('product_id', '=', (product or self.medicine).id),
                ('location_id', 'child_of', self.warehouse.lot_stock_id.id),
            ]
        )
        return sum(quants.mapped('quantity')), sum(quants.mapped('reserved_quantity'))
