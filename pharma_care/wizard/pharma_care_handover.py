from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import check_single


class PharmaCareHandover(models.TransientModel):
    """Somebody leaves, or is ill: others take over, and no customer is forgotten (004-34)."""

    _name = 'pharma.care.handover'
    _description = "Hand Over Care"

    company_id = fields.Many2one(
        'res.company',
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [('id', 'in', self.env.companies.ids)],
    )
    user_id = fields.Many2one(
        'res.users',
        string="Take From",
        required=True,
        domain=[('share', '=', False)],
        context={'active_test': False},
        help="Users who left and were archived can be chosen as well.",
    )
    user_ids = fields.Many2many(
        'res.users',
        string="Give To",
        domain=lambda self: self.env['res.users']._get_care_user_domain(
            'company_id', "('id', '!=', user_id)"
        ),
    )
    distribution = fields.Selection(
        [
            ('share', "Share out evenly, one after another"),
            ('all', "Give everything to each of them"),
        ],
        string="How",
        required=True,
        default='share',
        help="Open cases have one responsible and are always shared out.",
    )
    kind = fields.Selection(
        [
            ('all', "All Assignments"),
            ('products', "Assignments to Products, Categories and Groups"),
            ('customers', "Assignments to Customers and Regions"),
            ('none', "No Assignments"),
        ],
        string="Assignments",
        required=True,
        default='all',
    )
    is_with_cases = fields.Boolean(
        string="Open Cases and Appointments",
        default=True,
        help="Of which the user is responsible; claims are released.",
    )
    assignment_count = fields.Integer(string="Assignments Found", compute='_compute_counts')
    case_count = fields.Integer(string="Open Cases of Orders", compute='_compute_counts')
    appointment_count = fields.Integer(string="Open Appointments", compute='_compute_counts')
    claim_count = fields.Integer(string="Customers Claimed", compute='_compute_counts')

    @api.depends('user_id', 'company_id', 'kind', 'is_with_cases')
    def _compute_counts(self):
        Case = self.env['pharma.care.case']
        for wizard in self:
            wizard.assignment_count = len(wizard._get_assignments())
            mine = wizard._get_cases_domain()
            wizard.case_count = Case.search_count(mine & Domain('order_id', '!=', False))
            wizard.appointment_count = Case.search_count(mine & Domain('order_id', '=', False))
            # a claim is on all open cases of a customer
            [[wizard.claim_count]] = Case._read_group(
                wizard._get_claims_domain(), aggregates=['partner_id:count_distinct']
            )

    def _get_assignments(self):
        self.ensure_one()
        kinds = {
            'all': ('product', 'category', 'group', 'customer', 'region'),
            'products': ('product', 'category', 'group'),
            'customers': ('customer', 'region'),
        }.get(self.kind, ())
        return self.env['pharma.care.assignment'].search(
            Domain('user_id', '=', self.user_id.id)
            & Domain('company_id', '=', self.company_id.id)
            & Domain('kind', 'in', kinds)
        )

    def _get_cases_domain(self):
        self.ensure_one()
        if not self.user_id or not self.is_with_cases:
            return Domain.FALSE
        # whoever was archived answers for nothing any more, and is remembered as heir
        left = Domain('heir_user_id', '=', self.user_id.id) & Domain('user_id', '=', False)
        return (
            (Domain('user_id', '=', self.user_id.id) | left)
            & Domain('company_id', '=', self.company_id.id)
            & Domain('state', '!=', 'done')
        )

    def _get_claims_domain(self):
        self.ensure_one()
        if not self.user_id or not self.is_with_cases:
            return Domain.FALSE
        return (
            Domain('claim_user_id', '=', self.user_id.id)
            & Domain('company_id', '=', self.company_id.id)
            & self.env['pharma.care.case']._get_living_claim_domain()
        )

    def action_apply(self):
        """Hand over assignments, open cases and appointments; release claims (004-34).

        :return: notification that tells how many, and opens the assignments
        :raise UserError: without users who take over, if the giving user is among them, one of
            them does no customer care in the company, or there is nothing to hand over
        """
        check_single(self)
        self._check_company()
        if not self.user_ids:
            raise UserError(
                self.env._("Choose in the field 'Give To' at least one user who takes over.")
            )
        if self.user_id in self.user_ids:
            raise UserError(
                self.env._(
                    "%(user)s cannot take over from himself or herself: remove the name from the"
                    " field 'Give To'.",
                    user=self.user_id.name,
                )
            )
        self._check_takers()
        assignments = self._get_assignments()
        handed_over = len(assignments)
        # counted before: most cases follow the assignments as these move
        cases = self.env['pharma.care.case'].search_count(self._get_cases_domain())
        self._check_anything(handed_over + cases)
        assignments._hand_over(self.user_ids, self.distribution)
        if self.is_with_cases:
            assignments._hand_over_cases(self.user_id, self.user_ids, self.company_id)
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_care.pharma_care_assignment_action'
        )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': self.env._(
                    "%(assignments)s assignments and %(cases)s open cases of %(user)s were handed"
                    " over. What was said and done stays in the history.",
                    assignments=handed_over,
                    cases=cases,
                    user=self.user_id.name,
                ),
                'type': 'success',
                'next': {
                    **action,
                    'domain': [('user_id', 'in', self.user_ids.ids)],
                    # otherwise each hand-over adds the same list to the path at the top
                    'target': 'main',
                },
            },
        }

    # === CHECKS === #
    def _check_company(self):
        """Refuse a company that the manager does not work in; cases are moved past all rules."""
        if self.company_id not in self.env.companies:
            raise UserError(
                self.env._(
                    "Company '%(company)s' is not among those you work in: tick it at the top"
                    " right, or choose another one in the field 'Company'.",
                    company=self.company_id.sudo().name,  # sudo: it is not ticked
                )
            )

    def _check_anything(self, count):
        """Say so when the choice leaves nothing to hand over, instead of doing nothing."""
        claims = self.env['pharma.care.case'].search_count(self._get_claims_domain(), limit=1)
        if not count and not claims:
            raise UserError(
                self.env._(
                    "%(user)s has nothing of what is chosen in %(company)s. Choose somebody else in"
                    " the field 'Take From', or more in the fields 'Assignments' and 'Open Cases"
                    " and Appointments'.",
                    user=self.user_id.name,
                    company=self.company_id.name,
                )
            )

    def _check_takers(self):
        """Refuse users who could not see what they take over."""
        for user_sudo in self.user_ids.sudo():  # sudo: whether somebody may care is no secret
            if not (
                user_sudo.active
                and user_sudo.has_group('pharma_care.group_care_user')
                and self.company_id in user_sudo.company_ids
            ):
                raise UserError(
                    self.env._(
                        "'%(user)s' in the field 'Give To' is not an active user of customer care"
                        " in %(company)s. Choose somebody else.",
                        user=user_sudo.name,
                        company=self.company_id.name,
                    )
                )
