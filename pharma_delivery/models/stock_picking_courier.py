from odoo import models
from odoo.tools import format_datetime, html2plaintext


class StockPicking(models.Model):
    """A slip as a stop on the courier's telephone (000-29)."""

    _inherit = 'stock.picking'

    def _get_courier_obstacles(self):
        """Return why slips may not be handed over, for the telephone to say so at the door.

        :return: {``stock.picking``: list of sentences}
        """
        result = {slip: [] for slip in self}
        open_slips = self.filtered(lambda slip: slip.state not in ('done', 'cancel'))
        open_slips.move_ids.move_line_ids.lot_id.mapped('name')  # read at once, not slip by slip
        for slip, sentences in open_slips._get_dispatch_obstacles().items():
            result[slip] += sentences
        # an open handover record is signed at the door, together with the visit
        ready = open_slips.filtered(lambda slip: not slip._is_handover_open())
        for slip, sentences in ready._get_visit_obstacles().items():
            result[slip] += [words for words in sentences if words not in result[slip]]
        return result

    def _prepare_courier_stop(self, batch, obstacles, conditions):
        """Return what the telephone shows of a slip: what is printed on it, and the sum.

        Called with sudo by whoever checked that the round is the courier's own.

        :param batch: ``stock.picking.batch``
        :param list obstacles: why it may not be handed over, see ``_get_courier_obstacles``
        :param dict conditions: {product: ``pharma.storage.condition``}
        """
        self.ensure_one()
        partner = self.partner_id
        own = self.attempt_ids.filtered(lambda visit: visit.batch_id == batch)
        visits = own.filtered(lambda visit: not visit.is_conflict)
        lines = self.move_line_ids.filtered(
            lambda line: line.state != 'cancel' and not line.product_uom_id.is_zero(line.quantity)
        )
        zone = self.company_id._pharma_tz()
        return {
            'id': self.id,
            'number': self.slip_number,
            'customer': partner.name or '',
            # of a company the person who signs is asked for
            'receiver': '' if partner.is_company else partner.name or '',
            'address': partner._get_courier_address(),
            'phone': partner.phone or partner.commercial_partner_id.phone or '',
            'note': html2plaintext(self.note or '').strip(),
            'deadline': self.pharma_date_promised
            and format_datetime(self.env, self.pharma_date_promised, tz=zone, dt_format='short')
            or '',
            'cash': self.pharma_cash_due,
            'boxes': self._get_conditions_aboard(conditions)._prepare_courier_boxes(),
            'controlled': bool(lines.product_id.filtered('control_class')),
            'handover': self._is_handover_open(),
            'identity': self._is_handover_open() and not self.handover_id.receiver_identity,
            'obstacles': obstacles,
            'is_pending': not all(visit._is_cleared() for visit in own),
            'tries': self.pharma_try_count,
            'result': 'cancelled'
            if self.state == 'cancel'
            else visits.sorted('id')[-1:].result or '',
            'lines': [line._prepare_courier_line(conditions[line.product_id]) for line in lines],
        }

    def _is_handover_open(self):
        """Return whether a handover record waits for two signatures (004-19)."""
        self.ensure_one()
        return self.handover_id.state == 'draft'

    def _get_stop_limits(self, products):
        """Return between which temperatures all of the goods stand it, None without a limit."""
        return products.storage_condition_id._get_limits()

    def _get_conditions_aboard(self, conditions):
        """Return the conditions of the goods that are reserved for the slips.

        :param dict conditions: {product: ``pharma.storage.condition``}
        """
        lines = self.move_line_ids.filtered(
            lambda line: (
                line.state != 'cancel'
                and line.product_id.type == 'consu'
                and not line.product_uom_id.is_zero(line.quantity)
            )
        )
        found = (conditions[product] for product in lines.product_id)
        return self.env['pharma.storage.condition'].union(*found)
