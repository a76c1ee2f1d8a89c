"""How two reports about the same thing become one, whichever comes first.

Each rule is commutative, associative and idempotent, and written twice: once in Python, for
reports that arrive together, once in SQL, against what is stored. Order and repetition of events
therefore never matter.
"""

import psycopg2

from odoo.tools import SQL

from .pharma_pbx_intake_check import ATTEMPT_RESULTS, CALL_RESULTS, VISIT_RESULTS

# the same batch may succeed a moment later: somebody else is writing the same rows
TRANSIENT = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.LockNotAvailable,
    psycopg2.errors.QueryCanceled,
)
CALL_RULES = {
    'direction': ('internal', 'outbound'),  # what nobody told is inbound
    'number': 'longest',
    'number_called': 'longest',
    'fact_start': 'least',
    'fact_answer': 'least',
    'fact_end': 'greatest',
    'fact_result': CALL_RESULTS,
    'fact_agent_id': 'least',
    'fact_transfer_id': 'greatest',
    'command_id': 'least',
}
VISIT_RULES = {
    'fact_answer': 'least',
    'fact_leave': 'greatest',
    'fact_end': 'greatest',
    'fact_result': VISIT_RESULTS,
    'fact_agent_id': 'least',
    'position_enter': 'least',
    'position_leave': 'least',
}
ATTEMPT_RULES = {
    'date_answer': 'least',
    'fact_end': 'greatest',
    'fact_result': ATTEMPT_RESULTS,
    'is_live': 'least',
}


def is_better(rule, new, old):
    """Return whether a new value replaces an old one.

    :param rule: 'least', 'greatest', 'longest', or words of which a later one is better
    """
    if new is None or new == old:
        return False
    if isinstance(rule, tuple):
        return (new in rule and rule.index(new)) > (rule.index(old) if old in rule else -1)
    if old is None:
        return True
    if rule == 'longest':
        return (len(new), new) > (len(old), old)
    return new < old if rule == 'least' else new > old


def merge(rules, facts, other):
    """Merge what another report says into facts, in place.

    :param dict rules: rule by name of the fact
    """
    for name, rule in rules.items():
        if is_better(rule, other.get(name), facts.get(name)):
            facts[name] = other[name]


def get_better(rule, table, name):
    """Return the SQL condition that the new value of a column replaces the stored one."""
    new, old = SQL.identifier('excluded', name), SQL.identifier(table, name)
    if isinstance(rule, tuple):
        words = list(rule)
        return SQL(
            'COALESCE(array_position(%s::text[], %s::text), 0)'
            ' > COALESCE(array_position(%s::text[], %s::text), 0)',
            *(words, new, words, old),
        )
    if rule == 'longest':
        better = SQL(
            '(length(%s), %s COLLATE "C") > (length(%s), %s COLLATE "C")', new, new, old, old
        )
    else:
        better = SQL('%s < %s' if rule == 'least' else '%s > %s', new, old)
    return SQL('(%s IS NOT NULL AND (%s IS NULL OR %s))', new, old, better)


def get_update(rules, table, followers=()):
    """Return the SQL after ON CONFLICT: the better value of each column, if any is better.

    :param dict rules: rule by column
    :param str table: alias of the table
    :param followers: pairs (column, column whose better value it comes with)
    """
    pairs = [(name, name) for name in rules] + list(followers)
    assignments = SQL(', ').join(
        SQL(
            '%s = CASE WHEN %s THEN %s ELSE %s END',
            SQL.identifier(name),
            get_better(rules[leader], table, leader),
            SQL.identifier('excluded', name),
            SQL.identifier(table, name),
        )
        for name, leader in pairs
    )
    better = SQL(' OR ').join(get_better(rule, table, name) for name, rule in rules.items())
    return SQL('DO UPDATE SET %s WHERE %s', assignments, better)
