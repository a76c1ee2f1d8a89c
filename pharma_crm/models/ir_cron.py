from odoo import models


class IrCron(models.Model):
    _inherit = 'ir.cron'

    def _cron_pharma_heartbeat(self):
        """Do nothing, every five minutes: that it ran is the message.

        The scheduler writes `lastcall` and `nextcall` of the job `ir_cron_pharma_heartbeat` by
        itself. A write of our own, to a system parameter for instance, would empty the caches of
        every worker each time.
        """
