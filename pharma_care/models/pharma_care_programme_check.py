from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

MAX_PER_DAY = 5000
MAX_DAYS = 730
MAX_AGE = 150
# A birthday may be congratulated on so many days before.
MAX_BEFORE = 30


class PharmaCareProgramme(models.Model):
    """What a programme must say before it may start (000-10, 003-04)."""

    _inherit = 'pharma.care.programme'

    @api.constrains('daily_max', 'repeat_days', 'silent_days', 'age_from', 'age_to')
    def _check_numbers(self):
        limits = {
            'daily_max': (1, MAX_PER_DAY),
            'repeat_days': (0, 10 * MAX_DAYS),
            'silent_days': (0, 10 * MAX_DAYS),
            'age_from': (0, MAX_AGE),
            'age_to': (0, MAX_AGE),
        }
        for programme in self:
            for name, (least, most) in limits.items():
                if not least <= programme[name] <= most:
                    raise ValidationError(
                        self.env._(
                            "Programme '%(programme)s', field '%(field)s': %(value)s is not"
                            " possible. Enter a number from %(min)s to %(max)s.",
                            programme=programme.name,
                            field=self._fields[name]._description_string(self.env),
                            value=programme[name],
                            min=least,
                            max=most,
                        )
                    )
            if programme.age_to and programme.age_to < programme.age_from:
                raise ValidationError(
                    self.env._(
                        "Programme '%(programme)s': ages end at %(to)s before they begin at"
                        " %(from)s. Change one of the two.",
                        **{
                            'programme': programme.name,
                            'to': programme.age_to,
                            'from': programme.age_from,
                        },
                    )
                )

    @api.constrains('kind')
    def _check_windows(self):
        # only a birthday may be congratulated on before
        self.step_ids._check_window()

    @api.constrains(
        *('step_ids', 'product_ids', 'therapeutic_group_ids', 'care_profile', 'silent_days'),
        *('customer_group_ids', 'kind', 'audience', 'repeat_days', 'company_id'),
        *('is_segment_new', 'is_segment_regular', 'is_segment_loyal', 'is_segment_vip'),
        *('is_segment_won_back', 'is_segment_at_risk', 'is_segment_lost'),
        *('is_class_a', 'is_class_b', 'is_class_c'),
    )
    def _check_still_complete(self):
        for programme in self.filtered('is_running'):
            programme._check_complete()

    def _check_complete(self):
        """Raise what keeps the programme from running.

        :raise UserError: naming the programme and what is missing
        """
        self.ensure_one()
        if missing := self._get_missing():
            raise UserError(
                self.env._(
                    "Programme '%(programme)s' is not complete: %(missing)s",
                    programme=self.name,
                    missing=missing,
                )
            )

    def _get_missing(self):
        """Return what is missing before the programme may run, in words, or False."""
        env, kind = self.env, self.kind
        medicines = self.product_ids or self.therapeutic_group_ids or self.care_profile
        chosen = self._get_segments() or self._get_value_classes()
        if not self.active:
            return env._("it is archived. Bring it back first.")
        if not self.step_ids:
            return env._("add at least one step that says when to contact the customer.")
        if self.audience == 'influencer' and kind not in ('birthday', 'key_customer'):
            return env._("people who influence others are met by birthday or as key customers.")
        if self.audience == 'influencer' and not self.company_id:
            return env._("choose the company that cares for these people.")
        if kind == 'purchase' and not medicines:
            return env._("choose medicines, therapeutic groups or a care profile.")
        if kind == 'reactivation' and not (self.silent_days or self._get_segments()):
            return env._("choose a segment, or enter after how many days without purchase.")
        is_anybody = self.audience == 'buyer' and not (chosen or self.customer_group_ids)
        if kind == 'key_customer' and is_anybody:
            return env._(
                "choose the segments, value classes or customer groups of your key customers."
            )
        if kind == 'key_customer' and not self.repeat_days:
            return env._("enter after how many days without contact they are called.")
        return False

    def _check_reach(self):
        """Raise unless the user works wherever the programme runs.

        :raise UserError: naming the programme
        """
        # sudo: how many companies there are
        companies = self.env['res.company'].sudo().search(Domain.TRUE)
        if self.env.su or companies <= self.env.user.company_ids:
            return
        for programme in self.filtered(lambda each: not each.company_id):
            raise UserError(
                self.env._(
                    "Programme '%(programme)s' runs in every company, and you do not work in all"
                    " of them. Duplicate it and choose your company in the copy.",
                    programme=programme.name,
                )
            )
