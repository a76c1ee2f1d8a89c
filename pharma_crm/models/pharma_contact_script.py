from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from .pharma_contact_permission import PURPOSES


def is_given(value):
    """Tell whether a question was answered; 0 is an answer."""
    return value is not None and value is not False and bool(str(value).strip())


class PharmaContactScript(models.Model):
    """What to say and to ask when a customer is contacted for a purpose (004-08, 004-30)."""

    _name = 'pharma.contact.script'
    _description = "Contact Script"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    purpose = fields.Selection(PURPOSES, required=True, default='care')
    therapeutic_group_ids = fields.Many2many(
        'pharma.therapeutic.group',
        string="Therapeutic Groups",
        help="Offered if the customer's medicines belong to one of these groups or their subgroups;"
        " empty: for all.",
    )
    care_profile = fields.Selection(
        lambda self: (
            self.env['pharma.therapeutic.group']
            ._fields['care_profile']
            ._description_selection(self.env)
        ),
        help="Offered if a medicine of the customer has this care profile; empty: for all.",
    )
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Empty: for all companies."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_mandatory = fields.Boolean(
        string="Mandatory",
        help="Its required questions are asked in every contact that it fits; otherwise only if"
        " the employee chose the script.",
    )
    line_ids = fields.One2many(
        'pharma.contact.script.line', 'script_id', string="Texts and Questions", copy=True
    )
    question_count = fields.Integer(string="Questions", compute='_compute_question_count')

    # === COMPUTE METHODS === #
    @api.depends('line_ids.kind')
    def _compute_question_count(self):
        for script in self:
            questions = script.line_ids.filtered(lambda line: line.kind == 'question')
            script.question_count = len(questions)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        scripts = super().create(vals_list)
        if any(scripts.mapped('is_mandatory')):
            self.env.registry.clear_cache()
        return scripts

    def write(self, vals):
        result = super().write(vals)
        if {'is_mandatory', 'active', 'company_id', 'purpose'} & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        self.with_context(active_test=False).line_ids._check_unanswered()

    def copy_data(self, default=None):
        """Give copies another name and let nobody be bound by them yet.

        :param dict default: values that replace the copied ones
        :return: list of values, one dict per record
        """
        vals_list = super().copy_data(default=default)
        for script, vals in zip(self, vals_list, strict=True):
            vals['is_mandatory'] = (default or {}).get('is_mandatory', False)
            if 'name' not in (default or {}):
                vals['name'] = self.env._("%(name)s (copy)", name=script.name)
        return vals_list

    # === WHICH ONE FITS === #
    @api.model
    def _has_mandatory(self, purpose):
        """Tell whether any script must be followed for a purpose; costs no query as a rule."""
        companies = {False, *self.env.companies.ids}
        return not companies.isdisjoint(self._get_mandatory_companies(purpose))

    @api.model
    @tools.ormcache('purpose')
    def _get_mandatory_companies(self, purpose):
        # sudo: kept for all users; the caller asks for his companies
        scripts_sudo = self.sudo().search([('purpose', '=', purpose), ('is_mandatory', '=', True)])
        companies_sudo = scripts_sudo.company_id
        if companies_sudo:
            companies_sudo = companies_sudo.search([('id', 'child_of', companies_sudo.ids)])
        is_general = any(not script.company_id for script in scripts_sudo)
        return (False, *companies_sudo.ids) if is_general else tuple(companies_sudo.ids)

    @api.model
    def _get_fitting(self, purpose, groups, company=None):
        """Return the scripts for a contact, the one to begin with first (004-08).

        Mandatory ones come first, then those for the groups of the medicines, those for their care
        profile, and those for everybody.

        :param str purpose: 'care', 'advertising' or 'survey'
        :param groups: ``pharma.therapeutic.group`` of the customer's medicines
        :param company: ``res.company`` for which the contact is made, else the current one
        """
        company = company or self.env.company
        # sudo: branches follow the scripts of their company
        companies = [False, *company.sudo().parent_ids.ids]
        paths = [path for path in groups.mapped('parent_path') if path]
        group_ids = {int(part) for path in paths for part in path.split('/') if part}
        profiles = set(groups.mapped('care_profile'))
        fitting = []
        for script in self.search([('purpose', '=', purpose), ('company_id', 'in', companies)]):
            script_groups = set(script.therapeutic_group_ids.ids)
            if script_groups and not script_groups & group_ids:
                continue
            if script.care_profile and script.care_profile not in profiles:
                continue
            rank = 0 if script_groups else 1 if script.care_profile else 2
            fitting.append((not script.is_mandatory, rank, script))
        fitting.sort(key=lambda item: item[:2])
        return self.concat(*(script for _optional, _rank, script in fitting))

    def _get_contents(self):
        """Return what a screen shows of these scripts.

        :return: list of dict: ``id``, ``name``, ``is_mandatory``, ``lines`` (list of dict)
        """
        yes_no = self.env['pharma.contact.script.choice']._get_yes_no()
        return [
            {
                'id': script.id,
                'name': script.name,
                'is_mandatory': script.is_mandatory,
                'lines': [line._get_content(yes_no) for line in script.line_ids],
            }
            for script in self
        ]

    # === ANSWERS === #
    def _record_answers(self, values, **common):
        """Store the answers given in a contact (001-11).

        :param dict values: script line id -> answer: id of the choice, number or text; answers
            that are empty are left out
        :param common: values of each answer: ``partner_id``, ``company_id``, ``date`` (UTC) and
            what other modules add
        :return: the new ``pharma.contact.answer`` records
        :raise UserError: for a line that is no question of this script, or an impossible answer
        """
        return self._create_answers([vals | common for vals in self._prepare_answers(values)])

    @api.model
    def _create_answers(self, vals_list):
        # sudo: nobody may write answers by hand
        answers_sudo = self.env['pharma.contact.answer'].sudo().create(vals_list)
        # sudo: taken back, the caller reads with his own rights
        return answers_sudo.sudo(self.env.su)

    def _prepare_answers(self, values):
        """Check answers and return them as values of ``pharma.contact.answer``.

        :param dict values: as in ``_record_answers``
        """
        if not isinstance(values, dict):
            raise UserError(
                self.env._("Answers to a script: send them as answer by id of the question.")
            )
        lines = {str(line.id): line for line in self.line_ids}
        vals_list = []
        for key, value in values.items():
            if not is_given(value):
                continue
            line = lines.get(str(key))
            if line is None or line.kind != 'question':
                raise UserError(
                    self.env._(
                        "'%(key)s' is no question of the script '%(script)s'. Load the page again:"
                        " the script may have been changed.",
                        key=str(key)[:50],
                        script=', '.join(self.mapped('name')),
                    )
                )
            vals_list.append(
                {'line_id': line.id, 'user_id': self.env.uid, **line._read_answer(value)}
            )
        return vals_list

    def _get_open_questions(self, values):
        """Return the required questions without an answer.

        :param dict values: as in ``_record_answers``
        """
        given = {str(key) for key, value in (values or {}).items() if is_given(value)}
        return self.line_ids.filtered(
            lambda line: line.kind == 'question' and line.is_required and str(line.id) not in given
        )
