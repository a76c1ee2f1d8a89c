from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

# Nobody writes these: buttons, the intake and imports do.
ALWAYS = (
    'source',
    'pbx_id',
    'external_id',
    'is_finished',
    'todo_id',
    'command_id',
    'is_partner_auto',
)
# What was measured, for calls that were not typed by hand.
MEASURED = (
    'company_id',
    'direction',
    'state',
    'date_start',
    'date_answer',
    'date_end',
    'wait_seconds',
    'talk_seconds',
    'hour',
    'number',
    'number_e164',
    'number_called',
    'queue_id',
    'agent_id',
    'user_id',
    'team_id',
    'warehouse_id',
    'visit_ids',
    'attempt_ids',
)

# Of a seat: what it does now.
MOMENT = ('state', 'date_state', 'pause_reason', 'call_id', 'state_ids')


class PharmaCall(models.Model):
    """What a PBX measured stays as it was measured (000-45, 000-36)."""

    _inherit = 'pharma.call'

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        """Leave defaults of people out where nobody writes: those of a context and their own.

        :param list fields: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields)
        if not self.env.su:
            keep_own_defaults(self, defaults, fields, self._get_guarded())
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        """Create calls that were typed by hand; what only a PBX, a file or a button says is left
        out, like the defaults of a context (000-45).

        :param list vals_list: one dict per call
        :return: the new ``pharma.call`` records
        """
        if not self.env.su:
            guarded = set(self._get_guarded())
            vals_list = [
                {name: value for name, value in vals.items() if name not in guarded}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """Write what the agent says; of calls by hand the rest as well.

        :param dict vals: values to write
        :return: True
        :raise UserError: for what was measured, and what only buttons write (000-45)
        """
        self._check_guarded(self._get_guarded(), vals)
        is_checked = not self.env.su and any(name in vals for name in MEASURED)
        # sudo: where a call comes from, whichever of its fields the user reads
        if is_checked and any(call.source != 'manual' for call in self.sudo()):
            self._check_guarded(MEASURED, vals)
        if 'partner_id' in vals and 'is_partner_auto' not in vals:
            # who is chosen by a person, or emptied, is not looked up by the number again
            vals = {**vals, 'is_partner_auto': False}
        return super().write(vals)

    # === CHECKS === #
    @api.model
    def _get_guarded(self):
        """Return the names of the fields that people never write."""
        facts = [name for name in self._fields if name.startswith('fact_')]
        return (*ALWAYS, *facts)

    def _check_guarded(self, guarded, names):
        """Refuse what people do not write.

        :param guarded: names of fields
        :param names: names of the fields that are written
        :raise UserError: which fields
        """
        written = [name for name in guarded if name in names]
        if not written or self.env.su:
            return
        labels = [self._fields[name]._description_string(self.env) for name in written]
        raise UserError(
            self.env._(
                "%(fields)s: this is what the PBX measured, or what a button writes. Enter the"
                " customer, the purpose, the result and a note; what is wrong in a measured call"
                " belongs into its note.",
                fields=', '.join(labels),
            )
        )


class PharmaAgent(models.Model):
    """What a seat does at this moment is measured, too, or written by its buttons (000-39)."""

    _inherit = 'pharma.agent'

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        """Leave defaults of people out where nobody writes.

        :param list fields: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields)
        if not self.env.su:
            keep_own_defaults(self, defaults, fields, MOMENT)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        """Create seats; they begin signed out (000-39).

        :param list vals_list: one dict per seat
        :return: the new ``pharma.agent`` records
        """
        if not self.env.su:
            vals_list = [
                {name: value for name, value in vals.items() if name not in MOMENT}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """Write how a seat is set up.

        :param dict vals: values to write
        :return: True
        :raise UserError: for its state and its current call (000-39)
        """
        if not self.env.su and any(name in vals for name in MOMENT):
            raise UserError(
                self.env._(
                    "The state of a seat is what its telephone says. Sign in, pause or sign out"
                    " with the buttons of the call desk."
                )
            )
        return super().write(vals)
