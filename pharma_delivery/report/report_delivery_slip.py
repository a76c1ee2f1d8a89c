from base64 import b64encode
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, format_datetime
from odoo.tools.mail import html2plaintext
from odoo.tools.misc import formatLang

from .bars import draw_code128
from .paging import count_lines, cut_pages

# Sizes on paper in mm; those of the columns are repeated in the template's styles.
TEXT, LINE, PADDING = 3.0, 4.0, 2.2
MEDICINE, LOT, UNIT, HALF = 58.0, 25.0, 15.0, 90.0
FIGURES = {'expiry_text': 18.0, 'quantity_text': 11.0, 'price_text': 20.0, 'total_text': 21.5}
# A4 without margins, less what rounding to whole points of a screen adds up to on a page.
PAGE = 277.0 - 3.0
TITLE, BRANCH, COLUMNS, TOTAL, SIGNATURES, NEXT = 22.4, 73.0, 6.5, 6.0, 33.0, 6.0
MAX_NOTE, MAX_NOTE_LINES = 800, 12


class ReportDeliverySlip(models.AbstractModel):
    """Delivery slips in their copies, cut into pages here and not by the engine (000-28, 000-30).

    Nothing is fetched while printing: styles stand in the page, the bar code is part of it.
    """

    _name = 'report.pharma_delivery.report_delivery_slip'
    _description = "Delivery Slip"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return what the template prints, and note that the slips were printed.

        :param list docids: ids of transfers; those that are no slips are left out
        :param dict data: of the rendering
        :raise AccessError: the user may not read one of them, or is a customer in the portal
        :return: dict of values for the template
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Delivery slips are printed by the staff of the branch."))
        pickings = self.env['stock.picking'].browse(docids)
        pickings.check_access('read')
        slips = pickings.filtered('slip_number')
        # sudo: who may read a slip prints all that belongs on it, prices and address included
        slips.env['pharma.slip.print'].sudo().create(
            [{'picking_id': slip.id, 'picking_state': slip.state} for slip in slips]
        )
        return {
            'doc_ids': slips.ids,
            'doc_model': 'stock.picking',
            'docs': slips,
            'nothing': self.env._("None of the chosen transfers is a delivery slip."),
            'zoom': self.env['ir.actions.report']._get_pharma_zoom(data),
            # sudo: the same reason
            'sheets': self._get_sheets(slips.sudo()),
        }

    # === SHEETS === #
    @api.model
    def _get_sheets(self, slips):
        """Return the sheets of paper in the order in which they are printed.

        :param slips: numbered ``stock.picking`` records, readable
        :return: list of dicts, one per page of a copy
        """
        # read for all slips together, as a slip alone reads its own lines only
        slips.move_ids.move_line_ids.lot_id.mapped('expiration_date')
        slips.move_ids.sale_line_id.mapped('price_total')
        copies = {
            lang: self.env['pharma.slip.copy']
            .sudo()  # sudo: names of copies are printed for whoever may read the slip
            .with_context(lang=lang)
            ._get_copies(slips.picking_type_id)
            for lang in {slip._get_report_lang() for slip in slips}
        }
        storages = self._get_storages(slips)
        sheets = []
        for slip in slips:
            lang = slip._get_report_lang()
            slip = slip.with_context(lang=lang)
            values = self._get_slip_values(slip, storages[slip.company_id, lang])
            room = PAGE - values['header_height'] - COLUMNS - NEXT
            pages = cut_pages(
                [row['height'] for row in values['rows']],
                room - values['facts_height'],
                room - values['customer_height'],
                SIGNATURES + values['end_height'] - NEXT,
            )
            names = copies[lang][slip.picking_type_id]
            for copy_number, copy in enumerate(names, start=1):
                for page_number, (start, stop) in enumerate(pages, start=1):
                    sheets.append(
                        {
                            **values,
                            'lang': lang,
                            'copy': copy,
                            'place': slip.env._(
                                "Copy %(copy)s/%(copies)s - Page %(page)s/%(pages)s",
                                copy=copy_number,
                                copies=len(names),
                                page=page_number,
                                pages=len(pages),
                            ),
                            'next': slip.env._("continued on page %(page)s", page=page_number + 1),
                            'page_number': page_number,
                            'pages': len(pages),
                            'rows': values['rows'][start:stop],
                        }
                    )
        return sheets

    @api.model
    def _get_slip_values(self, slip, storages):
        """Return what all copies and pages of a slip have in common."""
        env = slip.env
        company, branch = slip.company_id, slip.picking_type_id.warehouse_id
        rows = self._get_printed_rows(slip, storages)
        totals = defaultdict(float)
        for row in rows:
            totals[row['currency']] += row['total'] or 0.0
        facts = self._get_facts(slip)
        customer = slip.partner_id.display_name or ''
        header = [company.name, *self._get_branch_lines(company, branch)]
        storages = list(dict.fromkeys(row['storage'] for row in rows if row['storage']))
        note = html2plaintext(slip.note or '').strip()
        if len(note) > MAX_NOTE or note.count('\n') >= MAX_NOTE_LINES:
            kept = '\n'.join(note[:MAX_NOTE].split('\n')[:MAX_NOTE_LINES])
            note = f'{kept}...'
        storage = storages and env._(
            "Store and carry the goods: %(conditions)s", conditions='; '.join(storages)
        )
        prints = max(len(slip.slip_print_ids) - 1, 0)
        end = count_lines(note, HALF * 2, TEXT) + count_lines(storage or '', HALF * 2, TEXT)
        return {
            'slip': slip,
            'barcode': self._get_barcode(slip.slip_number),
            'reprint': prints and env._("Reprint %(number)s", number=prints),
            'company': company,
            'branch': header[1:],
            'header_height': self._get_header_height(header),
            'customer': customer,
            'customer_height': 2 + LINE * max(count_lines(customer, HALF * 2, TEXT), 1),
            'facts': facts,
            'facts_height': self._get_facts_height(facts),
            'rows': rows,
            'totals': [formatLang(env, total, currency_obj=cur) for cur, total in totals.items()],
            'storage': storage,
            'note': note,
            'end_height': end * LINE + TOTAL * len(totals),
        }

    @api.model
    def _get_barcode(self, number):
        # embedded: the page must not ask the server for it
        return f'data:image/svg+xml;base64,{b64encode(draw_code128(number).encode()).decode()}'

    # === HEADER === #
    @api.model
    def _get_branch_lines(self, company, branch):
        """Return what the law wants to know of the pharmacy (label of delivered medicines)."""
        env = company.env
        partner = branch.partner_id or company.partner_id
        licence = company.pharma_slip_licence_id
        lines = [branch.name] if branch.name and branch.name != company.name else []
        lines.append(self._get_address(partner))
        if phone := branch.pharma_phone or partner.phone or company.phone:
            lines.append(env._("Phone: %(phone)s", phone=phone))
        if company.pharma_consultant_phone:
            lines.append(env._("Pharmacist: %(phone)s", phone=company.pharma_consultant_phone))
        if licence and licence.date_issued:
            lines.append(
                env._(
                    "Licence %(number)s of %(date)s",
                    number=licence.number,
                    date=format_date(env, licence.date_issued),
                )
            )
        elif licence:
            lines.append(env._("Licence %(number)s", number=licence.number))
        return [line for line in lines if line]

    @api.model
    def _get_header_height(self, lines):
        return max(TITLE, 2 + LINE * sum(count_lines(line, BRANCH, TEXT) for line in lines))

    @api.model
    def _get_address(self, partner):
        if not partner:
            return ''
        lines = partner._display_address(without_company=True).splitlines()
        return ', '.join(line.strip() for line in lines if line.strip())

    @api.model
    def _get_facts(self, slip):
        """Return pairs of label and text, two of which stand side by side."""
        env, company, order = slip.env, slip.company_id, slip.sale_id
        customer = slip.partner_id
        zone = company._pharma_tz()

        def moment(value):
            return value and format_datetime(env, value, tz=zone, dt_format='short')

        buyer = customer.commercial_partner_id
        name = customer.name or buyer.name
        if buyer.name and buyer.name != name:
            name = f'{buyer.name}, {name}'
        wanted = [
            env._("home delivery") if order.pharma_delivery_wanted else '',
            env._("electronic invoice") if order.pharma_invoice_wanted else '',
        ]
        amount = order and formatLang(env, order.amount_total, currency_obj=order.currency_id)
        facts = [
            (env._("Customer"), name),
            (env._("Phone"), customer.phone or buyer.phone),
            (env._("Address"), self._get_address(customer)),
            (env._("Latest Delivery"), moment(slip.pharma_date_promised)),
            (env._("Order"), order and f'{order.name} ({amount})' or slip.origin),
            (env._("Courier"), slip.courier_id.name),
            (env._("Transfer"), slip.name),
            (env._("Printed on"), moment(env.cr.now())),
            (env._("Wanted"), ', '.join(word for word in wanted if word)),
        ]
        return [(label, text) for label, text in facts if text]

    @api.model
    def _get_facts_height(self, facts):
        height = 2.0
        for place in range(0, len(facts), 2):
            pair = facts[place : place + 2]
            height += LINE * max(count_lines(text, HALF - 27, TEXT) for _label, text in pair) + 1
        return height

    # === ROWS === #
    @api.model
    def _get_storages(self, slips):
        """Return the storage line of each product by (company, language), as printed."""
        storages = {}
        for company, own in slips.grouped('company_id').items():
            templates = own.move_ids.product_id.product_tmpl_id
            # the company says what holds for products without a label
            conditions = templates.with_company(company)._get_storage_conditions()
            for lang in {slip._get_report_lang() for slip in own}:
                storages[company, lang] = {
                    template: condition.with_context(lang=lang)._get_printed_limits()
                    for template, condition in conditions.items()
                }
        return storages

    @api.model
    def _get_printed_rows(self, slip, storages):
        env = slip.env
        rows = slip._get_slip_rows()[slip]
        number = 0
        for row in rows:
            product = row['product'].with_env(env)
            currency = row['currency']
            row['name'] = product.with_context(display_default_code=False).display_name
            row['detail'] = ', '.join(product._get_pharma_details(row['name']))
            row['storage'] = storages.get(product.product_tmpl_id, '')
            if not row['is_part']:
                number += 1
            row['number'] = '' if row['is_part'] else number
            row['unit_name'] = row['uom'].with_env(env).name
            row['expiry_text'] = row['expiry'] and format_date(env, row['expiry']) or ''
            row['quantity_text'] = self._format_quantity(env, row['quantity'])
            priced = row['total'] is not None
            row['price_text'] = formatLang(env, row['price'], currency_obj=currency) * priced
            row['total_text'] = formatLang(env, row['total'], currency_obj=currency) * priced
            row['height'] = self._get_row_height(row)
        return rows

    @api.model
    def _format_quantity(self, env, quantity):
        digits = env['decimal.precision'].precision_get('Product Unit')
        text = f'{round(quantity, digits):.{digits}f}'
        decimals = len(text.rstrip('0').partition('.')[2])
        return formatLang(env, quantity, digits=decimals)

    @api.model
    def _get_row_height(self, row):
        storage = row['storage'] and f'* {row["storage"]}'
        medicine = [row['name'], row['detail'], storage]
        lines = max(
            sum(count_lines(text, MEDICINE - 3 * row['is_part'], TEXT) for text in medicine),
            count_lines(row['lot'] or '', LOT, TEXT) + row['is_short'] + 2 * row['is_open'],
            count_lines(row['unit_name'], UNIT, TEXT),
            *(count_lines(row[name], width, TEXT) for name, width in FIGURES.items()),
            1,
        )
        return lines * LINE + PADDING
