from textwrap import shorten

from odoo import models

from .readable import get_readable

SHOWN_LENGTH = 60


class PharmaCall(models.Model):
    """What comes out of a call: a ticket, a question, a call back, a new customer (001-09)."""

    _name = 'pharma.call'
    _inherit = ['pharma.call', 'pharma.complaint.origin.mixin']

    # === TICKETS === #
    def _get_complaint_origin(self):
        return self.env.ref('pharma_callcenter.pharma_complaint_origin_call')

    def _prepare_complaint_vals(self):
        vals = super()._prepare_complaint_vals()
        vals |= {
            'company_id': self.company_id.id,
            'partner_id': get_readable(self.partner_id).id,
            'order_id': get_readable(self.order_id).id,
            'warehouse_id': self.warehouse_id.id,
            'phone': self.number,
            'description': self.note,
        }
        return {name: value for name, value in vals.items() if value}

    # === QUESTIONS === #
    def action_ask_expert(self):
        """Open the form of a question to an expert, filled with what the call tells (001-12).

        :return: window action of ``pharma.complaint.question``
        :raise AccessError: for a call that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_complaint_question_action'
        )
        partner = get_readable(self.partner_id)
        # the expert calls the customer himself and need not read the call (001-09)
        told = filter(None, [partner.name, self.number or partner.phone, self.note])
        context = {
            'default_call_id': self.id,
            'default_company_id': self.company_id.id,
            'default_description': '\n'.join(told),
        }
        action.update(
            name=self.env._("Ask an Expert"),
            view_mode='form',
            views=[(False, 'form')],
            target='new',
            context=context,
        )
        return action

    # === WINDOWS === #
    def _get_window(self, model, name, **defaults):
        self.ensure_one()
        self.check_access('write')
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {
                'default_call_id': self.id,
                **{f'default_{key}': value for key, value in defaults.items()},
            },
        }

    def action_call_back(self):
        """Open the window in which a call back is agreed: when, by whom, why (002-28).

        :return: window action
        :raise AccessError: for a call that the user may not write
        """
        self.ensure_one()
        note = shorten(self.note or '', SHOWN_LENGTH, placeholder='...')
        name = self.env._("Call Back")
        return self._get_window('pharma.call.back', name, name=note, purpose_id=self.purpose_id.id)

    def action_new_customer(self):
        """Open the window in which an unknown caller becomes a customer (001-04).

        :return: window action
        :raise AccessError: for a call that the user may not write
        """
        self.ensure_one()
        name = self.env._("New Customer")
        return self._get_window('pharma.call.customer', name, phone=self.number)

    def action_view_partner(self):
        """Open the customer of the call, to check and correct his data (000-34, 001-04).

        :return: window action
        :raise AccessError: for a customer that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        self.partner_id.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'res.partner',
            'res_id': self.partner_id.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
        }

    def action_open_card(self):
        """Open the card of the customer: what he buys, asked and said before (003-08).

        :return: client action
        :raise AccessError: for a customer that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        return self.partner_id.action_pharma_open_card()
