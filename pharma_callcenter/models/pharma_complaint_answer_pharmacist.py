from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import html2plaintext

from .pharma_complaint_stage_rules import PHARMACISTS

STAFF = 'base.group_user'
PHARMACIST_FIELDS = (
    'pharmacist_id',
    'pharmacist_state',
    'pharmacist_question',
    'date_pharmacist_asked',
    'pharmacist_answer',
    'pharmacist_answer_user_id',
    'date_pharmacist_answer',
)


class PharmaComplaint(models.Model):
    """A pharmacist or doctor answers what the agent may not (003-05, 003-09)."""

    _inherit = 'pharma.complaint'

    pharmacist_id = fields.Many2one(
        'res.users',
        string="Asked Pharmacist",
        readonly=True,
        index='btree_not_null',
        copy=False,
        ondelete='restrict',
        tracking=True,
        groups=STAFF,
        help="Empty: any pharmacist.",
    )
    pharmacist_state = fields.Selection(
        [('asked', "With the Pharmacist"), ('answered', "Answered by a Pharmacist")],
        string="Professional Answer",
        readonly=True,
        copy=False,
        tracking=True,
        groups=STAFF,
    )
    pharmacist_question = fields.Text(
        string="Question to the Pharmacist", readonly=True, copy=False, groups=STAFF
    )
    date_pharmacist_asked = fields.Datetime(
        string="Pharmacist Asked On", readonly=True, copy=False, groups=STAFF
    )
    pharmacist_answer = fields.Text(
        string="Pharmacist's Answer", readonly=True, copy=False, groups=STAFF
    )
    pharmacist_answer_user_id = fields.Many2one(
        'res.users',
        string="Professional Answer By",
        readonly=True,
        copy=False,
        ondelete='restrict',
        groups=STAFF,
    )
    date_pharmacist_answer = fields.Datetime(
        string="Professional Answer On", readonly=True, copy=False, groups=STAFF
    )

    _pharmacist_asked = models.Index(
        "(pharmacist_id, date_pharmacist_asked) WHERE pharmacist_state = 'asked'"
    )

    @api.model
    def _get_button_fields(self):
        hint = self.env._("press 'Ask a Pharmacist' or 'Professional Answer'")
        return {**super()._get_button_fields(), **dict.fromkeys(PHARMACIST_FIELDS, hint)}

    # === ACTIONS === #
    def action_ask_pharmacist(self):
        """Open the window in which a ticket is handed to a pharmacist (003-05, 003-09).

        :return: window action of ``pharma.complaint.ask``
        :raise AccessError: for a ticket the user may not write
        """
        self.ensure_one()
        return self._get_wizard_action('pharma_callcenter.pharma_complaint_ask_action')

    def action_pharmacist_answer(self):
        """Open the window in which a pharmacist gives the professional answer (003-05).

        :return: window action of ``pharma.complaint.professional``
        :raise AccessError: for others than pharmacists and supervisors
        """
        self.ensure_one()
        self._check_pharmacist()
        return self._get_wizard_action('pharma_callcenter.pharma_complaint_professional_action')

    # === BUSINESS METHODS === #
    def _ask_pharmacist(self, question, pharmacist=None):
        """Hand a ticket to a pharmacist; the agent stays responsible and keeps sight of it.

        :param str question: what the pharmacist is to answer
        :param pharmacist: ``res.users``; none: any pharmacist of the company
        :raise UserError: for a closed ticket, without a question, and if there is no pharmacist
        """
        self.ensure_one()
        self._check_open()
        if not (question or '').strip():
            raise UserError(
                self.env._("Write in the field 'Question' what the pharmacist is asked.")
            )
        pharmacists = self._get_pharmacists()
        pharmacist = pharmacist or self.env['res.users']
        if not pharmacists or pharmacist - pharmacists:
            raise UserError(
                self.env._(
                    "%(user)s: not an active pharmacist of %(company)s. Choose one in the field"
                    " 'Pharmacist', or ask an administrator for the role 'Pharmacist'.",
                    user=pharmacist.sudo().name or self.env._("Nobody"),  # sudo: a name
                    company=self.company_id.name,
                )
            )
        # sudo: what only this button writes
        self.sudo().write(
            {
                'pharmacist_id': pharmacist.id,
                'pharmacist_state': 'asked',
                'pharmacist_question': question,
                'date_pharmacist_asked': fields.Datetime.now(),
                'pharmacist_answer': False,
                'pharmacist_answer_user_id': False,
                'date_pharmacist_answer': False,
            }
        )
        stage = self.env.ref(
            'pharma_callcenter.pharma_complaint_stage_pharmacist', raise_if_not_found=False
        )
        if stage and stage in self._get_stages():
            self.stage_id = stage
        elif self.state != 'open':
            self._move_to('open')
        self._message_log(
            body=self._to_html(self.env._("Question to the pharmacist: %(text)s", text=question))
        )
        self._tell_users(pharmacist or pharmacists, self.env._("Question for a pharmacist"))

    def _answer_professionally(self, answer):
        """Keep a pharmacist's answer and give the ticket back to whoever is responsible.

        :param str answer: for the agent to pass on
        :raise AccessError: for others than pharmacists and supervisors
        :raise UserError: for a closed ticket, and without an answer
        """
        self.ensure_one()
        self._check_pharmacist()
        self._check_open()
        if not (answer or '').strip():
            raise UserError(self.env._("Write in the field 'Answer' what the customer is told."))
        self._register_professional(answer)
        self._message_log(
            body=self._to_html(self.env._("Answer of the pharmacist: %(text)s", text=answer))
        )
        if self.stage_id == self.env.ref(
            'pharma_callcenter.pharma_complaint_stage_pharmacist', raise_if_not_found=False
        ):
            self._move_to('open')
        # sudo: whether the responsible person is still here
        user = self.user_id.sudo().filtered('active').sudo(False)
        if user and user != self.env.user:
            self._tell_users(user, self.env._("A pharmacist has answered: tell the customer"))

    def _register_professional(self, answer):
        # sudo: what only this button writes
        self.sudo().write(
            {
                'pharmacist_state': 'answered',
                'pharmacist_answer': answer,
                'pharmacist_answer_user_id': self.env.uid,
                'date_pharmacist_answer': fields.Datetime.now(),
            }
        )

    def _post_answer(self, body, channel):
        message = super()._post_answer(body, channel)
        if self._lacks_professional() and self.env.user.has_group('pharma_crm.group_pharmacist'):
            self._register_professional(html2plaintext(body))
        return message

    def _lacks_professional(self):
        """Return whether a pharmacist still has to answer."""
        self.ensure_one()
        is_asked = self.nature == 'professional' or self.pharmacist_state == 'asked'
        return is_asked and self.pharmacist_state != 'answered'

    def _lacks_pharmacist(self):
        """Return whether the user cannot go on without a pharmacist's answer."""
        return self._lacks_professional() and not self.env.user.has_groups(PHARMACISTS)

    def _get_pharmacists(self):
        """Return the active pharmacists of the ticket's company."""
        self.ensure_one()
        group = self.env.ref('pharma_crm.group_pharmacist')
        # sudo: who is a pharmacist may be known to everybody who asks one
        Users = self.env['res.users'].sudo()
        domain = Domain('all_group_ids', 'in', group.ids) & Domain('share', '=', False)
        found_sudo = Users.search(
            domain & Domain('company_ids', 'in', self.company_id.ids), order='id'
        )
        return self.env['res.users'].browse(found_sudo.ids)

    def _tell_users(self, users, summary):
        """Tell colleagues in the client and by e-mail: the number, nothing of an illness."""
        self.ensure_one()
        self.with_context(pharma_number_only=True).message_notify(
            subject=f'{summary}: {self.number}',
            body=f'{summary}: {self.number}',
            # sudo: colleagues of another company have hidden addresses
            partner_ids=users.sudo().partner_id.ids,
        )
