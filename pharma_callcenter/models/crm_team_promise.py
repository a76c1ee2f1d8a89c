from odoo import fields, models


class CrmTeam(models.Model):
    """The working hours of a team (003-17)."""

    _inherit = 'crm.team'

    pharma_calendar_id = fields.Many2one(
        'resource.calendar',
        string="Working Hours of Tickets",
        check_company=True,
        help="By which answers to its tickets are promised. Empty: those of the company. A change"
        " holds for tickets that come from now on.",
    )
