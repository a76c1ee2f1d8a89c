from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.pharma_care_figure_mixin import USER_BASE
from ..tools import check_single

# Counts of open cases: by the same questions as the worklists ask.
CASES = {
    'due_count': 'is_due',
    'overdue_count': 'is_overdue',
    'alert_count': 'is_alert',
}
TODAY = {
    'care_today': 'care_count',
    'customer_today': 'customer_count',
    'attempt_today': 'attempt_count',
    'list_total': 'listed_count',
    'list_done': 'list_done_count',
}


class PharmaCareOverview(models.Model):
    """Who does what at this moment, and how far: a row per company and employee, and one for the
    cases that nobody is responsible for (000-18, 004-36, 004-67).

    For managers only.
    """

    _name = 'pharma.care.overview'
    _inherit = 'pharma.care.figure.mixin'
    _description = "Care Team"
    _auto = False
    _order = 'overdue_count desc, due_count desc, id'
    _rec_name = 'user_id'
    _depends = {
        'pharma.care.case': ['state', 'date_due', 'date_retry', 'date_last_contact', 'user_id'],
        'pharma.care.entry': ['date', 'date_day', 'user_id', 'is_attempt'],
        'pharma.care.list': ['date', 'user_id', 'is_open'],
        'pharma.care.list.item': ['state', 'is_active'],
        'res.users': ['active'],
    }

    company_id = fields.Many2one('res.company', readonly=True)
    user_id = fields.Many2one(
        'res.users',
        string="Employee",
        readonly=True,
        help="Empty: cases that nobody is responsible for.",
    )
    # === What waits ===
    due_count = fields.Integer(
        string="Due",
        readonly=True,
        help="Open cases of the employee whose care date has come, which nobody has contacted"
        " today and which are to be tried by now.",
    )
    overdue_count = fields.Integer(
        string="Overdue", readonly=True, help="Open cases whose care date has passed."
    )
    alert_count = fields.Integer(
        string="Supply Ending",
        readonly=True,
        help="Customers whose supply ends soon and with whom nobody has spoken since the purchase.",
    )
    # === What was done today ===
    care_today = fields.Integer(string="Cares Today", readonly=True)
    customer_today = fields.Integer(string="Customers Today", readonly=True)
    attempt_today = fields.Integer(string="Not Reached Today", readonly=True)
    date_last = fields.Datetime(
        string="Last Contact", readonly=True, help="When the employee last recorded something."
    )
    # === The calling list of today ===
    is_on_list = fields.Boolean(
        string="On a List", readonly=True, help="The employee works on a calling list now."
    )
    list_total = fields.Integer(string="List", readonly=True, help="Customers on lists of today.")
    list_done = fields.Integer(string="List Reached", readonly=True)
    list_left = fields.Integer(readonly=True)
    list_progress = fields.Float(
        string="List Done (%)",
        readonly=True,
        aggregator='avg',
        help="Customers reached of those on the list.",
    )

    @property
    def _table_query(self):
        Case_sudo = self.env['pharma.care.case'].sudo()  # sudo: rules of the rows decide
        table = SQL.identifier(Case_sudo._table)
        parts = [
            SQL(
                "SELECT company_id, user_id, %s FROM (%s) people",
                self._get_case_columns(None),
                self._get_people_query(),
            )
        ]
        for name, question in CASES.items():
            query = Case_sudo._search(Domain(question, '=', True))
            counted = query.select(
                SQL("%s.company_id", table), SQL("%s.user_id", table), SQL("count(*) AS found")
            )
            parts.append(
                SQL(
                    "SELECT company_id, user_id, %s FROM (%s GROUP BY 1, 2) cases",
                    self._get_case_columns(name),
                    counted,
                )
            )
        return SQL(
            """
            SELECT w.company_id::bigint * %(base)s + coalesce(w.user_id, 0) AS id, w.company_id,
                w.user_id, w.due_count, w.overdue_count, w.alert_count, last.date AS date_last,
                f.care_count AS care_today, f.customer_count AS customer_today,
                f.attempt_count AS attempt_today, f.listed_count AS list_total,
                f.list_done_count AS list_done, f.listed_count - f.list_done_count AS list_left,
                (100.0 * f.list_done_count / nullif(f.listed_count, 0))::float AS list_progress,
                EXISTS (SELECT FROM pharma_care_list l WHERE l.user_id = w.user_id
                    AND l.company_id = w.company_id AND l.is_open AND l.date = today.day)
                    AS is_on_list
            FROM (SELECT company_id, user_id, sum(due_count)::int AS due_count,
                    sum(overdue_count)::int AS overdue_count, sum(alert_count)::int AS alert_count
                FROM (%(parts)s) found GROUP BY company_id, user_id) w
            JOIN %(today)s ON today.company_id = w.company_id
            LEFT JOIN LATERAL (SELECT %(sums)s FROM (%(figures)s) counted
                WHERE counted.company_id = w.company_id AND counted.user_id = w.user_id) f ON true
            LEFT JOIN LATERAL (SELECT max(e.date) AS date FROM pharma_care_entry e
                WHERE e.user_id = w.user_id AND e.company_id = w.company_id) last ON true
            """,
            base=USER_BASE,
            parts=SQL(" UNION ALL ").join(parts),
            today=self.env['res.company']._pharma_today_query(),
            sums=self._get_sums(),
            figures=self._get_figures_query(lambda column: SQL("%s = today.day", column)),
        )

    @api.model
    def _get_case_columns(self, counted):
        """Return the SQL of the three counts of which one was counted; the others are 0."""
        return SQL(", ").join(
            SQL("%s AS %s", SQL("found") if name == counted else SQL("0"), SQL.identifier(name))
            for name in CASES
        )

    @api.model
    def _get_people_query(self):
        """Return the query of (company_id, user_id) of those who care, whatever they have to do."""
        # sudo: who has which role
        users_sudo = self.env.ref('pharma_care.group_care_user').sudo().all_user_ids
        return SQL(
            """
            SELECT r.cid AS company_id, u.id AS user_id
            FROM res_users u JOIN res_company_users_rel r ON r.user_id = u.id
            WHERE u.active AND u.id = ANY(%s) AND u.id <> %s
            """,
            users_sudo.ids,
            self.env.ref('base.user_root').id,
        )

    @api.depends('user_id')
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.user_id.display_name or self.env._("Nobody Responsible")

    # === ACTIONS === #
    def action_view_records(self):
        """Open what a number of the row counts (product.md 22).

        The context names it, as buttons do: ``pharma_care_figure``.

        :return: window action
        :raise UserError: for several rows, and for what is no number of the overview
        """
        check_single(self)
        self.check_access('read')
        figure = self.env.context.get('pharma_care_figure', 'due_count')
        if not isinstance(figure, str) or figure not in {**CASES, **TODAY}:
            raise UserError(self.env._("Choose a figure: there are no records behind this one."))
        if figure in TODAY:
            today = self.company_id._pharma_today()
            return self._get_records_action(
                TODAY[figure], self.company_id, self.user_id, today, today
            )
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_care.pharma_care_case_action_orders'
        )
        label = self._fields[figure]._description_string(self.env)
        return {
            **action,
            'display_name': f'{self.display_name}: {label}',
            'domain': [
                ('company_id', '=', self.company_id.id),
                ('user_id', '=', self.user_id.id),
                (CASES[figure], '=', True),
            ],
            'context': {},
        }

    def action_view_figures(self):
        """Open the figures of the employee against the targets (004-67).

        :return: client action
        :raise UserError: unless it is called on one row, of an employee
        """
        check_single(self)
        self.check_access('read')
        if not self.user_id:
            raise UserError(self.env._("Choose an employee of this company."))
        action = self.env['ir.actions.client']._for_xml_id('pharma_care.pharma_care_figures_action')
        return {
            **action,
            'name': self.user_id.name,
            'params': {'user_id': self.user_id.id},
            'context': {'allowed_company_ids': self.company_id.ids},
        }
