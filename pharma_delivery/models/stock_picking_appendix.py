from odoo import fields, models

from ..report.control_paging import cut_records


class StockPicking(models.Model):
    """Papers of controlled goods on a transfer: issue slip, record of goods taken back (V5, V6)."""

    _inherit = 'stock.picking'

    pharma_return_reason = fields.Char(
        string="Why Taken Back", copy=False, help="E.g. not used up, patient has died."
    )
    pharma_return_condition = fields.Char(
        string="Condition of the Goods", copy=False, help="As seen: package, label, medicine."
    )
    pharma_return_by = fields.Selection(
        [('patient', "Patient"), ('representative', "Representative")],
        string="Brought Back by",
        copy=False,
    )
    pharma_is_controlled_return = fields.Boolean(compute='_compute_pharma_is_controlled_return')

    # === COMPUTE METHODS === #
    def _compute_pharma_is_controlled_return(self):
        for picking in self:
            picking.pharma_is_controlled_return = (
                picking.location_id.usage == 'customer' and picking.pharma_is_controlled
            )

    # === PRINTS === #
    def _get_appendix_pages(self, paper):
        """Return the lines of controlled goods of the transfer, in printed pages.

        :param str paper: 'issue' or 'return'
        """
        self.ensure_one()
        lines = self.move_line_ids.filtered(
            lambda line: line.product_id.control_class and line.state != 'cancel' and line.quantity
        )
        columns = {
            'issue': [
                (80, lambda line: line._get_control_words()),
                (34, lambda line: line.product_id.active_ingredient),
                (40, lambda line: line._get_maker_words()),
                (18, lambda line: line.product_uom_id.name),
                (25, lambda line: line.lot_id.name or line.lot_name),
            ],
            'return': [
                (85, lambda line: line._get_control_words()),
                (18, lambda line: line.product_uom_id.name),
                (27, lambda line: line.lot_id.name or line.lot_name),
                (45, lambda _line: self.pharma_return_condition),
                (55, lambda _line: self.pharma_return_reason),
            ],
        }
        return cut_records(paper, lines, *columns[paper])

    def _get_returner_paper(self):
        """Return the identity paper of who brings goods back, if the user may read it."""
        self.ensure_one()
        Licence = self.env['pharma.licence']
        identity = self.env.ref('pharma_delivery.licence_type_identity', raise_if_not_found=False)
        if not identity or not Licence.has_access('read'):
            return Licence
        return Licence.search(
            [('partner_id', '=', self.partner_id.id), ('type_id', '=', identity.id)],
            order='date_expiry DESC NULLS FIRST, id DESC',
            limit=1,
        )

    def _get_form_name(self, demand):
        """Return the name of the form that a paper of the transfer is."""
        self.ensure_one()
        products = self._get_controlled_products()
        return self.env['pharma.control.rule']._get_form(self.company_id, demand, products[:1])
