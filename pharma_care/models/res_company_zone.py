from odoo import models
from odoo.tools import SQL

# What the company's time zone is read from, besides its contact and calendar themselves.
ZONE_FIELDS = {'partner_id', 'resource_calendar_id'}


class ResCompany(models.Model):
    """The day of a purchase is that of the company: another time zone moves care (004-42)."""

    _inherit = 'res.company'

    def write(self, vals):
        """Let another contact or calendar of the company hold for its care dates.

        :param dict vals: values to write
        :return: True
        """
        zones = self._get_care_zones() if ZONE_FIELDS & vals.keys() else {}
        result = super().write(vals)
        self._follow_care_zones(zones)
        return result

    def _get_care_zones(self):
        """Return {company: name of its time zone}, to be compared after a change."""
        return {company: company._pharma_tz() for company in self}

    def _follow_care_zones(self, zones):
        """Bring care dates in line where the time zone of a company has changed.

        :param dict zones: what :meth:`_get_care_zones` returned before the change
        """
        changed = [company.id for company, zone in zones.items() if company._pharma_tz() != zone]
        if changed:
            self.env['pharma.care.entry']._update_days(changed)
            self.env['pharma.care.case']._sync_todo(
                SQL("c.company_id = ANY(%s)", changed),
                self.env._("The time zone of the company has changed"),
            )
