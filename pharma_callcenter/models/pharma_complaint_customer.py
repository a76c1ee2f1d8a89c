from odoo import api, fields, models
from odoo.tools import SQL, format_date

from .pharma_complaint_stage import CLOSED

OPEN_SHOWN = 5
RECENT_SHOWN = 3


class PharmaComplaint(models.Model):
    """The customer's open and recent tickets, shown while a new one is typed (000-23)."""

    _inherit = 'pharma.complaint'

    customer_tickets = fields.Json(
        compute='_compute_customer_tickets',
        groups='base.group_user',
        help="Open tickets of the customer and of his company, and those closed last.",
    )

    _customer = models.Index(
        '(commercial_partner_id, date_closed DESC, id DESC)'
        " WHERE commercial_partner_id IS NOT NULL AND state != 'cancelled'"
    )

    @api.depends('partner_id', 'company_id')
    def _compute_customer_tickets(self):
        for ticket in self:
            # read from a form, one record at a time
            ticket.customer_tickets = ticket._get_customer_tickets()

    def _get_customer_tickets(self):
        """Return what to show of the other tickets of this ticket's customer.

        Whoever takes in a ticket has to know that the customer came before, even with a colleague
        of another team: number, kind, matter, stage and responsible are shown for each, subject
        and link only for those the user may read.

        :return: list of dict with ``id``, ``number``, ``text``, ``stage``, ``user``, ``date``,
            ``is_open``, ``can_open``
        """
        self.ensure_one()
        ids = self._find_customer_tickets(self.partner_id.commercial_partner_id, self._origin)
        tickets = self.browse(ids)
        readable = tickets._filtered_access('read')
        shown = []
        # sudo: see above, no text of the customer for those who may not read the ticket
        for ticket in tickets.sudo():
            about = ticket.product_id.name or ticket.category_id.name
            made = ': '.join(filter(None, (ticket.kind_id.name, about)))
            can_open = ticket.id in readable.ids
            shown.append(
                {
                    'id': ticket.id,
                    'number': ticket.number,
                    'text': ticket.name if can_open else made,
                    'stage': ticket.stage_id.name,
                    'user': ticket.user_id.name or '',
                    'date': format_date(self.env, ticket._get_received_day()),
                    'relation': ticket.relation,
                    'is_open': ticket.state not in CLOSED,
                    'can_open': can_open,
                }
            )
        return shown

    def _get_received_day(self):
        self.ensure_one()
        zone = self.company_id._pharma_screen_tz()
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), self.date_received)

    @api.model
    def _find_customer_tickets(self, partner, besides=None):
        """Return ids of the open tickets of a customer, newest first, and of those closed last.

        Both are answered by the first rows of one index, however many tickets there are.

        :param partner: ``res.partner``, the commercial one
        :param besides: a ticket that is left out
        """
        if not partner:
            return []
        self.flush_model(['commercial_partner_id', 'state', 'date_closed', 'company_id'])
        part = """(
            SELECT id, %(rank)s AS rank, date_closed
            FROM pharma_complaint
            WHERE commercial_partner_id = %(partner)s AND state != 'cancelled'
                AND company_id = ANY(%(companies)s) AND id != %(besides)s
                AND date_closed IS %(closed)s
            ORDER BY date_closed DESC, id DESC
            LIMIT %(limit)s)"""
        known = {
            'partner': partner._origin.id,
            'companies': self.env.companies.ids,
            'besides': besides.id if besides else 0,
        }
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM (%s UNION ALL %s) t ORDER BY rank, date_closed DESC, id DESC",
                SQL(part, rank=0, closed=SQL("NULL"), limit=OPEN_SHOWN, **known),
                SQL(part, rank=1, closed=SQL("NOT NULL"), limit=RECENT_SHOWN, **known),
            )
        )
        return [row[0] for row in rows]
