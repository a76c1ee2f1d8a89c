from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.pharma_care_assignment import TARGET_FIELDS
from ..tools import check_single


class PharmaCareAssign(models.TransientModel):
    """Second and third step of assigning: choose the users, add them (004-47, 004-48)."""

    _name = 'pharma.care.assign'
    _description = "Assign Care Users"

    kind = fields.Selection(
        selection=lambda self: (
            self.env['pharma.care.assignment']._fields['kind']._description_selection(self.env)
        ),
        required=True,
        readonly=True,
        default='product',
    )
    company_id = fields.Many2one(
        'res.company',
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [('id', 'in', self.env.companies.ids)],
    )
    operation = fields.Selection(
        [
            ('add', "Add to those assigned now"),
            ('replace', "Replace those assigned now"),
            ('remove', "Take away"),
        ],
        required=True,
        default='add',
    )
    user_ids = fields.Many2many(
        'res.users',
        string="Care Users",
        domain=lambda self: self.env['res.users']._get_care_user_domain('company_id'),
    )
    product_tmpl_ids = fields.Many2many('product.template', string="Products", readonly=True)
    categ_ids = fields.Many2many('product.category', string="Product Categories", readonly=True)
    therapeutic_group_ids = fields.Many2many(
        'pharma.therapeutic.group', string="Therapeutic Groups", readonly=True
    )
    partner_ids = fields.Many2many('res.partner', string="Customers", readonly=True)
    region_ids = fields.Many2many('pharma.region', string="Regions", readonly=True)
    target_count = fields.Integer(string="Ticked", compute='_compute_counts')
    case_count = fields.Integer(
        string="Open Care Cases",
        compute='_compute_counts',
        help="Of what is ticked, in the company; whoever is assigned sees them if the care mode"
        " says so.",
    )
    mode_hint = fields.Char(compute='_compute_mode_hint')

    @api.depends('kind', 'company_id', *(f'{name}s' for name in TARGET_FIELDS.values()))
    def _compute_counts(self):
        Assignment = self.env['pharma.care.assignment']
        for wizard in self:
            targets = wizard._get_targets()
            wizard.target_count = len(targets)
            wizard.case_count = 0
            if not targets or wizard.company_id not in self.env.companies:
                continue  # the count knows no record rules
            query = Assignment._get_cases_query(wizard.kind, targets.ids)
            [[wizard.case_count]] = self.env.execute_query(
                SQL(
                    "SELECT count(*) FROM pharma_care_case WHERE company_id = %s"
                    " AND state <> 'done' AND id IN (%s)",
                    wizard.company_id.id,
                    query,
                )
            )

    @api.depends('kind', 'company_id')
    def _compute_mode_hint(self):
        Assignment = self.env['pharma.care.assignment']
        for wizard in self:
            wizard.mode_hint = False
            company = wizard.company_id
            if company.care_mode == 'unrestricted':
                wizard.mode_hint = self.env._(
                    "The care mode is 'Unrestricted': everybody sees all cases, assignments say"
                    " who is responsible."
                )
            elif wizard.kind and company.care_mode not in Assignment._get_modes(wizard.kind):
                modes = dict(company._fields['care_mode']._description_selection(self.env))
                wizard.mode_hint = self.env._(
                    "The care mode is '%(mode)s': these assignments are kept, and hold when an"
                    " administrator chooses another mode.",
                    mode=modes[company.care_mode],
                )

    def _get_targets(self):
        self.ensure_one()
        # without a kind nothing is ticked: whoever applies is told to
        name = TARGET_FIELDS.get(self.kind, 'product_tmpl_id')
        return self[f'{name}s']._origin

    def action_apply(self):
        """Assign the users, or take them away (004-47, 004-48).

        :return: notification that also closes the dialog and reloads the list
        :raise UserError: when nothing is ticked, or no user is chosen
        """
        check_single(self)
        targets = self._get_targets()
        if not targets:
            raise UserError(self.env._("Tick in the list what is to be assigned first."))
        if not self.user_ids and self.operation != 'replace':
            raise UserError(self.env._("Choose in the field 'Care Users' at least one user."))
        running = Domain('state', '!=', 'done') & Domain('kind', '=', 'visibility')
        Job = self.env['pharma.care.job']
        before = Job.search(running)
        added, removed = self.env['pharma.care.assignment']._assign(
            self.kind, targets.ids, self.user_ids, self.operation, self.company_id
        )
        if Job.search(running) - before:
            message = self.env._(
                "%(added)s assignments added, %(removed)s taken away. Their care cases follow in"
                " the background: see 'Background Work' in the menu of assignments.",
                added=added,
                removed=removed,
            )
        else:
            message = self.env._(
                "%(added)s assignments added, %(removed)s taken away. Their care cases follow"
                " already.",
                added=added,
                removed=removed,
            )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': message,
                'type': 'success',
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
