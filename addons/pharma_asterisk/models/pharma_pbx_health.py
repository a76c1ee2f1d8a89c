from datetime import timedelta

from odoo import api, fields, models

SECONDS_APART = 5
REFUSED_DAYS = 7


class PharmaPbx(models.Model):
    """What of a connection works, in words (000-37)."""

    _inherit = 'pharma.pbx'

    @api.depends_context('lang')
    @api.depends(
        'is_asterisk', 'active', 'date_heartbeat', 'date_last_event', 'clock_seconds',
        'connector_user_id', 'queue_ids', 'agent_ids.interface', 'silence_minutes',
    )  # fmt: skip
    def _compute_asterisk_problems(self):
        for pbx in self:
            problems = pbx._find_asterisk_problems() if pbx.is_asterisk else []
            pbx.asterisk_problems = '\n'.join(problems)

    def _find_asterisk_problems(self):
        """Return what is wrong, as a list of sentences that say what to do."""
        self.ensure_one()
        found = []
        silence = timedelta(minutes=self.silence_minutes or 5)
        if not self.date_heartbeat:
            found.append(
                self.env._(
                    "The connector has never been heard. Copy its settings from 'Files for the"
                    " Exchange', start it, and run it with --check."
                )
            )
        elif fields.Datetime.now() - self.date_heartbeat > silence:
            found.append(
                self.env._(
                    "The connector fell silent. Look whether its service, the exchange's host and"
                    " the network run."
                )
            )
        if abs(self.clock_seconds) > SECONDS_APART:
            found.append(
                self.env._(
                    "The clocks differ by %(seconds)s seconds. Set both hosts by NTP; from 300"
                    " seconds on nothing is taken in.",
                    seconds=round(self.clock_seconds),
                )
            )
        found += self._find_command_problems()
        if not self.queue_ids:
            found.append(self.env._("No queue is entered: their calls have no queue here."))
        if self.agent_ids.filtered(lambda agent: agent.active and not agent.interface):
            found.append(
                self.env._(
                    "Some agents have no interface (as PJSIP/101): they can neither dial from here"
                    " nor sign in."
                )
            )
        since = fields.Datetime.now() - timedelta(days=REFUSED_DAYS)
        refusals = self.env['pharma.pbx.refusal']
        refused = refusals.has_access('read') and refusals.search(
            [('pbx_id', '=', self.id), ('date_last', '>=', since)], limit=1
        )
        if refused:
            found.append(
                self.env._(
                    "Events were refused, the last one: %(reason)s (%(key)s). See Refused Events.",
                    reason=refused.reason,
                    key=refused.key,
                )
            )
        return found

    def _find_command_problems(self):
        """Return what keeps the connector from carrying out commands."""
        # sudo: whether the user has a key, never the key
        user_sudo = self.sudo().connector_user_id
        if not user_sudo:
            return [
                self.env._(
                    "No user of the connector is named: dialling, pausing, listening do not work."
                )
            ]
        found = []
        if not user_sudo.has_group('pharma_callcenter.group_call_connector'):
            found.append(
                self.env._(
                    "The user of the connector lacks the group 'PBX connector': grant it, and no"
                    " other."
                )
            )
        # sudo: as above
        keys_sudo = self.env['res.users.apikeys'].sudo().search([('user_id', '=', user_sudo.id)])
        now = fields.Datetime.now()
        if not keys_sudo.filtered(lambda k: not k.expiration_date or k.expiration_date > now):
            found.append(
                self.env._(
                    "The user of the connector has no valid API key: press 'New API Key' and put it"
                    " into the connector's settings."
                )
            )
        return found
