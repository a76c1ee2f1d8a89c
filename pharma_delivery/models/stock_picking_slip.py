from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """The slip on paper: its copies, its rows with prices, who printed it (000-28, 000-30)."""

    _inherit = 'stock.picking'

    slip_print_ids = fields.One2many('pharma.slip.print', 'picking_id', string="Prints")
    pharma_delivery_wanted = fields.Boolean(related='sale_id.pharma_delivery_wanted')
    pharma_invoice_wanted = fields.Boolean(related='sale_id.pharma_invoice_wanted')

    # === SCREENS === #
    @api.model
    def get_empty_list_help(self, help_message):
        """Keep the help of the delivery slips, where core speaks of transfers (000-28).

        :param str help_message: HTML of the action
        :return: HTML for the empty list
        """
        if self.env.context.get('pharma_slips'):
            return help_message
        return super().get_empty_list_help(help_message)

    # === ACTION METHODS === #
    def action_print_slip(self):
        """Print the delivery slips among the transfers, each in its copies (000-28, 000-30).

        :raise UserError: none of the transfers is a delivery slip
        :return: report action
        """
        self.check_access('read')
        slips = self.filtered('slip_number')
        if not slips:
            raise UserError(
                self.env._(
                    "There is no delivery slip to print: a confirmed transfer to a customer has a"
                    " slip number. Confirm it first."
                )
            )
        return self.env.ref('pharma_delivery.report_delivery_slip_action').report_action(slips)

    # === ROWS === #
    def _get_slip_rows(self):
        """Return what stands on each slip, one row per medicine and lot (000-28).

        Before the goods went the reserved lots are shown and what is not picked yet; afterwards
        what went. Prices are what the customer pays, of the order line and for this quantity.

        :return: {``stock.picking``: list of dicts with ``product`` (``product.product``),
            ``lot`` (name or False), ``expiry`` (date or False), ``uom`` (``uom.uom``),
            ``quantity``, ``price`` and ``total`` (floats, None for parts of a kit),
            ``currency``, ``is_open`` (not picked yet), ``is_kit``, ``is_part``, ``is_short``}
        """
        rows = {}
        for slip in self:
            moves = slip.move_ids.filtered(lambda move: move.state != 'cancel')
            rows[slip] = []
            kits = set()
            for move in moves.sorted():
                line = move.sale_line_id
                is_part = bool(line) and line.product_id != move.product_id
                if is_part and line not in kits:
                    kits.add(line)
                    rows[slip].append(moves._get_kit_row(line))
                rows[slip] += move._get_slip_rows(is_part=is_part)
        return rows
