from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .pharma_pbx_intake_check import ID_LENGTH, TEXT_LENGTH, UNFIT

MOST_CLAIMED = 100
MOST_RESULTS = 200
# nobody waits longer for a telephone to do something
WAIT_SECONDS = 30
WORK_SECONDS = 60


class PharmaCallCommand(models.Model):
    """What the connector of a PBX fetches and reports (002-26)."""

    _inherit = 'pharma.call.command'

    @api.model
    def claim(self, pbx, limit=20):
        """Fetch the commands that wait for a PBX; they are then being done.

        :param str pbx: code of the PBX
        :param int limit: how many at most
        :return: list of dicts: id, kind, agent and interface of the seat that does it, target_agent
            and target_interface of the one it is about, call (its id in the PBX), number, reason,
            channel_id (which id a dialled call is to get)
        :raise AccessError: for anybody but the connector's own user of this PBX (002-26)
        """
        pbx_sudo = self._get_own_pbx(pbx)
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise UserError(self.env._("'limit' must be a whole number above 0."))
        self._expire(pbx_sudo)
        self.env.flush_all()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                WITH taken AS (
                    UPDATE pharma_call_command SET state = 'sent', date_claim = %(now)s
                     WHERE id IN (SELECT id FROM pharma_call_command
                                   WHERE pbx_id = %(pbx)s AND state = 'new' ORDER BY id
                                   LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
                    RETURNING id, kind, agent_id, target_agent_id, call_id, number, reason)
                SELECT m.id, m.kind, a.code, a.interface, t.code, t.interface, c.external_id,
                       m.number, m.reason
                  FROM taken m
                  LEFT JOIN pharma_agent a ON a.id = m.agent_id
                  LEFT JOIN pharma_agent t ON t.id = m.target_agent_id
                  LEFT JOIN pharma_call c ON c.id = m.call_id AND c.pbx_id = %(pbx)s
                 ORDER BY m.id
                """,
                pbx=pbx_sudo.id,
                limit=min(limit, MOST_CLAIMED),
                now=now,
            )
        )
        self.invalidate_model(flush=False)
        names = ('id', 'kind', 'agent', 'interface', 'target_agent', 'target_interface', 'call')
        names += ('number', 'reason')
        return [
            # with the time, since ids come again in a restored database
            dict(zip(names, row, strict=True))
            | {'channel_id': f'pharma-{row[0]}-{now:%Y%m%d%H%M%S}'}
            for row in rows
        ]

    @api.model
    def report(self, pbx, results):
        """Tell what became of commands that were fetched.

        :param str pbx: code of the PBX
        :param list results: dicts: id, state ('done' or 'failed'), error (why it failed), call (its
            id in the PBX); all but id and state may be missing
        :return: int: how many were taken; those of other PBXs, and results told before, are not
        :raise AccessError: for anybody but the connector's own user of this PBX (002-26)
        :raise UserError: for anything else than such a list
        """
        pbx_sudo = self._get_own_pbx(pbx)
        if not isinstance(results, list) or len(results) > MOST_RESULTS:
            raise UserError(
                self.env._("'results' must be a list of at most %(most)s.", most=MOST_RESULTS)
            )
        told = {}
        for result in results:
            told.update(self._read_result(result))
        # sudo: nobody writes commands by hand; they are the connector's own, as checked
        commands_sudo = self.sudo().search(
            [
                ('id', 'in', list(told)),
                ('pbx_id', '=', pbx_sudo.id),
                ('state', 'in', ('sent', 'expired')),
            ]
        )
        calls_sudo = commands_sudo.call_id.search(
            [
                ('pbx_id', '=', pbx_sudo.id),
                ('external_id', 'in', [result['call'] for result in told.values()]),
            ]
        )
        call_ids = {call.external_id: call.id for call in calls_sudo}
        now = fields.Datetime.now()
        for command_sudo in commands_sudo:
            result = told[command_sudo.id]
            command_sudo.write(
                {
                    'state': result['state'],
                    'error': result['error'],
                    'date_done': now,
                    'call_id': command_sudo.call_id.id or call_ids.get(result['call']),
                }
            )
        commands_sudo.filtered(lambda command: command.state == 'failed')._tell_failure()
        return len(commands_sudo)

    @api.model
    def _read_result(self, result):
        """Return {id: dict of state, error and call}; empty if the result is none."""
        if not isinstance(result, dict):
            return {}
        id_, state = result.get('id'), result.get('state')
        if isinstance(id_, bool) or not isinstance(id_, int) or not 0 < id_ < 2**31:
            return {}
        if state not in ('done', 'failed'):
            return {}
        texts = {
            name: UNFIT.sub(' ', value)[:length] if isinstance(value, str) else False
            for name, length in (('error', TEXT_LENGTH), ('call', ID_LENGTH))
            for value in [result.get(name)]
        }
        return {id_: {'state': state, **texts}}

    @api.model
    def _get_own_pbx(self, code):
        """Return the PBX of a code if the user is its connector.

        :raise AccessError: one answer for every other case, so that nobody learns the codes
        """
        if isinstance(code, str) and self.env.user.has_group(
            'pharma_callcenter.group_call_connector'
        ):
            # sudo: the user of a connector reads nothing else; whose PBX it is, is checked here
            pbx_sudo = self.env['pharma.pbx'].sudo()
            pbx_sudo = pbx_sudo.search(
                [('code', '=', code), ('connector_user_id', '=', self.env.uid)]
            )
            if pbx_sudo:
                return pbx_sudo
        raise AccessError(
            self.env._("Only the user of the PBX's connector, named at the PBX, may do this.")
        )

    @api.model
    def _expire(self, pbxs=None):
        """End commands that nobody fetched in time, or whose end nobody told; tell who asked."""
        self.env.flush_all()
        found = self.env.execute_query(
            SQL(
                """
                UPDATE pharma_call_command
                   SET state = CASE WHEN state = 'new' THEN 'expired' ELSE 'failed' END,
                       date_done = now() AT TIME ZONE 'UTC',
                       error = CASE WHEN state = 'new' THEN %(unclaimed)s ELSE %(silent)s END
                 WHERE id IN (
                     SELECT id FROM pharma_call_command
                      WHERE (state = 'new' AND create_date < now() AT TIME ZONE 'UTC'
                                               - %(wait)s * interval '1 second'
                          OR state = 'sent' AND date_claim < now() AT TIME ZONE 'UTC'
                                               - %(work)s * interval '1 second')
                        AND %(pbx)s
                        FOR UPDATE SKIP LOCKED)
                RETURNING id
                """,
                wait=WAIT_SECONDS,
                work=WORK_SECONDS,
                unclaimed=self.env._("The connector of the PBX did not fetch it in time."),
                silent=self.env._("The connector of the PBX did not say what became of it."),
                pbx=SQL('pbx_id = ANY(%s)', pbxs.ids) if pbxs else SQL('TRUE'),
            )
        )
        self.invalidate_model(flush=False)
        self.sudo().browse([id_ for (id_,) in found])._tell_failure()  # sudo: see _tell_failure

    def _tell_failure(self):
        """Tell who asked that a command failed, by its id; he reads the reason with his rights."""
        for command_sudo in self.sudo():  # sudo: the partner of the user who asked
            command_sudo.user_id.partner_id._bus_send(
                'pharma_call_command_failed', {'id': command_sudo.id}
            )
