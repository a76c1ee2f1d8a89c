from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class PharmaTreeMixin(models.AbstractModel):
    """Master data in a tree, shown and found by its path in the language of the reader."""

    _name = 'pharma.tree.mixin'
    _description = "Master Data in a Tree"

    complete_name = fields.Char(
        compute='_compute_complete_name', recursive=True, string="Full Name"
    )

    @api.depends('name', 'parent_id.complete_name')
    @api.depends_context('lang')
    def _compute_complete_name(self):
        for record in self:
            names = [record.parent_id.complete_name, record.name]
            record.complete_name = ' / '.join(name for name in names if name)

    @api.depends('complete_name')
    @api.depends_context('lang', 'pharma_short_name')
    def _compute_display_name(self):
        if self.env.context.get('pharma_short_name'):
            # in a column of a list, where the path would be cut off before the name
            for record in self:
                record.display_name = record.name
            return
        paths = [record.parent_path or '' for record in self]
        above = {int(part) for path in paths for part in path.split('/') if part}
        # all that stand above in one query, not one for each level
        self.browse(above).fetch(['name', 'parent_id', 'parent_path'])
        for record in self:
            record.display_name = record.complete_name

    @api.model
    def _search_display_name(self, operator, value):
        domain = Domain(super()._search_display_name(operator, value))
        if operator in Domain.NEGATIVE_OPERATORS:
            return domain
        # An exported 'Parent / Child' has to find its record again when it is imported.
        for path in [value] if isinstance(value, str) else value or ():
            if isinstance(path, str) and ' / ' in path:
                parent, name = path.rsplit(' / ', 1)
                comparison = '=' if operator == 'in' else operator
                domain |= Domain('name', comparison, name) & Domain(
                    'parent_id', 'any', self._search_display_name(comparison, parent)
                )
        return domain

    def _parent_store_update(self):
        # Checked before core does, whose message names neither the record nor the field.
        for record in self:
            if record._has_cycle():
                raise ValidationError(
                    self.env._(
                        "%(model)s '%(record)s': the field '%(field)s' points back to the record"
                        " itself. Choose a parent outside of its own branch.",
                        model=self.env['ir.model']._get(self._name).name,
                        record=record.name,
                        field=self._fields['parent_id']._description_string(self.env),
                    )
                )
        return super()._parent_store_update()
