from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STAFF = 'base.group_user'
PHARMACISTS = 'pharma_crm.group_pharmacist,pharma_callcenter.group_call_supervisor'


class PharmaComplaint(models.Model):
    """Stages with requirements, and what only buttons write (000-24)."""

    _inherit = 'pharma.complaint'

    cancel_reason_id = fields.Many2one(
        'pharma.complaint.cancel.reason',
        string="Why Cancelled",
        readonly=True,
        copy=False,
        ondelete='restrict',
        tracking=True,
        groups=STAFF,
    )

    # === COMPUTE METHODS === #
    @api.depends('kind_id')
    def _compute_stage_id(self):
        # another kind has other stages: the ticket goes on in one that means the same
        for ticket in self.filtered(lambda t: t._origin.id and t.stage_id and t.kind_id):
            if ticket.stage_id not in ticket._get_stages():
                ticket.stage_id = ticket._get_stage(ticket.stage_id.state)
        return super()._compute_stage_id()

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Take in tickets; what only buttons write is refused in words.

        :param list vals_list: one dict per ticket
        :return: the new ``pharma.complaint`` records
        :raise UserError: for values that follow from answers, joining and reopening
        :raise ValidationError: for a stage that asks for more than there is
        """
        if not self.env.su:
            for vals in vals_list:
                self._refuse_button_fields(name for name in vals if vals[name])
        tickets = super().create(vals_list)
        if not self.env.su:
            tickets._check_stage_requirements()
        return tickets

    def write(self, vals):
        """Change tickets; what only buttons write is refused in words, reopening asks why.

        :param dict vals: values to write
        :return: True
        :raise UserError: for values that follow from answers, joining and reopening, and for a
            closed ticket that would be open again without a reason
        :raise ValidationError: if the stage asks for more than there is, naming all of it
        """
        if not self.env.su:
            self._refuse_button_fields(
                name
                for name in vals
                if name in self._get_button_fields()
                and any(ticket._is_changed(name, vals[name]) for ticket in self)
            )
            if vals.get('stage_id'):
                stage = self.env['pharma.complaint.stage'].browse(vals['stage_id'])
                self.filtered(lambda ticket: ticket.state != stage.state)._check_open()
        result = super().write(vals)
        if 'stage_id' in vals and not self.env.su:
            self._check_stage_requirements()
        return result

    def _is_changed(self, name, value):
        field = self._fields[name]
        return self[name] != field.convert_to_record(field.convert_to_cache(value, self), self)

    @api.model
    def _get_button_fields(self):
        """Return the fields that follow from buttons and messages, with what to do instead."""
        stage = self.env._("it follows from the stage and the kind")
        return {
            'cancel_reason_id': self.env._("press 'Cancel Ticket'"),
            'nature': stage,
            'purchase_state': self.env._("it follows from orders and deliveries"),
        }

    @api.model
    def _refuse_button_fields(self, names):
        hints = self._get_button_fields()
        if name := next((name for name in names if name in hints), None):
            raise UserError(
                self.env._(
                    "The field '%(field)s' of a ticket is not written by hand: %(hint)s. Leave it"
                    " out.",
                    field=self._fields[name]._description_string(self.env),
                    hint=hints[name],
                )
            )

    # === CHECKS === #
    @api.constrains('stage_id', 'kind_id')
    def _check_stage_of_kind(self):
        for ticket in self:
            stage, stages = ticket.stage_id, ticket._get_stages()
            # an archived stage is left alone until the ticket moves on
            if stage.active and stage not in stages:
                raise ValidationError(
                    self.env._(
                        "Ticket %(number)s: the stage '%(stage)s' is not one of the kind"
                        " '%(kind)s'. Choose one of: %(stages)s.",
                        number=ticket.number,
                        stage=stage.name,
                        kind=ticket.kind_id.name,
                        stages=', '.join(stages.mapped('name')),
                    )
                )

    def _check_stage_requirements(self):
        """Refuse a stage that asks for more than there is, and name all of it.

        No constraint, as these run past all rights: people are asked, whoever they are, and what
        the suite does by itself answers for itself.
        """
        told = []
        for ticket in self:
            obstacles = ticket._get_stage_obstacles(ticket.stage_id)
            if obstacles:
                head = self.env._(
                    "Ticket %(number)s cannot go to '%(stage)s' yet:",
                    number=ticket.number,
                    stage=ticket.stage_id.name,
                )
                told.append('\n'.join([head, *(f'- {obstacle}' for obstacle in obstacles)]))
        if told:
            raise ValidationError('\n'.join(told))

    def _get_stage_obstacles(self, stage):
        """Return what a ticket lacks for a stage, each with what to do; other topics add theirs.

        :param stage: ``pharma.complaint.stage`` that the ticket is to enter
        :return: list of str, empty if it may go there (000-24)
        """
        self.ensure_one()
        missing = []
        # one that was reopened needs another answer, whatever the stage asks for
        has_to_answer = stage.require_answer or (stage.state == 'solved' and self.date_reopened)
        if has_to_answer and not self._is_answered():
            missing.append(
                self.env._(
                    "The customer has no answer to what he said last: press 'Record Answer'."
                )
            )
        if stage.require_solution and not (self.solution or '').strip():
            missing.append(self.env._("Write on the page 'Solution' what was found and done."))
        if stage.require_user and not self.user_id:
            missing.append(self.env._("Nobody is responsible: press 'Take'."))
        if stage.require_category and not self.category_id:
            missing.append(self.env._("Choose what it was about in the field 'Category'."))
        if stage.require_pharmacist and self._lacks_pharmacist():
            missing.append(
                self.env._("A pharmacist has to answer first: press 'Ask a Pharmacist'.")
            )
        if stage.state == 'cancelled' and not self.cancel_reason_id:
            missing.append(self.env._("Say why: press 'Cancel Ticket'."))
        return missing

    # === ACTIONS === #
    def action_cancel(self):
        """Open the window that asks why tickets are cancelled (000-24).

        :return: window action of ``pharma.complaint.cancel``
        :raise AccessError: for tickets the user may not write
        """
        return self._get_wizard_action('pharma_callcenter.pharma_complaint_cancel_action')

    # === BUSINESS METHODS === #
    def _get_stages(self):
        """Return the stages that the ticket's kind has, in their order."""
        self.ensure_one()
        return self.env['pharma.complaint.stage']._get_of_kind(self.kind_id)

    def _get_stage(self, state):
        """Return the first stage of a state that the ticket's kind has; empty if it has none.

        :param str state: of a stage, e.g. 'open'
        """
        return self._get_stages().filtered(lambda stage: stage.state == state)[:1]

    def _move_to(self, state):
        """Move tickets to their first stage of a state.

        :raise UserError: where the kind has none
        """
        for stage, tickets in self.grouped(lambda ticket: ticket._get_stage(state)).items():
            if not stage:
                raise UserError(
                    self.env._(
                        "The kind '%(kind)s' has no stage of the state '%(state)s'. Add one in"
                        " Ticket Set-Up > Stages of Tickets.",
                        kind=tickets[0].kind_id.name,
                        state=dict(self._fields['state']._description_selection(self.env))[state],
                    )
                )
            tickets.write({'stage_id': stage.id})

    def _cancel(self, reason, note=''):
        """Cancel open tickets.

        :param reason: ``pharma.complaint.cancel.reason``
        :param str note: what else is to be known, for the staff
        :raise AccessError: for tickets the user may not write
        :raise UserError: for closed ones
        """
        self.check_access('write')
        self._check_open()
        # sudo: the reason is written by this button only; the right was checked above
        self.sudo().cancel_reason_id = reason
        self._move_to('cancelled')
        if note:
            for ticket in self:
                ticket._message_log(body=note)

    @api.model
    def _check_pharmacist(self):
        if not (self.env.su or self.env.user.has_groups(PHARMACISTS)):
            raise AccessError(
                self.env._(
                    "Only pharmacists and supervisors give the professional answer. Press 'Ask a"
                    " Pharmacist'."
                )
            )
