"""What queue_log says, read by other means than the connector's: the calls that must be in Odoo."""

ENDS = {'ABANDON': 'abandoned', 'EXITWITHTIMEOUT': 'timeout', 'EXITEMPTY': 'no_agents'}


def visits(path):
    """Return {(call, queue, entered): (result, waited seconds)} of every wait in a queue.

    :param path: of the log; waits that were cut off by a restart are 'failed', without seconds
    """
    found, present = {}, {}
    for line in path.read_text().splitlines():
        at, call, queue, _agent, event, *_data = line.split('|')
        if event == 'QUEUESTART':
            for key in present.values():
                found.setdefault(key, ('failed', None))
            present = {}
        elif event == 'ENTERQUEUE':
            present[call] = (call, queue, int(at))
        elif call in present and present[call] not in found:
            result = 'answered' if event == 'CONNECT' else ENDS.get(event)
            if result:
                found[present[call]] = (result, int(at) - present[call][2])
    return found
