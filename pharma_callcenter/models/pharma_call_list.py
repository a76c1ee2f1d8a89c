from odoo import fields, models


class PharmaCallList(models.Model):
    """Customers to be called for one aim, shared out to agents (000-04, 000-18, 001-14)."""

    _name = 'pharma.call.list'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = "Call List"
    _order = 'state, date_start desc, id desc'
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [
            ('draft', "In Preparation"),
            ('running', "Running"),
            ('paused', "Paused"),
            ('done', "Done"),
        ],
        required=True,
        readonly=True,
        default='draft',
        index=True,
        copy=False,
    )
    user_id = fields.Many2one(
        'res.users', string="Responsible", default=lambda self: self.env.user, index=True
    )
    team_id = fields.Many2one('crm.team', index='btree_not_null', ondelete='restrict')
    agent_user_ids = fields.Many2many(
        'res.users', string="Agents", help="Who calls; empty: every agent of the team."
    )
    purpose_id = fields.Many2one('pharma.call.purpose', required=True, ondelete='restrict')
    script_id = fields.Many2one('pharma.contact.script', ondelete='restrict')
    survey_id = fields.Many2one('survey.survey', ondelete='restrict')
    date_start = fields.Date(string="From")
    date_end = fields.Date(string="Until")
    todo_ids = fields.One2many('pharma.call.todo', 'list_id', string="Calls to Make")
