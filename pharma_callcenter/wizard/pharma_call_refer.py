from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaCallRefer(models.TransientModel):
    """A branch is told of a customer who travels there (001-10)."""

    _name = 'pharma.call.refer'
    _inherit = ['pharma.call.window.mixin']
    _description = "Refer to Branch"

    call_id = fields.Many2one('pharma.call', readonly=True, ondelete='cascade')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, ondelete='cascade'
    )
    company_id = fields.Many2one('res.company', compute='_compute_company_id')
    region_id = fields.Many2one('pharma.region', help="Where the customer travels.")
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        string="Branch",
        required=True,
        ondelete='cascade',
        domain="[('company_id', '=', company_id)]"
        " + (region_id and [('pharma_region_id', 'child_of', region_id)] or [])",
    )
    address = fields.Char(related='warehouse_id.pharma_branch_address')
    phone = fields.Char(string="Telephone", compute='_compute_contact', compute_sudo=True)
    email = fields.Char(string="E-Mail", compute='_compute_contact', compute_sudo=True)
    date_arrival = fields.Date(string="From")
    note = fields.Text(
        string="What Is Needed", required=True, help="Medicines, appointment, what to prepare."
    )
    means = fields.Selection(
        [('call', "Call to Make"), ('email', "E-Mail")], required=True, default='call'
    )

    # === COMPUTE METHODS === #
    @api.depends('call_id')
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.call_id.company_id or self.env.company

    @api.depends('warehouse_id')
    def _compute_contact(self):
        for wizard in self:
            branch = wizard.warehouse_id
            wizard.phone = branch.pharma_phone or branch.partner_id.phone
            wizard.email = branch.partner_id.email

    # === ACTIONS === #
    def action_apply(self):
        """Put the branch on the list of calls to make, or write to it (001-10).

        :return: notification that closes the window
        :raise AccessError: for a call, customer or branch that the user may not read
        :raise UserError: for a branch without the number or address that is needed
        """
        self.ensure_one()
        for record in (self.call_id, self.partner_id, self.warehouse_id):
            record.check_access('read')
        missing = (self.means == 'call' and not self.phone) or (
            self.means == 'email' and not self.email
        )
        if missing:
            raise UserError(
                self.env._(
                    "%(branch)s has no %(means)s. Choose the other way, or have it entered in the"
                    " branch.",
                    branch=self.warehouse_id.name,
                    means=self.env._("telephone number")
                    if self.means == 'call'
                    else self.env._("e-mail address"),
                )
            )
        if self.means == 'call':
            # sudo: what a call to make was made from is not written by hand
            self.env['pharma.call.todo'].sudo().create(self._prepare_todo_vals())
            message = self.env._("The branch is on the list of calls to make.")
        else:
            # sudo: only to the branch's own address
            self.env['mail.mail'].sudo().create(self._prepare_mail_vals())
            message = self.env._("The branch gets an e-mail.")
        self._note_on_call()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': message,
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    def _prepare_todo_vals(self):
        return {
            'name': self._get_subject(),
            'kind': 'other',
            'company_id': self.company_id.id,
            'user_id': self.env.uid,
            'number': self.phone,
            'note': self._get_lines(),
            'origin_model': self.call_id and 'pharma.call',
            'origin_res_id': self.call_id.id,
        }

    def _prepare_mail_vals(self):
        lines = Markup("<br/>").join(self._get_lines().splitlines())
        return {
            'subject': self._get_subject(),
            'body_html': Markup("<p>%s</p>") % lines,
            'email_from': self.env.user.email_formatted or self.company_id.email_formatted,
            'email_to': self.email,
            'auto_delete': False,
        }

    def _get_subject(self):
        # no name: subjects are read on any screen
        return self.env._("A customer travels to you: %(branch)s", branch=self.warehouse_id.name)

    def _get_lines(self):
        """Return what the branch is told, one thing per line."""
        lines = [
            self.env._("Customer: %(name)s", name=self.partner_id.name),
            self.env._("Telephone: %(number)s", number=self.partner_id.phone or '-'),
        ]
        if self.date_arrival:
            date = self.date_arrival.strftime('%Y-%m-%d')
            lines.append(self.env._("From: %(date)s", date=date))
        lines.append(self.note)
        return '\n'.join(lines)

    def _note_on_call(self):
        """Leave in the call where the customer was referred to, for whoever reads it later."""
        call = self.call_id
        if call and call.has_access('write'):
            told = self.env._("Referred to %(branch)s.", branch=self.warehouse_id.name)
            call.note = '\n'.join(filter(None, (call.note, told)))
