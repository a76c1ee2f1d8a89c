from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import check_single

WINDOWS = [('180', "180 Days"), ('365', "365 Days")]


class PharmaAdherence(models.Model):
    """How well a customer's purchases of a therapeutic group cover his days (000-13, 004-06).

    One row per company, customer, group and window of days, written every night by SQL. A figure
    says what was bought, not what was taken: who buys regularly may still forget a tablet.
    """

    _name = 'pharma.adherence'
    _description = "Adherence"
    _order = 'current_gap desc, id'
    _log_access = False
    _rec_name = 'partner_id'

    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, ondelete='cascade'
    )
    therapeutic_group_id = fields.Many2one(
        'pharma.therapeutic.group', required=True, readonly=True, ondelete='cascade'
    )
    window = fields.Selection(WINDOWS, required=True, readonly=True)
    region_id = fields.Many2one('pharma.region', readonly=True, ondelete='set null')
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        string="Branch",
        readonly=True,
        ondelete='set null',
        help="Where the customer last bought medicine of the group.",
    )
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        readonly=True,
        ondelete='set null',
        help="For the care of the last purchase of the group.",
    )

    # === WHAT WAS OBSERVED === #
    date_end = fields.Date(string="Until", readonly=True, help="Last day that was looked at.")
    date_index = fields.Date(
        string="First Purchase", readonly=True, help="In the window; days count from here."
    )
    date_last = fields.Date(string="Last Purchase", readonly=True)
    fill_count = fields.Integer(string="Purchases", readonly=True, aggregator='sum')
    days_observed = fields.Integer(readonly=True, aggregator='sum')
    days_covered = fields.Integer(
        readonly=True,
        aggregator='sum',
        help="Days on which there was medicine of the group. Who buys the same medicine early"
        " takes it afterwards; different medicines of the group cover the same days.",
    )
    days_supplied = fields.Integer(
        string="Days Bought", readonly=True, aggregator='sum', help="Whether they overlap or not."
    )

    # === FIGURES === #
    pdc = fields.Float(
        string="Covered (%)",
        readonly=True,
        aggregator='avg',
        help="Days covered of the days observed (proportion of days covered, PDC).",
    )
    mpr = fields.Float(
        string="Bought (%)",
        readonly=True,
        aggregator='avg',
        help="Days bought of the days observed (medication possession ratio, MPR). More than 100:"
        " the customer keeps a stock, or takes several medicines of the group.",
    )
    mpr_capped = fields.Float(
        string="Bought, at most 100 (%)", readonly=True, aggregator='avg', help="The MPR, capped."
    )
    gap_days = fields.Integer(
        string="Days Without", readonly=True, aggregator='avg', help="Days observed, not covered."
    )
    longest_gap = fields.Integer(
        string="Longest Gap (days)", readonly=True, aggregator='max', help="Days in a row without."
    )
    current_gap = fields.Integer(
        string="Now Without (days)",
        readonly=True,
        aggregator='max',
        help="Days without medicine up to the last day. 0: the customer has some.",
    )
    status = fields.Selection(
        [
            ('adherent', "Adherent"),
            ('not_adherent', "Not Adherent"),
            ('too_short', "Too Short to Tell"),
        ],
        required=True,
        readonly=True,
        help="Adherent: the covered days reach the share that the therapeutic group or the company"
        " asks for. Too short to tell: bought on one day only, or for the first time less than 91"
        " days ago.",
    )
    adherent_share = fields.Float(
        string="Adherent Customers (%)",
        readonly=True,
        aggregator='avg',
        exportable=False,
        help="Of those of whom it can be told.",
    )
    is_visible = fields.Boolean(
        string="Mine by the Care Mode",
        compute='_compute_is_visible',
        search='_search_is_visible',
        exportable=False,
        help="An employee sees the figure if the care mode shows a case of the customer with"
        " medicine of the group.",
    )

    # short, as every row is written every night: a changed figure must not touch an index
    _figure_unique = models.UniqueIndex(
        '(partner_id, therapeutic_group_id, "window", company_id)',
        "There is one figure per customer, group, window and company.",
    )

    @api.private
    def init(self):
        """Leave room beside the rows, so that every night's figures stay on their pages."""
        result = super().init()
        self.env.cr.execute(SQL("ALTER TABLE pharma_adherence SET (fillfactor = 70)"))
        return result

    # === COMPUTE METHODS === #
    @api.depends('company_id', 'partner_id', 'therapeutic_group_id')
    @api.depends_context('uid')
    def _compute_is_visible(self):
        rows_sudo = self.sudo()  # sudo: this is what decides on access
        visible = set(rows_sudo._search([('id', 'in', self.ids), ('is_visible', '=', True)]))
        for row in self:
            row.is_visible = row.id in visible

    def _search_is_visible(self, operator, _value):
        """Answer as the record rule of cases does (004-39), for the group behind the figure."""
        if operator != 'in':
            return NotImplemented
        free = Domain('company_id.care_mode', '=', 'unrestricted')
        uid = self.env.uid
        if self.env['pharma.care.case']._get_user_modes() == ('unrestricted',):
            return free
        return free | Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                """
                EXISTS (
                    SELECT FROM pharma_care_case c
                    JOIN pharma_care_case_user_rel seen ON seen.case_id = c.id
                    JOIN pharma_care_case_group_rel about ON about.case_id = c.id
                    JOIN res_company k ON k.id = c.company_id
                    WHERE c.partner_id = %(partner)s AND c.company_id = %(company)s
                        AND about.group_id = %(group)s AND seen.user_id = %(uid)s
                        AND c.visibility_mode = k.care_mode)
                """,
                partner=model._field_to_sql(alias, 'partner_id', query),
                company=model._field_to_sql(alias, 'company_id', query),
                group=model._field_to_sql(alias, 'therapeutic_group_id', query),
                uid=uid,
            )
        )

    def _read_group_select(self, aggregate_spec, query):
        """Leave out of averages what is too short to tell."""
        result = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec in ('pdc:avg', 'mpr:avg', 'mpr_capped:avg', 'gap_days:avg'):
            status = self._field_to_sql(self._table, 'status', query)
            return SQL("%s FILTER (WHERE %s <> 'too_short')", result, status)
        return result

    # === BUSINESS METHODS === #
    def _get_worst_display(self):
        """Return in a few words how well the group is covered that is covered worst, or False."""
        measured = self.filtered(lambda row: row.status != 'too_short')
        if not measured:
            return self.env._("Too short to tell") if self else False
        worst = min(measured, key=lambda row: row.pdc)
        # parts of a per cent are no help while somebody is speaking
        percent = int(worst.pdc)
        if worst.current_gap:
            return self.env._(
                "%(percent)s %%, %(days)s days without", percent=percent, days=worst.current_gap
            )
        return self.env._("%(percent)s %%", percent=percent)

    # === ACTIONS === #
    def action_view_lines(self):
        """Open the purchases behind the figure (000-13).

        :return: window action of ``pharma.care.line``
        :raise UserError: unless it is called on one record
        """
        check_single(self)
        self.check_access('read')
        return {
            **self.env['ir.actions.act_window']._for_xml_id('pharma_care.pharma_care_line_action'),
            'domain': [('id', 'in', self._get_lines().ids)],
        }

    def _get_lines(self):
        """Return the purchases that this figure counts, as sudo: ``pharma.care.line``."""
        self.ensure_one()
        # sudo: employees of care read no orders; the rule of the lines lets through what is theirs
        Line_sudo = self.env['pharma.care.line'].sudo()
        return Line_sudo.search(
            [
                ('case_id.partner_id', '=', self.partner_id.id),
                ('case_id.company_id', '=', self.company_id.id),
                ('case_id.order_id.state', '=', 'sale'),
                (
                    'close_reason_id',
                    '!=',
                    self.env['pharma.care.case']._get_order_reasons()['returned'],
                ),
                (
                    'product_id.product_tmpl_id.therapeutic_group_id',
                    '=',
                    self.therapeutic_group_id.id,
                ),
                ('days_of_supply', '>', 0),
                ('date_start', '>=', self.date_index),
                ('date_start', '<=', self.date_end),
            ]
        )
