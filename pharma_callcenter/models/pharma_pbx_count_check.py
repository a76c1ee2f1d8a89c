import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

CHECKED_DAYS = 7


class PharmaPbxCountCheck(models.Model):
    """How many calls a PBX counted in a queue on a day, and how many are stored here.

    A difference is shown to the administrator: calls that never came, or came twice. (000-45)
    """

    _name = 'pharma.pbx.count.check'
    _description = "Comparison of Counts"
    _order = 'date desc, pbx_id, queue_id, id'
    _rec_name = 'date'
    _log_access = False

    pbx_id = fields.Many2one(
        'pharma.pbx', string="PBX", required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one('res.company', required=True, index=True)
    queue_id = fields.Many2one('pharma.call.queue', required=True, index=True, ondelete='cascade')
    date = fields.Date(required=True, help="In the time zone of the PBX.")
    told_entered = fields.Integer(string="Entered (PBX)")
    told_answered = fields.Integer(string="Answered (PBX)")
    told_abandoned = fields.Integer(string="Abandoned (PBX)")
    entered = fields.Integer(string="Entered (Here)")
    answered = fields.Integer(string="Answered (Here)")
    abandoned = fields.Integer(string="Abandoned (Here)")
    is_different = fields.Boolean(string="Differs", index=True)
    date_checked = fields.Datetime(string="Compared On")

    _queue_date_unique = models.UniqueIndex('(queue_id, date)')

    @api.model
    def _store(self, pbx, counts):
        """Store what a PBX counted, the latest count of a day in place of an earlier one.

        :param pbx: the ``pharma.pbx``
        :param dict counts: {(queue id, date): event}
        """
        rows = [
            {
                'queue_id': queue,
                'date': day,
                **{k: event[k] for k in ('entered', 'answered', 'abandoned')},
            }
            for (queue, day), event in sorted(counts.items())
        ]
        found = self.env.execute_query(
            SQL(
                """
                INSERT INTO pharma_pbx_count_check AS k (
                    pbx_id, company_id, queue_id, date, told_entered, told_answered, told_abandoned)
                SELECT %(pbx)s, %(company)s, queue_id, date, entered, answered, abandoned
                  FROM json_to_recordset(%(rows)s) AS i(
                       queue_id integer, date date, entered integer, answered integer,
                       abandoned integer)
                ON CONFLICT (queue_id, date) DO UPDATE
                   SET told_entered = excluded.told_entered, told_answered = excluded.told_answered,
                       told_abandoned = excluded.told_abandoned
                RETURNING id
                """,
                pbx=pbx.id,
                company=pbx.company_id.id,
                rows=json.dumps(rows, default=str),
            )
        )
        self.browse([id_ for (id_,) in found])._compare()

    def _compare(self):
        """Count what is stored here, day by day in the PBX's time zone."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE pharma_pbx_count_check k
                   SET entered = n.entered, answered = n.answered, abandoned = n.abandoned,
                       date_checked = %(now)s,
                       is_different = (n.entered, n.answered, n.abandoned) IS DISTINCT FROM
                                      (k.told_entered, k.told_answered, k.told_abandoned)
                  FROM (SELECT c.id, count(v.id) AS entered,
                               count(v.id) FILTER (WHERE v.result = 'answered') AS answered,
                               count(v.id) FILTER (WHERE v.result = 'abandoned') AS abandoned
                          FROM pharma_pbx_count_check c
                          JOIN pharma_pbx p ON p.id = c.pbx_id
                          LEFT JOIN pharma_call_visit v ON v.queue_id = c.queue_id
                           AND v.date_enter >= c.date::timestamp AT TIME ZONE p.tz
                               AT TIME ZONE 'UTC'
                           AND v.date_enter < (c.date + 1)::timestamp AT TIME ZONE p.tz
                               AT TIME ZONE 'UTC'
                         WHERE c.id = ANY(%(ids)s) GROUP BY c.id) n
                 WHERE k.id = n.id
                """,
                ids=self.ids,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _cron_compare(self):
        """Compare the last days again, since calls may have come late, and tell administrators."""
        self.env.flush_all()
        since = fields.Date.today() - timedelta(days=CHECKED_DAYS)
        self.search([('date', '>=', since)])._compare()
        different = self._read_group(
            [('date', '>=', since), ('is_different', '=', True)], ['pbx_id'], ['__count']
        )
        counts = {pbx: count for pbx, count in different}
        for pbx in self.env['pharma.pbx'].search([('active', '=', True)]):
            pbx._alarm(
                'pharma_callcenter.mail_activity_type_counts',
                counts.get(pbx, 0),
                self._get_difference,
            )

    @api.model
    def _get_difference(self, pbx):
        return pbx.env._(
            "'%(pbx)s' counts other calls than are stored here. Open Call Set-Up > Comparison of"
            " Counts, then look into the log of its connector.",
            pbx=pbx.name,
        )
