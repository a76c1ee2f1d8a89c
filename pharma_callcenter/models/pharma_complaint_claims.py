from odoo import fields, models
from odoo.exceptions import UserError

from .pharma_complaint_task import TICKET_READERS


class PharmaComplaint(models.Model):
    """Claims on suppliers that follow from tickets (002-19)."""

    _inherit = 'pharma.complaint'

    claim_line_ids = fields.One2many(
        'pharma.complaint.claim.line', 'complaint_id', string="Claimed Goods", groups=TICKET_READERS
    )
    claim_count = fields.Integer(
        string="Supplier Claims", compute='_compute_claim_count', groups='base.group_user'
    )

    def _compute_claim_count(self):
        # sudo: a number, of a ticket that the user reads
        counts = dict(
            self.env['pharma.complaint.claim.line']
            .sudo()
            ._read_group(
                [('complaint_id', 'in', self.ids)], ['complaint_id'], ['claim_id:count_distinct']
            )
        )
        for ticket in self:
            ticket.claim_count = counts.get(ticket._origin, 0)

    def _get_supplier(self):
        """Return from whom the goods came: by the lot's receipt, else the medicine's first seller.

        :return: ``res.partner``, empty if nothing tells
        """
        self.ensure_one()
        # sudo: receipts and sellers of goods, to propose a name
        ticket = self.sudo()
        if ticket.lot_id:
            line = ticket.env['stock.move.line'].search(
                [
                    ('lot_id', '=', ticket.lot_id.id),
                    ('state', '=', 'done'),
                    ('location_id.usage', '=', 'supplier'),
                    ('company_id', '=', ticket.company_id.id),
                ],
                order='date desc, id desc',
                limit=1,
            )
            if partner := line.picking_id.partner_id:
                # sudo ends here: his name is proposed, no more
                return partner.commercial_partner_id.sudo(False)
        sellers = ticket.product_id.seller_ids.filtered(
            lambda seller: seller.company_id in (ticket.company_id, seller.company_id.browse())
        )
        # sudo ends here, as above
        return sellers[:1].partner_id.commercial_partner_id.sudo(False)

    def action_new_claim(self):
        """Open the form of a claim on the supplier, filled from the ticket (002-19).

        :return: window action of ``pharma.complaint.claim``
        :raise AccessError: for a ticket that the user may not read
        :raise UserError: for a ticket that names no medicine
        """
        self.ensure_one()
        self.check_access('read')
        if not self.product_id:
            raise UserError(
                self.env._("Enter the medicine of the ticket first: the claim is about goods.")
            )
        self.env['pharma.complaint.claim'].check_access('create')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_claim_action'
        )
        line = {
            'complaint_id': self.id,
            'product_id': self.product_id.id,
            'lot_id': self.lot_id.id,
            'quantity': 1.0,
        }
        action.update(
            views=[(False, 'form')],
            view_mode='form',
            context={
                'default_partner_id': self._get_supplier().id,
                'default_company_id': self.company_id.id,
                'default_line_ids': [fields.Command.create(line)],
            },
        )
        return action

    def action_view_claims(self):
        """Open the claims of the ticket that the user may read (002-19).

        :return: window action of ``pharma.complaint.claim``
        :raise AccessError: for a ticket that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_claim_action'
        )
        action.update(domain=[('line_ids.complaint_id', '=', self.id)], context={'create': False})
        return action
