"""The two lanes of `make test`: what is interrupted leaves nothing running behind (000-34)."""

import importlib.util
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location('stages', Path(__file__).with_name('run.py'))
stages = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(stages)

# A lane with a program of its own, such as a server, that pays no attention to SIGTERM.
LANE = """
import signal, subprocess, sys
stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True);"
program = subprocess.Popen([sys.executable, '-c', stubborn + "signal.pause()"])
print(program.pid, flush=True)
program.wait()
"""


def _is_running(pid):
    try:
        state = Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != 'Z'


def test_an_interrupted_lane_takes_its_programs_along(monkeypatch):
    monkeypatch.setattr(stages, 'GRACE_SECONDS', 2)
    lane = subprocess.Popen(
        [sys.executable, '-c', LANE], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    told = {lane.stdout.readline().strip(), lane.stdout.readline().strip()}
    (pid,) = (int(line) for line in told - {'up'})
    assert _is_running(pid)
    stages.end(lane)
    limit = time.monotonic() + 10
    while _is_running(pid) and time.monotonic() < limit:
        pass
    assert not _is_running(pid)
    assert lane.poll() is not None
    stages.end(lane)  # one that is gone already is no error


@pytest.mark.parametrize(('wrote', 'passed', 'failed'), [
    ({'times': {'tours': 3}, 'passed': 2, 'failed': []}, 3, 0),
    ({'times': {'tours': 3}, 'passed': 1, 'failed': ['tours: a journey']}, 2, 1),
    (None, 1, 1),
])  # fmt: skip
def test_both_lanes_count(monkeypatch, tmp_path, capsys, wrote, passed, failed):
    """What the lane beside has to tell is told, and one that stops without a result has failed."""
    lane = tmp_path / 'lane.py'
    lane.write_text(
        f"import pathlib, sys\nprint('from the lane')\nresult = {json.dumps(wrote)!r}\n"
        "if result != 'null':\n    pathlib.Path(sys.argv[-1]).write_text(result)\n"
    )
    monkeypatch.setattr(stages, '__file__', str(lane))
    monkeypatch.setattr(stages.databases, 'remember_files', lambda: None)
    monkeypatch.setattr(stages, 'STAGES', {
        'lint': lambda: [[sys.executable, '-c', '']],
        'tours': lambda: pytest.fail('belongs to the other lane'),
    })  # fmt: skip
    total = stages.run_in_lanes()
    assert (total['passed'], len(total['failed'])) == (passed, failed)
    assert 'from the lane' in capsys.readouterr().out
