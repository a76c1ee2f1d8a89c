import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .recording_file import delete_file

_logger = logging.getLogger(__name__)
BATCH = 5000
SLICE = 100
# A file that could not be deleted is tried again on another day.
RETRY_HOURS = 20


class PharmaCallRecording(models.Model):
    """Recordings whose time is over are deleted, their rows stay (000-07).

    Kept are those on a legal hold, and those of calls with an open check or an open ticket of the
    customer.
    """

    _inherit = 'pharma.call.recording'

    date_delete_try = fields.Datetime(string="Deletion Tried On", readonly=True)

    @api.model
    def _cron_delete(self):
        """Delete files whose time is over; commits every some files (000-07).

        A file that is gone when the row was not yet written is found missing the next time, which
        ends in the same row.
        """
        Cron = self.env['ir.cron']
        due = self._find_expired()
        Cron._commit_progress(remaining=self._count_expired())
        for start in range(0, len(due), SLICE):
            slice_ = due[start : start + SLICE].try_lock_for_update(allow_referencing=True)
            for recording in slice_:
                recording._delete_file()
            if not Cron._commit_progress(len(slice_)):
                return

    @api.model
    def _find_expired(self, limit=BATCH):
        """Return the recordings whose time is over and that nothing keeps, the oldest first.

        :param int limit: how many at most
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT r.id FROM %s ORDER BY r.date, r.id LIMIT %s",
                self._get_expired_query(),
                limit,
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _count_expired(self):
        return self.env.execute_query(SQL("SELECT count(*) FROM %s", self._get_expired_query()))[0][
            0
        ]

    @api.model
    def _get_expired_query(self):
        now = fields.Datetime.now()
        self.env.flush_all()
        return SQL(
            """
            res_company o
            JOIN pharma_call_recording r ON r.company_id = o.id AND r.state <> 'deleted'
                AND r.date < %(now)s::timestamp - o.pharma_recording_days * interval '1 day'
            JOIN pharma_call c ON c.id = r.call_id AND c.date_end IS NOT NULL
            WHERE o.pharma_recording_days > 0 AND r.is_on_hold IS NOT TRUE
                AND (r.date_delete_try IS NULL OR r.date_delete_try < %(retry)s)
                AND NOT EXISTS (SELECT FROM pharma_call_check k
                    WHERE k.call_id = r.call_id AND k.state IN ('todo', 'disputed'))
                AND NOT EXISTS (SELECT FROM pharma_complaint t
                    WHERE t.state NOT IN ('solved', 'cancelled')
                    AND (t.id = c.rating_complaint_id
                        OR t.origin_model = 'pharma.call' AND t.origin_res_id = c.id
                        OR t.partner_id = c.partner_id))
            """,
            now=now,
            retry=now - timedelta(hours=RETRY_HOURS),
        )

    def _delete_file(self):
        """Delete the file; the row says when, or why not, which is logged once."""
        self.ensure_one()
        now = fields.Datetime.now()
        folder = self.pbx_id.recording_folder
        error = ""
        try:
            if not folder:
                raise OSError("the PBX has no folder")
            delete_file(folder, self.path)
        except OSError as reason:
            error = reason.strerror or str(reason)
        if error:
            if error != self.delete_error:
                _logger.warning("Recording %s was not deleted: %s", self.id, error)
            self.write({'delete_error': error, 'date_delete_try': now})
        else:
            self.write(
                {
                    'state': 'deleted',
                    'date_deleted': now,
                    'delete_error': False,
                    'date_delete_try': now,
                }
            )
