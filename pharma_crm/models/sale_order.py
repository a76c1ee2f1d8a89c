from odoo import api, fields, models


class SaleOrder(models.Model):
    """Who takes the medicine, why and how it was bought: dimensions of analysis (000-16, 000-17).

    The branch of an order is its ``warehouse_id``.
    """

    _inherit = 'sale.order'

    pharma_taken_by = fields.Selection(
        selection=[
            ('self', "Customer"),
            ('child', "Child"),
            ('elder', "Elderly Person"),
            ('other', "Somebody Else"),
        ],
        string="Taken By",
        help="Who uses what was bought.",
    )
    pharma_taker_name = fields.Char(
        string="Taker's Name",
        compute='_compute_pharma_taker_name',
        store=True,
        readonly=False,
        precompute=True,
        help="Name of the person who uses it, when it is not the customer.",
    )
    pharma_purchase_motive_id = fields.Many2one(
        'pharma.purchase.motive', string="Purchase Motive", index='btree_not_null'
    )
    pharma_channel_id = fields.Many2one(
        'pharma.sales.channel',
        string="Sales Channel",
        compute='_compute_pharma_channel_id',
        store=True,
        readonly=False,
        precompute=True,
        index='btree_not_null',
        help="How the order reached us; proposed from the settings of the company.",
    )

    @api.depends('pharma_taken_by')
    def _compute_pharma_taker_name(self):
        for order in self:
            order.pharma_taker_name = (
                False if order.pharma_taken_by in (False, 'self') else order.pharma_taker_name
            )

    @api.depends('company_id')
    def _compute_pharma_channel_id(self):
        for order in self:
            order.pharma_channel_id = (
                order.pharma_channel_id or order.company_id.pharma_order_channel_id
            )

    @api.model
    def get_import_templates(self):
        """Offer the template for orders of the past (004-42, 000-16).

        :return: list of dicts with ``label`` and ``template`` (path of the file)
        """
        own = {
            'label': self.env._("Import Template for Past Orders"),
            'template': '/pharma_crm/static/xls/past_orders.xlsx',
        }
        return [own, *super().get_import_templates()]

    def _prepare_confirmation_values(self):
        """Keep the order's own date when past orders are confirmed.

        The context key ``pharma_keep_date_order`` is set by importing and demo code only.
        """
        values = super()._prepare_confirmation_values()
        if self.env.context.get('pharma_keep_date_order'):
            values.pop('date_order', None)
        return values
