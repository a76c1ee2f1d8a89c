from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import check_single

CLAIM_FIELDS = ['claim_user_id', 'claim_until']


class PharmaCareCase(models.Model):
    """Taking turns: who has a customer, and who is next (004-50; decisions 8 and 9).

    A claim is on all open cases of a customer in a company, as nobody is to be called twice. It
    ends by itself, when a care is saved, or when it is given back.
    """

    _inherit = 'pharma.care.case'

    is_claimed_by_me = fields.Boolean(
        string="Mine Now", compute='_compute_is_claimed', search='_search_is_claimed_by_me'
    )
    is_claimed_by_other = fields.Boolean(
        string="With a Colleague",
        compute='_compute_is_claimed',
        search='_search_is_claimed_by_other',
        help="A colleague has the customer at this moment.",
    )
    claim_holder = fields.Char(
        string="With",
        compute='_compute_is_claimed',
        help="Who has the customer at this moment.",
    )

    # === COMPUTE METHODS === #
    @api.depends('claim_user_id', 'claim_until')
    @api.depends_context('uid')
    def _compute_is_claimed(self):
        now = fields.Datetime.now()
        claimed = self.filtered(
            lambda case: case.claim_user_id and case.claim_until and case.claim_until > now
        )
        mine = claimed.filtered(lambda case: case.claim_user_id.id == self.env.uid)
        self.is_claimed_by_me = self.is_claimed_by_other = self.claim_holder = False
        mine.is_claimed_by_me = True
        (claimed - mine).is_claimed_by_other = True
        for case in claimed - mine:
            # sudo: the name of the colleague, also one of another company
            case.claim_holder = case.claim_user_id.sudo().name

    def _search_is_claimed_by_me(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('claim_user_id', '=', self.env.uid) & self._get_living_claim_domain()

    def _search_is_claimed_by_other(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('claim_user_id', 'not in', [self.env.uid, False]) & (
            self._get_living_claim_domain()
        )

    def _get_living_claim_domain(self):
        return Domain('state', '!=', 'done') & Domain('claim_until', '>', fields.Datetime.now())

    # === ACTIONS === #
    def action_open(self):
        """Take the customer of an open case and open the form to record a care (004-51, 004-56).

        A colleague's claim is left alone; the form tells of it. Closed cases, and users who may
        only read, get the case itself.

        :return: an action
        :raise AccessError: if the user may not read the case
        """
        check_single(self)
        self.check_access('read')
        Entry = self.env['pharma.care.entry']
        if self.state == 'done' or not Entry.has_access('create'):
            return self._get_case_action()
        if not self._get_claim_of_other():
            self._claim()
        return self._get_care_action()

    def action_next(self):
        """Take the most urgent due customer whom nobody has, and show the case (004-50).

        Call it on no record. Two users who press at the same moment get different customers, one
        who presses again goes on to another; when there is none left, what the user still has
        comes back.

        :return: action of the claimed case (``res_id``), or a notification that nothing is due
        :raise AccessError: for users who may not record care
        """
        case = self._take_next()
        return case._get_case_action() if case else self._get_nothing_due_action()

    def action_next_care(self):
        """Take the next customer as :meth:`action_next` does, and open the form to record a care.

        :return: action of the form, or a notification that nothing is due
        :raise AccessError: for users who may not record care
        """
        case = self._take_next()
        return case._get_care_action() if case else self._get_nothing_due_action()

    def action_release(self):
        """Give customers back, so that colleagues can take them (004-50).

        :return: True
        :raise UserError: for the claim of a colleague, unless the user is a manager
        """
        self.check_access('read')
        if not self.env.user.has_group('pharma_care.group_care_manager'):
            self._check_release()
        self._write_claim(False, False)
        return True

    def _check_release(self):
        """Raise when a colleague has one of the customers, by whatever case of his."""
        # sudo: a case that came after the claim does not know of it, and others may be hidden
        self_sudo = self.sudo()
        others_sudo = self_sudo.search(
            Domain('partner_id', 'in', self_sudo.partner_id.ids)
            & Domain('company_id', 'in', self_sudo.company_id.ids)
            & Domain('is_claimed_by_other', '=', True)
        )
        holders = {(other.partner_id, other.company_id): other for other in others_sudo}
        for case_sudo in self_sudo:
            other_sudo = holders.get((case_sudo.partner_id, case_sudo.company_id))
            if other_sudo:
                raise UserError(
                    self.env._(
                        "Care case '%(case)s' is with %(user)s, who alone or a manager can give it"
                        " back. It becomes free by itself.",
                        case=case_sudo.display_name,
                        user=other_sudo.claim_holder,
                    )
                )

    def _get_case_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.display_name,
            'res_model': self._name,
            'res_id': self.id,
            'views': [(self.env.ref('pharma_care.pharma_care_case_view_form').id, 'form')],
        }

    def _get_care_action(self):
        return {
            **self.env['ir.actions.act_window']._for_xml_id(
                'pharma_care.pharma_care_entry_action_record'
            ),
            'context': {'default_case_id': self.id},
        }

    @api.model
    def _get_nothing_due_action(self):
        title, message = self._get_reason_of_no_case() or (
            self.env._("Nothing to do"),
            self.env._(
                "No customer is due whom nobody else is contacting. Look ahead in 'Orders to Care"
                " For' without the filter 'Due'."
            ),
        )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'success', 'title': title, 'message': message},
        }

    # === BUSINESS METHODS === #
    def _take_next(self):
        """Claim the most urgent case that nobody has; return it, empty if nothing is due."""
        self.env['pharma.care.entry'].check_access('create')
        case = self._find_next() or self.search(
            [('is_due', '=', True), ('is_claimed_by_me', '=', True)],
            order='claim_until, id',
            limit=1,
        )
        if case:
            case._claim()
        return case

    def _find_next(self):
        """Return the most urgent due case of a customer whom nobody has, locked until commit.

        Customers whom another transaction is just giving to somebody are skipped. If one committed
        after this transaction began, writing the claim fails as any concurrent update does, and
        the request is repeated.
        """
        query = self._get_next_query([('is_due', '=', True)])
        query.add_where(self._get_free_condition())
        return self._lock_next(query)

    def _get_next_query(self, domain):
        """Return the query of the most urgent case whose customer nobody has.

        :param domain: what else is asked of the case
        """
        self.flush_model()
        query = self._search(domain, order=self._order, limit=1)
        query.add_where(
            SQL(
                """
                NOT EXISTS (
                    SELECT FROM pharma_care_case k
                    WHERE k.partner_id = %(case)s.partner_id AND k.company_id = %(case)s.company_id
                        AND k.state <> 'done' AND k.claim_user_id IS NOT NULL
                        AND k.claim_until > %(now)s)
                """,
                case=SQL.identifier(self._table),
                now=fields.Datetime.now(),
            )
        )
        return query

    def _get_free_condition(self):
        """Return the condition (SQL) on a case that nobody was given beforehand."""
        return SQL("true")

    def _lock_next(self, query):
        """Return the case that a query finds, its customer locked until commit.

        :param Query query: as of :meth:`_get_next_query`
        """
        customer = query.join(self._table, 'partner_id', 'res_partner', 'id', 'next')
        rows = self.env.execute_query(
            SQL("%s FOR NO KEY UPDATE OF %s SKIP LOCKED", query.select(), SQL.identifier(customer))
        )
        return self.browse(row[0] for row in rows)

    def _get_claim_of_other(self):
        """Return (user id, until) of a colleague's living claim on the customer, or None."""
        self.ensure_one()
        self.flush_model(['partner_id', 'company_id', 'state', *CLAIM_FIELDS])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT claim_user_id, claim_until FROM pharma_care_case
                WHERE partner_id = %s AND company_id = %s AND state <> 'done'
                    AND claim_user_id <> %s AND claim_until > %s
                ORDER BY claim_until DESC LIMIT 1
                """,
                self.partner_id.id,
                self.company_id.id,
                self.env.uid,
                fields.Datetime.now(),
            )
        )
        return rows[0] if rows else None

    def _claim(self):
        """Take the customer for as long as his company says."""
        self.ensure_one()
        minutes = self.company_id.sudo().care_claim_minutes  # sudo: a setting
        until = fields.Datetime.now() + timedelta(minutes=minutes)
        self._write_claim(self.env.uid, until)

    def _write_claim(self, user_id, until):
        """Write a claim on all open cases of these customers, also those the user cannot read."""
        if not self.ids:
            return
        self.flush_model(['partner_id', 'company_id', 'state', *CLAIM_FIELDS])
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_care_case c SET claim_user_id = %s, claim_until = %s
                  FROM (SELECT DISTINCT partner_id, company_id FROM pharma_care_case
                         WHERE id = ANY(%s)) mine
                 WHERE c.partner_id = mine.partner_id AND c.company_id = mine.company_id
                   AND c.state <> 'done'
                """,
                user_id or None,
                until or None,
                self.ids,
            )
        )
        self.invalidate_model(CLAIM_FIELDS, flush=False)
