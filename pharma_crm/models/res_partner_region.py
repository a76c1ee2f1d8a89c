from odoo import api, fields, models

ADDRESS_FIELDS = ('country_id', 'state_id', 'city', 'zip')


class ResPartner(models.Model):
    """The region of a customer: from the address by rule, correctable by hand."""

    _inherit = 'res.partner'

    pharma_region_id = fields.Many2one(
        'pharma.region',
        string="Region",
        compute='_compute_pharma_region_id',
        store=True,
        readonly=False,
        index='btree_not_null',
        ondelete='set null',
        help="Assigned from the address. A region chosen by hand stays until the address changes.",
    )
    pharma_region_manual = fields.Boolean(
        string="Region Chosen by Hand",
        readonly=True,
        copy=False,
        help="The region differs from what the rules say.",
    )

    @api.depends(lambda self: ADDRESS_FIELDS)
    def _compute_pharma_region_id(self):
        for partner in self:
            if not partner.pharma_region_manual:
                partner.pharma_region_id = partner._pharma_match_region()

    def _pharma_match_region(self):
        self.ensure_one()
        return self.env['pharma.region']._match_address(
            self.country_id.id, self.state_id.id, self.city, self.zip
        )

    def _pharma_mark_manual_region(self):
        """Remember which of the regions just written are not those of the rules."""
        manual = self.filtered(
            lambda partner: (
                partner.pharma_region_id
                and partner.pharma_region_id.id != partner._pharma_match_region()
            )
        )
        for partners, is_manual in ((manual, True), (self - manual, False)):
            changed = partners.filtered(lambda p, flag=is_manual: p.pharma_region_manual != flag)
            if changed:
                changed.write({'pharma_region_manual': is_manual})

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners.browse(
            partner.id
            for partner, vals in zip(partners, vals_list, strict=True)
            if vals.get('pharma_region_id')
        )._pharma_mark_manual_region()
        return partners

    def write(self, vals):
        address = [name for name in ADDRESS_FIELDS if name in vals]
        if address:
            moved = self.filtered(
                lambda partner: (
                    partner.pharma_region_manual
                    and any(
                        partner._fields[name].convert_to_write(partner[name], partner)
                        != (vals[name] or False)
                        for name in address
                    )
                )
            )
            if moved:
                super(ResPartner, moved).write({'pharma_region_manual': False})
        result = super().write(vals)
        if 'pharma_region_id' in vals:
            self._pharma_mark_manual_region()
        return result
