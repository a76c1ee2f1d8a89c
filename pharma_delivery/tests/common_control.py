from odoo.tests import new_test_user

from .common import DeliveryCase

SIGNATURE = (
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9'
    'awAAAABJRU5ErkJggg=='
)


class ControlCase(DeliveryCase):
    """A Vietnamese branch with a psychotropic medicine and a pharmacy as customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.country_id = cls.env.ref('base.vn')
        cls.pharmacist = new_test_user(
            cls.env,
            'hanh',
            groups='pharma_crm.group_pharmacist',
            name="Hoàng Mỹ Hạnh",
        )
        cls.manager = new_test_user(
            cls.env, 'minh', groups='pharma_crm.group_pharma_manager', name="Mai Văn Minh"
        )
        cls.pharmacy = cls.env['res.partner'].create(
            {
                'name': "Nhà thuốc Bình An",
                'is_company': True,
                'street': "5 Trần Hưng Đạo",
                'city': "Huế",
            }
        )
        cls.receiver = cls.env['res.partner'].create(
            {'name': "Lê Thị Thu", 'parent_id': cls.pharmacy.id}
        )
        cls.diazepam = cls._create_medicine(
            "Diazepam 5 mg",
            control_class='psychotropic',
            active_ingredient="Diazepam",
            strength="5 mg",
            dosage_form="tablet",
        )
        cls.diazepam_lot = cls._create_lot(cls.diazepam, 'D1', '2030-06-30 12:00:00', 100)

    @classmethod
    def _create_papers(cls, courier=None):
        """Enter every paper that the rules want of a delivery of the psychotropic medicine."""
        partner = (courier or cls.courier).partner_id
        types = {
            name: cls.env.ref(f'pharma_delivery.licence_type_{name}')
            for name in ('identity', 'diploma')
        }
        cls.identity = cls._create_licence(partner, types['identity'], '001099012345')
        cls.diploma = cls._create_licence(partner, types['diploma'], 'D-77')
        if cls.env['pharma.licence'].search_count([('partner_id', '=', cls.pharmacy.id)], limit=1):
            return  # those of the receiver are there
        cls._create_licence(cls.receiver, types['diploma'], 'D-88')
        cls._create_licence(cls.receiver, types['identity'], '046088054321')
        controlled = cls.env.ref('pharma_crm.licence_type_controlled')
        cls.licence = cls._create_licence(cls.pharmacy, controlled, 'K-1')

    @classmethod
    def _create_licence(cls, partner, licence_type, number, **vals):
        return cls.env['pharma.licence'].create(
            {
                'partner_id': partner.id,
                'type_id': licence_type.id,
                'number': number,
                'issuer': "Công an",
                'date_issued': '2020-01-02',
                **vals,
            }
        )

    @classmethod
    def _create_letter(cls, slips, courier=None):
        letter = cls.env['pharma.assignment'].create(
            {'courier_id': (courier or cls.courier).id, 'picking_ids': [(6, 0, slips.ids)]}
        )
        letter.with_user(cls.pharmacist).action_issue()
        return letter

    @classmethod
    def _create_ready_slip(cls, quantity=10):
        """Return a slip on the round of the courier that has all its papers."""
        cls._create_papers()
        slip = cls._create_slip([(cls.diazepam, quantity)], cls.pharmacy)
        cls._create_round(slip)
        cls._create_letter(slip)
        return slip

    @classmethod
    def _sign(cls, slip, **values):
        """Sign the handover record of a slip by both."""
        if not slip.handover_id:
            slip._create_handovers(force=True)
        slip.handover_id._sign(
            SIGNATURE,
            SIGNATURE,
            **{
                'appearance': 'good',
                'receiver_name': "Lê Thị Thu",
                'receiver_id': cls.receiver.id,
                'receiver_identity': '046088054321',
                **values,
            },
        )

    @classmethod
    def _move(cls, product, quantity, source, target, lot=None):
        """Move goods without a transfer, as an inventory does, and return the move."""
        move = cls.env['stock.move'].create(
            {
                'product_id': product.id,
                'product_uom': product.uom_id.id,
                'product_uom_qty': quantity,
                'location_id': source.id,
                'location_dest_id': target.id,
                'is_inventory': 'inventory' in (source.usage, target.usage),
                'picked': True,
                'move_line_ids': [
                    (
                        0,
                        0,
                        {
                            'product_id': product.id,
                            'product_uom_id': product.uom_id.id,
                            'quantity': quantity,
                            'lot_id': (lot or cls.diazepam_lot).id,
                            'location_id': source.id,
                            'location_dest_id': target.id,
                            'picked': True,
                        },
                    )
                ],
            }
        )
        move._action_done()
        return move

    @classmethod
    def _get_entries(cls, product=None):
        return cls.env['pharma.control.entry'].search(
            [('product_id', '=', (product or cls.diazepam).id)], order='register_id, number'
        )
