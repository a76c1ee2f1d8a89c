"""Posts signed batches of calls for some seconds: one of the connectors of `intake`.

Run as a process of its own: address, code, secret, number of the client, seconds; prints how many
calls were taken, and the seconds it took.
"""

import hashlib
import hmac
import http.client
import json
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

BATCH = 200
QUEUES, AGENTS = 10, 100


def make_call(client, place, rand):
    """Return the event of a whole call of the last month: three of four were answered."""
    start = datetime.now(UTC) - timedelta(seconds=rand.randrange(3600, 30 * 86400))

    def at(seconds):
        return (start + timedelta(seconds=seconds)).strftime('%Y-%m-%dT%H:%M:%SZ')

    agent = str(rand.randrange(AGENTS))
    is_answered = place % 4 > 0
    attempt = {'agent': agent, 'rang': at(12)}
    visit = {'queue': f'q{rand.randrange(QUEUES)}', 'entered': at(5)}
    if is_answered:
        attempt |= {'answered': at(20), 'ended': at(200), 'result': 'answered'}
        visit |= {'answered': at(20), 'result': 'answered', 'agent': agent, 'ended': at(200)}
    else:
        attempt |= {'ended': at(30), 'result': 'no_answer'}
        visit |= {'left': at(30), 'result': 'abandoned'}
    return {
        'id': f'{client}-{place}',
        'type': 'call',
        'call': f'bench-{client}-{place}-{rand.randrange(10**9)}',
        'direction': 'inbound',
        'number': f'09{rand.randrange(300_000):08}',
        'called': '18001234',
        'started': at(0),
        'ended': at(200 if is_answered else 30),
        'visits': [visit | {'attempts': [attempt]}],
    }


def main(address, code, secret, client, seconds):
    """Post until the time is over."""
    rand = random.Random()  # noqa: S311  numbers of a benchmark; no call comes twice
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    taken, started = 0, time.perf_counter()
    while time.perf_counter() - started < float(seconds):
        events = [make_call(client, taken + place, rand) for place in range(BATCH)]
        body = json.dumps(events).encode()
        stamp = str(int(time.time()))
        signature = hmac.new(secret.encode(), stamp.encode() + b'.' + body, hashlib.sha256)
        headers = {
            'Content-Type': 'application/json',
            'X-Pharma-Pbx': code,
            'X-Pharma-Timestamp': stamp,
            'X-Pharma-Signature': f'v1={signature.hexdigest()}',
        }
        connection.request('POST', '/pharma/telephony/v1/events', body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status == 503:
            continue
        if answer.status != 200 or json.loads(content)['refused']:
            raise SystemExit(f'{answer.status} {content[:300]}')
        taken += BATCH
    print(taken, time.perf_counter() - started)


if __name__ == '__main__':
    main(*sys.argv[1:])
