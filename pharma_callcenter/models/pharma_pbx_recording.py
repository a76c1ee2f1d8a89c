import os

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import config


class PharmaPbx(models.Model):
    """Where the recordings of a PBX lie; administrators of the system alone say so (000-07)."""

    _inherit = 'pharma.pbx'

    recording_folder = fields.Char(
        copy=False,
        groups='base.group_system',
        help="Full path of a folder on this server that holds the recordings of this PBX and"
        " nothing else. Odoo reads them there, and deletes those whose time is over.",
    )

    @api.constrains('recording_folder')
    def _check_recording_folder(self):
        for pbx in self.filtered('recording_folder'):
            folder = pbx.recording_folder
            if not os.path.isabs(folder) or '\0' in folder:
                raise ValidationError(
                    self.env._("Recording Folder: enter the full path, beginning with '/'.")
                )
            real = os.path.realpath(folder)
            data = os.path.realpath(config['data_dir'])
            if not os.path.isdir(real):
                raise ValidationError(
                    self.env._("There is no such folder on this server: %(folder)s.", folder=folder)
                )
            # neither inside Odoo's own files nor around them, which '/' is as well
            if os.path.commonpath([real, data]) in (real, data):
                raise ValidationError(
                    self.env._(
                        "Choose a folder that holds recordings alone, not %(folder)s.",
                        folder=folder,
                    )
                )
