from odoo import api, fields, models
from odoo.exceptions import AccessError

from .pharma_followup import OPEN

STAFF = 'pharma_crm.group_pharma_user'


class PharmaComplaint(models.Model):
    """Whoever complained is asked whether it is solved (000-43)."""

    _inherit = 'pharma.complaint'

    followup_ids = fields.One2many(
        'pharma.followup', 'complaint_id', string="Follow-Ups", groups=STAFF
    )
    followup_count = fields.Integer(
        string="Number of Follow-Ups", compute='_compute_followup_count', groups=STAFF
    )

    followup_rating = fields.Float(
        string="Rating by the Customer",
        compute='_compute_followup_rating',
        store=True,
        precompute=True,
        copy=False,
        aggregator='avg',
        digits=(3, 1),
        groups=STAFF,
        help="Points of 5 in the last follow-up in which he gave some.",
    )

    @api.depends('followup_ids.rating')
    def _compute_followup_rating(self):
        for ticket in self:
            rated = ticket.followup_ids.filtered('rating').sorted('id')
            ticket.followup_rating = rated[-1:].rating

    @api.depends('followup_ids')
    def _compute_followup_count(self):
        counts = dict(
            self.env['pharma.followup']._read_group(
                [('complaint_id', 'in', self.ids)], ['complaint_id'], ['__count']
            )
        )
        for ticket in self:
            ticket.followup_count = counts.get(ticket._origin, 0)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Plan the follow-up of tickets that come in solved, too.

        :param list vals_list: one dict per ticket
        :return: the new ``pharma.complaint`` records
        """
        tickets = super().create(vals_list)
        tickets.filtered(lambda ticket: ticket.state == 'solved')._plan_followups()
        return tickets

    def write(self, vals):
        """Plan a follow-up when a ticket is solved, and drop it when it goes on (000-43).

        :param dict vals: values to write
        :return: True
        """
        if not {'stage_id', 'kind_id'} & vals.keys():
            return super().write(vals)
        solved = self.filtered(lambda ticket: ticket.state == 'solved')
        result = super().write(vals)
        now = self.filtered(lambda ticket: ticket.state == 'solved')
        (now - solved)._plan_followups()
        if reopened := solved - now:
            # sudo: whoever reopens a ticket need not see what was planned about it
            followups_sudo = reopened.sudo().followup_ids
            waiting = followups_sudo.filtered(lambda followup: followup.state == 'planned')
            waiting._skip(self.env._("The ticket goes on."))
        return result

    def _plan_followups(self):
        if self:
            # sudo: the rules plan, whoever solves the ticket
            self.env['pharma.followup.rule'].sudo()._plan_for_tickets(self.sudo())

    # === RATING === #
    def rating_apply(self, rate, *args, **kwargs):
        """Let the follow-up of the ticket take what the customer chose (000-43).

        :param float rate: 0 to 5
        :return: the ``rating.rating`` record
        :raise AccessError: for people: the customer's page alone takes what he thinks
        """
        if not self.env.su:
            raise AccessError(
                self.env._("Ratings are given by customers, by the link of their e-mail.")
            )
        rating = super().rating_apply(rate, *args, **kwargs)
        # sudo: the customer came by his token; what follows is not his to see
        for ticket_sudo in self.sudo():
            ticket_sudo._take_rating(rating.sudo())  # sudo: as above
        return rating

    def _take_rating(self, rating):
        self.ensure_one()
        followups = self.followup_ids.filtered(lambda followup: followup.state != 'skipped')
        waiting = followups.filtered(lambda followup: followup.state in OPEN)
        followup = (waiting or followups).sorted('id')[-1:]
        if not followup:
            followup = followup.create({'complaint_id': self.id, 'channel': 'email'})
        if not self.env.user._is_internal():
            # what customers bring about is the system's doing, not that of the public user
            # sudo: as for the ticket
            followup = followup.with_user(self.env.ref('base.user_root')).sudo()
        vals = {'rating': rating.rating}
        if rating.feedback and rating.feedback not in (followup.note or ''):
            vals['note'] = '\n'.join(filter(None, [followup.note, rating.feedback]))
        followup.write(vals)
        followup._finish()

    # === ACTIONS === #
    def action_view_followups(self):
        """Open the follow-ups of the ticket (000-43).

        :return: window action of ``pharma.followup``
        :raise AccessError: for a ticket that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_followup_action'
        )
        action['domain'] = [('complaint_id', '=', self.id)]
        action['context'] = {'default_complaint_id': self.id}
        return action
