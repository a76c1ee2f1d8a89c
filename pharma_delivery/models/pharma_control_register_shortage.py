from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.tools import SQL, plaintext2html


class PharmaControlRegister(models.Model):
    """A shortage found by counting is a loss that the authority wants to hear of (V8)."""

    _name = 'pharma.control.register'
    _inherit = ['pharma.control.register', 'mail.thread', 'mail.activity.mixin']

    def _queue_losses(self):
        """Let losses of the books be shared out one after the other: of two at the same moment the
        second is asked by the database to repeat itself, and then sees the first."""
        self.env.cr.execute(
            SQL(
                "UPDATE pharma_control_register SET last_number = last_number WHERE id = ANY(%s)",
                self.ids,
            )
        )

    @api.model
    def _tell_shortages(self, entries):
        """Ask the pharmacists to enter the losses that a count has shown, one task per book.

        :param entries: ``pharma.control.entry`` of shortages
        """
        # sudo: whoever counts does not see the registers
        entries = entries.sudo()
        books = entries.register_id
        terms = self.env['pharma.control.loss']._get_terms(books)
        users = self.env['pharma.control.loss']._get_told_users(
            self.env.ref('pharma_crm.group_pharmacist'), books.company_id
        )
        by_book = entries.grouped('register_id')
        todo = self.env.ref('mail.mail_activity_data_todo')
        model_id = self.env['ir.model']._get_id(self._name)
        vals_list = []
        for book, hours in terms.items():
            user = users[book.company_id]
            if not user:
                continue
            until = fields.Datetime.now() + timedelta(hours=hours)
            env = book.with_context(lang=user.lang).env  # who is to read it
            vals_list.append(
                {
                    'activity_type_id': todo.id,
                    'res_model_id': model_id,
                    'res_id': book.id,
                    'user_id': user.id,
                    'date_deadline': book.company_id._pharma_day(until),
                    'summary': env._(
                        "A shortage was counted: enter the loss, %s hours from now", hours
                    ),
                    'pharma_shortage_ids': [Command.set(by_book[book].ids)],
                    'note': plaintext2html(by_book[book]._get_shortage_words(env)),
                }
            )
        # sudo: activities for somebody else; no e-mail for each of a count of the whole branch
        Activity = self.env['mail.activity'].sudo()
        Activity.with_context(mail_activity_quick_update=True).create(vals_list)
