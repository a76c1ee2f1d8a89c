from odoo import api, models


class PharmaCallCommand(models.Model):
    """What an Asterisk needs beside the command itself (002-26)."""

    _inherit = 'pharma.call.command'

    @api.model
    def claim(self, pbx, limit=20):
        """Fetch the commands that wait for a PBX, with the queues to sign an agent in to.

        :param str pbx: code of the PBX
        :param int limit: how many at most
        :return: list of dicts as the call centre documents them; of ``login`` also ``queues``,
            the codes of the agent's queues in this PBX
        :raise AccessError: for anybody but the connector's own user of this PBX (002-26)
        """
        commands = super().claim(pbx, limit)
        logins = [command['id'] for command in commands if command['kind'] == 'login']
        # sudo: super() has checked that the caller is this PBX's connector, and these are its own
        for login_sudo in self.sudo().browse(logins):
            queues = login_sudo.agent_id.queue_ids.filtered(
                lambda queue, pbx=login_sudo.pbx_id: queue.active and queue.pbx_id == pbx
            )
            command = next(c for c in commands if c['id'] == login_sudo.id)
            command['queues'] = queues.mapped('code')
        return commands
