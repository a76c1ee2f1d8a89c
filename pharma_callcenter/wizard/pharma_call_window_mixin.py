from odoo import api, models


class PharmaCallWindowMixin(models.AbstractModel):
    """A window beside a call names only records that its user may read (000-36).

    Core shows the names of links, and what follows from them, with more rights than the user has.
    """

    _name = 'pharma.call.window.mixin'
    _description = "Window of a Call"

    @api.model_create_multi
    def create(self, vals_list):
        """Open windows, of records that the user may read.

        :param list vals_list: values, one dict per window
        :return: the new records
        :raise AccessError: for a link to a record that the user may not read
        """
        for vals in vals_list:
            self._check_links(vals)
        windows = super().create(vals_list)
        for window in windows:
            # defaults of a context name records, too
            window._check_links({name: window[name].id for name in self._get_link_names()})
        return windows

    def write(self, vals):
        """Change a window, with records that the user may read.

        :param dict vals: values to write
        :return: True
        :raise AccessError: for a link to a record that the user may not read
        """
        self._check_links(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """Follow what is typed, with records that the user may read.

        :param dict values: what stands in the window
        :param list field_names: names of the changed fields
        :param dict fields_spec: what is asked for
        :return: dict as core returns it
        :raise AccessError: for a link to a record that the user may not read
        """
        self._check_links(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields_list):
        """Return the defaults, with records that the user may read.

        :param list fields_list: names of fields
        :return: dict of values
        :raise AccessError: for a link to a record that the user may not read
        """
        defaults = super().default_get(fields_list)
        self._check_links(defaults)
        return defaults

    @api.model
    def _get_link_names(self):
        return [
            name
            for name, field in self._fields.items()
            if field.type == 'many2one' and field.store and name not in models.MAGIC_COLUMNS
        ]

    @api.model
    def _check_links(self, vals):
        if self.env.su:
            return
        for name in self._get_link_names():
            value = vals.get(name)
            id_ = value.get('id') if isinstance(value, dict) else value
            if isinstance(id_, int) and id_:
                self.env[self._fields[name].comodel_name].browse(id_).check_access('read')
