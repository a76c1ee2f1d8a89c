from odoo import api, models

from ..tools import load_by_ids

# Odoo lets whoever imports skip rows, or leave fields empty, where nothing is found.
SKIPPING = ('import_skip_records', 'import_set_empty_fields')
NO_ID = -1


class PharmaCareEntry(models.Model):
    """Cares from a spreadsheet, such as an exported worklist that was filled in (000-34)."""

    _inherit = 'pharma.care.entry'

    @api.model
    def load(self, fields, data):
        """Record cares whose cases are given by name: as exported, or the number of the order.

        A name that several open cases have is refused: a care of the wrong customer is worse than
        none (000-34, 004-56).

        :param list fields: names of the columns
        :param list data: rows of texts
        :return: dict of ``ids``, ``messages`` and ``nextrow``
        """
        if 'case_id' not in fields:
            return super().load(fields, data)
        column = fields.index('case_id')
        limit = self.env.context.get('_import_limit') or len(data)
        names = [str(row[column] or '').strip() for row in data[:limit]]
        found = self.env['pharma.care.case']._find_by_names(set(names) - {''})
        is_skipped = any('case_id' in (self.env.context.get(key) or ()) for key in SKIPPING)
        answers = []
        for name in names:
            cases = found.get(name, ())
            if len(cases) == 1:
                answers.append(cases.id)
            elif is_skipped and not cases:
                answers.append(NO_ID)
            else:
                answers.append(self._get_case_error(name, len(cases)))
        return load_by_ids(self, fields, data, 'case_id', answers)

    @api.model
    def _get_case_error(self, name, count):
        """Return the message about a row whose name is not that of one case."""
        if count:
            return self.env._(
                "%(count)s care cases are called '%(name)s' in the field 'Care Case'. Enter the"
                " number of the order, or import by 'External ID'.",
                count=count,
                name=name,
            )
        if name:
            return self.env._(
                "No care case that you may see is called '%(name)s' in the field 'Care Case'. Enter"
                " the number of the order, or the name as Odoo exports it.",
                name=name,
            )
        return self.env._(
            "The field 'Care Case' is empty. Enter the number of the order, or delete the row."
        )
