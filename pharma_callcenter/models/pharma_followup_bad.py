from odoo import api, fields, models
from odoo.tools import plaintext2html

from .pharma_complaint_stage import CLOSED
from .pharma_followup import STAFF

# Category of the ticket that a bad answer opens, by what is wrong.
CATEGORIES = {
    'side_effect': 'pharma_complaint_category_side_effect',
    'complete': 'pharma_complaint_category_incomplete',
    'quantity': 'pharma_complaint_category_wrong',
    'rating': 'pharma_complaint_category_service',
}
TOLD_PHARMACISTS = 20


class PharmaFollowup(models.Model):
    """A bad answer reopens the ticket or opens one, exactly once (000-32, 003-16)."""

    _inherit = 'pharma.followup'

    date_handled = fields.Datetime(
        string="Seen To On",
        readonly=True,
        copy=False,
        help="When a bad answer opened or reopened a ticket.",
    )
    bad_reasons = fields.Char(string="What Is Wrong", readonly=True, copy=False, groups=STAFF)
    bad_complaint_ids = fields.Many2many(
        'pharma.complaint',
        'pharma_followup_bad_complaint_rel',
        'followup_id',
        'complaint_id',
        string="Tickets It Led To",
        readonly=True,
        copy=False,
    )

    # === ORIGIN OF TICKETS === #
    @api.model
    def _get_complaint_origin(self):
        return self.env.ref('pharma_callcenter.pharma_complaint_origin_followup')

    def _prepare_complaint_vals(self):
        """Add whom the follow-up asked about what; what is wrong comes with the answers."""
        vals = super()._prepare_complaint_vals()
        vals |= {
            'company_id': self.company_id.id,
            'partner_id': self.partner_id.id,
            'order_id': self.order_id.id,
            # sudo: the branch chooses the team, also where whoever asked does not read the order
            'warehouse_id': self.order_id.sudo().warehouse_id.id,
        }
        # sudo: the contact of a ticket's caller who is no customer goes on with him
        if ticket_sudo := self.complaint_id.sudo():
            vals['product_id'] = ticket_sudo.product_id.id
            if not self.partner_id:
                vals |= {name: ticket_sudo[name] for name in ('contact_name', 'phone')}
                vals['email_from'] = ticket_sudo.email_from
        return vals

    # === BAD ANSWERS === #
    def _handle_bad(self):
        """Reopen the ticket, or open one; a side effect goes to the pharmacist as well.

        Writing the moment first locks the row: of two answers at the same time the second one is
        taken again and finds it handled.
        """
        for followup in self:
            reasons = followup._get_bad_reasons()
            if followup.date_handled or not reasons:
                continue
            followup.write(
                {
                    'date_handled': fields.Datetime.now(),
                    'bad_reasons': followup._get_reason_text(reasons),
                }
            )
            followup.flush_recordset(['date_handled'])
            others = [name for name in reasons if name != 'side_effect']
            if others and followup.complaint_id:
                followup._reopen_ticket()
            elif others:
                followup._open_ticket('complaint', others[0])
            if 'side_effect' in reasons:
                followup._open_ticket('professional', 'side_effect')

    def _get_reason_text(self, reasons):
        words = {
            'side_effect': self.env._("side effect"),
            'solved': self.env._("not solved"),
            'complete': self.env._("not complete"),
            'quantity': self.env._("wrong quantity"),
            'rating': self.env._("%(rating)s of 5", rating=round(self.rating)),
        }
        return ', '.join(words[name] for name in reasons)

    def _get_answer_text(self):
        """Return what the customer answered, in the words of the survey."""
        self.ensure_one()
        lines = [self.env._("Follow-up: %(reasons)s.", reasons=self.bad_reasons)]
        lines += [
            f'{line.question_id.title} {line.display_name}'
            for line in self.survey_input_id.user_input_line_ids
            if not line.skipped
        ]
        if self.note:
            lines.append(self.note)
        return '\n'.join(lines)

    def _reopen_ticket(self):
        self.ensure_one()
        ticket = self.complaint_id
        text = self._get_answer_text()
        if ticket.state in CLOSED:
            ticket._action_reopen(text)
        else:
            ticket.message_post(body=plaintext2html(text), subtype_xmlid='mail.mt_note')
        self._tell(ticket, ticket.user_id or ticket.team_id.user_id or self.user_id)

    def _open_ticket(self, nature, reason):
        """Open a ticket of a nature about what is wrong, linked to the follow-up.

        :param str nature: 'complaint', or 'professional' for the pharmacist
        :param str reason: what is wrong most
        :return: the ``pharma.complaint``
        """
        self.ensure_one()
        Kind = self.env['pharma.complaint.kind']
        kinds = Kind.search([('company_id', 'in', [self.company_id.id, False])])
        kind = kinds.filtered(lambda kind: kind.nature == nature)[:1] or Kind._get_default(
            self.company_id
        )
        name = CATEGORIES.get(reason)
        category = name and self.env.ref(f'pharma_callcenter.{name}', raise_if_not_found=False)
        vals = self._prepare_complaint_vals() | {
            'kind_id': kind.id,
            'category_id': category.id if category and category.active else False,
            'description': self._get_answer_text(),
        }
        is_own = self.channel != 'call' and not self.env.user._is_internal()
        if is_own or self.env.uid == self.env.ref('base.user_root').id:
            vals['origin_id'] = self.env.ref('pharma_callcenter.pharma_complaint_origin_survey').id
        told = self.user_id
        if nature == 'professional':
            told = self._get_pharmacists()
            stage = self.env.ref(
                'pharma_callcenter.pharma_complaint_stage_pharmacist', raise_if_not_found=False
            )
            if stage and stage.active and kind in (stage.kind_ids or kind):
                vals['stage_id'] = stage.id
        else:
            vals |= {'user_id': self.user_id.id, 'team_id': self.team_id.id}
        Ticket = self.env['pharma.complaint'].with_company(self.company_id)
        # what a customer answers has no lot or branch: nothing is demanded of it
        ticket = Ticket.with_context(pharma_ticket_arrives=True).create(vals)
        self.bad_complaint_ids = [fields.Command.link(ticket.id)]
        self._tell(ticket, told or self.team_id.user_id)
        return ticket

    def _get_pharmacists(self):
        group = self.env.ref('pharma_crm.group_pharmacist')
        return self.env['res.users'].search(
            [
                ('all_group_ids', '=', group.id),
                ('company_ids', '=', self.company_id.id),
                ('share', '=', False),
            ],
            limit=TOLD_PHARMACISTS,
        )

    def _tell(self, ticket, users):
        """Tell people of a bad answer; what the customer said stands in the ticket only."""
        users = users.filtered('active')
        if not users:
            return
        ticket.message_notify(
            partner_ids=users.partner_id.ids,
            subject=self.env._("A customer is not content: %(ticket)s", ticket=ticket.display_name),
            body=self.env._("The follow-up was answered badly. Please see to the ticket."),
        )
