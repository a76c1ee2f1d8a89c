from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .pharma_care_programme_check import MAX_BEFORE, MAX_DAYS


class PharmaCareProgrammeStep(models.Model):
    """A contact of a programme: when, what about, with which script (000-10, 004-08)."""

    _name = 'pharma.care.programme.step'
    _description = "Step of a Care Programme"
    _order = 'programme_id, sequence, id'

    programme_id = fields.Many2one(
        'pharma.care.programme', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        related='programme_id.company_id', store=True, index='btree_not_null'
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True, help="What the contact is about, in short.")
    day_from = fields.Integer(
        string="From Day",
        aggregator=False,
        help="First day of the contact. Of the first step it counts from the purchase, the birthday"
        " or the day on which the customer is found; of others from the care before.",
    )
    day_to = fields.Integer(
        string="To Day",
        aggregator=False,
        help="Last day of the contact. A case whose care date is later is moved.",
    )
    script_id = fields.Many2one(
        'pharma.contact.script',
        ondelete='set null',
        index='btree_not_null',
        help="Offered first while the care is recorded.",
    )
    note = fields.Text(string="Purpose", translate=True, help="What to tell and to ask.")

    # === CONSTRAINT METHODS === #
    @api.constrains('day_from', 'day_to', 'sequence', 'programme_id')
    def _check_window(self):
        for programme in self.programme_id:
            for place, step in enumerate(programme.step_ids.sorted(lambda s: (s.sequence, s.id))):
                least = 0 if place == 0 else 1
                if place == 0 and programme.kind == 'birthday':
                    least = -MAX_BEFORE
                if not least <= step.day_from <= step.day_to <= MAX_DAYS:
                    raise ValidationError(
                        self.env._(
                            "Step '%(step)s' of programme '%(programme)s': day %(from)s to %(to)s"
                            " is not possible. Begin on day %(min)s or later, and end not before"
                            " you begin.",
                            **{
                                'step': step.name,
                                'programme': programme.name,
                                'from': step.day_from,
                                'to': step.day_to,
                                'min': least,
                            },
                        )
                    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Add steps; those of a running programme count for its customers from then on.

        :param list vals_list: one dict per step
        :return: the new ``pharma.care.programme.step`` records
        :raise UserError: if the programme runs where the user does not work
        """
        steps = super().create(vals_list)
        steps._check_reach()
        return steps

    def write(self, vals):
        """Change steps; contacts that are planned keep their dates.

        :param dict vals: values to write
        :return: True
        :raise UserError: if the programme runs where the user does not work
        """
        self._check_reach()
        result = super().write(vals)
        if 'programme_id' in vals:
            self._check_reach()
        return result

    def _check_reach(self):
        # as the programme itself, which these records would change by another way
        self.programme_id.filtered('is_running')._check_reach()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_active(self):
        self._check_reach()
        # sudo: customers of other companies count as well
        hits_sudo = self.env['pharma.care.programme.hit'].sudo()
        groups = hits_sudo._read_group(
            [('step_id', 'in', self.ids), ('state', 'in', ('waiting', 'open'))],
            ['step_id'],
            ['__count'],
        )
        for step, count in groups:
            raise UserError(
                self.env._(
                    "%(count)s customer(s) of programme '%(programme)s' are at the step '%(step)s':"
                    " it cannot be deleted. Change it instead, or stop the programme first.",
                    count=count,
                    programme=step.programme_id.name,
                    step=step.name,
                )
            )

    # === BUSINESS METHODS === #
    def _get_next(self):
        """Return the step after this one, empty after the last."""
        self.ensure_one()
        steps = self.programme_id.step_ids.sorted(lambda step: (step.sequence, step.id))
        following = [step for step in steps if (step.sequence, step.id) > (self.sequence, self.id)]
        return following[0] if following else self.browse()

    def _get_window(self, day):
        """Return the days of a contact counted from a day, as values of a hit.

        :param date day: of the care before
        """
        self.ensure_one()
        return {
            'date_from': day + timedelta(days=self.day_from),
            'date_to': day + timedelta(days=self.day_to),
        }
