"""What Odoo asks for -> actions of the manager interface."""

import asyncio
import contextlib
import logging
import re
import time

from . import facts as f
from . import websocket
from .ami import AmiError
from .fold_ami import OWN_PREFIX
from .odoo import OdooError

logger = logging.getLogger(__name__)
POLL_SECONDS = 10
NUMBER = re.compile(r'\+?[0-9*#]{1,32}')
INTERFACE = re.compile(r'[A-Za-z0-9]{2,12}/[A-Za-z0-9@_.:/+-]{1,100}')
SPY = {'listen': 'qES', 'whisper': 'qwES', 'barge': 'qBES'}


class CommandError(Exception):
    """A command cannot be done; the text is shown to who asked for it."""


class Commands:
    """Claims commands and carries them out.

    :param config: ``Config``
    :param odoo: ``Odoo``, of this lane alone
    :param ami: ``Ami``
    :param on_dial: called with (call, interface, facts) before a number is dialled
    :param on_taken: called with ids, one of them the call's, when it was taken over
    """

    def __init__(self, config, odoo, ami, on_dial, on_taken):
        self.config, self.odoo, self.ami = config, odoo, ami
        self.on_dial, self.on_taken = on_dial, on_taken
        self.wake = asyncio.Event()

    async def run(self):
        """Work for ever: when woken, and every 10 s."""
        while True:
            try:
                while await self.work():
                    pass
            except OdooError as error:
                logger.warning('commands: Odoo %s', error)
            with contextlib.suppress(asyncio.TimeoutError, TimeoutError):
                await asyncio.wait_for(self.wake.wait(), POLL_SECONDS)
            self.wake.clear()

    async def listen(self):
        """Be woken by Odoo's bus; without it commands wait for the next poll."""
        pause = 1
        while True:
            started = time.monotonic()
            try:
                channel = f'pharma_pbx_{self.config.wake_token}'
                await websocket.listen(self.config, channel, self.wake.set, self.wake.set)
            except (OSError, websocket.WebsocketError, asyncio.LimitOverrunError) as error:
                logger.info('wake-up: %s', error or type(error).__name__)
            pause = 1 if time.monotonic() - started > 60 else min(30, pause * 2)
            await asyncio.sleep(pause)

    async def work(self):
        """Claim what waits and do it, side by side; return whether there was anything.

        :raise OdooError: Odoo cannot be asked, or told
        """
        claimed = await asyncio.to_thread(self.odoo.call, 'claim', pbx=self.config.pbx, limit=20)
        if not claimed:
            return False
        results = await asyncio.gather(*(self._try(command) for command in claimed))
        await asyncio.to_thread(self.odoo.call, 'report', pbx=self.config.pbx, results=results)
        return True

    async def _try(self, command):
        result = {'id': command['id'], 'state': 'done'}
        try:
            result['call'] = await self.do(command)
        except (CommandError, AmiError, ValueError) as error:
            logger.warning('command %s %s: %s', command['id'], command.get('kind'), error)
            result |= {'state': 'failed', 'error': str(error)[:200]}
        except Exception:
            logger.exception('command %s', command['id'])
            result |= {'state': 'failed', 'error': 'the connector failed, see its log'}
        return {key: value for key, value in result.items() if value is not None}

    async def do(self, command):
        """Carry out one command.

        :param dict command: as claimed
        :return: id of the call that it began, if any
        :raise CommandError, AmiError, ValueError: not done
        """
        handler = HANDLERS.get(command['kind'])
        if handler is None:
            raise CommandError(f"this connector cannot {command['kind']}")
        return await handler(self, command)

    # === SEATS === #
    async def login(self, command):
        interface = _interface(command)
        queues = command.get('queues') or []
        if not queues:
            raise CommandError('the agent has no queue: enter them in the agent')
        for queue in queues:
            try:
                await self.ami.action(
                    'QueueAdd', Queue=queue, Interface=interface, MemberName=command['agent'],
                    Paused='false',
                )  # fmt: skip
            except AmiError as error:  # noqa: PERF203 - he may be in one already
                if 'already' not in str(error).lower():
                    raise

    async def logout(self, command):
        interface = _interface(command)
        for member in await self.ami.action('QueueStatus', collect=True, Member=interface):
            # members of the file queues.conf cannot be removed, only paused
            if member['Event'] == 'QueueMember' and member.get('Membership') == 'dynamic':
                await self.ami.action('QueueRemove', Queue=member['Queue'], Interface=interface)

    async def pause(self, command):
        paused = 'true' if command['kind'] == 'pause' else 'false'
        reason = f.clean(command.get('reason'), 80) if command['kind'] == 'pause' else None
        await self.ami.action(
            'QueuePause', Interface=_interface(command), Paused=paused, Reason=reason
        )

    # === CALLS === #
    async def dial(self, command):
        """Ring the agent, then dial; the call bears the id that Odoo chose."""
        interface, number = _interface(command), _number(command)
        call = command.get('channel_id') or f"pharma-{command['id']}-{int(time.time())}.0"
        facts = {
            'direction': 'outbound', 'number': command['number'], 'agent': command['agent'],
            'command': command['id'], 'started': int(time.time()),
        }  # fmt: skip
        self.on_dial(call, interface, facts)
        await self.ami.action(
            'Originate', Channel=interface, Context=self.config.dial_context,
            Exten=self.config.dial_prefix + number, Priority=1, ChannelId=call,
            OtherChannelId=f'{call}-2' if interface.startswith('Local/') else None,
            CallerID=f'<{number}>', Timeout=self.config.dial_seconds * 1000, Async='true',
            variables=[f"PHARMA_COMMAND={command['id']}"],
        )  # fmt: skip
        return call

    async def hangup(self, command):
        _agent, other = await self._channels(command, command.get('interface'))
        await self.ami.action('Hangup', Channel=other['Channel'])

    async def spy(self, command):
        agent, _other = await self._channels(command, command.get('target_interface'))
        await self._bring(command, 'ChanSpy', f"{agent['Channel']},{SPY[command['kind']]}")

    async def take_over(self, command):
        """Send the customer to the extension of who takes him over, in the context that agents
        dial in; whose call it was is credited until now, whatever the log says later."""
        _agent, other = await self._channels(command, command.get('target_interface'))
        await self.ami.action(
            'Redirect', Channel=other['Channel'], Context=self.config.dial_context,
            Exten=command['agent'], Priority=1,
        )  # fmt: skip
        self.on_taken((other['Uniqueid'], other['Linkedid']))

    async def conference(self, command):
        """Ring a third one, who joins the conversation."""
        agent, _other = await self._channels(command, command.get('interface'))
        target = command.get('target_interface')
        if not target:
            number = self.config.dial_prefix + _number(command)
            target = f'Local/{number}@{self.config.dial_context}/n'
        await self._bring(command | {'interface': target}, 'BridgeAdd', agent['Channel'])

    async def transfer(self, command):
        agent, _other = await self._channels(command, command.get('interface'))
        target = command.get('target_agent') or self.config.dial_prefix + _number(command)
        await self.ami.action(
            'BlindTransfer', Channel=agent['Channel'], Context=self.config.dial_context,
            Exten=target,
        )  # fmt: skip

    async def _bring(self, command, application, data):
        own = f"{OWN_PREFIX}{command['id']}-{int(time.time())}"
        interface = _interface(command)
        await self.ami.action(
            'Originate', Channel=interface, Application=application, Data=data, ChannelId=own,
            OtherChannelId=f'{own}-2' if interface.startswith('Local/') else None,
            CallerID=f'<{f.clean(command.get("number")) or "0"}>', Async='true',
            Timeout=self.config.dial_seconds * 1000,
        )  # fmt: skip

    async def _channels(self, command, interface):
        """Return (agent's channel, the other one in his conversation) as the exchange has them now.

        With a call's id only that call counts.
        """
        if not interface or not INTERFACE.fullmatch(interface):
            raise CommandError('the agent has no telephone: enter its interface in the agent')
        channels = await self.ami.action('CoreShowChannels', collect=True)
        prefix = interface.split('/n')[0] + '-'
        call = command.get('call')
        for mine in channels:
            if mine.get('Channel', '').startswith(prefix) and mine.get('BridgeId'):
                if mine.get('Linkedid', '').startswith(OWN_PREFIX):
                    continue
                together = [c for c in channels if c.get('BridgeId') == mine['BridgeId']]
                others = [c for c in together if c['Channel'] != mine['Channel']]
                ids = {c[key] for c in together for key in ('Uniqueid', 'Linkedid')}
                if others and (not call or call in ids):
                    return mine, others[0]
        raise CommandError('the agent is in no conversation')


def _interface(command):
    interface = command.get('interface') or ''
    if not INTERFACE.fullmatch(interface):
        raise CommandError('no telephone: enter the interface, e.g. PJSIP/101, in the agent')
    return interface


def _number(command):
    number = re.sub(r'[\s().\-]', '', command.get('number') or '')
    if not NUMBER.fullmatch(number):
        raise CommandError('this is no telephone number')
    return number


HANDLERS = {
    'dial': Commands.dial,
    'hangup': Commands.hangup,
    'login': Commands.login,
    'logout': Commands.logout,
    'pause': Commands.pause,
    'unpause': Commands.pause,
    'listen': Commands.spy,
    'whisper': Commands.spy,
    'barge': Commands.spy,
    'take_over': Commands.take_over,
    'transfer': Commands.transfer,
    'conference': Commands.conference,
}
