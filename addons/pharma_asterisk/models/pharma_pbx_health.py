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
        _ = self.env._
        found = []
        silence = timedelta(minutes=self.silence_minutes or 5)
        if not self.date_heartbeat:
            found.append(
                _("The connector has never been heard. Copy its settings from 'Files for the"
                  " Exchange', start it, and run it with --check.")
            )  # fmt: skip
        elif fields.Datetime.now() - self.date_heartbeat > silence:
            found.append(
                _("The connector fell silent. Look whether its service, the exchange's host and"
                  " the network run.")
            )  # fmt: skip
        if abs(self.clock_seconds) > SECONDS_APART:
            found.append(
                _("The clocks differ by %(seconds)s seconds. Set both hosts by NTP; from 300"
                  " seconds on nothing is taken in.", seconds=round(self.clock_seconds))
            )  # fmt: skip
        found += self._find_command_problems()
        if not self.queue_ids:
            found.append(_("No queue is entered: their calls have no queue here."))
        if self.agent_ids.filtered(lambda agent: agent.active and not agent.interface):
            found.append(
                _("Some agents have no interface (as PJSIP/101): they can neither dial from here"
                  " nor sign in.")
            )  # fmt: skip
        since = fields.Datetime.now() - timedelta(days=REFUSED_DAYS)
        refusals = self.env['pharma.pbx.refusal']
        refused = refusals.has_access('read') and refusals.search(
            [('pbx_id', '=', self.id), ('date_last', '>=', since)], limit=1
        )
        if refused:
            found.append(
                _("Events were refused, the last one: %(reason)s (%(key)s). See Refused Events.",
                  reason=refused.reason, key=refused.key)
            )  # fmt: skip
        return found

    def _find_command_problems(self):
        """Return what keeps the connector from carrying out commands."""
        _ = self.env._
        # sudo: whether the user has a key, never the key
        user_sudo = self.sudo().connector_user_id
        if not user_sudo:
            return [
                _("No user of the connector is named: dialling, pausing and listening do not work.")
            ]
        found = []
        if not user_sudo.has_group('pharma_callcenter.group_call_connector'):
            found.append(
                _("The user of the connector lacks the group 'PBX connector': grant it, and no"
                  " other.")
            )  # fmt: skip
        # sudo: as above
        keys_sudo = self.env['res.users.apikeys'].sudo().search([('user_id', '=', user_sudo.id)])
        now = fields.Datetime.now()
        if not keys_sudo.filtered(lambda k: not k.expiration_date or k.expiration_date > now):
            found.append(
                _("The user of the connector has no valid API key: press 'New API Key' and put it"
                  " into the connector's settings.")
            )  # fmt: skip
        return found
