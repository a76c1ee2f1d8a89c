from itertools import count

from odoo import models


class PharmaCodeMixin(models.AbstractModel):
    """Master data with a unique ``code``: found by it in imports, and copied with a free one."""

    _name = 'pharma.code.mixin'
    _description = "Master Data with a Code"
    _rec_names_search = ('name', 'code')

    def copy_data(self, default=None):
        """Propose free codes and a name that tells the copy from its original.

        :param dict default: values that replace the copied ones
        :return: list of values, one dict per record
        """
        default = default or {}
        vals_list = super().copy_data(default=default)
        taken = set()
        for record, vals in zip(self, vals_list, strict=True):
            if record.code and 'code' not in default:
                vals['code'] = record._get_free_code(taken)
                taken.add(vals['code'])
            if 'name' not in default:
                vals['name'] = self.env._("%(name)s (copy)", name=record.name)
        return vals_list

    def _get_free_code(self, taken):
        """Return the record's code with the first number that nobody uses yet."""
        stem = self.code[:12]
        similar = self.with_context(active_test=False).search([('code', '=like', f'{stem}-%')])
        used = taken | set(similar.mapped('code'))
        return next(code for n in count(2) if (code := f'{stem}-{n}') not in used)
