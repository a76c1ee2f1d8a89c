import json
import re
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

KEY_DAYS = 365
NAME = re.compile(r'[A-Za-z0-9_.-]{1,64}')
# Comments in these files are for the exchange's administrator, in the language of its manuals.
MANAGER = """[general]
enabled = yes
port = {port}
bindaddr = 127.0.0.1
timestampevents = yes

[{user}]
secret = CHOOSE-A-LONG-ONE
deny = 0.0.0.0/0.0.0.0
permit = 127.0.0.1/255.255.255.255
read = call,agent,reporting
write = call,agent,originate,reporting
"""
ASTERISK = """; asterisk.conf: makes ids of calls unique over all exchanges
[options]
systemname = {systemname}

; logger.conf
[general]
queue_log = yes
"""
QUEUE = """
[{code}]
strategy = rrmemory
timeout = 20
retry = 2
ringinuse = no
"""
EXTENSIONS = """; What agents dial, and where calls are passed on to. Adapt the trunk.
[{context}]
{seats}exten => _[+0-9*#].,1,Dial(PJSIP/${{EXTEN}}@trunk,60)
 same => n,Hangup()

; A call that comes in. QueueLog entries survive an outage of the connector.
;[from-trunk]
;exten => _X.,1,QueueLog(NONE,${{UNIQUEID}},NONE,DID,${{EXTEN}})
; same => n,Answer()
; same => n,Queue({queue},,,,300)
; same => n,Hangup()
"""
CONNECTOR = """[asterisk]
host = "127.0.0.1"
port = {port}
user = {user}
secret = "CHOOSE-A-LONG-ONE"
queue_log = {log}
dial_context = {context}
dial_prefix = {prefix}
{recordings}
[odoo]
url = {url}
database = {database}
pbx = {pbx}
secret = {secret}
api_key = {key}
wake_token = {token}

[connector]
journal = "/var/lib/pharma-connector/journal.sqlite"
tz = {tz}
"""


class PharmaPbx(models.Model):
    """The files of an exchange and its connector, and the key of the latter (002-26)."""

    _inherit = 'pharma.pbx'

    def action_asterisk_files(self):
        """Show what to copy into the files of the exchange; the API key is not known any more.

        :return: dict: action of a window that holds secrets
        :raise AccessError: for anybody but administrators
        :raise UserError: if a name cannot stand in such a file (002-26)
        """
        return self._show_asterisk_files("PUT-THE-API-KEY-HERE")

    def action_asterisk_key(self):
        """Make a new API key for the connector's user, end the ones before, and show the files
        with it: it is shown this once.

        :return: dict: action of a window that holds secrets
        :raise AccessError: for anybody but administrators
        :raise UserError: if the PBX has no user of the connector, or one with other rights
        """
        self._check_asterisk_administrator()
        user = self.connector_user_id
        if not user:
            raise UserError(self.env._("Name the user of the connector first."))
        if not user.has_group('pharma_callcenter.group_call_connector') or user.has_group(
            'base.group_system'
        ):
            raise UserError(
                self.env._(
                    "A key is made only for a user with the group 'PBX connector' who is no"
                    " administrator: choose another one, or correct the groups."
                )
            )
        name = f'pharma-connector {self.code}'
        keys = self.env['res.users.apikeys']
        # sudo: administrators manage the keys of the service user, of this PBX only
        keys.sudo().search([('user_id', '=', user.id), ('name', '=', name)])._remove()
        until = fields.Datetime.now() + timedelta(days=KEY_DAYS)
        # sudo: as above; a year is longer than users may give their own keys
        key = keys.with_user(user).sudo()._generate('rpc', name, until)
        return self._show_asterisk_files(key)

    def _check_asterisk_administrator(self):
        self.ensure_one()
        if not self.env.user.has_group('base.group_system'):
            raise AccessError(self.env._("Only administrators see the secrets of a PBX."))
        self.check_access('write')

    def _show_asterisk_files(self, key):
        self._check_asterisk_administrator()
        window = self.env['pharma.asterisk.files'].create(
            {'pbx_id': self.id, **self._prepare_asterisk_files(key)}
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Files for %(pbx)s", pbx=self.name),
            'res_model': 'pharma.asterisk.files',
            'res_id': window.id,
            'view_mode': 'form',
            'target': 'new',
        }

    def _prepare_asterisk_files(self, key):
        """Return the texts of the files by field of ``pharma.asterisk.files``.

        :param str key: the API key
        :raise UserError: if a name cannot stand in such a file
        """
        queues = self.queue_ids.mapped('code')
        systemname = self.systemname or self.code
        context, user = self.dial_context or 'pharma-dial', self.ami_user or 'pharma'
        for name in (systemname, context, user, *queues):
            if not NAME.fullmatch(name):
                raise UserError(
                    self.env._(
                        "'%(name)s' cannot stand in the exchange's files. Use letters, digits, '-',"
                        " '_' and '.' only.",
                        name=name,
                    )
                )
        seats = ''.join(
            f'exten => {agent.code},1,Dial({agent.interface},25)\n same => n,Hangup()\n'
            for agent in self.agent_ids
            if NAME.fullmatch(agent.code)
            and re.fullmatch(r'[A-Za-z0-9]+/[A-Za-z0-9_.@/-]+', agent.interface or '')
        )
        values = {
            'port': self.ami_port, 'user': user, 'log': self.queue_log_path, 'context': context,
            'prefix': self.dial_prefix or '', 'url': self.get_base_url(), 'key': key,
            'database': self.env.cr.dbname, 'pbx': self.code, 'secret': self.secret,
            'token': self.wake_token, 'tz': self.tz,
        }  # fmt: skip
        # what JSON writes as a text is one in TOML, too
        quoted = {name: json.dumps(value) for name, value in values.items()}
        folder = self.asterisk_recording_folder
        recordings = f'recordings = {json.dumps(folder)}\n' if folder else ''
        return {
            'connector_toml': CONNECTOR.format(**quoted, recordings=recordings),
            'manager_conf': MANAGER.format(port=self.ami_port, user=user),
            'asterisk_conf': ASTERISK.format(systemname=systemname),
            'queues_conf': '[general]\npersistentmembers = yes\n'
            + ''.join(QUEUE.format(code=code) for code in queues),
            'extensions_conf': EXTENSIONS.format(
                context=context, seats=seats, queue=queues[0] if queues else 'sales'
            ),
        }
