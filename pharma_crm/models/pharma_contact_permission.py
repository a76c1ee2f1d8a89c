from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

PURPOSES = [('care', "Care"), ('advertising', "Advertising"), ('survey', "Survey")]
CHANNELS = [('call', "Call"), ('sms', "SMS"), ('email', "E-mail"), ('zalo', "Zalo")]
STATES = [('not_asked', "Not Asked"), ('accepted', "Accepted"), ('declined', "Declined")]
SOURCES = [
    ('verbal', "Said at the Counter or on the Phone"),
    ('recorded', "Recorded Call"),
    ('form', "Signed Form"),
    ('website', "Website or App"),
    ('message', "Message of the Customer"),
    ('import', "Import"),
    ('merge', "Merged Duplicate"),
    ('other', "Other"),
]

FIRST_YEAR = 1990


class PharmaContactPermission(models.Model):
    """What a customer permits us to contact him for, and how (004-30, 004-73)."""

    _name = 'pharma.contact.permission'
    _description = "Permission to Contact"
    _order = 'partner_id, purpose, channel'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        related='partner_id.company_id', store=True, index='btree_not_null'
    )
    purpose = fields.Selection(PURPOSES, required=True, default='care')
    channel = fields.Selection(CHANNELS, required=True, default='call')
    state = fields.Selection(STATES, required=True, default='not_asked')
    date = fields.Datetime(
        string="Since", default=fields.Datetime.now, help="When the customer said so."
    )
    source = fields.Selection(SOURCES, required=True, default='verbal')
    note = fields.Char(help="Where the proof is, e.g. number of the recording.")

    _partner_purpose_channel_unique = models.Constraint(
        'UNIQUE (partner_id, purpose, channel)',
        "This purpose and channel are already in the customer's list: change that line.",
    )

    @api.depends('partner_id', 'purpose', 'channel')
    def _compute_display_name(self):
        purposes = dict(self._fields['purpose']._description_selection(self.env))
        channels = dict(self._fields['channel']._description_selection(self.env))
        for line in self:
            parts = [
                line.partner_id.display_name,
                purposes.get(line.purpose),
                channels.get(line.channel),
            ]
            line.display_name = ', '.join(part for part in parts if part)

    @api.constrains('date')
    def _check_date(self):
        now = fields.Datetime.now()
        for line in self:
            if line.date and line.date > now:
                raise ValidationError(
                    self.env._(
                        "Permission '%(name)s', field 'Since': the customer cannot have answered "
                        "in the future. Correct the date.",
                        name=line.display_name,
                    )
                )
            if line.date and line.date.year < FIRST_YEAR:
                raise ValidationError(
                    self.env._(
                        "Permission '%(name)s', field 'Since': %(year)s is earlier than %(first)s. "
                        "Enter when the customer answered.",
                        name=line.display_name,
                        year=line.date.year,
                        first=FIRST_YEAR,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        asked = lines.filtered(lambda line: line.state != 'not_asked')
        asked._write_history(dict.fromkeys(asked.ids, 'not_asked'))
        return lines

    def write(self, vals):
        if {'partner_id', 'purpose', 'channel'} & vals.keys() and any(
            (line.partner_id.id, line.purpose, line.channel)
            != (
                vals.get('partner_id', line.partner_id.id),
                vals.get('purpose', line.purpose),
                vals.get('channel', line.channel),
            )
            for line in self
        ):
            raise UserError(
                self.env._(
                    "Customer, purpose and channel of a permission stay as they are, so that its "
                    "history holds. Add a line instead."
                )
            )
        answers = {line.id: line._get_answer() for line in self}
        renewed = self.browse()
        if 'state' in vals and 'date' not in vals:
            renewed = self.filtered(lambda line: line.state != vals['state'])
            super(PharmaContactPermission, renewed).write({**vals, 'date': fields.Datetime.now()})
        super(PharmaContactPermission, self - renewed).write(vals)
        changed = self.filtered(lambda line: line._get_answer() != answers[line.id])
        changed._write_history({line.id: answers[line.id][0] for line in changed})
        return True

    def _get_answer(self):
        self.ensure_one()
        return self.state, self.date, self.source, self.note

    def unlink(self):
        self._write_history({line.id: line.state for line in self}, state_to='not_asked')
        return super().unlink()

    def _pharma_unlink_merged(self):
        """Delete lines whose answer lives on in another line; their history stays as it is."""
        # unlink() of this class would write a history row
        return super().unlink()  # pylint: disable=super-method-mismatch  # writes no history

    def _write_history(self, states, state_to=None):
        """Keep what was before and is now.

        :param dict states: permission id -> state before
        :param str state_to: the new state, else that of the line
        """
        # sudo: nobody may create history by hand
        self.env['pharma.contact.permission.history'].sudo().create(
            [
                {
                    'partner_id': line.partner_id.id,
                    'purpose': line.purpose,
                    'channel': line.channel,
                    'state_from': states[line.id],
                    'state_to': state_to or line.state,
                    'date_permission': line.date,
                    'source': line.source,
                    'note': line.note,
                    'user_id': self.env.uid,
                }
                for line in self
            ]
        )

    def action_contact(self):
        """Contact the customer for this line's purpose by its channel, if it is permitted."""
        self.ensure_one()
        return self.partner_id._pharma_contact(self.purpose, self.channel)
