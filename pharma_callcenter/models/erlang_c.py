"""Erlang C: how many agents answer how fast (003-15, golden values in pharma-rules M4).

Calls come at random, talk times are exponential, and nobody hangs up: real queues do a little
better. Traffic is in erlangs: calls per hour times seconds per call / 3600. Erlang B is worked out
by its recursion, whose numbers stay between 0 and 1, so that thousands of agents are no trouble.
"""

import math
from dataclasses import dataclass

# So many agents nobody plans for one queue; a search ends there.
MOST_AGENTS = 100_000


@dataclass(frozen=True)
class Result:
    """What some agents achieve; without enough of them the queue grows for ever."""

    agents: int
    wait_probability: float
    service_level: float
    answer_speed: float
    occupancy: float


def get_traffic(calls, handle_seconds, period_seconds=3600):
    """Return the traffic in erlangs.

    :param float calls: in the period
    :param float handle_seconds: average talk and finishing of a call
    :param float period_seconds: length of the period
    :return: float
    :raise ValueError: for negative numbers, or no period
    """
    if calls < 0 or handle_seconds < 0 or period_seconds <= 0:
        raise ValueError('calls and seconds are not negative, a period is above 0')
    return calls * handle_seconds / period_seconds


def get_wait_probability(agents, traffic):
    """Return the share of callers who have to wait, 0 to 1.

    :param int agents: on duty
    :param float traffic: in erlangs
    :return: float; 1 if the traffic is more than the agents can carry
    """
    if traffic <= 0:
        return 0.0
    if agents <= traffic:
        return 1.0
    blocked = 1.0  # Erlang B
    for number in range(1, agents + 1):
        blocked = traffic * blocked / (number + traffic * blocked)
    return _get_wait(blocked, agents, traffic)


def _get_wait(blocked, agents, traffic):
    return blocked / (1 - traffic / agents * (1 - blocked))


def get_result(agents, traffic, handle_seconds, target_seconds):
    """Return what a number of agents achieves.

    :param int agents: on duty
    :param float traffic: in erlangs
    :param float handle_seconds: average talk and finishing of a call
    :param float target_seconds: within which calls are to be answered
    :return: :class:`Result`; the speed of answer is infinite where the queue grows for ever
    """
    return _get_result(
        agents, traffic, handle_seconds, target_seconds, get_wait_probability(agents, traffic)
    )


def _get_result(agents, traffic, handle_seconds, target_seconds, waits):
    if traffic <= 0 or handle_seconds <= 0:
        return Result(agents, 0.0, 1.0, 0.0, 0.0)
    if agents <= traffic:
        return Result(agents, 1.0, 0.0, math.inf, 1.0)
    spare = agents - traffic
    return Result(
        agents,
        waits,
        1 - waits * math.exp(-spare * target_seconds / handle_seconds),
        waits * handle_seconds / spare,
        traffic / agents,
    )


def get_agents(traffic, handle_seconds, target_seconds, target_level):
    """Return what the fewest agents achieve who reach a service level.

    :param float traffic: in erlangs
    :param float handle_seconds: average talk and finishing of a call
    :param float target_seconds: within which calls are to be answered
    :param float target_level: share of calls, above 0 and below 1
    :return: :class:`Result`
    :raise ValueError: for a level that no number of agents reaches, or too much traffic
    """
    if not 0 < target_level < 1:
        raise ValueError('a service level lies between 0 and 1')
    if traffic <= 0:
        return get_result(0, 0.0, handle_seconds, target_seconds)
    if traffic >= MOST_AGENTS:
        raise ValueError('too much traffic')
    blocked = 1.0
    for agents in range(1, 2 * MOST_AGENTS):
        blocked = traffic * blocked / (agents + traffic * blocked)
        if agents > traffic:
            waits = _get_wait(blocked, agents, traffic)
            result = _get_result(agents, traffic, handle_seconds, target_seconds, waits)
            if result.service_level >= target_level:
                return result
    raise ValueError('too much traffic')
