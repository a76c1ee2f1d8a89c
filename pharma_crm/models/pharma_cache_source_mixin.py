from odoo import api, models


class PharmaCacheSourceMixin(models.AbstractModel):
    """Records that are kept in memory, as hot paths ask for them: every change empties the cache.

    After the change, as its own consequences may fill the cache with what no longer holds. Before
    it as well: a change that fails half-way is then forgotten by the cache, too. And after the
    commit, as others may have read the old state until then.
    """

    _name = 'pharma.cache.source.mixin'
    _description = "Kept in Memory"

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Let new records count at once (004-29, 003-17).

        :param list vals_list: values, one dict per record
        :return: the new records
        """
        self._forget_cached()
        records = super().create(vals_list)
        self._forget_cached()
        return records

    def write(self, vals):
        """Let changed records count at once (004-29, 003-17).

        :param dict vals: values to write
        :return: True
        """
        self._forget_cached()
        result = super().write(vals)
        self._forget_cached()
        return result

    def unlink(self):
        """Let deleted records no longer count (004-29, 003-17).

        :return: True
        """
        self._forget_cached()
        result = super().unlink()
        self._forget_cached()
        return result

    # === BUSINESS METHODS === #
    @api.model
    def _forget_cached(self):
        """Have what is kept read anew."""
        clear = self.env.registry.clear_cache
        clear()
        self.env.cr.postcommit.add(clear)
