from odoo import api, fields, models, tools

NATURES = [
    ('complaint', "Complaint"),
    ('suggestion', "Suggestion"),
    ('enquiry', "Enquiry"),
    ('service', "Service Request"),
    ('professional', "Professional Question"),
]
# What a kind may ask for: the field and the setting of the kind.
ASKED_FIELDS = {
    'order_id': 'use_order',
    'product_id': 'use_product',
    'lot_id': 'use_lot',
    'category_id': 'use_category',
    'warehouse_id': 'use_warehouse',
    'employee_id': 'use_employee',
}
USES = [('hidden', "Not Asked"), ('optional', "Asked"), ('required', "Required")]
PRIORITIES = [('0', "Normal"), ('1', "High"), ('2', "Urgent")]


class PharmaComplaintKind(models.Model):
    """A kind of ticket with its stages, fields and rules (000-22, 001-13, 002-13)."""

    _name = 'pharma.complaint.kind'
    _inherit = 'pharma.cache.source.mixin'
    _description = "Kind of Ticket"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    nature = fields.Selection(
        NATURES,
        required=True,
        default='complaint',
        help="What the suite takes it for, whatever its name is: figures, repeated complaints and"
        " the pharmacist's list go by it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one('res.company', help="Empty: for every company.")
    description = fields.Text(translate=True, help="When to choose it, for beginners.")
    stage_ids = fields.Many2many(
        'pharma.complaint.stage',
        'pharma_complaint_kind_stage_rel',
        'kind_id',
        'stage_id',
        string="Stages of Its Own",
        help="Besides the stages that all kinds share.",
    )

    # === WHAT IS ASKED === #
    use_order = fields.Selection(USES, string="Order", required=True, default='optional')
    use_product = fields.Selection(USES, string="Medicine", required=True, default='optional')
    use_lot = fields.Selection(USES, string="Lot", required=True, default='optional')
    use_category = fields.Selection(USES, string="Category", required=True, default='optional')
    use_warehouse = fields.Selection(USES, string="Branch", required=True, default='optional')
    use_employee = fields.Selection(
        USES, string="Employee Concerned", required=True, default='optional'
    )

    # === REPEATED AND SECOND === #
    repeat_days = fields.Integer(
        string="Same Matter Within",
        default=90,
        help="Days after the end of a ticket during which another one about the same order,"
        " medicine, lot or category counts as a second one. 0: never.",
    )
    priority = fields.Selection(PRIORITIES, required=True, default='0')
    repeated_priority = fields.Selection(
        PRIORITIES, string="Priority When Repeated", required=True, default='1'
    )
    second_priority = fields.Selection(
        PRIORITIES, string="Priority at the Second Time", required=True, default='2'
    )

    _repeat_days_positive = models.Constraint(
        'CHECK (repeat_days >= 0)', "'Same Matter Within' counts days: enter 0 or more."
    )

    @api.model
    def _get_default(self, company):
        """Return the first kind that a company may use, complaints before the rest."""
        return self.browse(self._get_default_id(company.id))

    @api.model
    @tools.ormcache('company_id')
    def _get_default_id(self, company_id):
        # whatever the context of who asks first
        Kind_sudo = self.sudo().with_context(active_test=True)  # sudo: kept for the whole company
        kinds_sudo = Kind_sudo.search([('company_id', 'in', [company_id, False])])
        complaints_sudo = kinds_sudo.filtered(lambda kind: kind.nature == 'complaint')
        return (complaints_sudo or kinds_sudo)[:1].id
