from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import check_values

# never stored as sent: answers come from questions of scripts
ANSWER_FIELDS = ('script_values', 'answer_ids')


class PharmaCareEntry(models.Model):
    """Questions of scripts, answered while the care is recorded (004-08, 001-11).

    Without a script nothing of this costs a query.
    """

    _inherit = 'pharma.care.entry'

    script_id = fields.Many2one(
        'pharma.contact.script',
        index='btree_not_null',
        ondelete='set null',
        help="The script that the employee chose; its required questions must be answered.",
    )
    script_values = fields.Json(
        string="Answers to the Script",
        store=False,
        help="Answers by id of the question, until the care is saved.",
    )
    answer_ids = fields.One2many(
        'pharma.contact.answer', 'entry_id', string="Answers", readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Record answers with the contacts; refuse required questions left open (004-08).

        :param list vals_list: as of the method that this one extends, and ``script_id`` (chosen
            script) and ``script_values`` (dict: id of the question -> id of a choice, number or
            text)
        :return: the new ``pharma.care.entry`` records
        :raise UserError: naming the questions that must be answered
        """
        if not isinstance(vals_list, list | tuple):
            vals_list = [vals_list]
        for vals in vals_list:
            check_values(self, vals)
        is_import = self.env.context.get('import_file')
        # what was said long ago cannot be asked any more
        must = not is_import and self.env['pharma.contact.script']._has_mandatory('care')
        prepared = [
            self._prepare_script_answers(vals, must)
            if must or vals.get('script_id') or vals.get('script_values')
            else []
            for vals in vals_list
        ]
        entries = super().create(
            [
                {name: value for name, value in vals.items() if name not in ANSWER_FIELDS}
                for vals in vals_list
            ]
        )
        answers = [
            answer
            | {
                'entry_id': entry.id,
                'partner_id': entry.partner_id.id,
                'company_id': entry.company_id.id,
                'user_id': entry.user_id.id,
                'date': entry.date,
            }
            for entry, given in zip(entries, prepared, strict=True)
            for answer in given
        ]
        if answers:
            self.env['pharma.contact.script']._create_answers(answers)
        return entries

    @api.model
    def _prepare_script_answers(self, vals, must):
        """Check the answers of one contact.

        :param dict vals: values of the entry
        :param bool must: whether there are scripts that must be followed
        :return: list of values of ``pharma.contact.answer``
        """
        scripts = self.env['pharma.contact.script'].browse(vals.get('script_id') or [])
        if must and vals.get('case_id'):
            case = self.env['pharma.care.case'].browse(vals['case_id'])
            case.check_access('read')
            scripts |= case._get_scripts().filtered('is_mandatory')
        values = vals.get('script_values') or {}
        given = scripts._prepare_answers(values)
        response = self.env['pharma.care.response.type'].browse(vals.get('response_type_id') or [])
        questions = scripts._get_open_questions(values)
        if questions and not response.is_attempt:
            raise UserError(
                self.env._(
                    "Script '%(script)s': answer the required question(s) first: %(questions)s. If"
                    " nobody was reached, choose a response that says so.",
                    script=', '.join(questions.script_id.mapped('name')),
                    questions='; '.join(questions.mapped('content')),
                )
            )
        return given
