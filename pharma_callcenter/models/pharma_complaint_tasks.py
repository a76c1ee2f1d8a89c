from odoo import fields, models

from .pharma_complaint_task import OPEN, TICKET_READERS


class PharmaComplaint(models.Model):
    """What other departments and the expert on duty are asked to do (002-15, 001-09)."""

    _inherit = 'pharma.complaint'

    task_ids = fields.One2many(
        'pharma.complaint.task', 'complaint_id', string="Tasks", groups=TICKET_READERS
    )
    task_count = fields.Integer(
        string="Number of Tasks", compute='_compute_task_count', groups='base.group_user'
    )
    open_task_count = fields.Integer(
        string="Open Tasks", compute='_compute_task_count', groups='base.group_user'
    )
    duty_contact = fields.Char(
        string="On Duty Now", compute='_compute_duty_contact', groups='base.group_user'
    )

    # === COMPUTE METHODS === #
    def _compute_task_count(self):
        # sudo: a number, of a ticket that the user reads
        rows = (
            self.env['pharma.complaint.task']
            .sudo()
            ._read_group([('complaint_id', 'in', self.ids)], ['complaint_id', 'state'], ['__count'])
        )
        for ticket in self:
            mine = [(state, count) for other, state, count in rows if other.id == ticket._origin.id]
            ticket.task_count = sum(count for _state, count in mine)
            ticket.open_task_count = sum(count for state, count in mine if state in OPEN)

    def _compute_duty_contact(self):
        known = {}
        for ticket in self:
            key = (ticket.company_id, ticket.team_id, ticket.warehouse_id)
            if key not in known:
                known[key] = ticket.company_id._pharma_duty_contact(*key[1:])
            ticket.duty_contact = known[key]

    # === ACTIONS === #
    def action_ask_department(self):
        """Open the form by which another department is asked (002-15).

        :return: window action of a new ``pharma.complaint.task.ask``
        :raise AccessError: for a ticket that the user may not read
        """
        return self._ask('department', {})

    def action_call_expert(self):
        """Open the form by which the expert on duty is asked to contact the customer (001-09).

        :return: window action of a new ``pharma.complaint.task.ask``
        :raise AccessError: for a ticket that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        who = ', '.join(
            part for part in (self.partner_id.name or self.contact_name, self.phone) if part
        )
        expert = self.company_id._pharma_expert_on_duty(
            team=self.team_id, warehouse=self.warehouse_id
        )
        return self._ask(
            'duty',
            {
                'name': self.env._("Contact the customer: %(who)s", who=who or self.number),
                'user_id': expert.id if len(expert) == 1 else False,
                'date_due': fields.Datetime.add(
                    fields.Datetime.now(), minutes=self.company_id.pharma_duty_minutes
                ),
            },
        )

    def _ask(self, kind, defaults):
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_task_ask_action'
        )
        defaults = {'kind': kind, 'complaint_id': self.id, **defaults}
        action['context'] = {f'default_{name}': value for name, value in defaults.items()}
        if kind == 'duty':
            action['name'] = self.env._("Call the Duty Expert")
        return action

    def action_view_tasks(self):
        """Open the tasks of the ticket with their feedback (002-15).

        :return: window action of ``pharma.complaint.task``
        :raise AccessError: for a ticket that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_task_action'
        )
        # sudo: ids alone; the list reads them with the user's rights, who may not search by ticket
        tasks = self.env['pharma.complaint.task'].sudo().search([('complaint_id', '=', self.id)])
        action.update(domain=[('id', 'in', tasks.ids)], context={'create': False})
        return action

    # === STAGES === #
    def _get_stage_obstacles(self, stage):
        """Return what stands in the way of a stage: open tasks, where the stage wants them ended.

        :param stage: ``pharma.complaint.stage``
        :return: list of sentences
        """
        obstacles = super()._get_stage_obstacles(stage)
        if stage.require_tasks and self.open_task_count:
            obstacles = [
                *obstacles,
                self.env._(
                    "%(count)s task(s) of other departments are open. Wait for their feedback, or"
                    " end them with a word why.",
                    count=self.open_task_count,
                ),
            ]
        return obstacles
