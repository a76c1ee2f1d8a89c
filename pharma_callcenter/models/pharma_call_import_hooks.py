from datetime import timedelta

from odoo import api, fields, models

# who called in vain longer ago does not wait for a call any more
RECENT = timedelta(days=1)


class PharmaCall(models.Model):
    """What follows from calls of files: of old ones nothing."""

    _inherit = 'pharma.call'

    @api.model
    def _after_intake(self, created, ended):
        """Leave calls of last month in peace: nobody is called back for an old file (002-26).

        :param created: new ``pharma.call`` records
        :param ended: those that are over now
        """
        if self.env.context.get('pharma_call_import'):
            limit = fields.Datetime.now() - RECENT
            created = created.filtered(lambda call: call.date_start >= limit)
            ended = ended.filtered(lambda call: call.date_end and call.date_end >= limit)
        return super()._after_intake(created, ended)
