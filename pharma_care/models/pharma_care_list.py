from contextlib import contextmanager
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools import check_single

# Older lists are forgotten: what was said stands in the cares.
KEPT_DAYS = 90


@contextmanager
def repeated_if_taken():
    """Have the request repeated if another one took the list, or a customer, at this moment."""
    try:
        yield
    except UniqueViolation as error:
        raise ConcurrencyError(str(error)) from error


class PharmaCareList(models.Model):
    """The customers whom an employee calls in a shift (000-18, 004-50; decision 9).

    They are taken once, in the order of risk, and stay where they are: whoever was called moves no
    row, and what becomes due meanwhile is added at the end when it is asked for. A customer is in
    one employee's list at a time.
    """

    _name = 'pharma.care.list'
    _description = "Calling List"
    _order = 'date desc, id desc'

    user_id = fields.Many2one(
        'res.users', string="Care User", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True)
    date = fields.Date(
        required=True, readonly=True, index=True, help="In the time zone of the company."
    )
    is_open = fields.Boolean(string="In Work", readonly=True)
    item_ids = fields.One2many(
        'pharma.care.list.item', 'list_id', string="Customers", readonly=True
    )
    total = fields.Integer(string="All", compute='_compute_counts')
    done_count = fields.Integer(string="Reached", compute='_compute_counts')
    retry_count = fields.Integer(string="Not Reached", compute='_compute_counts')
    todo_count = fields.Integer(string="Left", compute='_compute_counts')
    progress = fields.Float(
        compute='_compute_counts', help="Per cent of the customers who were reached."
    )

    _open_unique = models.UniqueIndex(
        '(user_id, company_id) WHERE is_open', "The user already has a calling list."
    )

    # === COMPUTE METHODS === #
    @api.depends('item_ids.state')
    def _compute_counts(self):
        groups = self.env['pharma.care.list.item']._read_group(
            [('list_id', 'in', self.ids)], ['list_id', 'state'], ['__count']
        )
        counts = {(found.id, state): count for found, state, count in groups}
        for shift in self:
            done, retry, todo = (
                counts.get((shift.id, state), 0) for state in ('done', 'retry', 'todo')
            )
            shift.done_count, shift.retry_count, shift.todo_count = done, retry, todo
            shift.total = done + retry + todo
            shift.progress = 100.0 * done / shift.total if shift.total else 0.0

    @api.depends('user_id', 'date')
    def _compute_display_name(self):
        for shift in self:
            name = shift.user_id.sudo().name  # sudo: what the employee is called
            shift.display_name = f'{name} {format_date(self.env, shift.date)}'

    # === ACTIONS === #
    @api.model
    def action_mine(self):
        """Show the user's calling list of today; take one if there is none yet (004-50).

        :return: window action of its customers
        :raise AccessError: for users who may not record care
        """
        self.env['pharma.care.entry'].check_access('create')
        shift = self._get_mine()
        if not shift:
            shift = self._take()
        return shift._get_items_action('pharma_care.pharma_care_list_item_action_mine')

    def action_open_items(self):
        """Show the customers of the list (product.md 22: every figure drills down).

        :return: window action
        """
        check_single(self)
        self.check_access('read')
        return self._get_items_action('pharma_care.pharma_care_list_item_action')

    def action_close(self):
        """Give back who was not reached, so that colleagues can take them.

        :return: True
        :raise UserError: for the list of a colleague, unless the user is a manager
        """
        self.check_access('read')
        is_manager = self.env.user.has_group('pharma_care.group_care_manager')
        for shift in self:
            if shift.user_id != self.env.user and not is_manager:
                raise UserError(
                    self.env._(
                        "The calling list '%(list)s' is not yours: its owner or a manager can end"
                        " it.",
                        list=shift.display_name,
                    )
                )
        self._close()
        return True

    def _get_items_action(self, xmlid):
        return {
            **self.env['ir.actions.act_window']._for_xml_id(xmlid),
            'domain': [('list_id', 'in', self.ids)],
            'display_name': self.env._("Calling List: %s", self.display_name)
            if self.user_id != self.env.user
            else self.env._("My Calling List"),
        }

    # === BUSINESS METHODS === #
    @api.model
    def _get_mine(self):
        """Return the user's list of today in the current company, empty without one."""
        return self.search(
            Domain('user_id', '=', self.env.uid)
            & Domain('company_id', '=', self.env.company.id)
            & Domain('date', '=', self.env.company._pharma_today())
            & Domain('is_open', '=', True),
            limit=1,
        )

    @api.model
    def _take(self):
        """Begin a calling list for the user, with the most urgent customers; return it.

        Two employees who begin at the same moment get different customers: the indexes let one
        of the transactions be repeated.
        """
        company = self.env.company
        Lists_sudo = self.sudo()  # sudo: lists are made here and nowhere else
        Lists_sudo.search(
            Domain('company_id', '=', company.id)
            & Domain('is_open', '=', True)
            & (Domain('date', '<', company._pharma_today()) | Domain('user_id', '=', self.env.uid))
        )._close()
        with repeated_if_taken():
            shift_sudo = Lists_sudo.create(
                {
                    'user_id': self.env.uid,
                    'company_id': company.id,
                    'date': company._pharma_today(),
                    'is_open': True,
                }
            )
            self.env.flush_all()
        shift = shift_sudo.sudo(self.env.su)  # sudo: taken back
        shift._add_due(company.care_list_size)
        return shift

    def _add_due(self, limit):
        """Add customers who are due, whom nobody has, and who can be called; return how many.

        In the order of risk, each with what is known of it (decision 9): see
        :meth:`_get_risk_query`.

        :param int limit: how many to add at most
        """
        self.ensure_one()
        Case, Item = self.env['pharma.care.case'], self.env['pharma.care.list.item']
        # what is next of a customer is asked within the company of the list
        Case = Case.with_context(allowed_company_ids=self.company_id.ids)
        Case.flush_model()
        Item.flush_model()
        query = Case._search(
            Domain('company_id', '=', self.company_id.id)
            & Domain('is_due', '=', True)
            & Domain('is_customer_next', '=', True)
            & Domain('is_claimed_by_other', '=', False)
            & Domain('is_without_phone', '=', False)
        )
        case = SQL.identifier(Case._table)
        query.add_where(
            SQL(
                """
                NOT EXISTS (SELECT FROM pharma_care_list_item i
                             WHERE i.partner_id = %s.partner_id AND i.company_id = %s.company_id
                                AND i.is_active)
                """,
                case,
                case,
            )
        )
        statement = SQL(
            """
            INSERT INTO pharma_care_list_item (list_id, user_id, company_id, date, case_id,
                partner_id, state, is_active, risk_codes, sequence)
            SELECT %(list)s, %(user)s, %(company)s, %(date)s, due.id, due.partner_id, 'todo',
                true, nullif(due.risk_codes, ''), due.place + (SELECT coalesce(max(sequence), 0)
                    FROM pharma_care_list_item WHERE list_id = %(list)s)
            FROM (%(due)s) due
            """,
            list=self.id,
            user=self.user_id.id,
            company=self.company_id.id,
            date=self.date,
            due=self._get_risk_query(query, limit),
        )
        with repeated_if_taken():
            self.env.cr.execute(statement)
        count = self.env.cr.rowcount
        Item.invalidate_model(flush=False)
        self.invalidate_model(['item_ids'], flush=False)
        self.item_ids.filtered('is_active')._filter_callable()
        return count

    def _close(self):
        """End lists: their customers are anybody's again."""
        self_sudo = self.sudo()  # sudo: as for taking them
        self_sudo.is_open = False
        items_sudo = self_sudo.env['pharma.care.list.item']
        items_sudo.search([('list_id', 'in', self.ids), ('is_active', '=', True)]).write(
            {'is_active': False}
        )
        # before another list of the user, or with the customers, is written
        self.env.flush_all()

    @api.model
    def _close_past(self):
        """End the lists of days before, by the day of their company."""
        open_lists = self.search([('is_open', '=', True)])
        days = self.env['pharma.care.case']._get_company_days(open_lists.company_id)
        open_lists.filtered(lambda shift: shift.date < days[shift.company_id.id][0])._close()

    @api.autovacuum
    def _gc_lists(self):
        """Forget lists of long ago."""
        limit = fields.Date.today() - timedelta(days=KEPT_DAYS)
        self.search([('date', '<', limit)], limit=1000).unlink()
