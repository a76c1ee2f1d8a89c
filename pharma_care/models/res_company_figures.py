import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import NO_ACCESS
from odoo.tools import format_date

# What changes the effect of cases of long ago.
EFFECT_SETTINGS = {'care_effect_days', 'care_holdout_percent', 'care_holdout_from'}


class ResCompany(models.Model):
    """Settings of adherence and of whether care helps, one set per company (000-13, 004-36)."""

    _inherit = 'res.company'

    care_adherence_percent = fields.Integer(
        string="Adherent From (%)",
        default=80,
        help="A customer is adherent whose covered days reach this share of the days observed."
        " A therapeutic group may ask for more.",
    )
    care_adherence_profile = fields.Selection(
        [('chronic', "Chronic Groups Only"), ('all', "All Therapeutic Groups")],
        string="Adherence Is Measured For",
        default='chronic',
        required=True,
    )
    care_effect_days = fields.Integer(
        string="Bought Again Within (days)",
        default=30,
        help="Whoever buys the medicine again up to so many days after it was used up, or before,"
        " counts as having bought again.",
    )
    care_effect_minimum = fields.Integer(
        string="Fewest Customers to Compare",
        default=30,
        help="With fewer customers on one side a comparison says nothing but 'too few'.",
    )
    care_holdout_percent = fields.Integer(
        string="Without Care (%)",
        help="This share of retail customers, drawn at random, is only observed. 0: everybody is"
        " cared for.",
    )
    care_holdout_from = fields.Date(
        string="Drawn From",
        help="Orders of this day and later count. Earlier ones are cared for as before.",
    )
    care_holdout_to = fields.Date(
        string="Drawn Until", readonly=True, help="The day on which it was switched off."
    )
    care_effect_date = fields.Date(
        readonly=True,
        copy=False,
        help="Day of the last night that worked out the effect of care; empty: everything is"
        " worked out next.",
    )
    # it decides who is drawn: whoever knew it could choose
    care_holdout_salt = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)

    @api.constrains('care_holdout_from')
    def _check_care_holdout(self):
        for company in self:
            if company.care_holdout_percent and not company.care_holdout_from:
                raise ValidationError(
                    self.env._(
                        "Company '%(company)s', field '%(field)s': enter from which day customers"
                        " are only observed, or set the share to 0.",
                        company=company.name,
                        field=self._fields['care_holdout_from']._description_string(self.env),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Draw for a new company that begins with a share.

        :param list vals_list: values, one dict per company
        :return: the new ``res.company`` records
        """
        companies = super().create(vals_list)
        started = companies.filtered('care_holdout_percent')
        started._set_care_salt()
        for company in started.filtered(lambda company: not company.care_holdout_from):
            company.care_holdout_from = company._pharma_today() + timedelta(days=1)
        return companies

    def write(self, vals):
        """Draw when customers without care are switched on for the first time (004-36).

        What decides the draw is kept for good: switching off and on draws nobody anew. Cases that
        are there stay as they are.

        :param dict vals: values to write
        :return: True
        """
        started = ended = self.browse()
        if 'care_holdout_percent' in vals:
            switched = self.filtered(
                lambda company: (
                    bool(company.care_holdout_percent) != bool(vals['care_holdout_percent'])
                )
            )
            started = switched if vals['care_holdout_percent'] else started
            ended = switched - started
        self._check_care_holdout_from(vals, started)
        if EFFECT_SETTINGS & vals.keys():
            vals = {**vals, 'care_effect_date': False}
        result = super().write(vals)
        for company in started:
            if 'care_holdout_from' not in vals:
                tomorrow = company._pharma_today() + timedelta(days=1)
                super(ResCompany, company).write({'care_holdout_from': tomorrow})
        started._set_care_salt()
        for company in ended:
            super(ResCompany, company).write({'care_holdout_to': company._pharma_today()})
        return result

    def _check_care_holdout_from(self, vals, started):
        """Refuse to begin before tomorrow: customers who were cared for would count as observed,
        or the other way round.

        :param dict vals: values that are about to be written
        :param started: ``res.company`` where customers begin to be drawn
        """
        first = fields.Date.to_date(vals.get('care_holdout_from'))
        for company in self:
            is_changed = company in started or first != company.care_holdout_from
            if first and is_changed and first <= company._pharma_today():
                raise ValidationError(
                    self.env._(
                        "Company '%(company)s', field '%(field)s': %(date)s is too early. Customers"
                        " are drawn from tomorrow at the earliest.",
                        company=company.name,
                        field=self._fields['care_holdout_from']._description_string(self.env),
                        date=format_date(self.env, first),
                    )
                )

    def _set_care_salt(self):
        """Write what the draw depends on, once, and forget when it was last switched off."""
        for company in self.sudo():  # sudo: administrators may not read it either
            company.care_holdout_to = False
            if not company.care_holdout_salt:
                company.care_holdout_salt = secrets.token_hex(16)
