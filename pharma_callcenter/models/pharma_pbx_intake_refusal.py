import json
import threading
import time

from odoo import fields, models
from odoo.tools import SQL

from .pharma_pbx_intake_rules import TRANSIENT

MINUTE = 60
MOST_KEYS = 1000
SAMPLE_LENGTH = 500


class Counter:
    """Counts refusals in the memory of a process, so that a line is written once a minute."""

    def __init__(self):
        self.lock = threading.Lock()
        self.clear()

    def clear(self):
        self.waiting, self.written = {}, {}

    def add(self, key, count, sample):
        """Count; return whether the line is due."""
        with self.lock:
            if key not in self.waiting and len(self.waiting) + len(self.written) > 2 * MOST_KEYS:
                self.clear()
            known = self.waiting.setdefault(key, [0, sample])
            known[0] += count
            return time.monotonic() - self.written.get(key, -MINUTE) >= MINUTE

    def take(self, key):
        """Return (count, sample) to be written now."""
        with self.lock:
            self.written[key] = time.monotonic()
            return self.waiting.pop(key, (0, None))


COUNTER = Counter()


class PharmaPbxRefusal(models.Model):
    """Counted refusals; the hot path writes each line at most once a minute."""

    _inherit = 'pharma.pbx.refusal'

    def _count(self, pbx, counted):
        """Count what was refused.

        :param pbx: the ``pharma.pbx``, empty if none is known
        :param dict counted: {(reason, key): [count, first such event]}
        """
        rows = []
        for (reason, key), (count, event) in sorted(counted.items(), key=lambda item: item[0]):
            place = (self.env.cr.dbname, pbx.id, reason, key)
            if COUNTER.add(place, count, event):
                count, event = COUNTER.take(place)
                sample = json.dumps(event, default=str)[:SAMPLE_LENGTH]
                # as it is written in JSON a sample has no unfit character
                rows.append({'reason': reason, 'key': key, 'count': count, 'sample': sample})
        if not rows:
            return
        now = fields.Datetime.now()
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL(
                        """
                        INSERT INTO pharma_pbx_refusal AS r (
                            pbx_id, company_id, reason, key, sample, count, date_first, date_last)
                        SELECT %(pbx)s, %(company)s, reason, key, sample, count, %(now)s, %(now)s
                          FROM json_to_recordset(%(rows)s)
                               AS i(reason text, key text, sample text, count integer)
                        ON CONFLICT (COALESCE(pbx_id, 0), reason, key) DO UPDATE
                           SET count = r.count + excluded.count, date_last = excluded.date_last
                        """,
                        pbx=pbx.id or None,
                        company=pbx.company_id.id or None,
                        now=now,
                        rows=json.dumps(rows),
                    ),
                    log_exceptions=False,
                )
        except TRANSIENT:
            # another process counts the same at this moment: next minute
            for row in rows:
                COUNTER.add(
                    (self.env.cr.dbname, pbx.id, row['reason'], row['key']),
                    row['count'],
                    row['sample'],
                )
        self.invalidate_model(flush=False)
