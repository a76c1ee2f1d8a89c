from odoo import api, fields, models
from odoo.tools import SQL

# The matter of a ticket, the most telling first.
MATTERS = ('lot_id', 'order_id', 'product_id', 'category_id')
RELATIONS = [('new', "New"), ('repeated', "Repeated"), ('second', "Second")]


class PharmaComplaint(models.Model):
    """Repeated and second complaints (000-23, decision 12)."""

    _inherit = 'pharma.complaint'

    relation = fields.Selection(
        RELATIONS,
        compute='_compute_relation',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
        tracking=True,
        groups='base.group_user',
        help="Repeated: the customer comes with the same matter while his earlier ticket is open."
        " Second: after it was closed.",
    )
    original_id = fields.Many2one(
        'pharma.complaint',
        string="First Ticket",
        compute='_compute_relation',
        store=True,
        readonly=False,
        precompute=True,
        index='btree_not_null',
        ondelete='restrict',
        copy=False,
        groups='base.group_user',
        domain="[('commercial_partner_id', '=', commercial_partner_id), ('relation', '=', 'new')]",
        help="The first ticket about the same matter.",
    )
    repetition_ids = fields.One2many(
        'pharma.complaint', 'original_id', string="Came Again", groups='base.group_user'
    )

    _same_lot = models.Index(
        '(commercial_partner_id, nature, lot_id, date_closed DESC, id DESC)'
        " WHERE lot_id IS NOT NULL AND state != 'cancelled'"
    )
    _same_order = models.Index(
        '(commercial_partner_id, nature, order_id, date_closed DESC, id DESC)'
        " WHERE order_id IS NOT NULL AND state != 'cancelled'"
    )
    _same_product = models.Index(
        '(commercial_partner_id, nature, product_id, date_closed DESC, id DESC)'
        " WHERE product_id IS NOT NULL AND state != 'cancelled'"
    )
    _same_category = models.Index(
        '(commercial_partner_id, nature, category_id, date_closed DESC, id DESC)'
        " WHERE category_id IS NOT NULL AND state != 'cancelled'"
    )

    # === COMPUTE METHODS === #
    @api.depends('partner_id', 'kind_id', *MATTERS)
    def _compute_relation(self):
        arriving = self.filtered(lambda ticket: not ticket._origin.id)
        earlier = arriving._find_same_matter()
        for ticket in self - arriving:
            # what was decided at intake stays, whatever is corrected afterwards
            ticket.relation = ticket.relation or 'new'
            ticket.original_id = ticket.original_id
        for ticket, (original_id, is_open) in zip(arriving, earlier, strict=True):
            ticket.original_id = original_id
            ticket.relation = ('repeated' if is_open else 'second') if original_id else 'new'

    @api.depends('kind_id', 'relation')
    def _compute_priority(self):
        for ticket in self:
            kind = ticket.kind_id
            again = {'repeated': kind.repeated_priority, 'second': kind.second_priority}
            least = max(kind.priority or '0', again.get(ticket.relation) or '0')
            kept = ticket.priority if ticket._origin.id else '0'
            ticket.priority = max(kept or '0', least)

    def _relate_within_batch(self, given):
        """Relate tickets that arrive in one import: none could find the other in the database.

        :param list given: the relation each was created with, if any
        """
        if len(self) < 2:
            return
        first = {}
        for ticket, relation in zip(self, given, strict=True):
            partner = ticket.commercial_partner_id
            matters = [
                (partner, ticket.company_id, ticket.nature, name, ticket[name])
                for name in (MATTERS if partner and ticket.kind_id.repeat_days else ())
                if ticket[name]
            ]
            earlier = next((first[matter] for matter in matters if matter in first), None)
            if earlier and not relation and ticket.relation == 'new':
                ticket.relation = 'second' if earlier.date_closed else 'repeated'
                ticket.original_id = earlier.original_id or earlier
            for matter in matters:
                first.setdefault(matter, ticket)

    def _find_same_matter(self):
        """Find the customer's earlier ticket about the same matter, an open one before closed ones.

        One query for all records, each answered by an index: it costs the same for a customer with
        a thousand tickets (000-23).

        :return: list of tuples in the order of the records: id of the first ticket about the
            matter or False, and whether the one found is open
        """
        if not self:
            return []
        self.env['pharma.complaint'].flush_model(
            ['commercial_partner_id', 'nature', 'state', 'date_closed', 'original_id', *MATTERS]
        )
        found, asked = {}, []
        for place, ticket in enumerate(self):
            days = ticket.kind_id.repeat_days
            partner = ticket.partner_id.commercial_partner_id
            for rank, name in enumerate(MATTERS if days and partner else ()):
                if ticket[name]:
                    asked.append(self._get_same_matter_query(place, rank, ticket, name))
        # the last one wins: an open ticket, else the most telling matter
        for place, original_id, is_open in self.env.execute_query(
            SQL(
                "SELECT place, original_id, is_open FROM (%s) found"
                " ORDER BY is_open, rank DESC, date_closed",
                SQL(" UNION ALL ").join(asked),
            )
            if asked
            else SQL("SELECT 0, 0, FALSE WHERE FALSE")
        ):
            found[place] = (original_id, is_open)
        return [found.get(place, (False, False)) for place in range(len(self))]

    @api.model
    def _get_same_matter_query(self, place, rank, ticket, name):
        """Return the query of the latest ticket with the same value of one field.

        In descending order PostgreSQL puts NULL, an open ticket, first.
        """
        since = fields.Datetime.subtract(fields.Datetime.now(), days=ticket.kind_id.repeat_days)
        return SQL(
            """(
            SELECT %s AS place, %s AS rank, COALESCE(original_id, id) AS original_id,
                date_closed IS NULL AS is_open, date_closed
            FROM pharma_complaint
            WHERE commercial_partner_id = %s AND nature = %s AND %s = %s AND state != 'cancelled'
                AND company_id = %s AND (date_closed IS NULL OR date_closed >= %s)
            ORDER BY date_closed DESC, id DESC
            LIMIT 1)""",
            place,
            rank,
            ticket.partner_id.commercial_partner_id._origin.id,
            ticket.kind_id.nature,
            SQL.identifier(name),
            ticket[name]._origin.id,
            ticket.company_id.id,
            since,
        )
