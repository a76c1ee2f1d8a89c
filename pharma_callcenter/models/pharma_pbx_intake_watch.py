import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .pharma_pbx_intake_rules import TRANSIENT

MINUTE = timedelta(minutes=1)


class PharmaPbx(models.Model):
    """Who signs for a PBX, when it last did, and what happens when it falls silent (000-37)."""

    _name = 'pharma.pbx'
    _inherit = ['pharma.pbx', 'mail.thread', 'mail.activity.mixin']

    connector_user_id = fields.Many2one(
        'res.users',
        string="User of the Connector",
        copy=False,
        domain="[('share', '=', False)]",
        ondelete='restrict',
        help="As whom the connector fetches commands, with an API key. Give the user the group 'PBX"
        " Connector' and no other.",
    )
    wake_token = fields.Char(
        copy=False,
        readonly=True,
        default=lambda self: secrets.token_urlsafe(24),
        groups='base.group_system',
        help="Names the channel on which the connector is woken: pharma_pbx_ and this.",
    )
    silence_minutes = fields.Integer(
        string="Silent After (min)",
        default=5,
        required=True,
        help="Administrators are told when the connector has not been heard for so long. 0: never.",
    )

    _silence_positive = models.Constraint(
        'CHECK (silence_minutes >= 0)', "'Silent After' must be 0 or above."
    )

    @api.model
    def _find_signer(self, code):
        """Return the active PBX of a code and its secret; of an unknown one a secret nobody has.

        Waits for locks of others end soon after, so that a connector is told to try again.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, p.secret, set_config('lock_timeout', '5s', TRUE)
                  FROM (SELECT 1) one LEFT JOIN pharma_pbx p
                    ON p.code = %s AND p.active AND p.secret <> ''
                """,
                code.replace('\x00', ''),
            )
        )
        id_, secret = rows[0][:2]
        return self.browse(id_ or []), secret or secrets.token_hex(32)

    def _touch(self, is_heartbeat):
        """Note the sign of life, at most once a minute; two requests at once do not wait."""
        now = fields.Datetime.now()
        names = ['date_last_event'] + ['date_heartbeat'] * is_heartbeat
        due = [name for name in names if not self[name] or now - self[name] >= MINUTE]
        if not due:
            return
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL(
                        """
                        UPDATE pharma_pbx SET %s WHERE id IN (
                            SELECT id FROM pharma_pbx WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED)
                        """,
                        SQL(', ').join(SQL('%s = %s', SQL.identifier(name), now) for name in due),
                        self.id,
                    ),
                    log_exceptions=False,
                )
        except TRANSIENT:
            return  # another request has noted it this second
        self.invalidate_recordset(due, flush=False)

    # === CRON === #
    @api.model
    def _cron_watch(self):
        """Tell administrators of connectors that fell silent, and end commands nobody fetched."""
        self.env['pharma.call.command']._expire()
        for pbx in self.search([('date_heartbeat', '!=', False)]):
            pbx._alarm(
                'pharma_callcenter.mail_activity_type_silent', pbx.is_silent, self._get_silence
            )

    @api.model
    def _get_silence(self, pbx):
        return pbx.env._(
            "'%(pbx)s' is silent since %(date)s UTC: calls do not show here. Look whether its"
            " connector and the network run.",
            pbx=pbx.name,
            date=pbx.date_heartbeat,
        )

    def _alarm(self, type_xmlid, is_wrong, get_text):
        """Keep one activity of a type with each administrator while something is wrong.

        :param str type_xmlid: of the ``mail.activity.type``
        :param bool is_wrong: false ends the activities
        :param get_text: function that returns what to do
        """
        self.ensure_one()
        # sudo: called by jobs for whoever has to act
        activities_sudo = self.sudo().activity_search([type_xmlid])
        if not is_wrong:
            activities_sudo.unlink()
            return
        for user in self._get_administrators() - activities_sudo.user_id:
            pbx = self.with_context(lang=user.lang)
            pbx.activity_schedule(type_xmlid, summary=get_text(pbx), user_id=user.id)

    def _get_administrators(self):
        """Return the active administrators who may see the PBX's company."""
        users = self.env.ref('base.group_system').all_user_ids
        return users.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        ) - self.env.ref('base.user_root')
