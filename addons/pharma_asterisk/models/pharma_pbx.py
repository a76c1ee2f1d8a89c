from datetime import timedelta

from odoo import fields, models

SECONDS_APART = 60
# What is written only when it changed by so much, or has not been for so long.
STEP, RENEW = 2, timedelta(minutes=10)


class PharmaPbx(models.Model):
    """An Asterisk: how its connector reaches it, and whether all of that works (002-26)."""

    _inherit = 'pharma.pbx'

    is_asterisk = fields.Boolean(
        string="Asterisk", help="Its connector is the program in the daemon folder of this module."
    )
    ami_port = fields.Integer(
        string="Manager Port",
        default=5038,
        help="Of Asterisk's manager interface, on the exchange's own host.",
    )
    ami_user = fields.Char(string="Manager User", default='pharma')
    systemname = fields.Char(
        string="System Name",
        help="Begins the id of each call, so that those of two exchanges never meet.",
    )
    queue_log_path = fields.Char(
        string="Queue Log", default='/var/log/asterisk/queue_log', help="On the exchange's host."
    )
    asterisk_recording_folder = fields.Char(
        string="Recordings", help="Folder on the exchange's host; empty: none are reported."
    )
    dial_context = fields.Char(
        default='pharma-dial', help="Of the dialplan; dials numbers for agents."
    )
    dial_prefix = fields.Char(help="Dialled before a number outside, e.g. 9.")
    clock_seconds = fields.Float(
        string="Clock Ahead (s)",
        readonly=True,
        copy=False,
        help="How much the exchange's clock is ahead of this server's.",
    )
    date_clock = fields.Datetime(string="Clock Compared On", readonly=True, copy=False)
    asterisk_problems = fields.Text(
        string="What Is Wrong",
        compute='_compute_asterisk_problems',
        help="Empty: everything that can be seen from here works.",
    )

    _ami_port_range = models.Constraint(
        'CHECK (ami_port BETWEEN 1 AND 65535)', "The manager port must be between 1 and 65535."
    )

    def _take_in(self, events):
        """Compare the clocks by the heartbeats."""
        for event in events:
            if isinstance(event, dict) and event.get('type') == 'heartbeat':
                self._compare_clock(event.get('at'))
                break
        return super()._take_in(events)

    def _compare_clock(self, text):
        """Note how much the exchange's clock is ahead; seldom, so that heartbeats write nothing.

        :param text: the time of a heartbeat, whatever it is
        """
        now = fields.Datetime.now()
        try:
            moment = fields.Datetime.to_datetime(text.removesuffix('Z').replace('T', ' ')[:19])
            seconds = (moment - now).total_seconds()
        except (AttributeError, ValueError, TypeError):
            return  # the intake refuses it
        due = not self.date_clock or now - self.date_clock > RENEW
        if due or abs(seconds - self.clock_seconds) > STEP:
            self.write({'clock_seconds': seconds, 'date_clock': now})
