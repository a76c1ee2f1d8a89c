from odoo import api, fields, models
from odoo.exceptions import UserError

# A player asks for a file in parts: all that is asked for within this time is one listening.
SAME_MINUTES = 10


class PharmaCallRecordingListen(models.Model):
    """Who listened to which recording, when and from where; rows are only added (000-07).

    Nobody changes or deletes them, managers read them.
    """

    _name = 'pharma.call.recording.listen'
    _description = "Listening to a Recording"
    _order = 'date desc, id desc'
    _rec_name = 'user_id'
    _log_access = False

    recording_id = fields.Many2one(
        'pharma.call.recording', required=True, readonly=True, index=True, ondelete='restrict'
    )
    call_id = fields.Many2one(
        'pharma.call', required=True, readonly=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        'res.users', string="Listener", required=True, readonly=True, ondelete='restrict'
    )
    date = fields.Datetime(required=True, readonly=True)
    address = fields.Char(string="From Address", readonly=True, help="IP address of the browser.")
    is_check = fields.Boolean(string="For a Check", readonly=True, help="Checks the call.")

    _user_date = models.Index('(user_id, recording_id, date)')

    @api.model
    def _log(self, recording, address):
        """Write down that the user listens; once for all parts that a player asks for.

        :param recording: ``pharma.call.recording``
        :param str address: IP address
        """
        recording.ensure_one()
        now = fields.Datetime.now()
        # sudo: the log is written for everybody and read by managers
        Log = self.sudo()
        same = [
            ('recording_id', '=', recording.id),
            ('user_id', '=', self.env.uid),
            ('address', '=', address),
            ('date', '>', fields.Datetime.subtract(now, minutes=SAME_MINUTES)),
        ]
        if Log.search_count(same, limit=1):
            return
        recording_sudo = recording.sudo()  # sudo: as above
        Log.create(
            {
                'recording_id': recording.id,
                'call_id': recording_sudo.call_id.id,
                'company_id': recording_sudo.company_id.id,
                'user_id': self.env.uid,
                'date': now,
                'address': address,
                'is_check': recording._is_checker(),
            }
        )

    # === APPEND ONLY === #
    def write(self, vals):  # pylint: disable=method-required-super  # writes nothing
        """Refuse: the log stays as it is.

        :param dict vals: values
        :raise UserError: always
        """
        raise UserError(self.env._("The log of who listened is never changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(self.env._("The log of who listened is never deleted."))
