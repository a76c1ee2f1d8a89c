import unicodedata

from odoo import api, fields, models
from odoo.exceptions import ValidationError


def normalize_city(city):
    """Return a city as it is compared: without outer spaces, lower case, accents composed."""
    # the same accent is one character on Windows and two characters on a Mac
    return unicodedata.normalize('NFC', city or '').strip().lower()


def normalize_zip(zip_code):
    """Return a zip code as it is compared: without spaces."""
    return ''.join((zip_code or '').split())


class PharmaRegionRule(models.Model):
    """Which addresses belong to a region, beyond its list of states (004-29)."""

    _name = 'pharma.region.rule'
    _inherit = 'pharma.cache.source.mixin'
    _description = "Region Rule"
    _order = 'sequence, id'

    region_id = fields.Many2one('pharma.region', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    country_id = fields.Many2one('res.country')
    state_id = fields.Many2one(
        'res.country.state', string="Province", domain="[('country_id', '=?', country_id)]"
    )
    city = fields.Char(help="The whole name of the city or district, upper or lower case.")
    zip_prefix = fields.Char(string="Zip Begins With", help="E.g. 700 for all zips 700xxx.")

    @api.constrains('region_id', 'country_id', 'state_id', 'city', 'zip_prefix')
    def _check_not_empty(self):
        for rule in self:
            texts = normalize_city(rule.city) or normalize_zip(rule.zip_prefix)
            if not (rule.country_id or rule.state_id or texts):
                raise ValidationError(
                    self.env._(
                        "A rule of region '%(region)s' would match every address. Fill 'Country', "
                        "'Province', 'City' or 'Zip Begins With', or remove the rule.",
                        region=rule.region_id.name,
                    )
                )
