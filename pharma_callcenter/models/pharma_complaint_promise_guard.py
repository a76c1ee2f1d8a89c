from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

from .pharma_complaint_email import MAIL_FIELDS
from .pharma_complaint_service import WAIVER_FIELDS
from .pharma_complaint_stage import CLOSED

# What makes the dates and the escalation: nobody writes it, the named actions do.
PROTECTED = (
    'date_promised',
    'date_answer_due',
    'date_target',
    'date_pledged',
    'pledge_waited_hours',
    'pledge_user_id',
    'is_extended',
    'date_clock_start',
    'calendar_id',
    'answer_hours',
    'solve_hours',
    'is_always',
    'date_waiting',
    'date_waiting_end',
    'waited_hours',
    'escalation_level',
    'escalation_answer_step',
    'escalation_solve_step',
    'date_next_escalation',
    'state',
    'date_closed',
    'is_late_before',
    'date_first_promised',
    'has_round_answer',
)
OWNER_FIELDS = {'owner_department_id', 'priority', 'kind_id'}
# Clocks of browsers and mail servers differ.
TOLERANCE = timedelta(minutes=5)


class PharmaComplaint(models.Model):
    """Nobody silences a ticket by hand (003-17, decision 13)."""

    _inherit = 'pharma.complaint'

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        """Leave defaults of people out where nobody writes: those of a context and their own.

        :param list fields: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields)
        if not self.env.su:
            keep_own_defaults(self, defaults, fields, self._get_protected_fields())
        return defaults

    @api.model
    @tools.ormcache()
    def _get_protected_fields(self):
        """Return the names of all fields that people neither write nor bring along as defaults."""
        return frozenset({*PROTECTED, *MAIL_FIELDS, *WAIVER_FIELDS, *self._get_button_fields()})

    @api.model_create_multi
    def create(self, vals_list):
        """Take in tickets; a date promised at once is kept if it is not later than the target.

        :param list vals_list: one dict per ticket, ``date_promised`` is optional
        :return: the new ``pharma.complaint`` records
        :raise UserError: for a date later than the target, a receipt in the future, or fields that
            only the suite writes (003-17)
        """
        vals_list = [dict(vals) for vals in vals_list]  # the caller's stay as they are
        for vals in vals_list:
            self._check_protected(vals.keys() - {'date_promised'})
            self._prepare_pledge(vals)
        tickets = super().create(vals_list)
        if not self.env.su:
            for ticket in tickets:
                # also one that came by a default
                self._check_received({'date_received': ticket.date_received})
                if ticket.date_pledged:
                    ticket._check_promise(ticket.date_pledged)
                if ticket.state == 'waiting' and not ticket._is_customer_asked():
                    raise UserError(ticket._get_unasked_text())
        tickets._tell_owner_once()
        return tickets

    def write(self, vals):
        """Write what people may write; dates and levels move by the named actions alone.

        :param dict vals: values to write
        :return: True
        :raise UserError: for what would move the promised date or the escalation (003-17)
        """
        self._check_protected(vals)
        self._check_received(vals)
        self._check_waiting(vals)
        vals = dict(vals)  # the caller's stay as they are
        self._prepare_pledge(vals)
        solved = self.filtered(lambda t: t.state == 'solved') if 'stage_id' in vals else self[:0]
        # sudo: how the round ended, before the ticket forgets when it was closed
        late_sudo = solved.sudo().filtered(lambda t: t._is_round_late())
        owners = self._get_owners() if OWNER_FIELDS & vals.keys() else {}
        result = super().write(vals)
        reopened = solved.filtered(lambda t: t.state not in CLOSED)
        if reopened:
            # sudo: the clock starts anew by the reopening itself, whoever reopens
            reopened_sudo = reopened.sudo()
            (late_sudo & reopened_sudo).is_late_before = True
            reopened_sudo._restart_clock()
        if owners:
            after = self._get_owners()
            self.filtered(lambda ticket: owners[ticket.id] != after[ticket.id])._tell_owner()
        return result

    def _get_owners(self):
        """Return {id: (owning department, priority)}, to be compared after a change."""
        # sudo: only compared
        return {t.id: (t.owner_department_id, t.priority) for t in self.sudo()}

    # === CHECKS === #
    @api.model
    def _prepare_pledge(self, vals):
        """Take a promised date in values, from the suite or at the intake, for a promise."""
        if vals.get('date_promised'):
            vals.setdefault('date_pledged', vals.pop('date_promised'))
            vals.setdefault('pledge_user_id', self.env.uid)

    def _check_protected(self, names):
        """Refuse to write by hand what dates and escalation rest on, in words.

        :param names: names of fields
        :raise UserError: which fields, and how they are changed instead
        """
        protected = [name for name in PROTECTED if name in names]
        if not protected or self.env.su:
            return
        labels = [self._fields[name]._description_string(self.env) for name in protected]
        raise UserError(
            self.env._(
                "%(fields)s cannot be written: reminders depend on it. Use the buttons of the"
                " ticket: 'Promise' for a date not later than the target, 'Extend' for a later"
                " one, the stage to close it.",
                fields=', '.join(labels),
            )
        )

    def _check_received(self, vals):
        """Refuse a receipt in the future, and a later one than before: it would move the target."""
        if self.env.su or not vals.get('date_received'):
            return
        date = fields.Datetime.to_datetime(vals['date_received'])
        latest = fields.Datetime.now() + TOLERANCE
        if date > latest:
            raise UserError(
                self.env._(
                    "A ticket cannot be received in the future. Enter when the customer told us."
                )
            )
        for ticket in self:
            if date > ticket.date_received:
                raise UserError(
                    self.env._(
                        "Ticket '%(ticket)s': the receipt cannot be moved to a later time, since"
                        " the promised date counts from it. Ask for an extension instead.",
                        ticket=ticket.display_name,
                    )
                )

    def _check_waiting(self, vals):
        """Refuse to stop the clock of a ticket whose customer was not asked anything."""
        if self.env.su or not vals.get('stage_id'):
            return
        stage = self.env['pharma.complaint.stage'].browse(vals['stage_id'])
        for ticket in self:
            if ticket.stage_id == stage:
                continue
            obstacles = ticket._get_waiting_obstacles(stage)
            if obstacles:
                raise UserError('\n'.join(obstacles))

    def _get_stage_obstacles(self, stage):
        """Add what keeps a ticket from waiting for its customer to what keeps it from a stage.

        :param stage: the ``pharma.complaint.stage`` it would move to
        :return: list of sentences
        """
        return [*super()._get_stage_obstacles(stage), *self._get_waiting_obstacles(stage)]

    def _get_waiting_obstacles(self, stage):
        self.ensure_one()
        if stage.state != 'waiting' or self.date_waiting or self._is_customer_asked():
            return []
        return [self._get_unasked_text()]

    def _get_unasked_text(self):
        return self.env._(
            "Ticket '%(ticket)s' cannot wait for the customer, nobody has asked him anything"
            " since it came or last waited. Send him a message first.",
            ticket=self.display_name,
        )

    def _is_customer_asked(self):
        """Return whether the customer got an answer or a question since the clock last stood."""
        self.ensure_one()
        ticket_sudo = self.sudo()  # sudo: dates of the clock, asked for one yes or no
        since = ticket_sudo.date_waiting_end or ticket_sudo.date_received
        date = ticket_sudo.date_last_answer
        return bool(date) and date >= since
