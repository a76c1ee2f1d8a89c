"""A queue_log as a PBX writes it, and an own reading of it: for the agreement of the figures.

Written from the format's description alone: `epoch|call id|queue|agent|event|data...`. What is
read here shares no line with what the suite counts: queues are counted second by second.
"""

import random
from collections import Counter, defaultdict
from itertools import pairwise

QUEUES = ('orders', 'advice', 'night')
AGENTS = tuple(str(number) for number in range(201, 213))
TIMEOUT = 60


def write_log(start, calls=1500, seed=7):
    """Return the lines of a day: calls with ring-no-answers, overflow, transfers and abandons,
    agents who sign in and out and pause.

    :param int start: epoch of the beginning
    :param int calls: how many
    :param int seed: of the chance that repeats itself
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    lines = []

    def write(moment, call, queue, agent, event, *data):
        lines.append(
            (moment, len(lines), '|'.join(map(str, (moment, call, queue, agent, event, *data))))
        )

    for agent in AGENTS:
        moment = start + chance.randrange(1800)
        write(moment, 'MANAGER', 'orders', agent, 'ADDMEMBER', '')
        for _pause in range(chance.randrange(6)):
            moment += chance.randrange(600, 5400)
            write(moment, 'MANAGER', 'NONE', agent, 'PAUSE', 'break')
            moment += chance.randrange(60, 1500)
            write(moment, 'MANAGER', 'NONE', agent, 'UNPAUSE', 'break')
        write(moment + chance.randrange(600, 20000), 'MANAGER', 'orders', agent, 'REMOVEMEMBER', '')

    def visit(moment, call, queue, depth=0):
        write(moment, call, queue, 'NONE', 'ENTERQUEUE', '', '0901234567', 1)
        fate = chance.random()
        if fate < 0.12:
            wait = chance.randrange(1, 90)
            write(moment + wait, call, queue, 'NONE', 'ABANDON', 1, 1, wait)
        elif fate < 0.22:
            write(moment + TIMEOUT, call, queue, 'NONE', 'EXITWITHTIMEOUT', 1, 1, TIMEOUT)
            if depth == 0 and chance.random() < 0.8:
                visit(moment + TIMEOUT, call, QUEUES[2], depth + 1)
        elif fate < 0.25:
            write(moment, call, queue, 'NONE', 'EXITEMPTY', 1, 1, 0)
        else:
            answer(moment, call, queue, depth)

    def answer(moment, call, queue, depth):
        wait = 0
        for _round in range(chance.choice((0, 0, 0, 1, 2))):
            wait += 15
            write(moment + wait, call, queue, chance.choice(AGENTS), 'RINGNOANSWER', 15000)
        ring = chance.randrange(1, 12)
        wait += ring + chance.choice((0, 0, 3, 20, 55))
        agent, talk = chance.choice(AGENTS), chance.randrange(5, 600)
        write(moment + wait, call, queue, agent, 'CONNECT', wait, f'{call}.1', ring)
        over = moment + wait + talk
        if depth < 2 and chance.random() < 0.08:
            write(over, call, queue, agent, 'BLINDTRANSFER', '300', 'out', wait, talk, 1)
            visit(over + 1, call, QUEUES[1], depth + 1)
        else:
            event = chance.choice(('COMPLETEAGENT', 'COMPLETECALLER'))
            write(over, call, queue, agent, event, wait, talk, 1)

    for number in range(calls):
        visit(start + chance.randrange(10 * 3600), f'pbx-{number}', chance.choice(QUEUES[:2]))
    return [line for _moment, _place, line in sorted(lines)]


def read_facts(lines):
    """Return the visits, attempts and sign-ins that the lines tell of.

    :return: (visits, attempts, states): dicts of a visit; (agent, rang, ring, talk or None, call);
        {agent: [(moment, state)]}
    """
    visits, attempts, states = [], [], defaultdict(list)
    waiting = {}
    for line in lines:
        epoch, call, queue, agent, event, *data = line.split('|')
        moment = int(epoch)
        if event in ('ADDMEMBER', 'UNPAUSE'):
            states[agent].append((moment, 'available'))
        elif event in ('PAUSE', 'REMOVEMEMBER'):
            states[agent].append((moment, 'paused' if event == 'PAUSE' else 'offline'))
        elif event == 'ENTERQUEUE':
            waiting[call] = {
                'call': call,
                'queue': queue,
                'entered': moment,
                'result': None,
                'talk': 0,
            }
            visits.append(waiting[call])
        elif event == 'RINGNOANSWER':
            ring = int(data[0]) // 1000
            attempts.append((agent, moment - ring, ring, None, waiting[call]))
        elif event == 'CONNECT':
            waiting[call].update(
                result='answered', left=moment, agent=agent, ring=int(data[2]), wait=int(data[0])
            )
        elif event in ('COMPLETEAGENT', 'COMPLETECALLER', 'BLINDTRANSFER'):
            visit = waiting[call]
            visit['talk'] = int(data[3] if event == 'BLINDTRANSFER' else data[1])
            attempts.append(
                (agent, visit['left'] - visit['ring'], visit['ring'], visit['talk'], visit)
            )
        else:
            result = {'ABANDON': 'abandoned', 'EXITWITHTIMEOUT': 'timeout'}.get(event, 'no_agents')
            waiting[call].update(result=result, left=moment, wait=int(data[2]))
    return visits, attempts, states


def count_queues(visits, within=20, short=5):
    """Return {(queue, epoch of the hour): Counter of the figures}."""
    last = {visit['call']: visit for visit in visits}
    figures = defaultdict(Counter)
    lengths = defaultdict(Counter)
    for visit in visits:
        hour = visit['entered'] // 3600 * 3600
        row = figures[visit['queue'], hour]
        row['entered_count'] += 1
        wait = visit['wait']
        if visit['result'] == 'answered':
            row['offered_count'] += 1
            row['answered_count'] += 1
            row['answer_wait_seconds'] += wait
            row['talk_seconds'] += visit['talk']
            row['within_count'] += wait <= within
            row['answer_wait_max'] = max(row['answer_wait_max'], wait)
        elif visit['result'] == 'abandoned' and wait <= short:
            row['short_count'] += 1
        elif visit['result'] == 'abandoned':
            row['offered_count'] += 1
            row['abandoned_count'] += 1
            row['abandon_wait_seconds'] += wait
            row['abandoned_within_count'] += wait <= within
        elif last[visit['call']] is not visit:
            row['moved_count'] += 1
        else:
            row['offered_count'] += 1
            row['lost_count'] += 1
        for second in range(visit['entered'], visit['left']):
            lengths[visit['queue'], second // 3600 * 3600][second] += 1
    for key, seconds in lengths.items():
        figures[key]['queue_seconds'] = sum(seconds.values())
        figures[key]['queue_max'] = max(seconds.values())
    return figures


def count_agents(attempts, states, limit=180):
    """Return {(agent, epoch of the hour): Counter of the figures}."""
    figures = defaultdict(Counter)
    for agent, rang, _ring, talk, _visit in attempts:
        row = figures[agent, rang // 3600 * 3600]
        row['rung_count'] += 1
        row['answered_count'] += talk is not None
        row['refused_count'] += talk is None
        row['talk_seconds'] += talk or 0
        row['short_talk_count'] += talk is not None and talk <= limit
    for agent, changes in states.items():
        for (start, state), (end, _next) in pairwise(changes):
            if state != 'offline':
                for second in range(start, end):
                    row = figures[agent, second // 3600 * 3600]
                    row['logged_seconds'] += 1
                    row['paused_seconds'] += state == 'paused'
    return figures
