from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import pharma_care_job
from .pharma_care_assignment import TARGET_FIELDS

# What decides who sees an appointment; orders bring their own refresh along.
APPOINTMENT_FIELDS = {'user_id', 'partner_id', 'company_id', 'heir_user_id'}


class PharmaCareCase(models.Model):
    """Who sees a case and who is responsible for it (004-39, 004-40, 004-48; decisions 25 to 27).

    The care users stand in a table, worked out here for the care mode of the company, so that
    record rules and worklists ask one question that an index answers.
    """

    _inherit = 'pharma.care.case'

    heir_user_id = fields.Many2one(
        'res.users',
        string="Answers without Assignment",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="Took the case over, or had it when leaving: answers for it while nobody is assigned.",
    )

    is_visible = fields.Boolean(
        string="Mine by the Care Mode",
        compute='_compute_is_visible',
        search='_search_is_visible',
        exportable=False,
        help="What an employee sees in the care mode of the company. Managers and pharmacists see"
        " more.",
    )

    # === COMPUTE METHODS === #
    @api.depends('company_id', 'visibility_mode', 'user_ids')
    @api.depends_context('uid')
    def _compute_is_visible(self):
        cases_sudo = self.sudo()  # sudo: this is what decides on access
        if self._get_user_modes() == ('unrestricted',):
            visible = set(cases_sudo.filtered_domain(self._search_is_visible('in', [True])).ids)
        else:
            # one question for all: reading the users of a page of cases takes longer than the page
            visible = set(cases_sudo._search([('id', 'in', self.ids), ('is_visible', '=', True)]))
        for case in self:
            case.is_visible = case.id in visible

    def _search_is_visible(self, operator, _value):
        if operator != 'in':
            return NotImplemented
        modes = self._get_user_modes()
        # the mode of the company is asked again: should the user's modes be out of date for a
        # moment, cases are hidden rather than leaked
        free = Domain('company_id.care_mode', '=', 'unrestricted')
        restricted = Domain('user_ids', 'in', [self.env.uid]) & Domain.OR(
            Domain('company_id.care_mode', '=', mode) & Domain('visibility_mode', '=', mode)
            for mode in modes
            if mode != 'unrestricted'
        )
        if 'unrestricted' not in modes:
            return restricted
        return free if len(modes) == 1 else free | restricted

    def _get_user_modes(self):
        """Return the care modes of the user's companies: tuple of str, one of them as a rule. An
        index answers the shortest question.
        """
        # not through the user's field, which in rules names archived companies as well
        companies = self.env['res.company'].browse(self.env.user._get_company_ids())
        companies_sudo = companies.sudo()  # sudo: how it works is no secret to those who work there
        return tuple(sorted(set(companies_sudo.mapped('care_mode'))))

    @api.depends('partner_id.pharma_region_id')
    def _compute_region_id(self):
        """Let the care users follow a customer into another region, before the commit."""
        result = super()._compute_region_id()
        ids = self._origin.ids
        if ids:
            # the field itself must not be written again while it is being computed
            precommit = self.env.cr.precommit
            if 'pharma_care.moved' not in precommit.data:
                precommit.add(self.env['pharma.care.case']._refresh_moved)
            precommit.data.setdefault('pharma_care.moved', set()).update(ids)
        return result

    def _refresh_moved(self):
        """Work out anew who sees the cases whose region was computed in this transaction."""
        ids = self.env.cr.precommit.data.pop('pharma_care.moved', set())
        self._refresh_later(
            SQL("SELECT unnest(%s::int[]) AS id", sorted(ids)),
            self.env._("A customer belongs to another region"),
            modes=('customer', 'unrestricted'),
        )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Create cases that the right people see from the start.

        :param list vals_list: values, one dict per case
        :return: the new ``pharma.care.case`` records
        """
        cases = super().create(vals_list)
        cases._refresh_visibility()
        return cases

    def write(self, vals):
        """Show an appointment to the one who became responsible for it.

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if APPOINTMENT_FIELDS & vals.keys():
            # sudo: who sees an appointment follows from what was just written
            self.sudo().filtered(lambda case: not case.order_id)._refresh_visibility()
        return result

    # === BUSINESS METHODS === #
    def _refresh_visibility(self, kinds=None):
        """Work out the care users and the responsible of these cases for their company's mode.

        Safe to repeat, one statement however many cases, and only what differs is written:

        * by product: everybody assigned to a product of the case, to its category or therapeutic
          group, or to one above;
        * by customer: everybody assigned to the customer, to a contact above, to the region or to
          one above;
        * unrestricted: nobody in particular, the record rule lets everybody through;
        * an appointment also by its responsible, who stays once chosen.

        A user who was archived, or lost the role in care or the company, counts as not assigned.

        Responsible is the most specific assignment that counts in the mode: the customer; of the
        medicine that is due first its product, nearest category, nearest therapeutic group; the
        nearest region. Without one, whoever the case was handed over to, then whoever was last in
        contact (decision 27).

        :param set kinds: kinds of targets that users are assigned to, where that is known
        """
        if not self.ids or not self._get_role_id():
            return
        self.env.flush_all()
        kinds = set(TARGET_FIELDS) if kinds is None else kinds
        self.env.cr.execute(self._get_refresh_query(kinds))
        self._forget_visibility()

    def _set_first_visibility(self, kinds):
        """Do the same for cases that an order has just brought, in the mode of their company.

        :param set kinds: kinds of targets that users are assigned to
        """
        # new cases are right as they were written while nobody is assigned to anything
        if self.ids and kinds and self._get_role_id():
            values = self._get_refresh_values()
            self.env.cr.execute(self._get_first_refresh_query(kinds, values))
            self._forget_visibility()

    def _forget_visibility(self):
        self.invalidate_recordset(
            ['is_visible', 'visibility_mode', 'user_ids', 'user_id'], flush=False
        )

    @api.model
    def _refresh_later(self, cases, reason, modes=None, users=None, companies=None):
        """Work out anew who sees cases: few at once, many in the background (decision 25).

        Whoever may lose one of many loses it at once and gets back what is still his later:
        hidden rather than leaked.

        :param SQL cases: query of case ids, column ``id``, of any companies
        :param str reason: what made it necessary, for the list of jobs
        :param modes: care modes in which it matters, default all
        :param users: ``res.users`` who may lose cases; default everybody
        :param companies: ``res.company`` whose cases are meant; default all
        :return: the ``pharma.care.job`` records that were needed
        """
        # sudo: assignments reach the cases of every company they are made for
        case_sudo = self.sudo()
        jobs = self.env['pharma.care.job']
        if not self._get_role_id():
            return jobs
        if companies is None:
            case_sudo.env.flush_all()
            companies = case_sudo.env['res.company'].browse(
                company_id
                for (company_id,) in case_sudo.env.execute_query(
                    SQL(
                        "SELECT DISTINCT company_id FROM pharma_care_case WHERE id IN (%s)"
                        " ORDER BY company_id",
                        cases,
                    )
                )
            )
        for company in companies.sudo():  # sudo: as above
            if modes is not None and company.care_mode not in modes:
                continue
            query = SQL(
                """
                SELECT id FROM pharma_care_case
                 WHERE company_id = %s AND id IN (SELECT id FROM (%s) chosen)
                 ORDER BY state = 'done', date_due, id
                """,
                company.id,
                cases,
            )
            case_sudo.env.flush_all()
            size = pharma_care_job.BATCH_SIZE
            rows = case_sudo.env.execute_query(SQL("%s LIMIT %s", query, size + 1))
            if len(rows) <= size:
                case_sudo.browse(case_id for (case_id,) in rows)._refresh_visibility()
            else:
                job = jobs._enqueue('visibility', company, query, reason)
                job._hide_pending(users)
                jobs |= job
        return jobs
