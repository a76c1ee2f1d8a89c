from odoo import api, fields, models


class PharmaCall(models.Model):
    """Which customer a number belongs to (000-01, 001-04)."""

    _inherit = 'pharma.call'

    partner_choice_ids = fields.Many2many(
        'res.partner',
        string="Customers with This Number",
        compute='_compute_partner_choice_ids',
        help="Several share it: ask who is speaking.",
    )
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")

    @api.depends('number', 'pbx_id', 'company_id')
    def _compute_partner_choice_ids(self):
        found = {}
        for call in self:
            # a form reads one call, and calls of one customer are looked up once
            key = call.number, call.pbx_id, call.company_id
            if key not in found:
                found[key] = self._find_partners(*key)
            call.partner_choice_ids = found[key]

    @api.model
    def _find_partner(self, number, pbx=None, company=None):
        """Return the customer of a number, none if several share it: somebody has to ask.

        :param str number: in whatever writing
        :param pbx: ``pharma.pbx`` as whose country a number without country code is read
        :param company: ``res.company`` whose customers count, without a PBX
        :return: ``res.partner``, empty or one, that the user may read
        """
        partners = self._find_partners(number, pbx, company)
        return partners if len(partners) == 1 else partners.browse()

    @api.model
    def _find_partners(self, number, pbx=None, company=None):
        """Return all customers of a number whom the user may read; see ``_find_partner``."""
        Partner = self.env['res.partner']
        if not number:
            return Partner
        company = (pbx and pbx.company_id) or company or self.env.company
        # sudo: settings, whoever reads the call
        country = (pbx and pbx.sudo().country_id) or company.sudo().country_id
        partners = Partner._search_by_phone(number, country or None)
        return partners.filtered(lambda p: not p.company_id or p.company_id == company)

    @api.model
    def _get_number_e164(self, number, pbx=None, company=None):
        """Return the international writing of a number, False if it is none or might be several.

        :param str number: in whatever writing
        :param pbx, company: as for ``_find_partner``
        """
        company = (pbx and pbx.company_id) or company or self.env.company
        # sudo: settings, whoever reads the call
        country = (pbx and pbx.sudo().country_id) or company.sudo().country_id
        found = self.env['res.partner']._get_phone_candidates(number, country or None)
        return found[0] if len(found) == 1 else False
