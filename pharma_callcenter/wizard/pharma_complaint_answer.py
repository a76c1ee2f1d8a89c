from odoo import api, fields, models
from odoo.tools import html2plaintext, plaintext2html

from ..models.pharma_complaint_answer import ANSWER_CHANNELS


class PharmaComplaintAnswer(models.TransientModel):
    """What the customer is told, or was told: one window for every channel (000-24)."""

    _name = 'pharma.complaint.answer'
    _description = "Record Answer"

    ticket_id = fields.Many2one(
        'pharma.complaint', required=True, readonly=True, ondelete='cascade'
    )
    # with the user's own rights: whoever names another ticket reads nothing of it
    partner_id = fields.Many2one(related='ticket_id.partner_id', related_sudo=False)
    company_id = fields.Many2one(related='ticket_id.company_id')
    phone = fields.Char(related='ticket_id.phone', related_sudo=False)
    channel = fields.Selection(ANSWER_CHANNELS, required=True, default='call')
    template_id = fields.Many2one(
        'mail.template',
        domain=[('model', '=', 'pharma.complaint')],
        help="A text that was prepared for tickets.",
    )
    approved_answer_id = fields.Many2one(
        'pharma.approved.answer',
        domain="[('is_valid', '=', True), ('company_id', 'in', [company_id, False])]",
        help="An answer that a pharmacist has approved word for word.",
    )
    body = fields.Html(
        string="Answer",
        compute='_compute_body',
        compute_sudo=False,
        store=True,
        readonly=False,
        sanitize_style=True,
        help="By e-mail it is sent to the customer; otherwise write what he was told.",
    )
    is_see_doctor = fields.Boolean(
        string="Advised to See a Doctor",
        help="The customer was told to see a doctor; who said so, and when, is kept.",
    )
    contact_warning = fields.Char(compute='_compute_contact_warning')
    next_state = fields.Selection(
        [
            ('stay', "Stays Where It Is"),
            ('waiting', "Waits for the Customer"),
            ('solved', "Solved"),
        ],
        string="The Ticket Then",
        required=True,
        default='stay',
    )
    solution = fields.Text(
        compute='_compute_solution',
        compute_sudo=False,
        store=True,
        readonly=False,
        help="What was found and done, for the customer to read.",
    )

    # === COMPUTE METHODS === #
    @api.depends('template_id', 'approved_answer_id')
    def _compute_body(self):
        for wizard in self:
            text = wizard.body
            if wizard.template_id and wizard.template_id != wizard._origin.template_id:
                ids = wizard.ticket_id.ids
                text = wizard.template_id._render_field('body_html', ids, compute_lang=True)[ids[0]]
            if wizard.approved_answer_id != wizard._origin.approved_answer_id:
                answer = plaintext2html(wizard.approved_answer_id.answer or '')
                text = (text or '') + answer
            wizard.body = text

    @api.depends('ticket_id')
    def _compute_solution(self):
        for wizard in self:
            wizard.solution = wizard.ticket_id.solution

    @api.depends('channel', 'ticket_id')
    def _compute_contact_warning(self):
        for wizard in self:
            ticket = wizard.ticket_id
            wizard.contact_warning = ticket and ticket._get_answer_refusal(wizard.channel)

    # === ACTIONS === #
    def action_apply(self):
        """Send or note the answer, keep the advice, and move the ticket on (000-24, 004-68).

        :return: action that closes the window
        :raise AccessError: for a ticket the user may not write
        :raise UserError: as :meth:`_post_answer`
        :raise ValidationError: if the ticket may not go on yet, naming all that is missing
        """
        self.ensure_one()
        ticket = self.ticket_id
        ticket.check_access('write')
        ticket._post_answer(self.body, self.channel)
        if self.is_see_doctor:
            ticket._register_see_doctor()
        if self.next_state == 'solved':
            # what the customer was told is the solution, unless it is put in other words
            answer = html2plaintext(self.body or '').strip()
            ticket.solution = (self.solution or '').strip() or answer
        if self.next_state != 'stay':
            ticket._move_to(self.next_state)
        return {'type': 'ir.actions.act_window_close'}
