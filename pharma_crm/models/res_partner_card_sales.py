import pytz

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

ORDERS_SHOWN = 5
# of how many orders the medicines are gathered, and how many are shown
ORDERS_READ = 20
LINES_READ = 100
MEDICINES_SHOWN = 8
ANSWERS_SHOWN = 6
TONES = {'expired': 'danger', 'expiring': 'warning'}


class ResPartner(models.Model):
    """What the customer card says of orders, medicines, licences and answers."""

    _inherit = 'res.partner'

    def _get_card_orders(self):
        """Return the sections of the last orders and of what was bought in them.

        However many orders there are, only the last ones are read.
        """
        orders = self.env['sale.order'].search_fetch(
            self._get_card_order_domain(),
            ['name', 'date_order', 'amount_total', 'currency_id', 'state', 'company_id']
            + ['warehouse_id', 'pharma_channel_id'],
            order='date_order desc, id desc',
            limit=ORDERS_READ,
        )
        states = dict(orders._fields['state']._description_selection(self.env))
        items = [
            {
                'res_model': 'sale.order',
                'res_id': order.id,
                'cells': [
                    {'text': order.name},
                    {'text': self._format_card_day(order.date_order, order.company_id)},
                    {
                        'text': formatLang(
                            self.env, order.amount_total, currency_obj=order.currency_id
                        )
                    },
                    {'text': states[order.state]},
                    {'text': order.warehouse_id},
                    {'text': order.pharma_channel_id},
                ],
            }
            for order in orders[:ORDERS_SHOWN]
        ]
        sections = self._prepare_card_section(
            'orders',
            self.env._("Last Orders"),
            'rows',
            50,
            items,
            columns=[
                self.env._("Order"),
                self.env._("Date"),
                self.env._("Amount"),
                self.env._("Status"),
                self.env._("Branch"),
                self.env._("Channel"),
            ],
            more={'method': 'action_pharma_card_orders', 'label': self.env._("All Orders")},
        )
        return sections + self._get_card_medicines(orders)

    def _get_card_medicines(self, orders):
        """Return the section of the medicines bought most recently, each once."""
        bought = orders.filtered(lambda order: order.state == 'sale')
        lines = self.env['sale.order.line'].search_fetch(
            Domain('order_id', 'in', bought.ids)
            & Domain('product_id.pharma_product_kind', 'not in', ('device', 'consumable'))
            & Domain('product_id.type', '!=', 'service')
            & Domain('product_uom_qty', '>', 0)
            & Domain('is_downpayment', '=', False),
            ['order_id', 'product_id', 'product_uom_qty', 'product_uom_id'],
            order='id desc',
            limit=LINES_READ,
        )
        latest = {}
        for line in lines.sorted(lambda line: line.order_id.date_order, reverse=True):
            latest.setdefault(line.product_id, line)
        items = [
            {
                'cells': [
                    {'text': self._get_card_product_name(product)},
                    {'text': self._format_card_quantity(line)},
                    {
                        'text': self._format_card_day(
                            line.order_id.date_order, line.order_id.company_id
                        )
                    },
                ],
            }
            for product, line in list(latest.items())[:MEDICINES_SHOWN]
        ]
        return self._prepare_card_section(
            'medicines',
            self.env._("Bought Lately"),
            'rows',
            60,
            items,
            columns=[self.env._("Medicine"), self.env._("Quantity"), self.env._("Last Bought")],
        )

    @api.model
    def _get_card_product_name(self, product):
        """Return the name of a medicine, without asking for variants where there are none."""
        if self.env.user.has_group('product.group_product_variant'):
            return product.display_name
        code = f'[{product.default_code}] ' if product.default_code else ''
        return f'{code}{product.name}'

    def _format_card_quantity(self, line):
        quantity = f'{line.product_uom_qty:g}'
        # as in all of Odoo, units are for those who use them
        if not self.env.user.has_group('uom.group_uom'):
            return quantity
        return self.env._("%(quantity)s %(unit)s", quantity=quantity, unit=line.product_uom_id.name)

    def _get_card_order_domain(self):
        return Domain('partner_id', 'in', self._get_card_partners().ids)

    def _get_card_partners(self):
        """Return whose orders and cares are shown: of companies also those of their people."""
        if not self.is_company:
            return self
        # also of people who have left, or of a department's
        people = self.with_context(active_test=False)
        return self | people.search([('commercial_partner_id', '=', self.id)])

    def _get_card_licences(self):
        is_wholesale = self.pharma_customer_type in ('level1', 'level2')
        if not (is_wholesale or self.is_company or self.pharma_contact_type):
            return []
        licences = self.env['pharma.licence'].search_fetch(
            [('partner_id', '=', self.id)], ['type_id', 'number', 'date_expiry'], limit=10
        )
        states = dict(licences._fields['state']._description_selection(self.env))
        items = [
            {
                'res_model': 'pharma.licence',
                'res_id': licence.id,
                'cells': [
                    {'text': licence.type_id},
                    {'text': licence.number},
                    {'text': format_date(self.env, licence.date_expiry) or ''},
                    {'text': states[licence.state], 'tone': TONES.get(licence.state, '')},
                ],
            }
            for licence in licences
        ]
        if is_wholesale and not items:
            text = self.env._("No licence has been entered for this partner.")
            return self._prepare_card_section(
                'licences',
                self.env._("Licences"),
                'notices',
                40,
                [{'text': text, 'tone': 'warning'}],
            )
        return self._prepare_card_section(
            'licences',
            self.env._("Licences"),
            'rows',
            40,
            items,
            columns=[
                self.env._("Type"),
                self.env._("Number"),
                self.env._("Valid until"),
                self.env._("Status"),
            ],
        )

    def _get_card_answers(self):
        """Return the section of what the customer last answered to the questions of scripts."""
        answers = self.env['pharma.contact.answer'].search_fetch(
            [('partner_id', '=', self.id)],
            ['date', 'line_id', 'choice_id', 'value_number', 'value_text', 'user_id', 'company_id'],
            order='date desc, id desc',
            limit=ANSWERS_SHOWN,
        )
        items = [
            {
                'cells': [
                    {'text': answer.line_id},
                    {'text': answer.choice_id or answer.value},
                    {'text': self._format_card_day(answer.date, answer.company_id)},
                    {'text': answer.user_id},
                ],
            }
            for answer in answers
        ]
        return self._prepare_card_section(
            'answers',
            self.env._("Answers to Our Questions"),
            'rows',
            70,
            items,
            columns=[
                self.env._("Question"),
                self.env._("Answer"),
                self.env._("Date"),
                self.env._("Asked By"),
            ],
            more={'method': 'action_pharma_card_answers', 'label': self.env._("All Answers")},
        )

    def _format_card_day(self, moment, company):
        return format_date(self.env, self._get_card_day(moment, company))

    def _get_card_day(self, moment, company):
        """Return the day that a moment was in the company.

        :param datetime moment: UTC without zone, as stored
        """
        zone = pytz.timezone((company or self.env.company)._pharma_tz())
        return pytz.utc.localize(moment).astimezone(zone).date()

    # === ACTIONS === #
    def action_pharma_card_orders(self):
        """Open all orders of the customer, as the user may read them (003-08)."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('pharma_crm.pharma_order_action')
        return action | {'domain': list(self._get_card_order_domain()), 'context': {}}

    def action_pharma_card_answers(self):
        """Open all answers of the customer, as the user may read them (001-11)."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_crm.pharma_contact_answer_action'
        )
        return action | {'domain': [('partner_id', '=', self.id)], 'context': {}}
