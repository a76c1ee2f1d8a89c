import secrets
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL


class PharmaCallQualityDraw(models.Model):
    """One week of a plan, drawn by lot: the seed says how, and lets the draw be repeated (000-42).

    Each call's place follows from the seed and its id alone, so that nobody can choose calls, and
    whoever doubts a draw can repeat it.
    """

    _name = 'pharma.call.quality.draw'
    _description = "Draw of Quality Checks"
    _order = 'week desc, id desc'
    _rec_name = 'week'

    plan_id = fields.Many2one(
        'pharma.call.quality.plan', required=True, readonly=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    week = fields.Date(required=True, readonly=True, help="Its Monday.")
    seed = fields.Char(required=True, readonly=True, help="Chosen by chance when it was drawn.")
    date = fields.Datetime(string="Drawn On", required=True, readonly=True)
    pool_count = fields.Integer(string="Calls to Choose From", readonly=True)
    check_count = fields.Integer(string="Calls Drawn", readonly=True)
    check_ids = fields.One2many('pharma.call.check', 'draw_id', string="Checks")

    _plan_week_unique = models.UniqueIndex(
        '(plan_id, week)', "This week of the plan was drawn already."
    )

    @api.model
    def _draw(self, plan, week, seed=None):
        """Draw the calls of a week and write the checks; a second draw of the week does nothing.

        :param plan: ``pharma.call.quality.plan``
        :param date week: a Monday
        :param str seed: of a draw that is repeated; by chance if not told
        :return: the draw, empty if the week was drawn before
        """
        self.env.flush_all()
        values = {'plan': plan.id, 'company': plan.company_id.id, 'week': week, 'uid': self.env.uid}
        values |= {'now': fields.Datetime.now(), 'seed': seed or secrets.token_hex(16)}
        # two at the same moment: the second waits here and then finds the week drawn
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO pharma_call_quality_draw (plan_id, company_id, week, seed, date,
                    pool_count, check_count, create_uid, create_date, write_uid, write_date)
                VALUES (%(plan)s, %(company)s, %(week)s, %(seed)s, %(now)s, 0, 0,
                    %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (plan_id, week) DO NOTHING RETURNING id
                """,
                **values,
            )
        )
        draw = self.browse(row[0] for row in rows)
        if draw:
            draw._write_checks()
        return draw

    def _write_checks(self):
        """Write a check per call that is drawn, with a line per criterion."""
        self.ensure_one()
        plan = self.plan_id
        today = plan.company_id._pharma_today()
        checkers = SQL("ARRAY[%s]::int[]", SQL(", ").join(plan.checker_ids.sorted('id').ids))
        self.env.execute_query(
            SQL(
                """
                WITH drawn AS (%(drawn)s), new_check AS (
                    INSERT INTO pharma_call_check (call_id, company_id, user_id, agent_id, team_id,
                        plan_id, draw_id, scorecard_id, checker_id, date_call, week, date_due,
                        state, create_uid, create_date, write_uid, write_date)
                    SELECT d.id, %(company)s, d.user_id, d.agent_id, d.team_id,
                        %(plan)s, %(draw)s, %(scorecard)s,
                        (SELECT u.id FROM unnest(%(checkers)s) WITH ORDINALITY AS u(id, place)
                          WHERE u.id <> d.user_id
                          ORDER BY (u.place + d.turn) %% cardinality(%(checkers)s), u.place
                          LIMIT 1),
                        d.date_start, %(week)s, %(due)s,
                        'todo', %(uid)s, %(now)s, %(uid)s, %(now)s
                    FROM drawn d
                    ON CONFLICT (call_id) DO NOTHING RETURNING id
                ), new_score AS (
                    INSERT INTO pharma_call_check_score (check_id, criterion_id, sequence, area,
                        weight, is_knockout, create_uid, create_date, write_uid, write_date)
                    SELECT n.id, k.id, k.sequence, k.area, k.weight, k.is_knockout,
                        %(uid)s, %(now)s, %(uid)s, %(now)s
                    FROM new_check n
                    JOIN pharma_call_quality_criterion k ON k.scorecard_id = %(scorecard)s
                        AND k.active
                )
                UPDATE pharma_call_quality_draw
                SET check_count = (SELECT count(*) FROM new_check), pool_count = (%(pool)s)
                WHERE id = %(draw)s RETURNING id
                """,
                drawn=self._get_drawn_query(),
                pool=SQL("SELECT count(*) FROM (%s) pool", self._get_pool_query()),
                company=plan.company_id.id,
                plan=plan.id,
                draw=self.id,
                scorecard=plan.scorecard_id.id,
                checkers=checkers,
                week=self.week,
                due=today + timedelta(days=plan.days_to_check),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.env.invalidate_all(flush=False)

    def _get_drawn_query(self):
        """Return the SQL of the calls that are drawn: ``id``, ``user_id``, ``turn`` and more.

        Badly rated ones come first, then as many long and short ones as asked for, then whatever
        the lot says.
        """
        plan = self.plan_id
        return SQL(
            """
            SELECT *, row_number() OVER (ORDER BY lot, id) AS turn FROM (
                SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY
                    CASE WHEN is_bad THEN 0
                        WHEN size = 'long' AND rank <= %(long)s THEN 1
                        WHEN size = 'short' AND rank <= %(short)s THEN 1
                        ELSE 2 END, lot, id) AS place
                FROM (
                    SELECT *, row_number() OVER (
                        PARTITION BY user_id, size ORDER BY is_bad DESC, lot, id) AS rank
                    FROM (
                        SELECT *, CASE ntile(4) OVER (
                                PARTITION BY user_id ORDER BY talk_seconds, id)
                            WHEN 4 THEN 'long' WHEN 1 THEN 'short' ELSE 'other' END AS size
                        FROM (%(pool)s) pool
                    ) sized
                ) ranked
            ) placed WHERE place <= %(count)s
            """,
            pool=self._get_pool_query(),
            count=plan.calls_per_agent,
            long=round(plan.calls_per_agent * plan.long_percent / 100),
            short=round(plan.calls_per_agent * plan.short_percent / 100),
        )

    def _get_pool_query(self):
        """Return the SQL of all calls of the week that the plan allows and nobody has checked."""
        plan = self.plan_id
        zone = pytz.timezone(plan.company_id._pharma_tz())
        start, end = (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (self.week, self.week + timedelta(days=7))
        )
        return SQL(
            """
            SELECT c.id, c.user_id, c.agent_id, c.team_id, c.talk_seconds, c.date_start,
                %(bad_first)s AND COALESCE(c.rating, 0) BETWEEN 1 AND %(bad)s AS is_bad,
                md5(%(seed)s || ':' || c.id) AS lot
            FROM pharma_call c
            JOIN res_users u ON u.id = c.user_id AND u.active
            WHERE c.company_id = %(company)s AND c.state = 'answered'
                AND c.date_start >= %(start)s AND c.date_start < %(end)s
                AND c.talk_seconds >= %(seconds)s AND %(filters)s
                AND NOT EXISTS (SELECT FROM pharma_call_check k WHERE k.call_id = c.id
                    AND k.draw_id IS DISTINCT FROM %(draw)s)
            """,
            company=plan.company_id.id,
            bad_first=plan.is_bad_first,
            bad=plan.company_id.pharma_call_bad_rating,
            seed=self.seed,
            start=start,
            end=end,
            seconds=plan.min_talk_seconds,
            draw=self.id,
            filters=SQL(" AND ").join(self._get_filters()),
        )

    def _get_filters(self):
        plan = self.plan_id
        filters = [
            SQL("c.direction = %s", plan.direction)
            if plan.direction
            else SQL("c.direction <> 'internal'")
        ]
        if plan.queue_ids:
            filters.append(SQL("c.queue_id IN %s", tuple(plan.queue_ids.ids)))
        if plan.purpose_ids:
            filters.append(SQL("c.purpose_id IN %s", tuple(plan.purpose_ids.ids)))
        if plan.agent_ids:
            filters.append(SQL("c.user_id IN %s", tuple(plan.agent_ids.user_id.ids)))
        if plan.team_id:
            filters.append(
                SQL(
                    "(c.team_id = %(team)s OR EXISTS (SELECT FROM pharma_agent a"
                    " WHERE a.user_id = c.user_id AND a.company_id = c.company_id AND a.active"
                    " AND a.team_id = %(team)s))",
                    team=plan.team_id.id,
                )
            )
        if plan.needs_recording:
            filters.append(
                SQL(
                    "EXISTS (SELECT FROM pharma_call_recording r"
                    " WHERE r.call_id = c.id AND r.state = 'available')"
                )
            )
        return filters

    def action_view_checks(self):
        """Open the checks of the draw (000-42).

        :return: window action of ``pharma.call.check``
        :raise AccessError: for a draw that the user may not read
        """
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'pharma_callcenter.pharma_call_check_action'
        )
        action['domain'] = [('draw_id', '=', self.id)]
        action['context'] = {}
        return action
