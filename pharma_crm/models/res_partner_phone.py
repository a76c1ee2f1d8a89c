import re
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

# fewer digits are a short code or a customer number, more are no telephone number
MIN_DIGITS, MAX_DIGITS = 6, 17
LETTER = re.compile(r'[^\W\d_]')
# '(me)', but not the brackets of an area code
REMARK = re.compile(r'\([^()]*[^\W\d_][^()]*\)')


class ResPartner(models.Model):
    """The numbers of a customer, and finding customers by any writing of a number."""

    _inherit = 'res.partner'

    pharma_phone_ids = fields.One2many(
        'pharma.partner.phone',
        'partner_id',
        string="Telephone Numbers",
        groups='pharma_crm.group_pharma_user',
    )
    pharma_phone_invalid = fields.Boolean(
        string="Phone Not Valid",
        compute='_compute_pharma_phone_invalid',
        search='_search_pharma_phone_invalid',
        help="The phone is no valid number of the customer's country: callers are not recognised.",
    )
    pharma_phone_search = fields.Char(
        string="Any Number",
        compute='_compute_pharma_phone_search',
        search='_search_pharma_phone_search',
    )

    pharma_phone_notice = fields.Char(
        compute='_compute_pharma_phone_notice',
        groups='pharma_crm.group_pharma_user',
        help="Who has the number already, while a new customer is entered.",
    )

    @api.depends('phone', 'country_id')
    def _compute_pharma_phone_notice(self):
        self.pharma_phone_notice = False
        numbers = {
            partner: number
            for partner in self
            if not partner._origin and partner.phone and (number := partner._pharma_format_phone())
        }
        if not numbers:
            return
        holders = dict(
            self.env['pharma.partner.phone']._read_group(
                [('number_e164', 'in', list(numbers.values())), ('partner_id.active', '=', True)],
                ['number_e164'],
                ['partner_id:recordset'],
            )
        )
        for partner, number in numbers.items():
            if number in holders:
                partner.pharma_phone_notice = self.env._(
                    "This number already belongs to %(customers)s. Open that customer if it is"
                    " the same person; a family may share a number.",
                    customers=', '.join(holders[number][:3].mapped('display_name')),
                )

    @api.depends('phone', 'phone_sanitized')
    def _compute_pharma_phone_invalid(self):
        for partner in self:
            partner.pharma_phone_invalid = bool(partner.phone) and not partner.phone_sanitized

    def _search_pharma_phone_invalid(self, operator, value):
        if operator != 'in':
            return NotImplemented
        invalid = Domain('phone', '!=', False) & Domain('phone_sanitized', '=', False)
        return invalid if True in value else ~invalid

    def _compute_pharma_phone_search(self):
        self.pharma_phone_search = False

    def _search_pharma_phone_search(self, operator, value):
        values = [value] if isinstance(value, str) else value
        if operator not in ('ilike', 'like', '=ilike', 'in') or not values:
            return NotImplemented
        domain = Domain.FALSE
        for text in values:
            if partner_ids := self._get_ids_by_phone(text):
                domain |= Domain('id', 'in', partner_ids)
            elif operator != 'in' and re.search(r'\d{3}', text):
                domain |= Domain('phone', 'ilike', text)
        return domain

    # === SEARCH === #

    @api.model
    def _search_by_phone(self, number, country=None):
        """Return the customers who have a number, in whatever way it is written.

        :param str number: e.g. '0912 345 678', '+84912345678', '84-912-345-678', '0084912345678'
        :param country: res.country whose national writing is meant; else those of the companies
        :return: res.partner recordset the user may read, several if they share the number
            (000-01, 001-04)
        """
        return self.search([('id', 'in', self._get_ids_by_phone(number, country))])

    @api.model
    def _get_ids_by_phone(self, number, country=None):
        candidates = self._get_phone_candidates(number, country)
        if not candidates:
            return []
        # sudo: only ids, the search that uses them applies the rights on customers
        lines = (
            self.env['pharma.partner.phone']
            .sudo()
            .search_fetch([('number_e164', 'in', candidates)], ['partner_id'])
        )
        return lines.partner_id.ids

    @api.model
    def _get_phone_candidates(self, number, country=None):
        """Return the international writings a text may stand for, [] if it is no number.

        A remark in brackets is left out; of a cell with several numbers each is read.
        """
        text = re.sub(r'^\s*tel:', '', number or '', flags=re.IGNORECASE)
        text = REMARK.sub(' ', text)
        found = self._get_candidates_of_one(text, country)
        if not found:
            parts = re.split(r'[,;/|\n]', text)
            if len(parts) == 1 and not LETTER.search(text):
                parts = text.split()
            found = {each for part in parts for each in self._get_candidates_of_one(part, country)}
        return sorted(found)

    @api.model
    def _get_candidates_of_one(self, text, country=None):
        if LETTER.search(text):
            return []
        digits = re.sub(r'\D', '', text)
        if not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
            return []
        international = text.lstrip().startswith(('+', '\uff0b'))
        Country = self.env['res.country']
        countries = [Country] if international else list(country or self.env.companies.country_id)
        typed = f'+{digits}' if international else digits
        found = {self._phone_format_number(typed, each) for each in countries} - {False}
        if not found and not international:
            # typed with the country's code but without +, and no company of that country
            typed = f'+{digits.removeprefix("00")}'
            found = {self._phone_format_number(typed, Country)} - {False}
        return found

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator in ('ilike', 'like', '=ilike', '=', 'in') and value:
            texts = [value] if isinstance(value, str) else value
            ids = [
                partner_id
                for text in texts
                if isinstance(text, str)
                for partner_id in self._get_ids_by_phone(text)
            ]
            if ids:
                # codes are compared as a whole here: all of it is answered by indexes, where
                # looking for the number within names would read every customer
                codes = [name for name in self._rec_names_search if name != 'email']
                return Domain('id', 'in', ids) | Domain.OR(
                    Domain(name, 'in', texts) for name in codes
                )
        return domain

    # === FEEDING THE NUMBER LIST === #

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        with_phone = partners.browse(
            partner.id
            for partner, vals in zip(partners, vals_list, strict=True)
            if vals.get('phone') or (partner.parent_id and partner.phone)
        )
        has_lines = any('pharma_phone_ids' in vals for vals in vals_list)
        with_phone._pharma_sync_phones(search_lines=has_lines)
        return partners

    def write(self, vals):
        result = super().write(vals)
        if {'phone', 'country_id'} & vals.keys() and not self.env.context.get(
            'pharma_skip_phone_sync'
        ):
            self._pharma_sync_phones()
        return result

    def _pharma_sync_phones(self, search_lines=True):
        """Let the main line of each customer follow the phone field; one insert for all new lines.

        An unreadable number is kept on the contact, flagged, and has no line. A number that is
        replaced or cleared stays in the list as a further one, with its kind and note.
        """
        # sudo: whoever may write the contact keeps its number list in step, e.g. portal sign-up
        Phone = self.env['pharma.partner.phone'].sudo().with_context(pharma_skip_phone_sync=True)
        lines_by_partner = defaultdict(Phone.browse)
        if search_lines and self:
            for line in Phone.search([('partner_id', 'in', self.ids)]):
                lines_by_partner[line.partner_id.id] |= line
        vals_list = []
        former = Phone.browse()
        for partner in self.sudo():  # sudo: as above
            lines = lines_by_partner[partner.id]
            main = lines.filtered('is_main')
            number = partner._pharma_format_phone()
            if not number:
                # unreadable in a new country: the line keeps the number it was known by
                former |= main.filtered(lambda line, p=partner: line.number != p.phone)
                continue
            line = lines.filtered(lambda line, n=number: line.number_e164 == n)[:1]
            if not line:
                vals_list.append(partner._prepare_pharma_phone_vals())
            elif not line.is_main or line.number != partner.phone:
                line.write({'is_main': True, 'number': partner.phone})
            former |= main - line
        former.write({'is_main': False})
        Phone.create(vals_list)

    def _pharma_format_phone(self):
        self.ensure_one()
        country = self.country_id or self.company_id.country_id or self.env.company.country_id
        return self._phone_format_number(self.phone, country)

    def _prepare_pharma_phone_vals(self):
        self.ensure_one()
        return {
            'partner_id': self.id,
            'number': self.phone,
            'kind': 'work' if self.is_company else 'mobile',
            'is_main': True,
        }

    # === IMPORT === #

    def _convert_records(self, records, *, log=lambda message: None, savepoint):
        # checked here and not at creation, because core names one line only for errors of a batch
        for dbid, xid, vals, info in super()._convert_records(
            records, log=log, savepoint=savepoint
        ):
            if self.env.context.get('import_file') and vals.get('phone'):
                self._check_pharma_imported_phone(dbid, xid, vals, info, log)
            yield dbid, xid, vals, info

    def _check_pharma_imported_phone(self, dbid, xid, vals, info, log):
        """Report a broken number of an import line, or do what the user chose for such lines."""
        partner = self.browse(dbid or [])
        if not partner and xid:
            partner = self.env.ref(xid, raise_if_not_found=False) or partner
        if 'country_id' in vals:
            country = self.env['res.country'].browse(vals['country_id'] or [])
        else:
            country = partner.country_id
        if self._phone_format_number(vals['phone'], country or self.env.company.country_id):
            return
        if 'phone' in self.env.context.get('import_skip_records', []):
            vals['phone'] = None
        elif 'phone' in self.env.context.get('import_set_empty_fields', []):
            vals['phone'] = False
        else:
            message = self.env._(
                "Customer '%(name)s', field 'Phone': '%(phone)s' is not a valid telephone "
                "number. Correct it in the file, e.g. +84 912 345 678, fill the column "
                "'Country', or leave the cell empty.",
                name=vals.get('name') or partner.display_name or xid or '',
                phone=vals['phone'],
            )
            log({**info, 'type': 'error', 'field': 'phone', 'message': message})
