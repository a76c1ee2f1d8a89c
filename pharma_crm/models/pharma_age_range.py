from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

BATCH_SIZE = 1000
MAX_AGE = 150


class PharmaAgeRange(models.Model):
    """Ages a customer may be sorted by: infants, children, adults ... (004-29, 004-63)."""

    _name = 'pharma.age.range'
    _description = "Age Range"
    _order = 'age_from, id'

    name = fields.Char(required=True, translate=True)
    age_from = fields.Integer(string="From (years)", required=True, aggregator=False)
    age_to = fields.Integer(
        string="To (years)",
        required=True,
        default=MAX_AGE,
        aggregator=False,
        help="Last age in full years that belongs to the range; 150 means 'and older'.",
    )

    _age_order = models.Constraint(
        'CHECK (age_from >= 0 AND age_to >= age_from AND age_to <= 150)',
        "An age range goes from 0 to 150 years at most, and ends after it begins.",
    )

    @api.constrains('age_from', 'age_to')
    def _check_overlap(self):
        every_range = self.search(Domain.TRUE)
        for record in self:
            for other in every_range - record:
                if record.age_from <= other.age_to and other.age_from <= record.age_to:
                    raise ValidationError(
                        self.env._(
                            "Age range '%(name)s' (%(from)s-%(to)s) overlaps '%(other)s' "
                            "(%(other_from)s-%(other_to)s). Change 'From' or 'To' of one of them.",
                            **{
                                'name': record.name,
                                'from': record.age_from,
                                'to': record.age_to,
                                'other': other.name,
                                'other_from': other.age_from,
                                'other_to': other.age_to,
                            },
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        ranges = super().create(vals_list)
        self._trigger_update()
        return ranges

    def write(self, vals):
        result = super().write(vals)
        if {'age_from', 'age_to'} & vals.keys():
            self._trigger_update()
        return result

    def unlink(self):
        result = super().unlink()
        self._trigger_update()
        return result

    def _trigger_update(self):
        cron = self.env.ref('pharma_crm.ir_cron_pharma_age_range', raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()  # sudo: the manager of the ranges may not read scheduled actions

    @api.model
    def _match(self, age):
        """Return the range of an age in full years, or an empty recordset."""
        return self.search(Domain.TRUE).filtered(lambda r: r.age_from <= age <= r.age_to)[:1]

    @api.model
    def _get_outdated_domain(self, today):
        """Domain of the customers whose stored range is not the one of their age on that day."""
        in_some_range = Domain.FALSE
        wrong = Domain.FALSE
        for record in self.search(Domain.TRUE):
            born = Domain('pharma_birthdate', '<=', today - relativedelta(years=record.age_from))
            born &= Domain('pharma_birthdate', '>', today - relativedelta(years=record.age_to + 1))
            in_some_range |= born
            wrong |= born & Domain('pharma_age_range_id', '!=', record.id)
        outside = Domain('pharma_age_range_id', '!=', False) & ~in_some_range
        return Domain('pharma_birthdate', '!=', False) & (wrong | outside)

    @api.model
    def _cron_update_customers(self):
        """Move the customers who had a birthday to their new range, in batches (004-63)."""
        Partner = self.env['res.partner'].with_context(active_test=False)
        domain = self._get_outdated_domain(self.env.company._pharma_today())
        remaining = Partner.search_count(domain)
        self.env['ir.cron']._commit_progress(remaining=remaining)
        field = Partner._fields['pharma_age_range_id']
        while partners := Partner.search(domain, limit=BATCH_SIZE, order='id'):
            self.env.add_to_compute(field, partners)
            partners.flush_recordset(['pharma_age_range_id'])
            if not self.env['ir.cron']._commit_progress(len(partners)):
                break
