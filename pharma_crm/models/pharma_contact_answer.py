from odoo import api, fields, models


class PharmaContactAnswer(models.Model):
    """What a customer answered to a question of a script, and when (001-11).

    Answers are history: they come from contacts and are not changed.
    """

    _name = 'pharma.contact.answer'
    _description = "Answer of a Customer"
    _order = 'date desc, id desc'

    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        'res.company',
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    line_id = fields.Many2one(
        'pharma.contact.script.line',
        string="Question",
        required=True,
        readonly=True,
        index=True,
        ondelete='restrict',
    )
    script_id = fields.Many2one(
        related='line_id.script_id', string="Script", store=True, index='btree_not_null'
    )
    choice_id = fields.Many2one(
        'pharma.contact.script.choice',
        string="Chosen Answer",
        readonly=True,
        index='btree_not_null',
        ondelete='restrict',
    )
    value_number = fields.Float(string="Number", readonly=True, aggregator='avg')
    value_text = fields.Text(string="Text", readonly=True)
    # whoever reads an answer reads the question, whatever became of its script
    value = fields.Char(string="Answer", compute='_compute_value', compute_sudo=True)
    user_id = fields.Many2one(
        'res.users', string="Asked By", required=True, readonly=True, ondelete='restrict'
    )
    date = fields.Datetime(required=True, readonly=True, index=True, default=fields.Datetime.now)

    _partner_date = models.Index('(partner_id, date DESC, id DESC)')

    @api.depends('choice_id.name', 'value_number', 'value_text', 'line_id.answer_type')
    @api.depends_context('lang')
    def _compute_value(self):
        for answer in self:
            if answer.choice_id:
                answer.value = answer.choice_id.name
            elif answer.line_id.answer_type == 'number':
                answer.value = f'{answer.value_number:g}'
            else:
                answer.value = answer.value_text

    @api.depends('line_id.content', 'value')
    def _compute_display_name(self):
        for answer in self:
            # sudo: as above
            question = answer.line_id.sudo().content
            answer.display_name = f'{question} {answer.value or ""}'.strip()
