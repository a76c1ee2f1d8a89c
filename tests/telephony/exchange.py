"""A real Asterisk on loopback, with callers and agents that are Local channels."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import databases

ROOT = Path(__file__).resolve().parents[2]
FETCH = ROOT / 'config' / 'setup' / 'asterisk.sh'
START_SECONDS = 20
MODULES = """
[modules]
autoload=no
load=app_queue.so
load=app_dial.so
load=app_chanspy.so
load=app_bridgeaddchan.so
load=app_senddtmf.so
load=app_verbose.so
load=app_userevent.so
load=app_playback.so
load=bridge_simple.so
load=bridge_softmix.so
load=bridge_builtin_features.so
load=bridge_holding.so
load=chan_bridge_media.so
load=codec_ulaw.so
load=codec_alaw.so
load=format_wav.so
load=format_pcm.so
load=func_callerid.so
load=func_channel.so
load=func_logic.so
load=func_strings.so
load=pbx_config.so
load=res_timing_timerfd.so
load=res_timing_pthread.so
load=app_mixmonitor.so
load=app_stack.so
"""
MANAGER = """
[general]
enabled=yes
port={port}
bindaddr=127.0.0.1
timestampevents=yes
[pharma]
secret={secret}
deny=0.0.0.0/0.0.0.0
permit=127.0.0.1/255.255.255.255
read=call,agent,reporting
write=call,agent,originate,reporting
[tests]
secret={secret}
deny=0.0.0.0/0.0.0.0
permit=127.0.0.1/255.255.255.255
read=system,call,agent,reporting
write=system,call,agent,originate,reporting,command
"""
QUEUES = """
[general]
persistentmembers=yes
monitor-type=MixMonitor
[sales]
strategy=rrmemory
timeout=6
retry=1
ringinuse=no
[night]
strategy=rrmemory
timeout=5
retry=1
ringinuse=no
[empty]
strategy=ringall
leavewhenempty=yes
joinempty=yes
"""
# 600: sales. 601: night for 2 s, then sales. 602: sales, the caller gives up. 603: nobody is there.
# Agents answer after a second, but 103 never does. 0...: a customer who answers; 091...: one who is
# busy.
EXTENSIONS = """
[in]
exten => 600,1,Answer()
 same => n,Queue(sales,,,,60)
 same => n,Hangup()
exten => 601,1,Answer()
 same => n,Queue(night,,,,2)
 same => n,Queue(sales,,,,60)
 same => n,Hangup()
exten => 603,1,Answer()
 same => n,Queue(empty,,,,30)
 same => n,Hangup()
[agents]
exten => 103,1,Ringing()
 same => n,Wait(120)
exten => _1XX,1,Ringing()
 same => n,Wait(1)
 same => n,Answer()
 same => n,Wait(${{TALK}})
 same => n,Hangup()
[pharma-dial]
exten => _1XX,1,Dial(Local/${{EXTEN}}@agents/n,20)
 same => n,Hangup()
exten => _X.,1,Dial(Local/${{EXTEN}}@outside/n,20)
 same => n,Hangup()
[outside]
exten => _091X.,1,Busy(2)
exten => _0X.,1,Ringing()
 same => n,Wait(1)
 same => n,Answer()
 same => n,Wait(60)
"""


class Exchange:
    """An Asterisk in a folder of its own.

    :param folder: short path, for its control socket
    :param str name: systemname, which begins the id of each call
    """

    def __init__(self, folder, name='hcm1'):
        self.folder, self.name = Path(folder), name
        self.secret = 'only-on-loopback'
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            self.port = probe.getsockname()[1]
        self.log = self.folder / 'log' / 'queue_log'
        self.process = None
        self._configure()

    def _configure(self):
        etc = self.folder / 'etc'
        for part in ('etc', 'log', 'run', 'lib', 'spool', 'data', 'agi'):
            (self.folder / part).mkdir(parents=True)
        root = Path(os.environ['PHARMA_DATA_DIR']).parent / 'asterisk'
        shared = root / 'usr' / 'share' / 'asterisk'
        for part in ('documentation',):
            if (shared / part).exists():
                (self.folder / 'data' / part).symlink_to(shared / part)
        libraries = root / 'usr' / 'lib' / 'x86_64-linux-gnu'
        files = {
            'asterisk.conf': f"""
[directories]
astetcdir => {etc}
astmoddir => {libraries}/asterisk/modules
astvarlibdir => {self.folder}/lib
astdbdir => {self.folder}/lib
astkeydir => {self.folder}/lib
astdatadir => {self.folder}/data
astagidir => {self.folder}/agi
astspooldir => {self.folder}/spool
astrundir => {self.folder}/run
astlogdir => {self.folder}/log
[options]
systemname = {self.name}
verbose = 3
""",
            'modules.conf': MODULES,
            'logger.conf': '[general]\nqueue_log=yes\n[logfiles]\nfull => notice,warning,error\n',
            'manager.conf': MANAGER.format(port=self.port, secret=self.secret),
            'queues.conf': QUEUES,
            'extensions.conf': '[globals]\nTALK=3\n' + EXTENSIONS.format(),
        }
        for name, text in files.items():
            (etc / name).write_text(text)

    def start(self):
        """Start it and return when its manager interface answers."""
        environment = os.environ | {
            'PHARMA_WORK': '', 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC',
        }  # fmt: skip
        del environment['PHARMA_WORK']
        root = Path(os.environ['PHARMA_DATA_DIR']).parent / 'asterisk'
        libraries = root / 'usr' / 'lib' / 'x86_64-linux-gnu'
        self.process = subprocess.Popen(
            [
                libraries / 'ld-linux-x86-64.so.2', '--library-path', libraries,
                root / 'usr' / 'sbin' / 'asterisk', '-C', self.folder / 'etc' / 'asterisk.conf',
                '-f', '-n',
            ],
            env=environment, stdin=subprocess.DEVNULL, start_new_session=True,
            stdout=(self.folder / 'console').open('a'), stderr=subprocess.STDOUT,
        )  # fmt: skip
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                break
            with (
                contextlib.suppress(OSError),
                socket.create_connection(('127.0.0.1', self.port), 1) as probe,
            ):
                if probe.recv(30).startswith(b'Asterisk'):
                    return
            time.sleep(0.1)
        said = (self.folder / 'console').read_text()[-900:]
        raise RuntimeError(f'Asterisk does not start: {said}')

    def kill(self, sign=signal.SIGKILL):
        """End it as a power cut does."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, sign)
            self.process.wait(15)

    def remove(self):
        """End it and delete its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def fetch():
    """Have Asterisk's files; the reason is said when they cannot be had.

    :raise databases.OdooError: with that reason
    """
    work = Path(os.environ['PHARMA_DATA_DIR']).parent
    if (work / 'asterisk' / 'usr' / 'sbin' / 'asterisk').exists():
        return
    done = subprocess.run(['bash', FETCH], capture_output=True, text=True, check=False)
    if done.returncode:
        raise databases.OdooError(done.stderr.strip().splitlines()[-1])
