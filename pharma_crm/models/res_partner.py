from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date
from odoo.tools.sql import column_exists, create_column

from .pharma_age_range import MAX_AGE

# which kinds of wholesale partner each level is made of (004-01)
KINDS_BY_LEVEL = {
    'level1': ('company', 'hospital'),
    'level2': ('pharmacy', 'clinic', 'health_station'),
}
USER_GROUP = 'pharma_crm.group_pharma_user'


class ResPartner(models.Model):
    """Who the customer is: type, kind, person, group, channel, preferences."""

    _inherit = 'res.partner'

    pharma_customer_type = fields.Selection(
        [
            ('prospect', "Prospect"),
            ('retail', "Retail"),
            ('level1', "Level 1 Partner"),
            ('level2', "Level 2 Partner"),
            ('other', "Other"),
        ],
        string="Customer Type",
        default='prospect',
        help="A prospect becomes a retail customer with the first confirmed order. Level 1: "
        "companies and hospitals; level 2: pharmacies, clinics, health stations.",
    )
    pharma_partner_kind = fields.Selection(
        [
            ('company', "Company"),
            ('hospital', "Hospital"),
            ('pharmacy', "Pharmacy"),
            ('clinic', "Clinic"),
            ('health_station', "Health Station"),
        ],
        string="Partner Kind",
        compute='_compute_pharma_partner_kind',
        store=True,
        readonly=False,
        help="Level 1: company or hospital; level 2: pharmacy, clinic or health station.",
    )
    pharma_contact_type = fields.Selection(
        [
            ('doctor', "Doctor"),
            ('representative', "Medical Representative"),
            ('pharmacist', "Pharmacist"),
            ('buyer', "Buyer"),
        ],
        string="Contact Type",
        help="People who influence what is bought are cared for in their own way.",
    )
    pharma_birthdate = fields.Date(
        string="Date of Birth", index='btree_not_null', groups=USER_GROUP
    )
    pharma_age_range_id = fields.Many2one(
        'pharma.age.range',
        string="Age Range",
        compute='_compute_pharma_age_range_id',
        store=True,
        index='btree_not_null',
        ondelete='set null',
        groups=USER_GROUP,
        help="Follows the date of birth; a nightly job moves people on their birthdays.",
    )
    pharma_is_birthday_month = fields.Boolean(
        string="Birthday This Month",
        compute='_compute_pharma_is_birthday_month',
        search='_search_pharma_is_birthday_month',
        groups=USER_GROUP,
    )
    pharma_gender = fields.Selection(
        [('female', "Female"), ('male', "Male"), ('other', "Other")],
        string="Gender",
        groups=USER_GROUP,
    )
    pharma_customer_group_id = fields.Many2one(
        'pharma.customer.group',
        string="Customer Group",
        index='btree_not_null',
        ondelete='restrict',
    )
    pharma_channel_id = fields.Many2one(
        'pharma.sales.channel',
        string="Sales Channel",
        index='btree_not_null',
        ondelete='restrict',
        help="How the customer was won.",
    )
    pharma_preferred_channel = fields.Selection(
        [
            ('call', "Call"),
            ('sms', "SMS"),
            ('email', "E-mail"),
            ('zalo', "Zalo"),
            ('facebook', "Facebook"),
            ('post', "Post"),
            ('none', "No Messages"),
        ],
        string="Preferred Channel",
        help="How the customer likes to be contacted. The permission to do so is kept apart.",
    )
    pharma_preferred_product_ids = fields.Many2many(
        'product.template',
        'pharma_partner_preferred_product_rel',
        'partner_id',
        'product_tmpl_id',
        string="Preferred Medicines",
        groups=USER_GROUP,
    )
    pharma_licence_ids = fields.One2many(
        'pharma.licence', 'partner_id', string="Licences", groups=USER_GROUP
    )

    def _auto_init(self):
        # An empty column now spares computing all contacts at install: no contact has a date of
        # birth or a level yet, and regions are assigned by a job with progress.
        for name, column_type in (
            ('pharma_age_range_id', 'int4'),
            ('pharma_partner_kind', 'varchar'),
            ('pharma_region_id', 'int4'),
        ):
            if not column_exists(self.env.cr, 'res_partner', name):
                create_column(self.env.cr, 'res_partner', name, column_type)
        if not column_exists(self.env.cr, 'res_partner', 'pharma_customer_type'):
            self._create_customer_type()
        return super()._auto_init()

    def _create_customer_type(self):
        """Create the column: who has bought before is a retail customer, all others prospects.

        A default of the column fills existing rows without rewriting the table, which has more
        indexes than any other; so it is what most are, and the others are written.
        """
        cr = self.env.cr
        bought = SQL(
            "EXISTS (SELECT FROM sale_order o WHERE o.partner_id = p.id AND o.state = 'sale')"
        )
        cr.execute(
            SQL("SELECT count(*) FILTER (WHERE %s) * 2 > count(*) FROM res_partner p", bought)
        )
        (is_retail,) = cr.fetchone()
        types = ('retail', 'prospect') if is_retail else ('prospect', 'retail')
        cr.execute(
            SQL(
                "ALTER TABLE res_partner ADD COLUMN pharma_customer_type varchar DEFAULT %s",
                types[0],
            )
        )
        cr.execute(SQL("ALTER TABLE res_partner ALTER COLUMN pharma_customer_type DROP DEFAULT"))
        cr.execute(
            SQL(
                "UPDATE res_partner p SET pharma_customer_type = %s WHERE %s <> %s",
                types[1],
                bought,
                is_retail,
            )
        )

    @api.depends('pharma_customer_type')
    def _compute_pharma_partner_kind(self):
        for partner in self:
            kinds = KINDS_BY_LEVEL.get(partner.pharma_customer_type, ())
            kind = partner.pharma_partner_kind
            partner.pharma_partner_kind = kind if kind in kinds else False

    @api.constrains('pharma_customer_type', 'pharma_partner_kind')
    def _check_pharma_partner_kind(self):
        kind_labels, type_labels = (
            dict(self._fields[name]._description_selection(self.env))
            for name in ('pharma_partner_kind', 'pharma_customer_type')
        )
        for partner in self.filtered('pharma_partner_kind'):
            kinds = KINDS_BY_LEVEL.get(partner.pharma_customer_type, ())
            if partner.pharma_partner_kind not in kinds:
                raise ValidationError(
                    self.env._(
                        "Customer '%(name)s', field 'Partner Kind': '%(kind)s' does not go with "
                        "the customer type '%(type)s'. Level 1 are companies and hospitals, level "
                        "2 pharmacies, clinics and health stations; others have no kind. Change "
                        "one of the two fields.",
                        name=partner.name,
                        kind=kind_labels[partner.pharma_partner_kind],
                        type=type_labels.get(partner.pharma_customer_type, ''),
                    )
                )

    @api.depends('pharma_birthdate')
    def _compute_pharma_age_range_id(self):
        ranges = self.env['pharma.age.range'].search(Domain.TRUE)
        today = self.env.company._pharma_today()
        for partner in self:
            age = partner._pharma_get_age(today)
            partner.pharma_age_range_id = (
                ranges.filtered(lambda r, age=age: r.age_from <= age <= r.age_to)[:1]
                if age is not None
                else False
            )

    @api.depends('pharma_birthdate')
    def _compute_pharma_is_birthday_month(self):
        month = self.env.company._pharma_today().month
        for partner in self:
            born = partner.pharma_birthdate
            partner.pharma_is_birthday_month = bool(born) and born.month == month

    def _search_pharma_is_birthday_month(self, operator, value):
        if operator != 'in':
            return NotImplemented
        month = self.env.company._pharma_today().month
        return [('pharma_birthdate.month_number', '=' if True in value else '!=', month)]

    def _pharma_get_age(self, today):
        """Return the age in full years on a date, None without date of birth.

        Who was born on 29 February turns older on 1 March in other years.
        """
        self.ensure_one()
        born = self.pharma_birthdate
        if not born:
            return None
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    @api.constrains('pharma_birthdate')
    def _check_pharma_birthdate(self):
        today = self.env.company._pharma_today()
        for partner in self:
            age = partner._pharma_get_age(today)
            if age is not None and not 0 <= age < MAX_AGE:
                raise ValidationError(
                    self.env._(
                        "Customer '%(name)s', field 'Date of Birth': %(date)s is in the future or "
                        "more than %(max)s years ago. Correct the date or leave it empty.",
                        name=partner.display_name,
                        date=format_date(self.env, partner.pharma_birthdate),
                        max=MAX_AGE,
                    )
                )

    @api.model
    def get_import_templates(self):
        """Return the templates offered by the import screen, ours for customers first.

        :return: list of {'label': str, 'template': str}
        """
        return [
            {
                'label': self.env._("Import Template for Pharma Customers"),
                'template': '/pharma_crm/static/xls/customers_import_template.xlsx',
            },
            *super().get_import_templates(),
        ]
