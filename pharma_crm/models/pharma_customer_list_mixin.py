from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .pharma_analysis_mixin import MAX_RECORDS

# Each of them gets an e-mail of its own; more at once would keep the server from other work.
MAX_MAILING = 5000


class PharmaCustomerListMixin(models.AbstractModel):
    """What can be done with the customers of any list: activities, a mailing, their contacts
    (000-18).

    For models with `partner_id` and `company_id`; other modules add what else there is.
    """

    _name = 'pharma.customer.list.mixin'
    _description = "List of Customers"

    def _check_list_size(self, partners, maximum=MAX_RECORDS):
        if not partners:
            raise UserError(self.env._("Tick the customers first."))
        if len(partners) > maximum:
            raise UserError(
                self.env._(
                    "%(count)s customers are chosen, and %(max)s are possible at once. Narrow the"
                    " list down by filters.",
                    count=len(partners),
                    max=maximum,
                )
            )

    @api.model
    def _check_mailing_rights(self):
        """Let only managers write to many customers at once.

        :raise AccessError: for everybody else
        """
        if not self.env.user.has_group('pharma_crm.group_pharma_manager'):
            raise AccessError(
                self.env._(
                    "Only managers write to many customers at once. Ask a manager to send it, or"
                    " write to one customer from the customer's form."
                )
            )

    # === ACTIONS === #
    def action_view_customers(self):
        """Open the contacts of the rows, for whatever can be done with contacts.

        :return: window action of ``res.partner``
        """
        action = self.env['ir.actions.act_window']._for_xml_id('pharma_crm.pharma_customer_action')
        return {
            **action,
            'domain': [('id', 'in', self.partner_id.ids)],
            'context': {'active_test': False},
        }

    def action_pharma_open_card(self):
        """Open the card of a row's customer (000-10).

        :return: client action, as of ``res.partner``
        :raise UserError: without a row, or for several
        """
        if len(self) != 1:
            raise UserError(self.env._("A card is opened for one customer."))
        return self.partner_id.action_pharma_open_card()

    def action_schedule_activity(self):
        """Ask whom to give an activity for each customer of the rows (000-18).

        :return: window action of ``pharma.customer.activity``
        :raise UserError: without rows, or for more than one person can go through
        """
        self._check_list_size(self.partner_id)
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_crm.pharma_customer_activity_action'
        )
        return {**action, 'context': {'default_partner_ids': self.partner_id.ids}}

    def action_send_mailing(self):
        """Ask what to write to the customers of the rows, and who of them permits it (000-18).

        :return: window action of a new ``pharma.customer.mailing``
        :raise AccessError: for others than managers
        :raise UserError: without rows, for too many, or for those of several companies
        """
        return self._open_mailing(self.partner_id, self.company_id)

    @api.model
    def _open_mailing(self, partners, companies):
        """Return the window action of a new mailing; see action_send_mailing.

        :param partners: ``res.partner``
        :param companies: ``res.company`` that the list is about; none: the current one
        """
        self._check_mailing_rights()
        self._check_list_size(partners, MAX_MAILING)
        if len(companies) > 1:
            raise UserError(
                self.env._("Choose customers of one company: a mailing is sent by a company.")
            )
        company = companies or self.env.company
        wizard = self.env['pharma.customer.mailing'].create(
            {'partner_ids': partners.ids, 'company_id': company.id}
        )
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_crm.pharma_customer_mailing_action'
        )
        return {**action, 'res_id': wizard.id}
