from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

SUPERVISORS = 'pharma_callcenter.group_call_supervisor,pharma_crm.group_pharma_manager'
WAIVER_FIELDS = ('proof_waiver_id', 'proof_waiver_reason')


class PharmaComplaint(models.Model):
    """Service requests that follow from complaints, proof of purchase (002-13, 002-14)."""

    _inherit = 'pharma.complaint'

    parent_id = fields.Many2one(
        'pharma.complaint',
        string="From Ticket",
        index='btree_not_null',
        ondelete='restrict',
        copy=False,
        check_company=True,
        groups='base.group_user',
        help="The complaint from which this service request follows.",
    )
    child_ids = fields.One2many(
        'pharma.complaint', 'parent_id', string="Service Requests", groups='base.group_user'
    )
    child_count = fields.Integer(
        string="Number of Service Requests",
        compute='_compute_child_count',
        groups='base.group_user',
    )
    require_proof = fields.Boolean(related='kind_id.require_proof', groups='base.group_user')
    proof_waiver_id = fields.Many2one(
        'res.users',
        string="Proof Waived By",
        readonly=True,
        copy=False,
        ondelete='restrict',
        groups='base.group_user',
    )
    proof_waiver_reason = fields.Char(
        string="Why without Proof", readonly=True, copy=False, groups='base.group_user'
    )

    def _compute_child_count(self):
        # sudo: a number, of a ticket that the user reads
        counts = dict(
            self.env['pharma.complaint']
            .sudo()
            ._read_group([('parent_id', 'in', self.ids)], ['parent_id'], ['__count'])
        )
        for ticket in self:
            ticket.child_count = counts.get(ticket._origin, 0)

    # === CHECKS === #
    @api.constrains('parent_id')
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A ticket cannot follow from itself. Choose another 'From Ticket'.")
            )

    @api.constrains('stage_id', 'kind_id')
    def _check_proof(self):
        for ticket in self:
            if obstacle := ticket._get_proof_obstacle(ticket.stage_id):
                raise ValidationError(obstacle)

    def _get_proof_obstacle(self, stage):
        """Return why a ticket without proof of purchase cannot reach a stage, or None (002-14)."""
        self.ensure_one()
        if (
            not self.kind_id.require_proof
            or stage.state in ('new', 'cancelled')
            or self.purchase_state == 'proven'
            or self.proof_waiver_id
        ):
            return None
        return self.env._(
            "%(kind)s '%(ticket)s' needs a proof of purchase: enter the customer and the order, or"
            " ask a supervisor to press 'Waive Proof'.",
            kind=self.kind_id.name,
            ticket=self.number,
        )

    def _get_stage_obstacles(self, stage):
        """Return what stands in the way of a stage: the missing proof of purchase (002-14).

        :param stage: ``pharma.complaint.stage``
        :return: list of sentences
        """
        obstacles = super()._get_stage_obstacles(stage)
        obstacle = self._get_proof_obstacle(stage)
        return [*obstacles, obstacle] if obstacle else obstacles

    def write(self, vals):
        """Refuse a waiver of the proof that is not the button's.

        :param dict vals: values to write
        :return: True
        :raise UserError: for the waiver, in words
        """
        if not self.env.su and {'proof_waiver_id', 'proof_waiver_reason'} & vals.keys():
            self._refuse_waiver()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """Take in tickets, none of them with a waiver of the proof.

        :param list vals_list: one dict per ticket
        :return: the new ``pharma.complaint`` records
        :raise UserError: for the waiver, in words
        """
        if not self.env.su and any(
            vals.get('proof_waiver_id') or vals.get('proof_waiver_reason') for vals in vals_list
        ):
            self._refuse_waiver()
        return super().create(vals_list)

    def _refuse_waiver(self):
        raise UserError(
            self.env._("The proof of purchase is waived by a supervisor with 'Waive Proof' only.")
        )

    # === ACTIONS === #
    def action_service_request(self):
        """Open the open service request of the complaint, else the form of a new one (002-13).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for a ticket that the user may not read
        :raise UserError: if no kind of ticket is a service request
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_action_new'
        )
        child = self.search(
            [
                ('parent_id', '=', self.id),
                ('nature', '=', 'service'),
                ('date_closed', '=', False),
            ],
            limit=1,
        )
        if child:
            return {**action, 'res_id': child.id, 'name': child.display_name}
        kind = self.env['pharma.complaint.kind'].search(
            [('nature', '=', 'service'), ('company_id', 'in', [self.company_id.id, False])], limit=1
        )
        if not kind:
            raise UserError(
                self.env._(
                    "No kind of ticket is a service request. A supervisor adds one in 'Kinds of"
                    " Tickets'."
                )
            )
        vals = self._prepare_service_vals(kind)
        action['context'] = {f'default_{name}': value for name, value in vals.items()}
        return action

    def _prepare_service_vals(self, kind):
        """Return the values of a service request that follows from this ticket, as a dict."""
        self.ensure_one()
        vals = {'kind_id': kind.id, 'parent_id': self.id, 'description': self.description}
        for name in (
            'company_id',
            'partner_id',
            'order_id',
            'product_id',
            'lot_id',
            'warehouse_id',
            'origin_id',
            'team_id',
            'user_id',
        ):
            vals[name] = self[name].id
        if not self.partner_id:
            vals.update(
                contact_name=self.contact_name, phone=self.phone, email_from=self.email_from
            )
        return vals

    def action_view_children(self):
        """Open the service requests that follow from the ticket (002-13).

        :return: window action of ``pharma.complaint``
        :raise AccessError: for a ticket that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_action'
        )
        action.update(domain=[('parent_id', '=', self.id)], context={'create': False})
        return action

    def action_waive_proof(self):
        """Open the form in which a supervisor says why no proof is needed (002-14).

        :return: window action of ``pharma.complaint.waive``
        :raise AccessError: for others than supervisors and managers
        """
        self.ensure_one()
        self._check_waiver()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_waive_action'
        )
        return {**action, 'context': {'default_complaint_id': self.id}}

    def _waive_proof(self, reason):
        """Do without the proof of purchase, and log who said so and why (002-14)."""
        self._check_waiver()
        for ticket in self:
            # sudo: by hand nobody may write the waiver; the role was checked above
            ticket.sudo().write({'proof_waiver_id': self.env.uid, 'proof_waiver_reason': reason})
            ticket.message_post(
                body=self.env._("Proof of purchase waived: %(reason)s", reason=reason),
                subtype_xmlid='mail.mt_note',
            )

    def _check_waiver(self):
        self.check_access('write')
        if not (self.env.su or self.env.user.has_groups(SUPERVISORS)):
            raise AccessError(
                self.env._("Only supervisors and managers waive the proof of purchase.")
            )
