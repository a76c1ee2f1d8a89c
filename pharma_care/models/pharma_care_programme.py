from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.pharma_crm.models.pharma_contact_permission import PURPOSES
from odoo.addons.pharma_crm.models.pharma_customer_figure import SEGMENTS, VALUE_CLASSES

KINDS = [
    ('new_medicine', "New Medicine"),
    ('purchase', "Purchase"),
    ('birthday', "Birthday"),
    ('reactivation', "Reactivation"),
    ('key_customer', "Key Customers"),
]
# What happens on a day and is not hit when it lies before the start; the others are states.
EVENTS = ('new_medicine', 'purchase', 'birthday')


class PharmaCareProgramme(models.Model):
    """Whom to contact for a reason that comes round by itself, and when (000-10, 003-04, 004-07).

    A programme does nothing before a manager starts it. Every night it finds new customers, each
    of them a ``pharma.care.programme.hit``, and has them contacted step by step.
    """

    _name = 'pharma.care.programme'
    _description = "Care Programme"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True, help="What the programme is for.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Empty: in every company."
    )
    kind = fields.Selection(
        KINDS,
        string="Reason",
        required=True,
        default='new_medicine',
        help="New medicine: the customer buys a medicine for the first time. Purchase: the customer"
        " buys something of the chosen groups. Birthday: of whoever has a date of birth."
        " Reactivation: the customer is at risk, lost, or has not bought for a number of days. Key"
        " customers: nobody spoke with them for a number of days.",
    )
    purpose = fields.Selection(
        PURPOSES,
        required=True,
        default='care',
        help="As soon as an offer is made it is advertising. Customers who declined to be called"
        " for this purpose are left out.",
    )
    is_running = fields.Boolean(string="Running", readonly=True, copy=False)
    date_started = fields.Date(
        readonly=True,
        copy=False,
        help="Purchases and birthdays of before that day are not looked at.",
    )
    daily_max = fields.Integer(
        string="New Customers per Day",
        required=True,
        default=50,
        aggregator=False,
        help="At most so many customers of a company begin the programme on one day; the others"
        " follow on the days after.",
    )
    repeat_days = fields.Integer(
        string="Not Again for (days)",
        aggregator=False,
        help="Days before the same customer begins the programme again; 0: never again.",
    )
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        ondelete='set null',
        domain=lambda self: self._get_user_domain(),
        help="Gets the new appointments; empty: whoever is assigned, else whoever was responsible"
        " for the customer before. Cases that are open keep their responsible.",
    )
    step_ids = fields.One2many(
        'pharma.care.programme.step', 'programme_id', string="Steps", copy=True
    )
    hit_ids = fields.One2many('pharma.care.programme.hit', 'programme_id', string="Customers Hit")

    # === FIGURES === #
    hit_count = fields.Integer(string="Customers", compute='_compute_counts')
    open_count = fields.Integer(string="To Call", compute='_compute_counts')
    waiting_count = fields.Integer(string="Waiting", compute='_compute_counts')
    observed_count = fields.Integer(
        string="Only Observed",
        compute='_compute_counts',
        groups='pharma_care.group_care_manager,pharma_crm.group_pharmacist',
        help="Customers who were drawn to be left without care, and would have been hit.",
    )

    # === WHO === #
    product_ids = fields.Many2many('product.product', string="Medicines")
    therapeutic_group_ids = fields.Many2many(
        'pharma.therapeutic.group', string="Therapeutic Groups", help="With their subgroups."
    )
    care_profile = fields.Selection(
        lambda self: (
            self.env['pharma.therapeutic.group']
            ._fields['care_profile']
            ._description_selection(self.env)
        ),
        help="Medicines of therapeutic groups with this care profile.",
    )
    first_of = fields.Selection(
        [('product', "The Medicine"), ('group', "Its Therapeutic Group")],
        string="New Is",
        required=True,
        default='product',
        help="Whether the customer never bought this medicine before, or nothing of its group.",
    )
    audience = fields.Selection(
        [('buyer', "Buyers"), ('influencer', "Doctors, Pharmacists, Representatives")],
        required=True,
        default='buyer',
        help="Buyers: whoever has bought in the company. The others are people who influence what"
        " is bought.",
    )
    with_wholesale = fields.Boolean(
        string="Also Wholesale Partners", help="Partners of level 1 and 2, else left out."
    )
    silent_days = fields.Integer(
        string="Days without Purchase",
        aggregator=False,
        help="Of a reactivation: whoever has not bought for so many days, whatever the segment;"
        " 0: by segment only.",
    )
    region_ids = fields.Many2many('pharma.region', string="Regions", help="With their subregions.")
    warehouse_ids = fields.Many2many(
        'stock.warehouse', string="Branches", help="Where the customer bought last."
    )
    customer_group_ids = fields.Many2many('pharma.customer.group', string="Customer Groups")
    age_from = fields.Integer(aggregator=False)
    age_to = fields.Integer(aggregator=False, help="Last age in full years; 0: no limit.")
    gender = fields.Selection(
        lambda self: (
            self.env['res.partner']._fields['pharma_gender']._description_selection(self.env)
        )
    )
    is_segment_new = fields.Boolean(string="New")
    is_segment_regular = fields.Boolean(string="Regular")
    is_segment_loyal = fields.Boolean(string="Loyal")
    is_segment_vip = fields.Boolean(string="VIP")
    is_segment_won_back = fields.Boolean(string="Won Back")
    is_segment_at_risk = fields.Boolean(string="At Risk")
    is_segment_lost = fields.Boolean(string="Lost")
    is_class_a = fields.Boolean(string="A")
    is_class_b = fields.Boolean(string="B")
    is_class_c = fields.Boolean(string="C")

    # === COMPUTE METHODS === #
    @api.depends('hit_ids.state')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_counts(self):
        rows = self.env['pharma.care.programme.hit']._read_group(
            [('programme_id', 'in', self.ids)], ['programme_id', 'state', 'reason'], ['__count']
        )
        counts = {(programme.id, state, reason): count for programme, state, reason, count in rows}
        for programme in self:
            own = {key[1:]: n for key, n in counts.items() if key[0] == programme._origin.id}
            programme.hit_count = sum(n for (state, _why), n in own.items() if state != 'left_out')
            programme.open_count = sum(n for (state, _why), n in own.items() if state == 'open')
            programme.waiting_count = sum(
                n for (state, _why), n in own.items() if state == 'waiting'
            )
            programme.observed_count = own.get(('left_out', 'observed'), 0)

    # === CRUD METHODS === #
    def copy_data(self, default=None):
        """Give copies another name; they do not run.

        :param dict default: values that replace the copied ones
        :return: list of values, one dict per record
        """
        vals_list = super().copy_data(default=default)
        for programme, vals in zip(self, vals_list, strict=True):
            if 'name' not in (default or {}):
                vals['name'] = self.env._("%(name)s (copy)", name=programme.name)
        return vals_list

    def write(self, vals):
        """Keep what customers were hit for; who is archived stops.

        :param dict vals: values to write
        :return: True
        :raise UserError: if the reason or company of a programme with customers is changed
        """
        self._check_running_by_hand(vals)
        fixed = {'kind', 'company_id'} & vals.keys()
        # sudo: customers of other companies count as well
        for programme in self.sudo().filtered('hit_ids') if fixed else ():
            old = {'kind': programme.kind, 'company_id': programme.company_id.id}
            if any(vals[name] != old[name] for name in fixed):
                raise UserError(
                    self.env._(
                        "Programme '%(programme)s' has customers already: its reason and company"
                        " remain. Duplicate it and change the copy.",
                        programme=programme.name,
                    )
                )
        self.filtered('is_running')._check_reach()
        if vals.get('active') is False:
            self.filtered('is_running').action_stop()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """Create programmes that do not run yet.

        :param list vals_list: one dict per programme
        :return: the new ``pharma.care.programme`` records
        """
        for vals in vals_list:
            self._check_running_by_hand(vals)
        return super().create(vals_list)

    @api.model
    def _check_running_by_hand(self, vals):
        if not self.env.su and {'is_running', 'date_started'} & vals.keys():
            raise UserError(
                self.env._("A programme begins and ends by the buttons 'Start' and 'Stop'.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_hit(self):
        # sudo: customers of other companies count as well
        for programme in self.sudo().filtered('hit_ids'):
            raise UserError(
                self.env._(
                    "Programme '%(programme)s' has customers and cannot be deleted, or the figures"
                    " would be wrong. Archive it.",
                    programme=programme.name,
                )
            )

    # === BUSINESS METHODS === #
    @api.model
    def _get_user_domain(self):
        # of whatever company: a programme may run in all of them
        role_id = self.env['pharma.care.case']._get_role_id() or 0
        return [('share', '=', False), ('all_group_ids', 'in', [role_id])]

    def _get_segments(self):
        """Return the chosen segments: list of their keys."""
        return [key for key, _label in SEGMENTS if self[f'is_segment_{key}']]

    def _get_value_classes(self):
        """Return the chosen value classes: list of their keys."""
        return [key for key, _label in VALUE_CLASSES if self[f'is_class_{key}']]
