from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LISTENER = 'pharma_callcenter.group_call_listener'
SUPERVISOR = 'pharma_callcenter.group_call_supervisor'
MANAGER = 'pharma_crm.group_pharma_manager'
READERS = f'{LISTENER},{SUPERVISOR},{MANAGER}'
# What managers write; the rest comes from the PBX and its files.
HELD = {'is_on_hold', 'hold_reason'}


class PharmaCallRecording(models.Model):
    """A recording of a call: where its file lies below the PBX's folder (000-07, 002-27).

    The sound itself is health data and never enters the database. Whoever listens is written down.
    """

    _name = 'pharma.call.recording'
    _description = "Recording of a Call"
    _order = 'date desc, id desc'
    _rec_name = 'call_id'
    _check_company_auto = True

    call_id = fields.Many2one(
        'pharma.call', required=True, readonly=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    pbx_id = fields.Many2one(
        'pharma.pbx', string="PBX", required=True, readonly=True, index=True, ondelete='restrict'
    )
    # numbers of customers can be part of it
    path = fields.Char(required=True, readonly=True, groups='base.group_system')
    date = fields.Datetime(readonly=True, required=True, help="Start of the call.")
    seconds = fields.Integer(string="Length (s)", readonly=True, aggregator='sum')
    size = fields.Integer(string="Size (bytes)", readonly=True, aggregator='sum')
    sha256 = fields.Char(
        string="Check Sum",
        readonly=True,
        groups='base.group_system',
        help="SHA-256 of the file, told by the PBX or taken when the call had ended.",
    )
    # size and time of the file when its sum was last right: taken again only if they changed
    file_mark = fields.Char(readonly=True, groups='base.group_system')
    state = fields.Selection(
        [('available', "Available"), ('missing', "Missing"), ('deleted', "Deleted")],
        required=True,
        readonly=True,
        default='available',
    )
    date_deleted = fields.Datetime(string="Deleted On", readonly=True)
    delete_error = fields.Char(string="Not Deleted Because", readonly=True)
    is_on_hold = fields.Boolean(string="Legal Hold", help="Is not deleted when its time is over.")
    hold_reason = fields.Char(string="Kept Because")
    listen_ids = fields.One2many(
        'pharma.call.recording.listen', 'recording_id', string="Listened To", groups=MANAGER
    )

    _call_path_unique = models.UniqueIndex('(call_id, path)', "The call has this recording.")
    _kept = models.Index("(company_id, date, id) WHERE state <> 'deleted'")

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse recordings by hand: a row would open any file of the folder.

        :param list vals_list: values, one dict per recording
        :return: the new records
        :raise AccessError: unless the suite writes them
        """
        if not self.env.su:
            raise AccessError(self.env._("Recordings come from the PBX."))
        return super().create(vals_list)

    def write(self, vals):
        """Set or release a legal hold; nothing else is written by people.

        :param dict vals: ``is_on_hold`` and ``hold_reason``
        :return: True
        :raise UserError: for other values, or a hold without a reason
        """
        if not self.env.su:
            self.check_access('write')
        if not self.env.su and set(vals) - HELD:
            raise UserError(self.env._("Recordings come from the PBX: only the hold is changed."))
        result = super().write(vals)
        if any(recording.is_on_hold and not recording.hold_reason for recording in self):
            raise UserError(self.env._("Enter why the recording is kept."))
        return result

    # === LISTENING === #
    def _check_listen(self):
        """Refuse who may not hear a recording: he must read the call, and have the role to listen
        or check the call (000-07).

        :raise AccessError: for all others
        """
        self.ensure_one()
        if not (self.env.user._is_internal() and self._is_listener()):
            raise AccessError(self.env._("You may not listen to recordings of this call."))

    def _is_listener(self):
        self.ensure_one()
        # sudo: which call it is; the right to read it is the user's
        call = self.sudo().call_id.sudo(False)
        if not call.has_access('read') or self.sudo().company_id not in self.env.companies:  # sudo
            return False
        return self.env.user.has_group(LISTENER) or self._is_checker()

    def _is_checker(self):
        """Return whether the user is the checker of a check of the call, and still supervisor."""
        return self.env.user.has_group(SUPERVISOR) and bool(
            # sudo: asked for one yes or no
            self.env['pharma.call.check']
            .sudo()
            .search_count(
                [
                    # sudo: as above
                    ('call_id', '=', self.sudo().call_id.id),
                    ('checker_id', '=', self.env.uid),
                    ('user_id', '!=', self.env.uid),
                    # drawn by lot or given by somebody else: nobody lets himself in
                    '|',
                    ('draw_id', '!=', False),
                    ('create_uid', '!=', self.env.uid),
                    ('state', '!=', 'skipped'),
                ],
                limit=1,
            )
        )

    def _get_player(self):
        """Return what the player shows of recordings: a dict each, without path or number."""
        messages = {
            'missing': self.env._("The file is missing on the server. Tell your administrator."),
            'deleted': self.env._("Deleted, its time was over."),
        }
        return [
            {
                'id': recording.id,
                'seconds': recording.seconds,
                'state': recording.state,
                'message': messages.get(recording.state, ''),
                'url': f'/pharma/telephony/recording/{recording.id}',
            }
            for recording in self.sorted('id')
        ]
