from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults


class PharmaComplaintWorkMixin(models.AbstractModel):
    """What work around tickets has in common: fields of the buttons, and telling people."""

    _name = 'pharma.complaint.work.mixin'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = "Work around Tickets"

    # written by named actions alone, for which they are checked and logged
    _button_fields = ()

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        """Leave defaults of people out where only buttons write: of a context and their own.

        :param list fields: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields)
        if not self.env.su:
            keep_own_defaults(self, defaults, fields, self._button_fields)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse values that only buttons write; a form may name the defaults.

        :param list vals_list: values, one dict per record
        :return: the new records
        :raise UserError: for a value that a button would write, in words
        """
        if not self.env.su:
            defaults = self.default_get(list(self._button_fields))
            for vals in vals_list:
                self._refuse_button_fields(
                    name
                    for name in self._button_fields
                    if vals.get(name) and vals[name] != defaults.get(name)
                )
        return super().create(vals_list)

    def write(self, vals):
        """Refuse values that only buttons write.

        :param dict vals: values to write
        :return: True
        :raise UserError: for a value that a button would write, in words
        """
        if not self.env.su:
            self._refuse_button_fields(name for name in self._button_fields if name in vals)
        return super().write(vals)

    def _check_ticket_read(self):
        """Refuse tickets that the user may not read, also one that came by a default.

        :raise AccessError: for a ticket of others
        """
        if not self.env.su:
            # sudo: which ticket it is; the right is that of the user
            self.sudo().complaint_id.sudo(False).check_access('read')

    def _refuse_button_fields(self, names):
        if name := next(iter(names), None):
            raise UserError(
                self.env._(
                    "The field '%(field)s' follows from the buttons of the form. Leave it out.",
                    field=self._fields[name]._description_string(self.env),
                )
            )

    def _write_by_button(self, vals):
        """Write what buttons write, for whoever may write the records.

        :param dict vals: values, also of protected fields
        :raise AccessError: for records that the user may not write
        """
        self.check_access('write')
        # sudo: by hand nobody may write what the buttons write
        self.sudo().write(vals)

    # === TELLING === #
    def _tell(self, users, subject, body):
        """Tell users in the client, now and in their inbox; archived ones are left out.

        :param users: ``res.users``
        :param str subject: what happened, in a few words
        :param str body: plain text, without anything of an illness: it may go out by e-mail
        """
        self.ensure_one()
        # sudo: who is told is decided by the work, not by what the sender may read
        users = users.sudo().filtered(lambda user: user.active and not user.share)
        if not users:
            return
        # sudo: a notification is no change of the record
        self.sudo().message_notify(partner_ids=users.partner_id.ids, subject=subject, body=body)
        for user in users - self.env.user:
            user._bus_send(
                'simple_notification', {'type': 'info', 'title': subject, 'message': body}
            )
