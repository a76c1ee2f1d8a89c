from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

APPROVERS = 'pharma_crm.group_pharmacist,pharma_crm.group_pharma_manager'
# What an approval stands for; and what only the buttons write.
APPROVED_FIELDS = {'name', 'answer', 'links', 'date_valid_until'}
STATE_FIELDS = ('state', 'approver_id', 'date_approved')


class PharmaApprovedAnswer(models.Model):
    """An answer to a frequent question, approved word for word by a pharmacist (001-11).

    Not translatable: a translation would be another text to approve. Each language has its own.
    """

    _name = 'pharma.approved.answer'
    _description = "Approved Answer"
    _inherit = ['mail.thread']
    _order = 'name, id'

    name = fields.Char(string="Question", required=True, tracking=True)
    answer = fields.Text(required=True, tracking=True, help="What the employee may say.")
    keywords = fields.Char(help="Other words by which customers ask for it.")
    therapeutic_group_ids = fields.Many2many(
        'pharma.therapeutic.group', string="Therapeutic Groups"
    )
    product_tmpl_ids = fields.Many2many('product.template', string="Medicines")
    links = fields.Text(
        string="Sources",
        tracking=True,
        help="Law, leaflet or guideline that the answer rests on: one address or title per line.",
    )
    state = fields.Selection(
        [('draft', "Draft"), ('approved', "Approved"), ('withdrawn', "Withdrawn")],
        required=True,
        readonly=True,
        default='draft',
        copy=False,
        tracking=True,
    )
    approver_id = fields.Many2one(
        'res.users', string="Approved By", readonly=True, copy=False, ondelete='restrict'
    )
    date_approved = fields.Datetime(string="Approved On", readonly=True, copy=False)
    date_valid_until = fields.Date(
        string="Valid until", tracking=True, copy=False, help="Empty: without end."
    )
    is_valid = fields.Boolean(
        string="In Use",
        compute='_compute_is_valid',
        search='_search_is_valid',
        help="Approved and not past its end: employees find it while they talk.",
    )
    user_id = fields.Many2one(
        'res.users',
        string="Proposed By",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete='restrict',
    )
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Empty: for all companies."
    )
    can_edit = fields.Boolean(compute='_compute_can_edit')

    # === COMPUTE METHODS === #
    @api.depends('state', 'date_valid_until', 'company_id')
    def _compute_is_valid(self):
        for answer in self:
            today = (answer.company_id or self.env.company)._pharma_today()
            until = answer.date_valid_until
            answer.is_valid = answer.state == 'approved' and not (until and until < today)

    def _search_is_valid(self, operator, _value):
        if operator != 'in':
            return NotImplemented
        today = self.env.company._pharma_today()
        return [
            ('state', '=', 'approved'),
            '|',
            ('date_valid_until', '=', False),
            ('date_valid_until', '>=', today),
        ]

    @api.depends('state', 'user_id')
    @api.depends_context('uid')
    def _compute_can_edit(self):
        is_approver = self.env.user.has_groups(APPROVERS)
        for answer in self:
            is_own_draft = answer.state == 'draft' and answer.user_id == self.env.user
            answer.can_edit = is_approver or is_own_draft

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Let everybody propose, and nobody approve on the way (001-11).

        :param list vals_list: values, one dict per answer
        :return: the new ``pharma.approved.answer`` records
        :raise UserError: for values that only the buttons write
        """
        if not self.env.su:
            for vals in vals_list:
                # the defaults of a form name the state, too
                self._check_no_state(
                    name for name in STATE_FIELDS if vals.get(name) not in (None, False, 'draft')
                )
                vals['user_id'] = self.env.uid
        return super().create(vals_list)

    def write(self, vals):
        """Send a changed approved text back to draft: it is another text (001-11).

        :param dict vals: values to write
        :return: True
        :raise UserError: for values that only the buttons write
        """
        if self.env.su:
            return super().write(vals)
        self._check_no_state(
            name
            for name in (*STATE_FIELDS, 'user_id')
            if name in vals and any(answer._is_changed(name, vals[name]) for answer in self)
        )
        changed = self.filtered(
            lambda answer: (
                answer.state == 'approved'
                and any(
                    name in vals and answer._is_changed(name, vals[name])
                    for name in APPROVED_FIELDS
                )
            )
        )
        result = super().write(vals)
        if changed:
            # sudo: the buttons' fields; the right to write the text was checked above
            changed.sudo().write({'state': 'draft', 'approver_id': False, 'date_approved': False})
        return result

    def _is_changed(self, name, value):
        field = self._fields[name]
        return self[name] != field.convert_to_record(field.convert_to_cache(value, self), self)

    def _check_no_state(self, names):
        if name := next(names, None):
            raise UserError(
                self.env._(
                    "The field '%(field)s' of an answer follows from who proposed it and from the"
                    " buttons 'Approve', 'Withdraw' and 'Back to Draft'. Leave it out.",
                    field=self._fields[name]._description_string(self.env),
                )
            )

    # === ACTIONS === #
    def action_approve(self):
        """Show the texts that are about to be approved; for pharmacists and managers (001-11).

        Whoever approves stands for each word: a list shows none of them, and a form may have been
        opened before somebody else changed the text.

        :return: window action of a new ``pharma.approved.answer.approve``
        :raise AccessError: for everybody else
        :raise UserError: without a text to approve, or with more than one can read
        """
        self._check_approver()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_crm.pharma_approved_answer_approve_action'
        )
        return {**action, 'res_id': self.env['pharma.approved.answer.approve']._show(self).id}

    def _approve(self):
        """Release the answers to employees; who calls it has shown the texts.

        :raise AccessError: for others than pharmacists and managers
        :raise UserError: if an answer's last day has passed
        """
        self._check_approver()
        for answer in self:
            today = (answer.company_id or self.env.company)._pharma_today()
            if answer.date_valid_until and answer.date_valid_until < today:
                raise UserError(
                    self.env._(
                        "Answer '%(name)s', field 'Valid until': %(date)s has passed. Enter a later"
                        " day, or none, before you approve it.",
                        name=answer.name,
                        date=format_date(self.env, answer.date_valid_until),
                    )
                )
        self._write_state(
            {
                'state': 'approved',
                'approver_id': self.env.uid,
                'date_approved': fields.Datetime.now(),
            }
        )

    def action_withdraw(self):
        """Take the answers away from employees; for pharmacists and managers."""
        self._check_approver()
        self._write_state({'state': 'withdrawn'})

    def action_draft(self):
        """Take the answers up again as drafts; for pharmacists and managers."""
        self._check_approver()
        self._write_state({'state': 'draft', 'approver_id': False, 'date_approved': False})

    def _write_state(self, vals):
        self.check_access('write')
        # sudo: by hand nobody may write what the buttons write
        self.sudo().write(vals)

    def _check_approver(self):
        if not (self.env.su or self.env.user.has_groups(APPROVERS)):
            raise AccessError(
                self.env._(
                    "Only pharmacists and managers approve or withdraw answers. Leave yours as a"
                    " draft: they find it in the list 'Approved Answers'."
                )
            )
