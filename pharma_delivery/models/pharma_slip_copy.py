from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

MAX_COPIES = 9


class PharmaSlipCopy(models.Model):
    """One named copy of the printed delivery slip: for the customer, the branch, ... (000-30).

    Those of the operation type are printed, else those of the company, else those of all.
    """

    _name = 'pharma.slip.copy'
    _description = "Copy of the Delivery Slip"
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, help="Whom it is for; printed on it.")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        'res.company',
        index='btree_not_null',
        ondelete='cascade',
        help="Empty: for all companies that have no copies of their own.",
    )
    picking_type_id = fields.Many2one(
        'stock.picking.type',
        string="Operation Type",
        index='btree_not_null',
        ondelete='cascade',
        check_company=True,
        domain="[('code', '=', 'outgoing')]",
        help="Empty: for all deliveries. An operation type with copies of its own prints only"
        " those.",
    )
    active = fields.Boolean(default=True)

    # === CONSTRAINT METHODS === #
    @api.constrains('picking_type_id', 'company_id')
    def _check_picking_type_company(self):
        for copy in self:
            if copy.picking_type_id and copy.picking_type_id.company_id != copy.company_id:
                raise ValidationError(
                    self.env._(
                        "Copy '%(copy)s': the operation type belongs to %(company)s. Enter that"
                        " company, or leave the operation type empty.",
                        copy=copy.name,
                        company=copy.picking_type_id.company_id.name,
                    )
                )

    @api.constrains('picking_type_id', 'company_id', 'active')
    def _check_number(self):
        counts = self._read_group([], ['company_id', 'picking_type_id'], ['__count'])
        for company, picking_type, count in counts:
            if count > MAX_COPIES:
                raise ValidationError(
                    self.env._(
                        "%(scope)s: more than %(most)s copies of a slip. Archive some.",
                        scope=picking_type.display_name
                        or company.name
                        or self.env._("All companies"),
                        most=MAX_COPIES,
                    )
                )

    # === BUSINESS METHODS === #
    @api.model
    def _get_copies(self, picking_types):
        """Return the copies to print for slips of the operation types, at least one (000-30).

        :param picking_types: ``stock.picking.type`` records
        :return: {picking type: list of names in the language of the context}
        """
        domain = Domain('company_id', 'in', [False, *picking_types.company_id.ids])
        copies = self.search(domain & Domain('picking_type_id', 'in', [False, *picking_types.ids]))
        named = {}
        for picking_type in picking_types:
            found = (
                copies.filtered(lambda copy, own=picking_type: copy.picking_type_id == own)
                or copies.filtered(
                    lambda copy, own=picking_type.company_id: (
                        not copy.picking_type_id and copy.company_id == own
                    )
                )
                or copies.filtered(lambda copy: not copy.picking_type_id and not copy.company_id)
            )
            named[picking_type] = found.mapped('name') or [self.env._("Customer")]
        return named
