import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from .pharma_complaint_task import TICKET_READERS

EXPERTS = 'pharma_crm.group_pharmacist'


class PharmaComplaintQuestion(models.Model):
    """What an employee is unsure of, for an expert to answer (001-12).

    A normal one waits for the hand-over of the next working day; an important one goes to the
    expert on duty at once.
    """

    _name = 'pharma.complaint.question'
    _inherit = ['pharma.complaint.work.mixin']
    _description = "Open Question"
    _order = 'importance desc, date_handover, id'
    _check_company_auto = True
    _button_fields = (
        'state',
        'user_id',
        'date_asked',
        'date_handover',
        'date_answered',
        'answer_user_id',
        'approved_answer_id',
        'date_due',
        'escalation_level',
        'date_next_escalation',
    )

    name = fields.Char(string="Question", required=True, tracking=True)
    description = fields.Text(string="Details", help="What is known, and what was said so far.")
    complaint_id = fields.Many2one(
        'pharma.complaint',
        string="Ticket",
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        groups=TICKET_READERS,
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    importance = fields.Selection(
        [('0', "Normal"), ('1', "Important")],
        required=True,
        default='0',
        tracking=True,
        help="Normal: hand-over of the next working day. Important: the expert on duty is told at"
        " once.",
    )
    state = fields.Selection(
        [('open', "Open"), ('answered', "Answered"), ('cancelled', "Cancelled")],
        required=True,
        readonly=True,
        default='open',
        copy=False,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        'res.users',
        string="Asked By",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete='restrict',
        default=lambda self: self.env.user,
    )
    expert_id = fields.Many2one(
        'res.users',
        index='btree_not_null',
        ondelete='restrict',
        copy=False,
        tracking=True,
        domain=[('share', '=', False)],
        help="Who answers; empty: whichever pharmacist takes it.",
    )
    date_asked = fields.Datetime(
        string="Asked On", required=True, readonly=True, copy=False, default=fields.Datetime.now
    )
    date_handover = fields.Date(
        string="Hand-Over On",
        compute='_compute_date_handover',
        store=True,
        precompute=True,
        index=True,
        help="The working day on which an expert takes it up.",
    )
    answer = fields.Text(copy=False)
    date_answered = fields.Datetime(string="Answered On", readonly=True, copy=False)
    answer_user_id = fields.Many2one(
        'res.users', string="Answered By", readonly=True, copy=False, ondelete='restrict'
    )
    approved_answer_id = fields.Many2one(
        'pharma.approved.answer',
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="The proposal of an approved answer that was made of it.",
    )
    is_expert = fields.Boolean(compute='_compute_is_expert')

    # === COMPUTE METHODS === #
    @api.depends('importance', 'date_asked', 'company_id')
    def _compute_date_handover(self):
        for question in self:
            question.date_handover = question._get_handover_day()

    def _get_handover_day(self):
        """Return the company's day: today if important, else its next working day."""
        self.ensure_one()
        company = self.company_id
        zone = pytz.timezone(company._pharma_tz())
        asked = pytz.utc.localize(self.date_asked or fields.Datetime.now()).astimezone(zone)
        if self.importance == '1':
            return asked.date()
        tomorrow = zone.localize(fields.Datetime.to_datetime(fields.Date.add(asked.date(), days=1)))
        # sudo: the working hours and holidays of the company
        calendar = company.sudo().resource_calendar_id
        # the first minute of work from tomorrow on
        moment = calendar and calendar.plan_hours(1 / 60, tomorrow, compute_leaves=True)
        return moment.astimezone(zone).date() if moment else tomorrow.date()

    @api.depends('expert_id')
    @api.depends_context('uid')
    def _compute_is_expert(self):
        is_pharmacist = self.env.user.has_group(EXPERTS)
        for question in self:
            question.is_expert = is_pharmacist or question.expert_id == self.env.user

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Note questions, and tell the expert on duty of the important ones at once (001-12).

        :param list vals_list: one dict per question
        :return: the new ``pharma.complaint.question`` records
        :raise AccessError: for a ticket that the user may not read
        """
        if not self.env.su:
            self._check_tickets(vals_list)
            for vals in vals_list:
                if vals.get('answer') and not self.env.user.has_group(EXPERTS):
                    self._refuse_answer()
        questions = super().create(vals_list)
        questions._check_ticket_read()
        questions.filtered(lambda q: q.importance == '1')._call_expert()
        return questions

    def write(self, vals):
        """Change a question; the answer is the expert's, and both stay once it is answered.

        :param dict vals: values to write
        :return: True
        :raise UserError: for an answer by others, or for an answered question
        """
        if not self.env.su:
            self._check_tickets([vals])
            if {'answer', 'expert_id'} & vals.keys() and not all(q.is_expert for q in self):
                self._refuse_answer()
            if {'name', 'description', 'answer', 'importance'} & vals.keys() and any(
                question.state != 'open' for question in self
            ):
                raise UserError(
                    self.env._("The question is closed. Ask a new one if something is left open.")
                )
        urgent = self.filtered(lambda q: q.importance == '0' and q.state == 'open')
        result = super().write(vals)
        if vals.get('importance') == '1':
            urgent._call_expert()
        return result

    @api.model
    def _check_tickets(self, vals_list):
        ids = {vals['complaint_id'] for vals in vals_list if vals.get('complaint_id')}
        self.env['pharma.complaint'].browse(ids).check_access('read')

    def _refuse_answer(self):
        raise UserError(
            self.env._(
                "Questions are answered by pharmacists and the expert who was called. Write what"
                " you know into 'Details'."
            )
        )
