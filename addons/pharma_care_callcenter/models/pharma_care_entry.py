from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaCareEntry(models.Model):
    """A care in which the customer complains or asks becomes a ticket with it (003-16, 004-31)."""

    _inherit = 'pharma.care.entry'

    complaint_kind_id = fields.Many2one(
        'pharma.complaint.kind',
        string="Open a Ticket",
        ondelete='restrict',
        index='btree_not_null',
        help="The customer complains, asks or suggests something: with the care a ticket of this"
        " kind is opened, with what was said.",
    )
    complaint_product_id = fields.Many2one(
        'product.product',
        string="About the Medicine",
        compute='_compute_complaint_product_id',
        store=True,
        readonly=False,
        precompute=True,
        index='btree_not_null',
        ondelete='restrict',
    )
    complaint_id = fields.Many2one(
        'pharma.complaint',
        string="Ticket",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
    )

    @api.depends('complaint_kind_id')
    def _compute_complaint_product_id(self):
        for entry in self:
            product = entry.complaint_product_id
            if entry.complaint_kind_id and not product:
                products = entry.case_id.line_ids.product_id
                product = products if len(products) == 1 else product
            entry.complaint_product_id = product

    @api.model_create_multi
    def create(self, vals_list):
        """Record contacts, and open the tickets that were asked for with the rights of the user.

        :param list vals_list: as ``pharma.care.entry``; with ``complaint_kind_id`` (and
            ``complaint_product_id``) a ticket is opened, with the content as its text
        :return: the new ``pharma.care.entry`` records
        :raise ValidationError: for what the kind of the ticket needs and is missing
        """
        if isinstance(vals_list, list) and all(isinstance(vals, dict) for vals in vals_list):
            # the ticket opened with it, no other one, nor one of a default of the context; what
            # is no dict is refused below
            vals_list = [{**vals, 'complaint_id': False} for vals in vals_list]
        entries = super().create(vals_list)
        asked = entries.filtered('complaint_kind_id')
        if not asked:
            return entries
        tickets = self.env['pharma.complaint'].create(
            [entry._prepare_entry_complaint_vals() for entry in asked]
        )
        for entry, ticket in zip(asked, tickets, strict=True):
            # sudo: history is not written by people, and the user has just created both
            entry.sudo().complaint_id = ticket
        return entries

    def _prepare_entry_complaint_vals(self):
        """Return the values of the ticket of a care: those of its case, and what was said."""
        self.ensure_one()
        vals = self.case_id._prepare_complaint_vals()
        return vals | {
            'origin_model': self._name,
            'origin_res_id': self.id,
            'kind_id': self.complaint_kind_id.id,
            'product_id': self.complaint_product_id.id,
            'description': self.content,
        }

    def action_view_complaint(self):
        """Open the ticket that was opened with this care (003-16).

        :return: window action of ``pharma.complaint``
        :raise UserError: without a ticket
        """
        self.ensure_one()
        self.check_access('read')
        if not self.complaint_id:
            raise UserError(
                self.env._("No ticket was opened with this care. Open one from its care case.")
            )
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_action_new'
        )
        return action | {'name': self.complaint_id.number, 'res_id': self.complaint_id.id}
