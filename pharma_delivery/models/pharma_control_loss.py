from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# Hours before the end of the term after which the managers are told as well.
URGENT_HOURS = 12


class PharmaControlLoss(models.Model):
    """Controlled goods lost or mixed up: reported to the authority in time (V8, Form 07)."""

    _name = 'pharma.control.loss'
    _description = "Loss or Mix-up of Controlled Goods"
    _inherit = ['pharma.control.sealed', 'mail.thread', 'mail.activity.mixin']
    _order = 'date_found desc, id desc'
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index='trigram')
    company_id = fields.Many2one(
        related='warehouse_id.company_id', store=True, precompute=True, index=True
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Branch", required=True, index=True, ondelete='restrict'
    )
    kind = fields.Selection(
        [('loss', "Loss"), ('mix_up', "Mix-up")], default='loss', required=True, tracking=True
    )
    product_id = fields.Many2one(
        'product.product',
        string="Medicine",
        required=True,
        index=True,
        ondelete='restrict',
        domain="[('control_class', '!=', False)]",
    )
    lot_id = fields.Many2one(
        'stock.lot',
        ondelete='restrict',
        index='btree_not_null',
        domain="[('product_id', '=', product_id)]",
    )
    quantity = fields.Float(required=True, digits='Product Unit')
    uom_id = fields.Many2one(related='product_id.uom_id')
    picking_id = fields.Many2one(
        'stock.picking', string="Slip", ondelete='restrict', index='btree_not_null'
    )
    date_found = fields.Datetime(
        string="Found on", required=True, default=fields.Datetime.now, tracking=True
    )
    date_deadline = fields.Datetime(
        string="Report until",
        compute='_compute_date_deadline',
        store=True,
        help="By the rule 'Report of Losses' in force.",
    )
    hours_left = fields.Float(
        compute='_compute_hours_left', help="Until the report must have been sent."
    )
    circumstances = fields.Text(help="Where, when and how it was found.")
    cause = fields.Text()
    measures = fields.Text(string="What Was Done")
    authority = fields.Char(string="Reported to", tracking=True)
    report_number = fields.Char(string="No. of the Report", tracking=True)
    state = fields.Selection(
        [('draft', "To Report"), ('reported', "Reported"), ('closed', "Closed")],
        default='draft',
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    date_reported = fields.Datetime(string="Reported on", readonly=True, copy=False)
    user_id = fields.Many2one('res.users', string="Reported by", readonly=True, copy=False)
    is_late = fields.Boolean(string="Too Late", readonly=True, copy=False)
    date_escalated = fields.Datetime(string="Managers Told on", readonly=True, copy=False)

    _quantity_positive = models.Constraint(
        'CHECK (quantity > 0)', "Enter how much was lost or mixed up, more than 0."
    )

    # === COMPUTE METHODS === #
    @api.depends('date_found', 'product_id', 'warehouse_id')
    def _compute_date_deadline(self):
        rules = self.env['pharma.control.rule']._get_valid(self.warehouse_id.company_id)
        for loss in self:
            own = rules[loss.warehouse_id.company_id].filtered(lambda rule: rule.demand == 'loss')
            own = own._filter_class(loss.product_id.control_class)
            hours = min((rule.term_hours for rule in own if rule.term_hours), default=0)
            loss.date_deadline = (
                loss.date_found + timedelta(hours=hours) if hours and loss.date_found else False
            )

    @api.depends('date_deadline', 'state')
    def _compute_hours_left(self):
        now = fields.Datetime.now()
        for loss in self:
            open_term = loss.date_deadline and loss.state == 'draft'
            loss.hours_left = (
                (loss.date_deadline - now).total_seconds() / 3600 if open_term else 0.0
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        losses = super().create(vals_list)
        losses._give_numbers('pharma.control.loss')
        losses._tell(self.env.ref('pharma_crm.group_pharmacist'))
        return losses

    def write(self, vals):
        reported = {
            *('product_id', 'lot_id', 'quantity', 'kind', 'warehouse_id', 'date_found'),
            *('picking_id', 'circumstances', 'authority'),
        }
        later = {'cause', 'measures', 'report_number'}
        if reported & vals.keys() and any(loss.state != 'draft' for loss in self):
            raise UserError(
                self.env._("What has been reported is not changed any more. Enter a new loss.")
            )
        if later & vals.keys() and any(loss.state == 'closed' for loss in self):
            raise UserError(self.env._("A closed loss is not changed any more."))
        return super().write(vals)

    def _get_stamps(self):
        return {
            *('name', 'state', 'date_reported', 'user_id', 'is_late', 'date_escalated'),
            'date_deadline',
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Losses of controlled goods are kept."))

    @api.constrains('date_found')
    def _check_date_found(self):
        if any(loss.date_found > fields.Datetime.now() for loss in self):
            raise UserError(self.env._("'Found on' lies in the future. Correct it."))

    # === ACTION METHODS === #
    def action_report(self):
        """Record that the report has been sent to the authority (V8).

        :raise AccessError: not a pharmacist or manager
        :raise UserError: reported already, circumstances or authority missing
        :return: True
        """
        self.env['pharma.control.entry']._check_pharmacist()
        self.check_access('write')
        for loss in self:
            if loss.state != 'draft':
                raise UserError(self.env._("%s has been reported already.", loss.name))
            if not (loss.circumstances and loss.authority):
                raise UserError(self.env._("Fill in 'Circumstances' and 'Reported to' first."))
            now = fields.Datetime.now()
            loss.sudo().write(  # sudo: stamps are set by the program; the role was checked
                {
                    'state': 'reported',
                    'date_reported': now,
                    'user_id': self.env.uid,
                    'is_late': bool(loss.date_deadline) and now > loss.date_deadline,
                }
            )
        self.activity_feedback(['mail.mail_activity_data_todo'])
        return True

    def action_close(self):
        """Close a reported loss once cause and measures are known (V8).

        :raise UserError: not reported yet, cause or measures missing
        :return: True
        """
        self.env['pharma.control.entry']._check_pharmacist()
        self.check_access('write')
        for loss in self:
            if loss.state != 'reported':
                raise UserError(self.env._("Report %s first, then close it.", loss.name))
            if not (loss.cause and loss.measures):
                raise UserError(self.env._("Fill in 'Cause' and 'What Was Done' first."))
        self.sudo().state = 'closed'  # sudo: as above
        return True

    # === BUSINESS METHODS === #
    @api.model
    def _escalate(self):
        """Tell the managers of losses whose term ends soon and that are not reported."""
        limit = fields.Datetime.now() + timedelta(hours=URGENT_HOURS)
        losses = self.search(
            [
                ('state', '=', 'draft'),
                ('date_deadline', '<=', limit),
                ('date_escalated', '=', False),
            ],
            limit=100,
        )
        losses._tell(self.env.ref('pharma_crm.group_pharma_manager'))
        losses.date_escalated = fields.Datetime.now()

    def _tell(self, group):
        """Give one member of a group who may open it an activity for each loss."""
        users = self._get_told_users(group, self.company_id)
        for loss in self:
            user = users[loss.company_id]
            if not user:
                continue
            loss = loss.with_context(lang=user.lang)  # who is to read it
            # sudo: an activity for somebody else
            loss.sudo().activity_schedule(
                'mail.mail_activity_data_todo',
                date_deadline=(loss.date_deadline or fields.Datetime.now()).date(),
                summary=loss.env._("Report loss %s to the authority", loss.name),
                user_id=user.id,
            )

    @api.model
    def _get_told_users(self, group, companies):
        """Return {company: the member of a group who is told of its losses, empty if nobody}."""
        # sudo: who is told of a loss is nothing the finder may look up
        users_sudo = group.sudo().all_user_ids.filtered(
            lambda user: (
                user.active and not user.share and user.id != self.env.ref('base.user_root').id
            )
        )
        return {
            company: users_sudo.filtered(lambda user, company=company: company in user.company_ids)[
                :1
            ]
            for company in companies
        }

    @api.model
    def _get_terms(self, registers):
        """Return {register: hours within which a loss is reported}, where a rule wants a report."""
        rules = self.env['pharma.control.rule']._get_valid(registers.company_id)
        terms = {}
        for book in registers:
            own = rules[book.company_id].filtered(lambda rule: rule.demand == 'loss')
            own = own._filter_class(book.control_class)
            if hours := min((rule.term_hours for rule in own if rule.term_hours), default=0):
                terms[book] = hours
        return terms
