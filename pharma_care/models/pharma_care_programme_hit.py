from odoo import api, fields, models

from ..tools import check_single

STATES = [
    ('waiting', "Waiting"),
    ('open', "To Call"),
    ('done', "Done"),
    ('ended', "Ended Early"),
    ('left_out', "Left Out"),
]
REASONS = [
    ('observed', "Only Observed"),
    ('declined', "Declined to Be Called"),
    ('not_asked', "Permission Not Given"),
    ('blocked', "On the Do-Not-Call List"),
    ('contacted', "Contacted by Another Programme"),
    ('wholesale', "Wholesale Partner"),
    ('refused', "Wants No More Care"),
    ('archived', "Customer Archived"),
    ('late', "Too Late"),
    ('bought', "Bought Meanwhile"),
    ('cancelled', "Order Cancelled"),
    ('returned', "Goods Returned"),
    ('closed', "Care Closed"),
    ('stopped', "Programme Stopped"),
]


class PharmaCareProgrammeHit(models.Model):
    """A customer in a programme, for one trigger: a purchase, a birthday, a silence (000-10).

    By these rows nobody is hit twice, and the figures of programmes count them. They are written
    by the nightly work and by recorded cares, never by hand.
    """

    _name = 'pharma.care.programme.hit'
    _description = "Customer in a Care Programme"
    _order = 'date_from desc, id desc'
    _log_access = False
    _rec_name = 'programme_id'

    # a programme with customers cannot be deleted; cascade is for uninstalling
    programme_id = fields.Many2one(
        'pharma.care.programme', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='cascade'
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    trigger = fields.Char(
        required=True,
        readonly=True,
        exportable=False,
        help="What the customer was hit for: 'order:5', 'year:2026', 'day:2026-03-02'.",
    )
    order_id = fields.Many2one(
        'sale.order', readonly=True, index='btree_not_null', ondelete='set null'
    )
    product_id = fields.Many2one(
        'product.product',
        string="Medicine",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
    )
    step_id = fields.Many2one(
        'pharma.care.programme.step', readonly=True, index='btree_not_null', ondelete='set null'
    )
    case_id = fields.Many2one(
        'pharma.care.case',
        string="Care Case",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="In which the customer is or was contacted, the last one.",
    )
    user_id = fields.Many2one(
        'res.users',
        string="Employee",
        readonly=True,
        ondelete='set null',
        help="Who cared last.",
    )
    state = fields.Selection(STATES, required=True, readonly=True, default='waiting')
    reason = fields.Selection(
        REASONS, string="Left Out Because", readonly=True, help="Or why it ended early."
    )
    close_reason_id = fields.Many2one(
        'pharma.care.close.reason', readonly=True, ondelete='set null', index='btree_not_null'
    )
    care_count = fields.Integer(string="Cares", readonly=True, aggregator='sum')

    # === WHEN === #
    date_hit = fields.Date(
        string="Found On", readonly=True, help="Day of the company on which the customer began."
    )
    date_trigger = fields.Date(
        string="Day of the Reason",
        readonly=True,
        help="Of the purchase, of the birthday, or on which the customer was found.",
    )
    date_first = fields.Date(
        string="First Planned",
        readonly=True,
        help="First day of the first step; what is bought afterwards counts from here.",
    )
    date_from = fields.Date(string="Contact From", readonly=True, help="Of the current step.")
    date_to = fields.Date(string="Contact Until", readonly=True, help="Of the current step.")
    date_cared = fields.Date(string="First Cared", readonly=True)

    # === HOW IT WENT === #
    date_bought = fields.Date(
        string="Bought On",
        readonly=True,
        help="First purchase from the first planned day on, within the days of the settings.",
    )
    is_judged = fields.Boolean(
        string="Days Are Over",
        readonly=True,
        help="Whether the customer bought afterwards is known: the days of the settings are over.",
    )
    bought_share = fields.Float(
        string="Bought Afterwards (%)",
        readonly=True,
        aggregator='avg',
        exportable=False,
        help="Known once the days of the settings are over (30 by default).",
    )

    _trigger_unique = models.UniqueIndex(
        '(programme_id, company_id, partner_id, trigger)',
        "The customer was hit for this reason already.",
    )
    _due_index = models.Index("(company_id, programme_id, date_from, id) WHERE state = 'waiting'")

    @api.depends('programme_id', 'step_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for hit in self:
            # sudo: names of what the hit belongs to
            names = [hit.sudo().programme_id.name, hit.sudo().step_id.name]
            hit.display_name = ', '.join(name for name in names if name)

    # === ACTIONS === #
    def action_view_case(self):
        """Open the care case of the customer, or the customer while there is none.

        :return: window action
        :raise UserError: unless it is called on one record
        """
        check_single(self)
        self.check_access('read')
        record = self.case_id or self.partner_id
        return {
            'type': 'ir.actions.act_window',
            'res_model': record._name,
            'res_id': record.id,
            'views': [(False, 'form')],
        }
