from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STAFF = 'pharma_crm.group_pharma_user'
OPEN = ('planned', 'asked')
CHANNELS = [('call', "Call"), ('sms', "SMS"), ('email', "E-mail"), ('link', "Link")]
# Written by what is done with a follow-up, never by hand.
PROTECTED = {
    'origin_model',
    'origin_res_id',
    'rule_id',
    'occurrence',
    'state',
    'date_asked',
    'date_next_try',
    'date_done',
    'attempt_count',
    'skip_reason',
    'survey_input_id',
    'rating',
    'outcome',
    'is_complete',
    'is_right_quantity',
    'is_solved',
    'is_side_effect',
    'score_ids',
    'date_handled',
    'bad_reasons',
    'bad_complaint_ids',
}
# May be given when it is planned by hand, and stays.
FIXED = {'complaint_id', 'order_id', 'partner_id', 'company_id'}
YES_NO = [('yes', "Yes"), ('no', "No")]
MAX_ANSWERS = 30000


class PharmaFollowup(models.Model):
    """A customer is asked whether all was well, after a purchase or a ticket (000-32, 000-43).

    Answers may tell of illnesses: who reads them is decided by the record rules (decision 21).
    """

    _name = 'pharma.followup'
    _inherit = ['pharma.complaint.origin.mixin', 'mail.thread', 'mail.activity.mixin']
    _description = "Follow-Up"
    _order = 'date_due, id'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    rule_id = fields.Many2one(
        'pharma.followup.rule', readonly=True, index='btree_not_null', ondelete='restrict'
    )

    # === WHAT ABOUT === #
    complaint_id = fields.Many2one(
        'pharma.complaint',
        string="Ticket",
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
    )
    order_id = fields.Many2one(
        'sale.order', index='btree_not_null', ondelete='cascade', check_company=True
    )
    origin_model = fields.Char(compute='_compute_origin', store=True, precompute=True)
    origin_res_id = fields.Many2oneReference(
        string="Origin Record",
        model_field='origin_model',
        compute='_compute_origin',
        store=True,
        precompute=True,
    )
    occurrence = fields.Integer(
        readonly=True, default=1, help="Counts the times that a ticket was solved."
    )
    medicine_names = fields.Char(
        string="Medicines", compute='_compute_medicine_names', compute_sudo=True
    )

    # === WHO === #
    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        compute='_compute_partner_id',
        store=True,
        readonly=False,
        precompute=True,
        ondelete='restrict',
    )
    phone = fields.Char(compute='_compute_contact', compute_sudo=True)
    email = fields.Char(string="E-mail", compute='_compute_contact', compute_sudo=True)
    user_id = fields.Many2one(
        'res.users', string="Responsible", ondelete='restrict', domain=[('share', '=', False)]
    )
    team_id = fields.Many2one(
        'crm.team', index='btree_not_null', ondelete='restrict', check_company=True
    )

    # === ASKING === #
    state = fields.Selection(
        [('planned', "Planned"), ('asked', "Asked"), ('done', "Done"), ('skipped', "Skipped")],
        required=True,
        readonly=True,
        default='planned',
        copy=False,
        group_expand=True,
        help="Asked: the customer has the link and has not answered.",
    )
    channel = fields.Selection(CHANNELS, required=True, default='call')
    date_due = fields.Date(
        string="Due On", required=True, default=lambda self: self.env.company._pharma_today()
    )
    date_asked = fields.Datetime(string="Last Asked On", readonly=True, copy=False)
    date_done = fields.Datetime(string="Done On", readonly=True, copy=False)
    attempt_count = fields.Integer(
        string="Attempts", readonly=True, copy=False, help="How often nobody was reached."
    )
    skip_reason = fields.Char(readonly=True, copy=False)
    survey_id = fields.Many2one(
        'survey.survey',
        ondelete='restrict',
        domain=[('pharma_is_followup', '=', True)],
        compute='_compute_survey_id',
        store=True,
        readonly=False,
        precompute=True,
    )
    survey_input_id = fields.Many2one(
        'survey.user_input',
        readonly=True,
        copy=False,
        ondelete='restrict',
        groups='survey.group_survey_user',
    )
    survey_form = fields.Json(compute='_compute_survey_form', compute_sudo=True, groups=STAFF)
    answers = fields.Json(copy=False, groups=STAFF)

    _origin_rule = models.UniqueIndex(
        '(origin_model, origin_res_id, rule_id, occurrence)'
        ' WHERE origin_res_id IS NOT NULL AND rule_id IS NOT NULL',
        "This follow-up is already planned.",
    )
    _input_unique = models.UniqueIndex(
        '(survey_input_id) WHERE survey_input_id IS NOT NULL',
        "These answers belong to another follow-up.",
    )
    _open = models.Index("(date_due, id) WHERE state IN ('planned', 'asked')")
    _user_open = models.Index("(user_id, date_due, id) WHERE state IN ('planned', 'asked')")
    _rated = models.Index('(date_done) WHERE rating > 0')
    _partner_due = models.Index('(partner_id, date_due DESC) WHERE partner_id IS NOT NULL')

    # === COMPUTE METHODS === #
    @api.depends('complaint_id', 'order_id')
    def _compute_origin(self):
        for followup in self:
            if followup.origin_res_id:
                continue  # given by whatever planned it
            origin = followup.complaint_id or followup.order_id
            followup.origin_model = origin._name if origin else False
            followup.origin_res_id = origin._origin.id or origin.id

    @api.depends('complaint_id', 'order_id')
    def _compute_survey_id(self):
        names = ('survey_purchase', 'survey_ticket')
        purchase, ticket = (
            self.env.ref(f'pharma_callcenter.{name}', raise_if_not_found=False) for name in names
        )
        for followup in self:
            shipped = ticket if followup.complaint_id else purchase
            followup.survey_id = followup.survey_id or shipped

    @api.depends('complaint_id', 'order_id', 'partner_id')
    def _compute_display_name(self):
        # sudo: the number of a ticket or order, whoever asks the customer may know
        for followup in self.sudo():
            about = followup.complaint_id.number or followup.order_id.name
            names = (about, followup.partner_id.name or followup.complaint_id.contact_name)
            followup.display_name = ', '.join(name for name in names if name) or self.env._(
                "Follow-Up"
            )

    @api.depends('survey_id')
    def _compute_survey_form(self):
        for followup in self:
            survey = followup.survey_id
            followup.survey_form = survey._get_pharma_form() if survey else []

    # === CHECKS === #
    @api.constrains('answers')
    def _check_answers(self):
        for followup in self:
            answers = followup.answers or {}
            is_odd = not isinstance(answers, dict) or any(
                not isinstance(answer, dict) for answer in answers.values()
            )
            if is_odd or len(str(answers)) > MAX_ANSWERS:
                raise UserError(
                    self.env._("These answers cannot be read. Enter them once more, and shorter.")
                )

    @api.model
    def _check_by_hand(self, names):
        """Refuse what only the buttons of a follow-up may write (000-43)."""
        if self.env.su or not (names := PROTECTED & names):
            return
        labels = sorted(self._fields[name]._description_string(self.env) for name in names)
        raise AccessError(
            self.env._(
                "%(fields)s: this follows from what the customer answered and is not written by"
                " hand. Use the buttons of the follow-up.",
                fields=', '.join(labels),
            )
        )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Plan follow-ups; by hand only about what the user may read.

        :param list vals_list: one dict per follow-up
        :return: the new ``pharma.followup`` records
        :raise AccessError: for results, or a ticket or order that the user does not see
        """
        defaults = {
            key.removeprefix('default_') for key in self.env.context if key.startswith('default_')
        }
        self._check_by_hand(defaults.union(*vals_list))
        followups = super().create(vals_list)
        if not self.env.su:
            followups.complaint_id.check_access('read')
            followups.order_id.check_access('read')
        return followups

    def write(self, vals):
        """Keep results out of reach, and answers once they are given.

        :param dict vals: values to write
        :return: True
        :raise AccessError: for what only buttons write
        :raise UserError: for the customer or the answers of a follow-up that is over
        """
        self._check_by_hand(set(vals))
        if not self.env.su:
            if fixed := FIXED & vals.keys():
                self._check_fixed(vals, fixed)
            if 'answers' in vals and any(followup.state not in OPEN for followup in self):
                raise UserError(
                    self.env._("The customer has answered. What was said is not changed.")
                )
        return super().write(vals)

    def _check_fixed(self, vals, names):
        for followup in self:
            for name in names:
                if followup[name] and followup[name].id != vals[name]:
                    raise UserError(
                        self.env._(
                            "Whom a follow-up asks about what is not changed afterwards. Skip it"
                            " and plan another one."
                        )
                    )
                followup[name].browse(vals[name]).check_access('read')

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if any(followup.state != 'planned' for followup in self):
            raise UserError(
                self.env._(
                    "What customers were asked is kept. Only planned follow-ups are deleted."
                )
            )
