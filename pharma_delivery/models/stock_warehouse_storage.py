from odoo import api, fields, models
from odoo.fields import Command, Domain


class StockWarehouse(models.Model):
    """Each branch has a quarantine: goods that nobody may sell until a pharmacist decides."""

    _inherit = 'stock.warehouse'

    pharma_quarantine_location_id = fields.Many2one(
        'stock.location',
        string="Quarantine",
        check_company=True,
        copy=False,
        domain="[('usage', '=', 'internal'), ('company_id', '=', company_id)]",
        help="Outside the stock of the branch, so that nothing in it is reserved or promised.",
    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Give new branches their quarantine (004-20).

        :param list vals_list: values, one dict per branch
        :return: the new ``stock.warehouse`` records
        """
        warehouses = super().create(vals_list)
        warehouses._pharma_create_quarantine()
        return warehouses

    # === QUARANTINE === #
    @api.model
    def _pharma_init_quarantine(self):
        """Give all branches that have none a quarantine; called when the module is installed."""
        self.with_context(active_test=False).search(Domain.TRUE)._pharma_create_quarantine()

    def _pharma_create_quarantine(self):
        lacking = self.filtered(lambda w: not w.pharma_quarantine_location_id)
        # sudo: a place of the branch, whoever makes the branch or is the first to need it
        places = (
            lacking.env['stock.location']
            .sudo()
            .create(
                [
                    {
                        'name': self.env._("%(branch)s Quarantine", branch=warehouse.code),
                        'usage': 'internal',
                        'company_id': warehouse.company_id.id,
                    }
                    for warehouse in lacking
                ]
            )
        )
        for warehouse, place in zip(lacking.sudo(), places, strict=True):  # sudo: as above
            warehouse.pharma_quarantine_location_id = place

    def _pharma_get_quarantine(self):
        """Return the quarantine of a branch, made if it was taken away."""
        self.ensure_one()
        self._pharma_create_quarantine()
        return self.pharma_quarantine_location_id

    def _pharma_transfer(self, items, destination, origin):
        """Move goods inside the branch at once; what they were reserved for is released.

        :param list items: dicts of ``product``, ``lot``, ``quantity`` (stock unit), ``location``,
            ``package`` and ``owner``
        :param destination: ``stock.location``
        :param str origin: document that asks for it
        :return: the done ``stock.picking``, empty without items
        """
        self.ensure_one()
        if not items:
            return self.env['stock.picking']
        picking = self.env['stock.picking'].create(
            {
                'picking_type_id': self.int_type_id.id,
                'location_id': items[0]['location'].id,
                'location_dest_id': destination.id,
                'origin': origin,
                'company_id': self.company_id.id,
                'move_ids': [
                    Command.create(self._pharma_prepare_move(item, destination)) for item in items
                ],
            }
        )
        picking.move_ids.move_line_ids.picking_id = picking
        picking._action_done()
        return picking

    def _pharma_prepare_move(self, item, destination):
        common = {
            'company_id': self.company_id.id,
            'product_id': item['product'].id,
            'location_id': item['location'].id,
            'location_dest_id': destination.id,
        }
        line = {
            **common,
            'product_uom_id': item['product'].uom_id.id,
            'quantity': item['quantity'],
            'lot_id': item['lot'].id,
            'package_id': item['package'].id,
            'owner_id': item['owner'].id,
        }
        return {
            **common,
            'product_uom': item['product'].uom_id.id,
            'product_uom_qty': item['quantity'],
            'picked': True,
            'move_line_ids': [Command.create(line)],
        }
