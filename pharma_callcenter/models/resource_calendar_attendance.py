from odoo import models


class ResourceCalendarAttendance(models.Model):
    """Lines of working hours: what is kept of them follows at once (003-17)."""

    _name = 'resource.calendar.attendance'
    _inherit = ['resource.calendar.attendance', 'pharma.cache.source.mixin']
