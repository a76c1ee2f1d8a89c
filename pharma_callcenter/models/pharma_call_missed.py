from odoo import api, models


class PharmaCall(models.Model):
    """Calls that end answered or in vain change who is to be called back (000-04)."""

    _inherit = 'pharma.call'

    @api.model
    def _after_intake(self, created, ended):
        """Enter missed callers, take back what was answered after all, end what was settled.

        :param created: new ``pharma.call`` records
        :param ended: those that are over now, or ended otherwise than told before
        """
        result = super()._after_intake(created, ended)
        ended._settle_missed()
        return result

    def _settle_missed(self):
        """Bring missed callers in line with these calls, in whatever order they came."""
        if not self:
            return
        Todo = self.env['pharma.call.todo']
        Todo._take_back_missed(self)
        Todo._create_from_missed(self)
        Todo._close_answered(self)

    @api.model_create_multi
    def create(self, vals_list):
        """Enter missed callers of calls that no PBX reported (000-04).

        :param list vals_list: one dict per call
        :return: the new ``pharma.call`` records
        """
        calls = super().create(vals_list)
        # sudo: what follows from a call, whoever typed it
        calls.sudo().filtered(lambda call: call.source != 'pbx' and call.date_end)._settle_missed()
        return calls

    def write(self, vals):
        """Enter missed callers of calls that no PBX reported, once they are over (000-04).

        :param dict vals: values to write
        :return: True
        """
        result = super().write(vals)
        if 'date_end' in vals or 'state' in vals:
            # sudo: as above
            over = self.sudo().filtered(lambda call: call.source != 'pbx' and call.date_end)
            over._settle_missed()
        return result
