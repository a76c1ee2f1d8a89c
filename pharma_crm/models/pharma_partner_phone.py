import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.phone_validation.tools import phone_validation

_logger = logging.getLogger(__name__)
FILL_SLICE = 50000


class PharmaPartnerPhone(models.Model):
    """A telephone number of a customer, in one writing that callers are matched by.

    A customer has several numbers, a number several people (a family, a ward). The line marked
    as main follows the contact's own phone field. (001-02, 001-04, 000-27)
    """

    _name = 'pharma.partner.phone'
    _description = "Telephone Number"
    _order = 'is_main DESC, sequence, id'
    _rec_name = 'number'
    _rec_names_search = ['number', 'number_e164']

    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        related='partner_id.company_id', store=True, index='btree_not_null'
    )
    number = fields.Char(required=True, help="As it was told or typed.")
    number_e164 = fields.Char(
        string="International Number",
        compute='_compute_number_e164',
        store=True,
        precompute=True,
        index=True,
        help="The number in the writing +84912345678; searched whatever way it is typed.",
    )
    kind = fields.Selection(
        [
            ('mobile', "Mobile"),
            ('home', "Home"),
            ('work', "Work"),
            ('zalo', "Zalo"),
            ('other', "Other"),
        ],
        required=True,
        default='mobile',
    )
    is_main = fields.Boolean(
        string="Main", readonly=True, help="The number in the phone field of the contact."
    )
    is_shared = fields.Boolean(
        string="Shared",
        compute='_compute_is_shared',
        search='_search_is_shared',
        help="Other customers have this number, too: ask who is speaking.",
    )
    sequence = fields.Integer(default=10)
    note = fields.Char(help="E.g. 'daughter', 'only in the evening'.")

    _partner_number_unique = models.Constraint(
        'UNIQUE (partner_id, number_e164)',
        "The customer already has this telephone number, perhaps in another writing.",
    )

    @api.depends('number', 'partner_id.country_id', 'partner_id.company_id')
    def _compute_number_e164(self):
        for line in self:
            partner = line.partner_id
            country = (
                partner.country_id or partner.company_id.country_id or self.env.company.country_id
            )
            number = partner._phone_format_number(line.number, country)
            line.number_e164 = number or line._get_kept_number()

    def _get_kept_number(self):
        """Return the known international number if it is still a reading of what was typed.

        A customer who moves to a country where his number cannot be read keeps the number.
        """
        self.ensure_one()
        known = self.number_e164
        if not known:
            return False
        region = phone_validation.phone_get_region_data_for_number(known)
        number = phone_validation.phone_format(
            self.number,
            region['code'],
            region['phone_code'],
            force_format='E164',
            raise_exception=False,
        )
        return number == known and known

    @api.depends('number_e164')
    def _compute_is_shared(self):
        numbers = [number for number in self.mapped('number_e164') if number]
        shared = {
            number
            for number, count in self._read_group(
                [('number_e164', 'in', numbers), ('partner_id.active', '=', True)],
                ['number_e164'],
                ['partner_id:count_distinct'],
            )
            if count > 1
        }
        for line in self:
            line.is_shared = line.number_e164 in shared

    def _search_is_shared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        groups = self._read_group(
            [('number_e164', '!=', False), ('partner_id.active', '=', True)],
            ['number_e164'],
            having=[('partner_id:count_distinct', '>', 1)],
        )
        return [('number_e164', 'in' if True in value else 'not in', [row[0] for row in groups])]

    @api.constrains('number', 'partner_id')
    def _check_number(self):
        for line in self:
            if not line.number_e164:
                raise ValidationError(
                    self.env._(
                        "Customer '%(partner)s', field 'Number': '%(number)s' is not a valid "
                        "telephone number. Write it with its country code, e.g. +84 912 345 678, "
                        "set the customer's country, or remove the line.",
                        partner=line.partner_id.display_name,
                        number=line.number,
                    )
                )

    def _is_phone_sync(self):
        # a context alone may come from outside
        return self.env.su and self.env.context.get('pharma_skip_phone_sync')

    @api.ondelete(at_uninstall=False)
    def _unlink_except_main(self):
        if self._is_phone_sync():
            return
        for line in self.filtered('is_main'):
            raise UserError(
                self.env._(
                    "%(number)s is the main number of '%(partner)s'. Change or clear the field "
                    "'Phone' of the customer instead.",
                    number=line.number,
                    partner=line.partner_id.display_name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_phone_sync():
            return super().create(vals_list)
        # which line is main follows from the contact's phone alone
        lines = super().create([{**vals, 'is_main': False} for vals in vals_list])
        without_phone = lines.partner_id.filtered(lambda partner: not partner.phone)
        for partner in without_phone:
            first = lines.filtered(lambda line, p=partner: line.partner_id == p)[0]
            # sudo: the mark is set by nobody but the module itself
            first.sudo().with_context(pharma_skip_phone_sync=True).is_main = True
            partner.with_context(pharma_skip_phone_sync=True).phone = first.number
        return lines

    def write(self, vals):
        if self._is_phone_sync():
            return super().write(vals)
        vals = {name: value for name, value in vals.items() if name != 'is_main'}
        for line in self:
            if vals.get('partner_id', line.partner_id.id) != line.partner_id.id:
                raise UserError(
                    self.env._(
                        "Number %(number)s of '%(partner)s', field 'Customer': a number stays with "
                        "its customer. Add it to the other customer instead.",
                        number=line.number,
                        partner=line.partner_id.display_name,
                    )
                )
        result = super().write(vals)
        if 'number' in vals:
            for line in self.filtered('is_main'):
                line.partner_id.with_context(pharma_skip_phone_sync=True).phone = line.number
        return result

    @api.model
    def _fill_from_partners(self):
        """Give each existing contact with a valid number its main line.

        Plain SQL in slices, because a chain has hundreds of thousands of customers when the module
        is installed; core has stored the sanitized number already. Repeating it changes nothing.
        """
        self.env['res.partner'].flush_model(['phone', 'phone_sanitized', 'company_id'])
        [(max_id,)] = self.env.execute_query(SQL("SELECT COALESCE(max(id), 0) FROM res_partner"))
        for start in range(0, max_id + 1, FILL_SLICE):
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO pharma_partner_phone
                           (partner_id, company_id, number, number_e164, kind, is_main, sequence,
                            create_uid, create_date, write_uid, write_date)
                    SELECT id, company_id, phone, phone_sanitized,
                           CASE WHEN is_company THEN 'work' ELSE 'mobile' END, TRUE, 10,
                           %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                      FROM res_partner p
                     WHERE id >= %(start)s AND id < %(stop)s
                       AND phone_sanitized IS NOT NULL AND phone IS NOT NULL
                       AND NOT EXISTS (SELECT FROM pharma_partner_phone WHERE partner_id = p.id)
                    """,
                    uid=self.env.uid,
                    start=start,
                    stop=start + FILL_SLICE,
                )
            )
            stop = min(start + FILL_SLICE, max_id)
            _logger.info('Telephone numbers taken over up to contact %s of %s', stop, max_id)
        self.env['res.partner'].invalidate_model(['pharma_phone_ids'])
        self.invalidate_model()
