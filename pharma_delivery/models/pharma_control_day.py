from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..report.control_paging import cut_records


class PharmaControlDay(models.Model):
    """The daily closing of a branch's registers: printed, each page signed (V7).

    It keeps a check sum of the entries, so that anything changed behind the program's back shows.
    Entries made after the signature belong to a further closing of the same day.
    """

    _name = 'pharma.control.day'
    _description = "Daily Closing of Registers"
    _inherit = ['pharma.control.sealed', 'mail.thread']
    _order = 'date desc, id desc'
    _check_company_auto = True

    company_id = fields.Many2one(
        related='warehouse_id.company_id', store=True, precompute=True, index=True
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Branch", required=True, index=True, ondelete='restrict'
    )
    date = fields.Date(
        string="Day", required=True, default=lambda self: self.env.company._pharma_today()
    )
    state = fields.Selection(
        [('draft', "To Print"), ('printed', "Printed"), ('signed', "Signed")],
        default='draft',
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    entry_from = fields.Integer(string="After Entry", readonly=True, copy=False, aggregator=None)
    entry_to = fields.Integer(string="Up to Entry", readonly=True, copy=False, aggregator=None)
    entry_count = fields.Integer(string="Entries", readonly=True, copy=False)
    checksum = fields.Char(string="Check Sum", readonly=True, copy=False)
    is_intact = fields.Boolean(
        compute='_compute_is_intact', help="The entries are still those that were printed."
    )
    print_user_id = fields.Many2one('res.users', string="Printed by", readonly=True, copy=False)
    date_printed = fields.Datetime(string="Printed on", readonly=True, copy=False)
    sign_user_id = fields.Many2one('res.users', string="Signed by", readonly=True, copy=False)
    date_signed = fields.Datetime(string="Signed on", readonly=True, copy=False)
    signature = fields.Image(max_width=1024, max_height=1024, copy=False)

    _open_unique = models.UniqueIndex(
        "(warehouse_id, date) WHERE state <> 'signed'",
        "There is a closing of this day and branch that is not signed yet. Use that one.",
    )

    # === COMPUTE METHODS === #
    @api.depends('warehouse_id', 'date')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for day in self:
            date = format_date(self.env, day.date)
            day.display_name = f'{day.warehouse_id.name or ""} {date}'

    def _compute_is_intact(self):
        for day in self:
            day.is_intact = not day.checksum or day.checksum == day._get_entries()._get_checksum()

    # === CRUD METHODS === #
    def write(self, vals):
        content = vals.keys() - {'message_main_attachment_id', 'activity_ids'}
        if content and any(day.state == 'signed' for day in self):
            raise UserError(self.env._("A signed closing is never changed."))
        if {'warehouse_id', 'date'} & vals.keys() and any(day.state != 'draft' for day in self):
            raise UserError(
                self.env._("Branch and day of a printed closing stay. Make another closing.")
            )
        return super().write(vals)

    def _get_stamps(self):
        return {
            *('state', 'entry_from', 'entry_to', 'entry_count', 'checksum'),
            *('print_user_id', 'date_printed', 'sign_user_id', 'date_signed'),
        }

    def _is_sealed(self):
        return self.state == 'signed'

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(day.state != 'draft' for day in self):
            raise UserError(self.env._("Closings that have been printed are kept."))

    # === ACTION METHODS === #
    def action_print(self):
        """Print the day, a page per medicine, and fix what has been printed (V7).

        :raise UserError: nothing moved on that day, the day has not come yet
        :return: report action
        """
        self.env['pharma.control.entry']._check_pharmacist()
        self.check_access('write')
        # sudo: stamps are set by the program; the role was checked
        for day in self.sudo().filtered(lambda day: day.state != 'signed'):
            if day.date > day.company_id._pharma_today():
                raise UserError(self.env._("This day has not come yet."))
            signed = self.search(
                [
                    ('warehouse_id', '=', day.warehouse_id.id),
                    ('date', '=', day.date),
                    ('state', '=', 'signed'),
                ]
            )
            day.entry_from = max(signed.mapped('entry_to'), default=0)
            day.entry_to = 0
            entries = day._get_entries()
            if not entries:
                raise UserError(
                    self.env._(
                        "%(branch)s: nothing has been entered on this day since the last closing.",
                        branch=day.warehouse_id.name,
                    )
                )
            day.write(
                {
                    'state': 'printed',
                    'entry_to': max(entries.ids),
                    'entry_count': len(entries),
                    'checksum': entries._get_checksum(),
                    'print_user_id': self.env.uid,
                    'date_printed': fields.Datetime.now(),
                }
            )
        return self.env.ref('pharma_delivery.action_report_control_day').report_action(self)

    def action_sign(self):
        """Sign the printed day (V7).

        :raise UserError: not printed yet, or entries changed since
        :return: True
        """
        self.env['pharma.control.entry']._check_pharmacist()
        self.check_access('write')
        for day in self:
            if day.state != 'printed':
                raise UserError(self.env._("Print the day first, then sign it."))
            if not day.is_intact:
                raise UserError(
                    self.env._("The entries are not those that were printed. Print the day again.")
                )
            if not day.signature:
                raise UserError(self.env._("Sign in the field 'Signature' first."))
            day.sudo().write(  # sudo: stamps are set by the program; the role was checked
                {
                    'state': 'signed',
                    'sign_user_id': self.env.uid,
                    'date_signed': fields.Datetime.now(),
                }
            )
        self.flush_recordset()  # the key of the open closing is free from now on
        return True

    # === BUSINESS METHODS === #
    def _get_entries(self):
        """Return the entries of the closing, in the order of the books."""
        self.ensure_one()
        domain = [
            ('warehouse_id', '=', self.warehouse_id.id),
            ('date_day', '=', self.date),
            ('id', '>', self.entry_from),
        ]
        if self.entry_to:
            domain.append(('id', '<=', self.entry_to))
        return self.env['pharma.control.entry'].search(domain, order='register_id, number')

    @api.model
    def _create_missing(self):
        """Make the closings of the last 31 days that nobody has made, for the nightly job."""
        today = self.env.company._pharma_today()
        Entry = self.env['pharma.control.entry']
        latest = Entry._read_group(
            [('date_day', '>=', today - timedelta(days=31)), ('date_day', '<', today)],
            ['warehouse_id', 'date_day:day'],
            ['id:max'],
        )
        closed = {}
        for day in self.search([('date', '>=', today - timedelta(days=31))]):
            key = day.warehouse_id, day.date
            # one that is still open takes in whatever came later
            end = day.entry_to if day.state == 'signed' else float('inf')
            closed[key] = max(end, closed.get(key, 0))
        self.create(
            [
                {'warehouse_id': branch.id, 'date': date}
                for branch, date, last in latest
                if last > closed.get((branch, fields.Date.to_date(date)), 0)
            ]
        )

    def _get_print_pages(self):
        """Return what each printed page shows: entries of one medicine and the stock before."""
        self.ensure_one()
        pages = []
        for book, entries in self._get_entries().grouped('register_id').items():
            product = book.product_id
            form = self.env['pharma.control.rule']._get_form(self.company_id, 'register', product)
            for page in cut_records(
                'day',
                entries,
                (27, lambda entry: entry.document),
                (72, lambda entry: entry.counterpart),
                (27, lambda entry: entry.lot_name),
                (39, lambda entry: entry.note),
            ):
                first = page[0]
                pages.append(
                    {
                        'product': product,
                        'form': form,
                        'title': product._get_pharma_words(),
                        'before': first.balance - first.quantity_in + first.quantity_out,
                        'entries': page,
                    }
                )
        return pages
