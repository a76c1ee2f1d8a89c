from odoo import models
from odoo.fields import Domain

# A contact may take its country from the one above.
ZONE_FIELDS = {'country_id', 'tz', 'parent_id', 'type'}


class ResPartner(models.Model):
    """The contact of a company tells its time zone (004-42)."""

    _inherit = 'res.partner'

    def write(self, vals):
        """Let another country or time zone of a company's contact hold for its care dates.

        :param dict vals: values to write
        :return: True
        """
        companies = self._get_zone_companies(vals)
        zones = companies._get_care_zones()
        result = super().write(vals)
        companies._follow_care_zones(zones)
        return result

    def _get_zone_companies(self, vals):
        """Return the companies, as superuser, whose time zone these values may change."""
        # sudo: everybody may set his own time zone, and need not see companies
        Company = self.env['res.company'].sudo().with_context(active_test=False)
        fields = [self._fields[name] for name in ZONE_FIELDS & vals.keys()]
        changed = self.filtered(
            lambda partner: any(
                field.convert_to_cache(vals[field.name], partner)
                != field.convert_to_cache(partner[field.name], partner)
                for field in fields
            )
        )
        if not changed:
            return Company
        return Company.search(Domain('partner_id', 'child_of', changed.ids))
