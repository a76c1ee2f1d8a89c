"""Facts about one call, as the journal keeps them and as Odoo is told.

Times are epoch seconds in the journal (whole ones: queue_log knows no more, and both sources have
to agree), ISO 8601 in what is sent.
"""

import re
from datetime import datetime, timezone

TIMES = {'started', 'answered', 'ended', 'entered', 'left', 'rang', 'at', 'since'}
# Uniqueid: the exchange's name if it has one, epoch seconds, a number
UNIQUE_ID = re.compile(r'(?:.*-)?(\d{9,11})\.\d+')
UNFIT = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffd]')
TECHNOLOGY = re.compile(r'^(?:PJSIP|SIP|IAX2|DAHDI|Local|Agent|SCCP)/', re.IGNORECASE)
NOBODY = ('', 'NONE')


def iso(seconds):
    """Return epoch seconds as Odoo reads them: 2026-03-02T03:00:00Z."""
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    text = moment.strftime('%Y-%m-%dT%H:%M:%S')
    fraction = moment.microsecond // 1000
    return f'{text}.{fraction:03}Z' if fraction else f'{text}Z'


def born(call):
    """Return when a channel was created, by its Uniqueid; None if that does not say so."""
    match = UNIQUE_ID.fullmatch(call)
    return int(match[1]) if match else None


def clean(text, limit=64):
    """Return a text that Odoo takes, None if nothing is left."""
    return UNFIT.sub('', text or '').strip()[:limit].strip() or None


def code_of(name):
    """Return an agent's id from a member's name: 'Local/101@seats/n' and 'PJSIP/101' are 101."""
    if name in NOBODY:
        return None
    if not TECHNOLOGY.match(name):
        return clean(name)
    return clean(re.split('[@/]', TECHNOLOGY.sub('', name))[0])


def public(facts):
    """Return facts as Odoo is told: no own notes, no empty values, times in ISO 8601."""
    if isinstance(facts, list):
        return [public(part) for part in facts]
    if isinstance(facts, dict):
        return {
            key: iso(value) if key in TIMES else public(value)
            for key, value in facts.items()
            if key[0] != '_' and value is not None and value != []
        }
    return facts


def call_event(call, version, facts):
    """Return the event that tells Odoo what is known of a call."""
    return {'id': f'{call}:{version}'[-128:], 'type': 'call', 'call': call, **public(facts)}


def find_attempt(attempts, agent):
    """Return the agent's attempt that is still ringing, None if there is none."""
    return next((a for a in reversed(attempts) if a['agent'] == agent and 'result' not in a), None)


def ring(attempts, agent, at):
    """Note that an agent is rung; one that rings already is not noted twice.

    :return: the attempt
    """
    attempt = find_attempt(attempts, agent)
    if attempt is None:
        # the same ringing may be told late by the other source
        near = [a for a in attempts if a['agent'] == agent and abs(a['rang'] - at) <= 1]
        attempt = near[-1] if near else {'agent': agent, 'rang': at}
        if not near:
            attempts.append(attempt)
    return attempt


def stop_ringing(attempts, at, result='no_answer'):
    """End all attempts that still ring: the caller left, or somebody else answered."""
    for attempt in attempts:
        if 'result' not in attempt:
            attempt |= {'result': result, 'ended': max(at, attempt['rang'])}


def end_visit(facts, at, result, **values):
    """End the wait in the queue where the call is now."""
    for visit in facts.get('visits', [])[-1:]:
        if 'left' not in visit:
            visit |= {'left': at, 'result': result, **values}
            stop_ringing(visit['attempts'], at)


def end_talk(facts, at):
    """End the conversation that a queue brought about, if one is under way."""
    for visit in facts.get('visits', []):
        if visit.get('result') == 'answered' and 'ended' not in visit:
            visit['ended'] = at
            for attempt in visit['attempts']:
                if attempt.get('result') == 'answered' and 'ended' not in attempt:
                    attempt['ended'] = at


def end_call(facts, at, cut=False):
    """End a call with all that is open in it.

    :param bool cut: the exchange died
    """
    end_visit(facts, at, 'failed' if cut else 'abandoned')
    end_talk(facts, at)
    stop_ringing(facts.get('attempts', []), at)
    for attempt in facts.get('attempts', []):
        attempt.setdefault('ended', at)
    if cut and 'answered' not in facts:
        facts['result'] = 'failed'
    facts['ended'] = max(at, facts.get('ended', 0))


def last_moment(facts):
    """Return the last moment at which something is known to have happened to a call."""
    parts = [facts, *facts.get('attempts', []), *facts.get('visits', [])]
    parts += [a for visit in facts.get('visits', []) for a in visit['attempts']]
    moments = [part[key] for part in parts for key in TIMES if part.get(key) is not None]
    return max([*moments, facts.get('_hung_up', 0)])
