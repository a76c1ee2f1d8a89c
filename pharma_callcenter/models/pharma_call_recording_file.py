import logging
import os
import time

from odoo import models
from odoo.exceptions import UserError

from .recording_file import get_hash, open_file

_logger = logging.getLogger(__name__)
# A PBX still writes the end of a file when the call is over already.
SETTLED_SECONDS = 60


class RecordingError(UserError):
    """A recording that cannot be played, with the HTTP status that says so."""

    def __init__(self, message, status):
        super().__init__(message)
        self.status = status


class PharmaCallRecording(models.Model):
    """The file behind a recording (000-07)."""

    _inherit = 'pharma.call.recording'

    def _open(self):
        """Open the file of a recording, whose check sum is right; the caller has the right.

        The sum of a call that has ended is compared, or taken if there is none yet; a file that
        still grows has none.

        :return: tuple of the binary file, and its size in bytes
        :raise RecordingError: if it is missing, deleted or was changed
        """
        self.ensure_one()
        # sudo: the folder and the path are nobody's to read
        recording = self.sudo()
        if recording.state == 'deleted':
            raise RecordingError(
                self.env._("The recording was deleted, its time was over."), status=410
            )
        folder = recording.pbx_id.recording_folder
        if not folder:
            raise RecordingError(
                self.env._(
                    "The PBX has no folder of recordings. Ask your administrator to enter it in the"
                    " PBX's form."
                ),
                status=404,
            )
        try:
            file = open_file(folder, recording.path)
        except OSError as error:
            _logger.info("Recording %s: %s", self.id, error.strerror or error)
            if recording.state != 'missing':
                recording.state = 'missing'
            raise RecordingError(
                self.env._("The file is missing on the server. Tell your administrator."),
                status=404,
            ) from None
        status = os.fstat(file.fileno())
        try:
            recording._check_sum(file, status)
        except BaseException:
            file.close()
            raise
        if recording.state != 'available':
            recording.state = 'available'
        return file, status.st_size

    def _check_sum(self, file, status):
        """Compare the check sum of an open file, or take it.

        :param file: binary file
        :param status: of ``os.fstat``
        :raise RecordingError: if the file was changed
        """
        self.ensure_one()
        mark = f'{status.st_size}-{status.st_mtime_ns}'
        if self.file_mark == mark or not self.call_id.date_end:
            return
        if not self.sha256 and time.time() - status.st_mtime < SETTLED_SECONDS:
            return
        found = get_hash(file)
        if self.sha256 and found != self.sha256.lower():
            _logger.warning("Recording %s: the file was changed", self.id)
            raise RecordingError(
                self.env._(
                    "The file was changed since it was recorded, so it is not played. Tell your"
                    " administrator."
                ),
                status=409,
            )
        self.write({'sha256': found, 'file_mark': mark, 'size': min(status.st_size, 2**31 - 1)})
