"""What the figures of calls mean: every ratio of the reports, once (000-45..53, 003-11..14, M5).

A figure is a part of a whole times a factor, both made of counted columns. Reports divide the sum
of the parts by the sum of the wholes, so that a figure of many hours is never an average of
averages. Counted are, in :class:`PharmaCallHour` (queues) and :class:`PharmaAgentHour` (employees):

offered     what a queue had to answer: answered, abandoned or lost. Who hung up within the short
            abandons of the queue had dialled wrong, who was passed on to another queue is offered
            there: both count apart, and so does who is still waiting.
answered    connected to an agent. Abandoned: hung up while waiting, later than that. Lost: turned
            away, as the queue was full, had no agents, the wait was too long, or it was cut off.
connected   of an employee: incoming calls answered and outgoing calls answered by the customer.
work        time of duty: from the queue log-ins, else the shift table (setting of the company).
"""

from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True)
class Formula:
    """``factor`` x sum of ``part`` / sum of ``whole``; a column with '-' before it is taken off."""

    part: tuple
    whole: tuple
    factor: float = 1.0

    def get_sql(self, column):
        """Return the SQL of the figure; empty where there is nothing to divide by.

        :param column: function of a column's name -> SQL of its value, or of its sum
        """
        part, whole = self.get_sides(column)
        return SQL(
            "(%s * greatest(%s, 0) / nullif(%s, 0))::float", SQL(repr(self.factor)), part, whole
        )

    def get_sides(self, column):
        """Return the SQL of the part and of the whole; argument as above."""
        return _add_up(self.part, column), _add_up(self.whole, column)

    @property
    def columns(self):
        """The names of the columns it is made of."""
        return tuple(name.lstrip('-') for name in (*self.part, *self.whole))


def _add_up(names, column):
    return SQL("(%s)", SQL(" + ").join(_signed(name, column) for name in names))


def _signed(name, column):
    return SQL("-%s", column(name[1:])) if name.startswith('-') else column(name)


# Of queues, by the counted columns of an hour.
QUEUE = {
    # 003-11: calls answered / calls offered
    'answer_rate': Formula(('answered_count',), ('offered_count',), 100.0),
    # M5: see SERVICE_LEVELS
    'service_level': Formula(('service_part',), ('service_whole',), 100.0),
    # 000-49: average speed of answer, seconds of those who were answered
    'answer_speed': Formula(('answer_wait_seconds',), ('answered_count',)),
    # 000-50: of what was offered
    'abandon_rate': Formula(('abandoned_count',), ('offered_count',), 100.0),
    # 000-51: seconds until those who abandoned hung up
    'abandon_wait': Formula(('abandon_wait_seconds',), ('abandoned_count',)),
    # 000-49: callers waiting, on average over the hours that had calls
    'queue_average': Formula(('queue_seconds',), ('hour_seconds',)),
    # 000-47
    'talk_average': Formula(('talk_seconds',), ('answered_count',)),
}
# M5: which abandons within the answer time count: none of them, against, or in favour.
SERVICE_LEVELS = {
    'ignored': (('within_count',), ('offered_count', '-abandoned_within_count')),
    'negative': (('within_count',), ('offered_count',)),
    'positive': (('within_count', 'abandoned_within_count'), ('offered_count',)),
}
# Of employees.
AGENT = {
    # 000-47: total connected time / calls connected
    'talk_average': Formula(('talk_seconds',), ('connected_count',)),
    # 000-48: (working time - connected time) / calls connected
    'interval_average': Formula(('work_seconds', '-talk_seconds'), ('connected_count',)),
    # share of the time that an agent could take calls in which he spoke or finished a call
    'occupancy': Formula(
        ('talk_seconds', 'wrapup_seconds'), ('work_seconds', '-paused_seconds'), 100.0
    ),
    # of the calls that rang
    'answer_rate': Formula(('answered_count',), ('rung_count',), 100.0),
    # of the calls he made
    'reach_rate': Formula(('reached_count',), ('outbound_count',), 100.0),
    # 003-12: orders confirmed / answered and connected calls with a purpose of sales
    'conversion_rate': Formula(('order_count',), ('sales_count',), 100.0),
    # 003-13: calls of at most so many seconds (setting), of those connected
    'short_rate': Formula(('short_talk_count',), ('connected_count',), 100.0),
    # 003-14: bad ratings of all ratings
    'grieved_rate': Formula(('bad_count',), ('rating_count',), 100.0),
}
# Of five points: up to here a customer is not content, as in the figures of tickets.
GRIEVED = 2


def get_service_sql(variant, column):
    """Return the SQL of the part and the whole of the service level of a row.

    :param SQL variant: the company's choice of ``SERVICE_LEVELS``
    :param column: function of a column's name -> SQL
    :return: tuple of SQL
    """
    return tuple(
        SQL(
            "CASE %s %s END",
            variant,
            SQL(" ").join(
                SQL("WHEN %s THEN %s", name, _add_up(parts[place], column))
                for name, parts in SERVICE_LEVELS.items()
            ),
        )
        for place in (0, 1)
    )
