from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.pharma_crm.models.protected_defaults import keep_own_defaults

# Written by what the PBX reports, or by the suite, never by people.
PROTECTED = (
    'rating',
    'date_rating',
    'date_rating_handled',
    'rating_complaint_id',
    'recording_ids',
    'check_ids',
)


class PharmaCall(models.Model):
    """The customer rates the call at its end (003-14).

    The first rating counts, by the moment it was given: a second one, and one that the PBX
    repeats, change nothing, in whatever order they arrive.
    """

    _inherit = 'pharma.call'

    rating = fields.Integer(
        readonly=True, copy=False, aggregator='avg', help="By the customer: 1 (bad) to 5 (good)."
    )
    date_rating = fields.Datetime(string="Rated On", readonly=True, copy=False)
    date_rating_handled = fields.Datetime(string="Bad Rating Passed On", readonly=True, copy=False)
    rating_complaint_id = fields.Many2one(
        'pharma.complaint',
        string="Ticket of the Rating",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
    )
    check_ids = fields.One2many(
        'pharma.call.check', 'call_id', string="Checks", readonly=True, copy=False
    )

    _rating_range = models.Constraint(
        'CHECK (rating IS NULL OR rating BETWEEN 0 AND 5)', "A rating is a number from 1 to 5."
    )
    _bad_rating = models.Index(
        "(company_id, id) WHERE rating BETWEEN 1 AND 4 AND date_rating_handled IS NULL"
    )

    # === CRUD METHODS === #
    @api.model
    def default_get(self, fields):
        """Leave ratings and recordings out of the defaults that people bring along (000-36).

        :param list fields: names of fields
        :return: dict of defaults
        """
        defaults = super().default_get(fields)
        if not self.env.su:
            keep_own_defaults(self, defaults, fields, PROTECTED)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse ratings and recordings by hand.

        :param list vals_list: values, one dict per call
        :return: the new ``pharma.call`` records
        :raise UserError: for a rating that no customer gave
        """
        for vals in vals_list:
            self._refuse_rating({name for name, value in vals.items() if value})
        return super().create(vals_list)

    def write(self, vals):
        """Refuse ratings and recordings by hand.

        :param dict vals: values to write
        :return: True
        :raise UserError: for a rating that no customer gave
        """
        self._refuse_rating(vals.keys())
        return super().write(vals)

    @api.model
    def _refuse_rating(self, names):
        if not self.env.su and not {*PROTECTED}.isdisjoint(names):
            raise UserError(
                self.env._("Ratings come from customers, recordings from the PBX: leave them out.")
            )

    # === FROM THE PBX === #
    @api.model
    def _take_ratings(self, pbx, events):
        """Write what customers rated, in bulk; called by the intake (003-14).

        :param pbx: ``pharma.pbx`` that reports them
        :param list events: dicts with ``call`` (id in the PBX), ``rating`` (1 to 5) and ``at`` (ISO
            8601 in UTC, or a naive datetime in UTC; now if missing)
        :return: list of ``(place in events, reason)`` of those refused
        """
        refused, rows = [], {}
        for place, event in enumerate(events):
            rating, call = event.get('rating'), event.get('call')
            moment = _read_moment(event.get('at'))
            if type(rating) is not int or not 1 <= rating <= 5:
                refused.append((place, "rating: a whole number from 1 to 5"))
            elif not isinstance(call, str) or not 0 < len(call) <= 128 or not call.isprintable():
                refused.append((place, "call: missing"))
            elif moment is None:
                refused.append((place, "at: no moment"))
            else:
                # of several at the same moment the worst: somebody looks at it
                told = (moment, rating, place)
                rows[call] = min(rows.get(call, told), told)
        return refused + self._write_ratings(pbx, rows)

    @api.model
    def _write_ratings(self, pbx, rows):
        """Write ratings, the first one of each call.

        :param dict rows: {id in the PBX: (moment, rating, place in the events)}
        :return: list of ``(place, reason)`` of those whose call is not known
        """
        if not rows:
            return []
        self.flush_model(['external_id', 'pbx_id', 'rating', 'date_rating'])
        values = SQL(", ").join(
            SQL("(%s, %s::timestamp, %s)", call, moment, rating)
            for call, (moment, rating, _place) in sorted(rows.items())
        )
        found = self.env.execute_query(
            SQL(
                """
                WITH told(call, moment, rating) AS (VALUES %(values)s), known AS (
                    SELECT c.id, t.* FROM told t
                    JOIN pharma_call c ON c.pbx_id = %(pbx)s AND c.external_id = t.call
                    ORDER BY c.id FOR UPDATE OF c
                ), written AS (
                    UPDATE pharma_call c SET rating = k.rating, date_rating = k.moment
                    FROM known k WHERE c.id = k.id AND (COALESCE(c.rating, 0) = 0
                        OR (c.date_rating, c.rating) > (k.moment, k.rating))
                    RETURNING c.id
                )
                SELECT k.call, k.id, w.id IS NOT NULL AS is_new
                FROM known k LEFT JOIN written w ON w.id = k.id
                """,
                values=values,
                pbx=pbx.id,
            )
        )
        self.invalidate_model(['rating', 'date_rating'], flush=False)
        self.browse(id_ for _call, id_, is_new in found if is_new)._rated()
        known = {call for call, _id, _is_new in found}
        return [(rows[call][2], "call: not known") for call in rows if call not in known]


def _read_moment(value):
    """Return a moment in UTC of an event: text, a datetime, or nothing told; None if unreadable."""
    if not value:
        return fields.Datetime.now()
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    if moment.utcoffset():
        moment -= moment.utcoffset()
    return moment.replace(microsecond=0, tzinfo=None)
