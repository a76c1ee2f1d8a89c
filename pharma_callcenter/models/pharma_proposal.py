from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

STATES = [
    ('new', "New"),
    ('review', "In Review"),
    ('accepted', "Accepted"),
    ('refused', "Refused"),
    ('done', "Done"),
]
OPEN_STATES = ('new', 'review', 'accepted')
PROTECTED = {'state', 'decided_by_id', 'date_decided', 'date_done', 'merged_into_id'}
DECIDERS = (
    'pharma_callcenter.group_call_supervisor,pharma_crm.group_pharma_manager,'
    'pharma_crm.group_pharmacist'
)
SIMILAR_SHOWN = 5


class PharmaProposal(models.Model):
    """What customers say could be better, counted, decided and done (001-15)."""

    _name = 'pharma.proposal'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = "Improvement Proposal"
    _order = 'feedback_count desc, id desc'
    _check_company_auto = True

    name = fields.Char(string="Proposal", required=True, tracking=True)
    description = fields.Text()
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [('product', "Product"), ('service', "Service"), ('process', "Process")],
        required=True,
        default='service',
        tracking=True,
    )
    product_ids = fields.Many2many('product.product', string="Medicines", check_company=True)
    department_id = fields.Many2one(
        'hr.department', index='btree_not_null', ondelete='restrict', check_company=True
    )
    user_id = fields.Many2one(
        'res.users',
        string="Responsible",
        index=True,
        ondelete='restrict',
        tracking=True,
        domain=[('share', '=', False)],
    )
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default='new',
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    date_due = fields.Date(string="Due On", tracking=True)
    decision = fields.Text(copy=False, help="What was decided, and why.")
    decided_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    date_decided = fields.Datetime(string="Decided On", readonly=True, copy=False)
    date_done = fields.Datetime(string="Done On", readonly=True, copy=False)
    feedback_ids = fields.One2many('pharma.proposal.feedback', 'proposal_id', string="Feedbacks")
    feedback_count = fields.Integer(
        string="Number of Feedbacks", compute='_compute_feedback_count', store=True
    )
    merged_into_id = fields.Many2one(
        'pharma.proposal',
        string="Goes On In",
        readonly=True,
        index='btree_not_null',
        copy=False,
        ondelete='set null',
    )

    @api.depends('feedback_ids')
    def _compute_feedback_count(self):
        counts = dict(
            self.env['pharma.proposal.feedback']._read_group(
                [('proposal_id', 'in', self.ids)], ['proposal_id'], ['__count']
            )
        )
        for proposal in self:
            proposal.feedback_count = counts.get(proposal._origin, 0)

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        """Leave defaults that people set for themselves out where they do not write (000-36).

        :param list fields: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields)
        if not self.env.su:
            keep_own_defaults(self, defaults, fields, PROTECTED)
        return defaults

    @api.model
    def _check_by_hand(self, names):
        if not self.env.su and PROTECTED & names:
            raise AccessError(
                self.env._(
                    "Proposals are accepted, refused and finished by their buttons, which"
                    " supervisors, managers and pharmacists have."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Make proposals, new ones.

        :param list vals_list: one dict per proposal
        :return: the new ``pharma.proposal`` records
        :raise AccessError: for a decision that nobody has taken
        """
        defaults = {
            key.removeprefix('default_') for key in self.env.context if key.startswith('default_')
        }
        self._check_by_hand(defaults.union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        """Keep decisions to the buttons.

        :param dict vals: values to write
        :return: True
        :raise AccessError: for a decision written by hand
        """
        self._check_by_hand(set(vals))
        return super().write(vals)

    # === ACTIONS === #
    def action_review(self):
        """Begin to look into proposals (001-15).

        :return: True
        :raise AccessError: for who does not decide
        """
        return self._decide('review', ('new', 'refused'))

    def action_accept(self):
        """Accept proposals: they will be done (001-15).

        :return: True
        :raise AccessError: for who does not decide
        """
        return self._decide('accepted', ('new', 'review', 'refused'))

    def action_refuse(self):
        """Refuse proposals, which needs a reason in the field of the decision (001-15).

        :return: True
        :raise AccessError: for who does not decide
        :raise UserError: without a reason
        """
        for proposal in self:
            if not (proposal.decision or '').strip():
                raise UserError(
                    self.env._(
                        "'%(proposal)s': write down in 'Decision' why it is refused.",
                        proposal=proposal.name,
                    )
                )
        return self._decide('refused', OPEN_STATES)

    def action_done(self):
        """Close proposals that have been carried out (001-15).

        :return: True
        :raise AccessError: for who does not decide
        """
        return self._decide('done', ('accepted',))

    def action_merge(self):
        """Join proposals that say the same: the oldest keeps the feedbacks of all (001-15).

        :return: action that opens it
        :raise AccessError: for who does not decide
        :raise UserError: for fewer than two, or of several companies
        """
        self._check_decider()
        if len(self) < 2 or len(self.company_id) > 1:
            raise UserError(
                self.env._("Tick two or more proposals of one company, then merge them.")
            )
        kept, *others = self.sorted('id')
        others = self.browse([proposal.id for proposal in others])
        others_sudo, kept_sudo = others.sudo(), kept.sudo()  # sudo: written by buttons only
        known = {(row.followup_id, row.complaint_id) for row in kept_sudo.feedback_ids}
        for row in others_sudo.feedback_ids:
            source = (row.followup_id, row.complaint_id)
            if not any(source) or source not in known:
                row.proposal_id = kept
                known.add(source)
        others_sudo.write({'state': 'refused', 'merged_into_id': kept.id})
        for proposal in others_sudo:
            proposal.decision = self.env._("Goes on in '%(proposal)s'.", proposal=kept.name)
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': kept.id,
            'views': [(False, 'form')],
        }

    def _check_decider(self):
        self.check_access('write')
        if not self.env.su and not self.env.user.has_groups(DECIDERS):
            raise AccessError(
                self.env._("Supervisors, managers and pharmacists decide on proposals.")
            )

    def _decide(self, state, before):
        self._check_decider()
        labels = dict(self._fields['state']._description_selection(self.env))
        for proposal in self:
            if proposal.state not in before:
                raise UserError(
                    self.env._(
                        "'%(proposal)s' is %(state)s; this cannot be done now.",
                        proposal=proposal.name,
                        state=labels[proposal.state],
                    )
                )
        now = fields.Datetime.now()
        vals = {'state': state, 'date_done': now if state == 'done' else False}
        if state in ('accepted', 'refused'):
            vals |= {'decided_by_id': self.env.uid, 'date_decided': now}
        self.sudo().write(vals)  # sudo: written by buttons only
        return True

    @api.model
    def _find_similar(self, text, company):
        """Return open proposals that share words with a text, the most similar first.

        :param str text: as it is typed
        :param company: ``res.company``
        :return: ``pharma.proposal``
        """
        words = {word.lower() for word in (text or '').split() if len(word) > 2}
        words = sorted(words, key=len, reverse=True)[:SIMILAR_SHOWN]
        if not words:
            return self.browse()
        found = self.search(
            Domain([('state', 'in', OPEN_STATES), ('company_id', '=', company.id)])
            & Domain.OR(Domain('name', 'ilike', word) for word in words),
            limit=50,
        )
        shared = {
            proposal: sum(word in proposal.name.lower() for word in words) for proposal in found
        }
        return found.sorted(lambda proposal: -shared[proposal])[:SIMILAR_SHOWN]
