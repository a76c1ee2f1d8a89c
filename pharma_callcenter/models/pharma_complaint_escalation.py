from odoo import api, fields, models, tools
from odoo.fields import Domain

from .pharma_complaint_kind import PRIORITIES

ABOUT = [('answer', "First Answer"), ('solve', "Solution")]
LEVELS = [('1', "Reminder"), ('2', "Manager"), ('3', "Management")]


class PharmaComplaintEscalation(models.Model):
    """When the next level is told that a ticket is not answered or solved (003-17)."""

    _name = 'pharma.complaint.escalation'
    _inherit = 'pharma.cache.source.mixin'
    _description = "Escalation of Tickets"
    _order = 'about, level, kind_id, priority, id'

    company_id = fields.Many2one('res.company', help="Empty: for every company.")
    kind_id = fields.Many2one(
        'pharma.complaint.kind', index=True, ondelete='cascade', help="Empty: every kind."
    )
    priority = fields.Selection(PRIORITIES, help="Empty: every priority.")
    about = fields.Selection(ABOUT, string="What Is Late", required=True, default='solve')
    level = fields.Selection(
        LEVELS,
        required=True,
        default='1',
        help="A reminder goes to the responsible person, the next one to the head of the owning"
        " department and the team leader, the last one to the management of the company.",
    )
    hours = fields.Float(
        default=0,
        help="Working hours: of a reminder before the date, of the other levels after it.",
    )
    active = fields.Boolean(default=True)

    _unique = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(kind_id, 0), COALESCE(priority, ''), about, level)"
        " WHERE active",
        "There is already a rule for this kind, priority and level: change that one.",
    )
    _hours_positive = models.Constraint(
        'CHECK (hours >= 0 AND hours <= 8760)', "Enter hours from 0 to 8760 (a year)."
    )

    @api.depends('kind_id', 'about', 'level')
    def _compute_display_name(self):
        abouts = dict(self._fields['about']._description_selection(self.env))
        levels = dict(self._fields['level']._description_selection(self.env))
        for rule in self:
            parts = (rule.kind_id.name, abouts.get(rule.about), levels.get(rule.level))
            rule.display_name = ': '.join(part for part in parts if part)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Add rules; they hold for the open tickets too.

        :param list vals_list: one dict per rule
        :return: the new records
        """
        rules = super().create(vals_list)
        self._follow()
        return rules

    def write(self, vals):
        """Change rules; they hold for the open tickets too.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        self._follow()
        return result

    def unlink(self):
        """Remove rules; the less specific ones hold for the open tickets.

        :return: True
        """
        result = super().unlink()
        self._follow()
        return result

    @api.model
    def _follow(self):
        """Work out anew when open tickets and questions take their next step."""
        # sudo: the rules hold for all tickets, also for those that their keeper may not read
        Ticket_sudo = self.env['pharma.complaint'].sudo()
        tickets_sudo = Ticket_sudo.search([('date_closed', '=', False)])
        self.env.add_to_compute(Ticket_sudo._fields['date_next_escalation'], tickets_sudo)
        Question_sudo = self.env['pharma.complaint.question'].sudo()  # sudo: as above
        questions_sudo = Question_sudo.search([('state', '=', 'open'), ('date_due', '!=', False)])
        self.env.add_to_compute(Question_sudo._fields['date_next_escalation'], questions_sudo)

    # === BUSINESS METHODS === #
    @api.model
    def _get_of(self, ticket):
        """Return what holds for a ticket: the most specific rule of each level.

        :param ticket: a ``pharma.complaint``
        :return: tuple of (about, level as number, hours)
        """
        return self._get_for(ticket.company_id, ticket.kind_id, ticket.priority)

    @api.model
    def _get_for(self, company, kind, priority):
        """Return what holds for a company, kind and priority, as for a ticket."""
        return self._read_rules(company._origin.id, kind._origin.id, priority)

    @api.model
    @tools.ormcache('company_id', 'kind_id', 'priority')
    def _read_rules(self, company_id, kind_id, priority):
        best = {}
        # whatever the context of who asks first
        Rule_sudo = self.sudo().with_context(active_test=True)  # sudo: kept for all users
        for rule in Rule_sudo.search(Domain.TRUE):
            matches = (
                rule.company_id.id in (False, company_id)
                and rule.kind_id.id in (False, kind_id)
                and rule.priority in (False, priority)
            )
            key = (rule.about, int(rule.level))
            if matches and (key not in best or best[key]._get_rank() < rule._get_rank()):
                best[key] = rule
        return tuple((about, level, rule.hours) for (about, level), rule in best.items())

    def _get_rank(self):
        return (bool(self.kind_id), bool(self.priority), bool(self.company_id))
