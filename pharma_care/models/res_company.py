from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# The lowest and the highest sensible value of each number.
CARE_LIMITS = {
    'care_wholesale_cap_days': (0, 3650),
    'care_alert_days': (0, 365),
    'care_escalation_days': (0, 365),
    'care_claim_minutes': (1, 480),
    'care_attempts_day': (1, 20),
    'care_attempts_max': (1, 100),
    'care_unreached_days': (1, 365),
    'care_list_size': (1, 500),
    'care_history_days': (0, 3650),
    'care_adherence_percent': (1, 100),
    'care_effect_days': (1, 365),
    'care_effect_minimum': (5, 10000),
    'care_holdout_percent': (0, 50),
}
# What the care dates of all orders depend on.
DATE_FIELDS = ('care_date_base', 'care_wholesale_cap_days')


class ResCompany(models.Model):
    """Settings of care, one set per company (004-39, 004-42, 004-50)."""

    _inherit = 'res.company'

    care_mode = fields.Selection(
        [('product', "By Product"), ('customer', "By Customer"), ('unrestricted', "Unrestricted")],
        default='unrestricted',
        required=True,
        help="Who sees which care cases: users assigned to the products, users assigned to the"
        " customers, or everybody.",
    )
    care_date_base = fields.Selection(
        [('order', "Date of the Order"), ('delivery', "Date of Delivery")],
        string="Care Dates Count From",
        default='order',
        required=True,
    )
    care_bought_again = fields.Selection(
        [('product', "The Same Medicine"), ('group', "Any Medicine of the Therapeutic Group")],
        string="Bought Again Means",
        default='product',
        required=True,
        help="Which purchase ends the care for an earlier one.",
    )
    care_wholesale_cap_days = fields.Integer(
        string="Wholesale Care Limit (days)",
        default=90,
        help="Partners of level 1 and 2 are contacted after this many days at the latest, whatever"
        " they bought; 0 means no limit.",
    )
    care_alert_days = fields.Integer(
        string="Contact before Supply Ends (days)",
        default=10,
        help="There must have been a contact since the purchase this many days before the supply"
        " ends, else the responsible is told.",
    )
    care_escalation_days = fields.Integer(
        string="Tell Managers before Supply Ends (days)",
        default=7,
        help="If there is still no contact this many days before the supply ends, the managers are"
        " told.",
    )
    care_claim_minutes = fields.Integer(
        string="Claim (minutes)",
        default=15,
        help="How long a case belongs to the employee who opened it.",
    )
    care_attempts_day = fields.Integer(
        string="Attempts per Day",
        default=3,
        help="How often on one day a customer is called who is not reached.",
    )
    care_attempts_max = fields.Integer(
        string="Attempts in a Row",
        default=6,
        help="After so many a customer counts as not reached: another way, or another number, is"
        " needed.",
    )
    care_unreached_days = fields.Integer(
        string="Rest after the Last Attempt (days)",
        default=30,
        help="When a customer who was not reached is due again.",
    )
    care_list_size = fields.Integer(
        string="Customers in a Calling List",
        default=60,
        help="How many customers an employee takes for a shift.",
    )
    care_history_days = fields.Integer(
        string="Look Back (days)",
        default=365,
        help="Orders that come in already confirmed, such as past ones, and orders whose products"
        " get a care interval later, have a care case only if they are not older than this.",
    )

    # === CHECKS === #
    @api.constrains(*CARE_LIMITS)
    def _check_care_numbers(self):
        for company in self:
            for name, (lowest, highest) in CARE_LIMITS.items():
                if not lowest <= company[name] <= highest:
                    raise ValidationError(
                        self.env._(
                            "Company '%(company)s', field '%(field)s': %(value)s is not possible."
                            " Enter a number from %(lowest)s to %(highest)s.",
                            company=company.name,
                            field=self._fields[name]._description_string(self.env),
                            value=company[name],
                            lowest=lowest,
                            highest=highest,
                        )
                    )

    # === CRUD METHODS === #
    def write(self, vals):
        """Let another care mode, or way to count, hold for all cases (004-39, 004-42).

        Until a case has been worked on it is hidden from employees: the record rule compares the
        mode it was worked out for with that of the company.

        Users given or taken from this side count as those written from theirs (004-34).

        :param dict vals: values to write
        :return: True
        """
        changed = self.browse()
        if 'care_mode' in vals:
            changed = self.filtered(lambda company: company.care_mode != vals['care_mode'])
        counting = self.filtered(
            lambda company: any(
                name in vals and company[name] != vals[name] for name in DATE_FIELDS
            )
        )
        following = self.filtered(
            lambda company: (
                company.care_bought_again
                != vals.get('care_bought_again', company.care_bought_again)
            )
        )
        staff = self.env['res.users']._get_care_staff() if 'user_ids' in vals else None
        result = super().write(vals)
        self.env['res.users']._refresh_care(staff)
        if counting:
            self.env['pharma.care.case']._sync_todo(
                SQL("c.company_id = ANY(%s)", counting.ids),
                self.env._("Another way to count care dates was chosen"),
            )
        for company in following:
            self.env['pharma.care.case']._follow_later(
                company, self.env._("Another way to count what was bought again was chosen")
            )
        if 'user_ids' in vals:
            # core keeps which companies a user has, and forgets it only when users are written
            self.env.registry.clear_cache()
        if changed:
            self.env.flush_all()
            # what was worked out for this mode some time ago, and never since, no longer holds
            self.env.cr.execute(
                SQL(
                    "UPDATE pharma_care_case SET visibility_mode = NULL"
                    " WHERE company_id = ANY(%s) AND visibility_mode = %s",
                    changed.ids,
                    vals['care_mode'],
                )
            )
            Case = self.env['pharma.care.case']
            Case.invalidate_model(['is_visible', 'visibility_mode'], flush=False)
            # what is under way is done anew for all cases
            # sudo: administrators need not manage care
            Job = self.env['pharma.care.job'].sudo()
            Job.search(
                Domain('company_id', 'in', changed.ids)
                & Domain('kind', '=', 'visibility')
                & Domain('state', '!=', 'done')
            ).try_lock_for_update().unlink()
            Case._refresh_later(
                SQL("SELECT id FROM pharma_care_case WHERE company_id = ANY(%s)", changed.ids),
                self.env._("Another care mode was chosen"),
                users=self.env['res.users'],
                companies=changed,
            )
        return result

    def _fetch_care_settings(self):
        """Read what every list of cases asks of its companies, and not the rest: a company has
        more than a hundred columns, and they are read for each page (003-08).
        """
        self.fetch(['name', 'care_mode', 'pharma_tz'])
