from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

PROTECTED = ('pharma_date_verified', 'pharma_verified_user_id')
USER_GROUP = 'pharma_crm.group_pharma_user'


class ResPartner(models.Model):
    """Who calls confirms what is known of him, and when he did is remembered (001-04)."""

    _inherit = 'res.partner'

    pharma_date_verified = fields.Date(
        string="Data Verified On",
        readonly=True,
        copy=False,
        groups=USER_GROUP,
        help="When the customer last confirmed name, telephone and address.",
    )
    pharma_verified_user_id = fields.Many2one(
        'res.users', string="Verified By", readonly=True, copy=False, groups=USER_GROUP
    )
    pharma_missing_data = fields.Char(
        string="Still Missing",
        compute='_compute_pharma_missing_data',
        groups=USER_GROUP,
        help="Ask for it in the next call.",
    )
    pharma_verify_due = fields.Boolean(
        string="Not Verified for a Year",
        compute='_compute_pharma_verify_due',
        search='_search_pharma_verify_due',
        groups=USER_GROUP,
    )

    @api.depends('phone', 'street', 'city', 'country_id', 'is_company', 'vat', 'pharma_birthdate')
    def _compute_pharma_missing_data(self):
        for partner in self:
            partner.pharma_missing_data = partner._pharma_missing_data()

    def _pharma_missing_data(self):
        """Return the names of what is not known of a customer, as one text."""
        self.ensure_one()
        names = ['phone', 'street', 'city', 'country_id']
        names.append('vat' if self.is_company else 'pharma_birthdate')
        labels = (
            self._fields[name]._description_string(self.env) for name in names if not self[name]
        )
        return ', '.join(labels)

    @api.depends('pharma_date_verified')
    def _compute_pharma_verify_due(self):
        since = self._get_verified_since()
        for partner in self:
            date = partner.pharma_date_verified
            partner.pharma_verify_due = not date or date < since

    @api.model
    def _search_pharma_verify_due(self, operator, value):
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        since = self._get_verified_since()
        return [
            '|',
            ('pharma_date_verified', '=', False),
            ('pharma_date_verified', '<', since),
        ]

    @api.model
    def _get_verified_since(self):
        return self.env.company._pharma_today() - relativedelta(years=1)

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        return keep_own_defaults(self, super().default_get(fields), fields, PROTECTED)

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the stamp of 'Data Verified Today' (001-04).

        :param list vals_list: values, one dict per contact
        :return: the new ``res.partner`` records
        :raise AccessError: for a stamp that came with the values
        """
        for vals in vals_list:
            self._check_verified(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Keep the stamp of 'Data Verified Today' (001-04).

        :param dict vals: values to write
        :return: True
        :raise AccessError: for a stamp that came with the values
        """
        self._check_verified(vals)
        return super().write(vals)

    @api.model
    def _check_verified(self, vals):
        if not self.env.su and any(name in vals for name in PROTECTED):
            raise AccessError(
                self.env._("Ask the customer, correct his data and press 'Data Verified Today'.")
            )

    # === ACTIONS === #
    def action_pharma_verified(self):
        """Note that the customers confirmed their data today (001-04).

        :return: notification for the screen, which shows the date
        :raise AccessError: for customers that the user may not change
        """
        self.check_access('write')
        if not self.env.user.has_group(USER_GROUP):
            raise AccessError(self.env._("Customers' data are verified by the users of Pharma."))
        # sudo: the stamp is not written by hand
        self.sudo().write(
            {
                'pharma_date_verified': self.env.company._pharma_today(),
                'pharma_verified_user_id': self.env.uid,
            }
        )
        missing = ', '.join(dict.fromkeys(filter(None, self.mapped('pharma_missing_data'))))
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning' if missing else 'success',
                'message': self.env._("Verified today. Still missing: %(data)s", data=missing)
                if missing
                else self.env._("Verified today."),
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }
