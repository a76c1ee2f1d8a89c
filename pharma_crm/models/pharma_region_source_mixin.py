from odoo import api, models


class PharmaRegionSourceMixin(models.AbstractModel):
    """What decides which region an address belongs to: every change empties the cached rules.

    After the change, as customers who wait for their region are sorted in the middle of it, and
    fill the cache with what no longer holds. Before it as well: a change that fails half-way is
    then forgotten by the cache, too.
    """

    _name = 'pharma.region.source.mixin'
    _description = "Source of Regions"

    @api.model_create_multi
    def create(self, vals_list):
        """Let new records count for the next address (004-29).

        :param list vals_list: values, one dict per record
        :return: the new records
        """
        self.env.registry.clear_cache()
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        """Let changed records count for the next address (004-29).

        :param dict vals: values to write
        :return: True
        """
        self.env.registry.clear_cache()
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Let deleted records no longer count (004-29).

        :return: True
        """
        self.env.registry.clear_cache()
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
