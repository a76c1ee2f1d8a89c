from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..report.control_paging import cut_records


class PharmaControlReport(models.Model):
    """Half-year and yearly report of controlled goods (V8, Form 06)."""

    _name = 'pharma.control.report'
    _description = "Report of Controlled Goods"
    _inherit = ['pharma.control.sealed', 'mail.thread', 'mail.activity.mixin']
    _order = 'date_to desc, id desc'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, index=True
    )
    kind = fields.Selection(
        [('half_year', "Half-Year"), ('year', "Year")], default='half_year', required=True
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._pharma_today().year,
    )
    date_from = fields.Date(compute='_compute_dates', store=True)
    date_to = fields.Date(compute='_compute_dates', store=True)
    date_due = fields.Date(
        string="Due on",
        compute='_compute_dates',
        store=True,
        help="By the rule in force: so many days after the end of the period.",
    )
    state = fields.Selection(
        [('draft', "To Send"), ('sent', "Sent")],
        default='draft',
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    authority = fields.Char(string="Sent to")
    date_sent = fields.Datetime(string="Sent on", readonly=True, copy=False)
    user_id = fields.Many2one('res.users', string="Sent by", readonly=True, copy=False)
    line_ids = fields.One2many('pharma.control.report.line', 'report_id', string="Medicines")

    _period_unique = models.UniqueIndex(
        '(company_id, kind, year)', "There is a report of this period already. Use that one."
    )
    _year_sound = models.Constraint(
        'CHECK (year BETWEEN 2000 AND 2999)', "Enter the year with four digits."
    )

    # === COMPUTE METHODS === #
    @api.depends('kind', 'year')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for report in self:
            report.display_name = f'{kinds.get(report.kind)} {report.year}'

    @api.depends('kind', 'year', 'company_id')
    def _compute_dates(self):
        rules = self.env['pharma.control.rule']._get_valid(self.company_id)
        for report in self:
            if not report.year or not 2000 <= report.year <= 2999:
                report.date_from = report.date_to = report.date_due = False
                continue
            report.date_from = date(report.year, 1, 1)
            half = report.kind == 'half_year'
            report.date_to = date(report.year, 6, 30) if half else date(report.year, 12, 31)
            days = rules[report.company_id].filtered(lambda rule, r=report: rule.demand == r.kind)
            days = min((rule.term_days for rule in days if rule.term_days), default=0)
            report.date_due = report.date_to + timedelta(days=days) if days else False

    # === CRUD METHODS === #
    def write(self, vals):
        content = {'company_id', 'kind', 'year', 'line_ids', 'authority'}
        if content & vals.keys() and any(report.state == 'sent' for report in self):
            raise UserError(self.env._("A report that has been sent is not changed any more."))
        return super().write(vals)

    def _get_stamps(self):
        return {
            *('state', 'date_sent', 'user_id', 'line_ids'),
            *('date_from', 'date_to', 'date_due'),
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(report.state == 'sent' for report in self):
            raise UserError(self.env._("Reports that have been sent are kept."))

    # === ACTION METHODS === #
    def action_compute(self):
        """Work out the figures from the registers anew (V8).

        :raise UserError: sent already
        :return: True
        """
        self.env['pharma.control.entry']._check_pharmacist()
        self.check_access('write')
        for report in self:
            # sudo: figures are written by the system only, nobody types them in
            report.sudo().line_ids = [(5, 0, 0)] + [
                (0, 0, vals) for vals in report._prepare_lines_vals()
            ]
        return True

    def action_send(self):
        """Record that the report has been sent; its figures stay as they are (V8).

        :raise UserError: sent already, period not over, no figures, nobody it was sent to
        :return: True
        """
        self.env['pharma.control.entry']._check_pharmacist()
        self.check_access('write')
        for report in self:
            if report.state == 'sent':
                raise UserError(self.env._("%s has been sent already.", report.display_name))
            if report.date_to >= report.company_id._pharma_today():
                raise UserError(self.env._("The period is not over yet."))
            if not report.authority:
                raise UserError(self.env._("Fill in 'Sent to' first."))
            report.action_compute()
            report.sudo().write(  # sudo: stamps are set by the program; the role was checked
                {'state': 'sent', 'date_sent': fields.Datetime.now(), 'user_id': self.env.uid}
            )
        self.activity_feedback(['mail.mail_activity_data_todo'])
        return True

    # === BUSINESS METHODS === #
    def _prepare_lines_vals(self):
        """Return a line per medicine: opening, in, out, loss, closing in the stock unit.

        A shortage found by counting is a loss; other outgoing goods are out.
        """
        self.ensure_one()
        Entry = self.env['pharma.control.entry']
        own = [('company_id', '=', self.company_id.id)]
        sums = ['quantity_in:sum', 'quantity_out:sum']
        during = [*own, ('date_day', '>=', self.date_from), ('date_day', '<=', self.date_to)]
        figures = {}

        def add(product, **amounts):
            line = figures.setdefault(
                product, dict.fromkeys(('opening', 'quantity_in', 'quantity_out', 'loss'), 0.0)
            )
            for name, amount in amounts.items():
                line[name] += amount

        before = [*own, ('date_day', '<', self.date_from)]
        for product, came, went in Entry._read_group(before, ['product_id'], sums):
            add(product, opening=came - went)
        for product, kind, came, went in Entry._read_group(during, ['product_id', 'kind'], sums):
            if kind == 'opening':
                add(product, opening=came - went)
            elif kind == 'adjustment':
                add(product, quantity_in=came, loss=went)
            else:
                add(product, quantity_in=came, quantity_out=went)
        return [
            line
            | {
                'product_id': product.id,
                'closing': line['opening']
                + line['quantity_in']
                - line['quantity_out']
                - line['loss'],
            }
            for product, line in figures.items()
            if any(not product.uom_id.is_zero(amount) for amount in line.values())
        ]

    @api.model
    def _create_due(self):
        """Make the reports of periods that are over, with an activity, for the nightly job."""
        for company in self.env['res.company'].search([('active', '=', True)]):
            today = company._pharma_today()
            if not self.env['pharma.control.register'].search_count(
                [('company_id', '=', company.id)], limit=1
            ):
                continue
            wanted = [('year', today.year - 1)]
            if (today.month, today.day) > (6, 30):
                wanted.append(('half_year', today.year))
            first = self.env['pharma.control.entry'].search(
                [('company_id', '=', company.id)], order='date_day', limit=1
            )
            existing = self.search([('company_id', '=', company.id)])
            existing = {(report.kind, report.year) for report in existing}
            ends = {'half_year': (6, 30), 'year': (12, 31)}
            reports = self.create(
                [
                    {'company_id': company.id, 'kind': kind, 'year': year}
                    for kind, year in wanted
                    if (kind, year) not in existing
                    # of a time before the first book there is nothing to report
                    and first
                    and first.date_day <= date(year, *ends[kind])
                ]
            )
            reports.action_compute()
            reports._tell_pharmacist()

    def _tell_pharmacist(self):
        users = self.env.ref('pharma_crm.group_pharmacist').all_user_ids
        for report in self:
            user = users.filtered(
                lambda user, report=report: user.active and report.company_id in user.company_ids
            )[:1]
            if user:
                report = report.with_context(lang=user.lang)  # who is to read it
                report.activity_schedule(
                    'mail.mail_activity_data_todo',
                    date_deadline=report.date_due or report.date_to,
                    summary=report.env._("Send the report of controlled goods"),
                    user_id=user.id,
                )

    @api.model
    def _cron_control(self):
        """Nightly: open registers, make closings and reports that are due."""
        self.env['pharma.control.register']._open_missing()
        self.env['pharma.control.day']._create_missing()
        self._create_due()

    @api.model
    def _cron_losses(self):
        """Hourly: tell the managers of losses whose term ends."""
        self.env['pharma.control.loss']._escalate()

    def _get_print_pages(self):
        """Return the lines of each printed page."""
        self.ensure_one()
        return cut_records(
            'report',
            self.line_ids,
            (78, lambda line: line._get_words()),
            (22, lambda line: line.product_id.pharma_origin_country_id.name),
            (17, lambda line: line.uom_id.name),
        )
