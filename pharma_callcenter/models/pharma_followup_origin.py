from odoo import api, models

from .readable import get_readable


class PharmaFollowup(models.Model):
    """What the ticket or the order tells of the customer whom a follow-up asks (003-14)."""

    _inherit = 'pharma.followup'

    # === COMPUTE METHODS === #
    @api.depends('complaint_id', 'order_id')
    def _compute_partner_id(self):
        for followup in self:
            ticket, order = followup._get_known_origins()
            followup.partner_id = followup.partner_id or (ticket or order).partner_id

    @api.depends('order_id', 'complaint_id')
    def _compute_medicine_names(self):
        for followup in self:
            ticket, order = followup._get_known_origins()
            products = order.order_line.product_id or ticket.product_id
            followup.medicine_names = ', '.join(products.mapped('name'))

    @api.depends('partner_id', 'complaint_id')
    def _compute_contact(self):
        for followup in self:
            ticket, partner = followup._get_known_origins()[0], followup.partner_id
            followup.phone = partner.phone or ticket.phone
            followup.email = partner.email or ticket.email_from

    def _get_known_origins(self):
        """Return ticket and order: those of a planned follow-up, as whoever asks the customer has
        to know about what; those just chosen only if the user may read them.

        :return: tuple of ``pharma.complaint`` and ``sale.order``
        """
        self.ensure_one()
        return tuple(self._get_known_origin(name) for name in ('complaint_id', 'order_id'))

    def _get_known_origin(self, name):
        # sudo: what the saved follow-up is about
        origin_sudo, saved_sudo = self.sudo()[name]._origin, self._origin.sudo()[name]
        return origin_sudo if origin_sudo == saved_sudo else get_readable(origin_sudo)
