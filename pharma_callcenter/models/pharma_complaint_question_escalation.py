import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .pharma_complaint_escalation import LEVELS
from .pharma_complaint_escalation_step import LAST_LEVEL

_logger = logging.getLogger(__name__)
BATCH_SIZE = 100
# The rules of the first answer to an urgent ticket hold for important questions.
RULE_PRIORITY = '2'


class PharmaComplaintQuestion(models.Model):
    """Important questions that nobody answers are told to the next level (001-12, 003-17).

    By the clock, as the call of the expert on duty: whoever asks has the customer before him.
    """

    _name = 'pharma.complaint.question'
    _inherit = ['pharma.complaint.question', 'pharma.complaint.reach.mixin']

    date_due = fields.Datetime(
        string="Answer By",
        compute='_compute_date_due',
        store=True,
        precompute=True,
        copy=False,
        help="Of important questions, by the settings; it stays if the star is taken off again.",
    )
    escalation_level = fields.Selection(
        [('0', "None"), *LEVELS], required=True, readonly=True, default='0', copy=False
    )
    date_next_escalation = fields.Datetime(
        string="Next Escalation",
        compute='_compute_date_next_escalation',
        store=True,
        precompute=True,
        copy=False,
    )

    _next_escalation = models.Index(
        '(date_next_escalation, id) WHERE date_next_escalation IS NOT NULL'
    )

    # === COMPUTE METHODS === #
    @api.depends('importance', 'company_id')
    def _compute_date_due(self):
        for question in self:
            date = question.date_due
            if not date and question.importance == '1':
                # sudo: a setting of the company
                minutes = question.company_id.sudo().pharma_duty_minutes
                date = fields.Datetime.now() + timedelta(minutes=minutes)
            question.date_due = date

    @api.depends('date_due', 'state', 'escalation_level', 'company_id', 'complaint_id')
    def _compute_date_next_escalation(self):
        for question in self:
            steps = question._get_escalation_steps()
            question.date_next_escalation = steps[0][0] if steps else False

    def _get_escalation_steps(self):
        """Return the steps that are still to be taken, in their order.

        :return: list of tuples (moment, level as number)
        """
        self.ensure_one()
        due = self.date_due
        if not due or self.state != 'open':
            return []
        # sudo: the kind of the ticket, for its rules
        kind = self.sudo().complaint_id.kind_id
        Rule = self.env['pharma.complaint.escalation']
        steps = []
        for about, level, rule_hours in Rule._get_for(self.company_id, kind, RULE_PRIORITY):
            if about == 'answer' and level > int(self.escalation_level):
                hours = timedelta(hours=rule_hours)
                steps.append((due + hours if level > 1 else self._get_reminder(hours), level))
        return sorted(steps)

    def _get_reminder(self, hours):
        """Return when the experts are reminded; at half of the time if that is too short."""
        # sudo: a setting of the company
        time = timedelta(minutes=self.company_id.sudo().pharma_duty_minutes)
        return self.date_due - (hours if hours < time else time / 2)

    # === WHO === #
    def _find_escalation_users(self, level):
        """Return who is told at a level, and why it is not those who are named; never nobody.

        :param int level: 1 the experts, 2 supervisors and all pharmacists, 3 management as well
        :return: tuple of ``res.users`` and a list of sentences
        """
        self.ensure_one()
        # sudo: who is on duty, has which role, and has left
        question_sudo = self.sudo()
        notes, found = [], self.env['res.users']
        for step in range(level, LAST_LEVEL + 1):
            named = question_sudo._get_escalation_candidates(step)
            found = question_sudo._filter_reachable(named, notes)
            if found:
                break
        found = found or question_sudo._get_supervisors() or question_sudo._get_administrators()
        if level == LAST_LEVEL:
            former = question_sudo._get_escalation_candidates(2)
            found |= question_sudo._filter_reachable(former, notes)
        return found, notes

    def _get_escalation_candidates(self, level):
        self.ensure_one()
        if level == 1:
            ticket = self.complaint_id
            return self.expert_id or self.company_id._pharma_expert_on_duty(
                team=ticket.team_id, warehouse=ticket.warehouse_id
            )
        if level == 2:
            return self._get_supervisors() | self.company_id._pharma_pharmacists()
        return self._get_management()

    def _find_once(self, level, known):
        """As :meth:`_find_escalation_users`; questions that go to the same people ask once.

        :param dict known: what was found so far
        """
        self.ensure_one()
        # sudo: whose ticket it is decides who is on duty
        ticket_sudo = self.sudo().complaint_id
        who = (self.company_id, self.expert_id, ticket_sudo.team_id, ticket_sudo.warehouse_id)
        if (who, level) not in known:
            known[who, level] = self._find_escalation_users(level)
        return known[who, level]

    # === ESCALATION === #
    @api.model
    def _escalate_due(self):
        """Take the steps that are due; one question that fails does not keep the others."""
        questions = self.search(
            [('date_next_escalation', '<=', fields.Datetime.now())],
            order='date_next_escalation, id',
            limit=BATCH_SIZE,
        )
        questions.try_lock_for_update(allow_referencing=True)._escalate_safely()

    def _escalate_safely(self):
        """Escalate questions, one by one if they cannot be escalated together."""
        try:
            with self.env.cr.savepoint():
                self._escalate()
        except Exception:
            self.env.invalidate_all()
            if len(self) == 1:
                _logger.exception("Question %s cannot be escalated", self.id)
                return
            for question in self:
                question._escalate_safely()

    def _escalate(self):
        """Tell the highest level that is due; what was missed in between is told with it.

        Who is told of several questions gets one message.
        """
        now = fields.Datetime.now()
        rows, known, told = [], {}, defaultdict(lambda: self.browse())
        for question in self:
            steps = question._get_escalation_steps()
            levels = [level for moment, level in steps if moment <= now]
            if not levels:
                # stored earlier than the rules say now
                self.env.add_to_compute(self._fields['date_next_escalation'], question)
                continue
            for level in levels:
                users, notes = question._find_once(level, known)
                for user in users:
                    told[user] |= question
                rows.append(
                    question._prepare_escalation_log_vals(
                        'question',
                        level=level,
                        users=users,
                        notes=notes,
                        date_due=question.date_due,
                    )
                )
            question.with_context(tracking_disable=True).escalation_level = str(max(levels))
        for user, questions in told.items():
            self.env['pharma.complaint']._send_late(user, [], questions=questions)
        self.env['pharma.complaint.escalation.log'].sudo().create(rows)  # sudo: only code adds
        self.env.flush_all()

    def _prepare_escalation_log_vals(self, event, **values):
        return {
            **super()._prepare_escalation_log_vals(event, **values),
            'question_id': self.id,
        }

    # === DIGEST === #
    @api.model
    def _get_late_by_user(self, company):
        """Return the late questions of a company by whoever gets them in the digest.

        :param company: a ``res.company``
        :return: dict of ``res.users``: questions
        """
        domain = Domain('company_id', '=', company.id) & Domain('state', '=', 'open')
        domain &= Domain('date_due', '<', fields.Datetime.now())
        late, known = defaultdict(lambda: self.browse()), {}
        for question in self.search(domain, order='date_due, id'):
            for level in range(1, LAST_LEVEL + 1):
                for user in question._find_once(level, known)[0]:
                    late[user] |= question
        return late

    def _get_late_name(self):
        """Return how messages name a question: they are read on any screen, so not by its text."""
        self.ensure_one()
        # sudo: the number of the ticket, nothing else of it
        number = self.sudo().complaint_id.number
        if number:
            return self.env._(
                "Question of %(user)s, ticket %(number)s", user=self.user_id.name, number=number
            )
        return self.env._("Question of %(user)s", user=self.user_id.name)

    # === ACTIONS === #
    def action_cancel(self):
        """Withdraw the questions; one that is told to supervisors not by whoever was to answer.

        :raise UserError: for a closed question, or a late one of somebody else
        """
        may_all = self.env.user.has_groups(
            'pharma_callcenter.group_call_supervisor,pharma_crm.group_pharma_manager'
        )
        for question in self:
            is_late = question.escalation_level in ('2', '3')
            if is_late and not (self.env.su or may_all or question.user_id == self.env.user):
                raise UserError(
                    self.env._(
                        "Question '%(name)s' is late: answer it, or let whoever asked, or a"
                        " supervisor, withdraw it.",
                        name=question.name,
                    )
                )
        return super().action_cancel()
