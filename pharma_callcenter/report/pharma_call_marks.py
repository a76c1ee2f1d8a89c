from odoo import api, models
from odoo.tools import SQL

# What the figures count of a call.
COUNTED = {
    *('company_id', 'direction', 'state', 'date_start', 'wait_seconds', 'talk_seconds'),
    *('queue_id', 'user_id', 'purpose_id', 'purpose', 'order_id', 'rating'),
}


class PharmaCall(models.Model):
    """Whatever changes a call has the hours it touches counted again (000-45)."""

    _inherit = 'pharma.call'

    @api.model_create_multi
    def create(self, vals_list):
        """Have the hours of the calls counted again.

        :param list vals_list: values of records
        :return: the new records
        """
        calls = super().create(vals_list)
        calls._mark_hours()
        return calls

    def write(self, vals):
        """Have the hours of the calls counted again, where what is counted changes.

        :param dict vals: values to write
        :return: True
        """
        counts = not COUNTED.isdisjoint(vals)
        moves = not {'company_id', 'date_start'}.isdisjoint(vals)
        if moves:
            self._mark_hours()
        result = super().write(vals)
        if counts:
            self._mark_hours()
        return result

    def unlink(self):
        """Have the hours of the calls counted again.

        :return: True
        """
        self.flush_recordset()
        self.env['pharma.call.mark']._mark_calls(self.ids)
        return super().unlink()

    def _derive(self, pbx):
        """Mark the hours that calls of a PBX touch, before their facts are merged and after.

        :param pbx: their ``pharma.pbx``
        :return: as the intake does
        """
        Mark = self.env['pharma.call.mark']
        Mark._mark_calls(self.ids)
        result = super()._derive(pbx)
        Mark._mark_calls(self.ids)
        return result

    def _write_ratings(self, pbx, rows):
        """Mark the hours of calls that customers rated.

        :param pbx: their ``pharma.pbx``
        :param dict rows: by the ids of the calls in the PBX
        :return: as the ratings do
        """
        result = super()._write_ratings(pbx, rows)
        calls = self.env.execute_query(
            SQL(
                "SELECT id FROM pharma_call WHERE pbx_id = %s AND external_id = ANY(%s)",
                pbx.id,
                list(rows),
            )
        )
        self.env['pharma.call.mark']._mark_calls([id_ for (id_,) in calls])
        return result

    def _mark_hours(self):
        """Mark the hour in which each of the calls began."""
        Mark = self.env['pharma.call.mark']
        # sudo: also what its writer may no longer read, such as a call given to another team
        Mark._mark_hours(
            {
                (call.company_id.id, Mark._get_hour(call.company_id, call.date_start))
                for call in self.sudo()
                if call.date_start
            }
        )
