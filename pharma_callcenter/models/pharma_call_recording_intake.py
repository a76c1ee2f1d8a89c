import re

from odoo import api, fields, models
from odoo.tools import SQL

from .pharma_call_recording import READERS
from .recording_file import check_path

MAX_SECONDS = 86400


class PharmaCall(models.Model):
    """Recordings that a PBX reports, and the player that plays them (000-07)."""

    _inherit = 'pharma.call'

    recording_ids = fields.One2many(
        'pharma.call.recording',
        'call_id',
        string="Recordings",
        readonly=True,
        copy=False,
        groups=READERS,
    )
    player = fields.Json(string="Recording", compute='_compute_player', groups=READERS)

    @api.depends('recording_ids.state')
    @api.depends_context('uid', 'lang')
    def _compute_player(self):
        for call in self:
            # sudo: only those that the user may hear, each without its path
            recordings = call.sudo().recording_ids.sudo(False)
            call.player = recordings.filtered(lambda r: r._is_listener())._get_player()

    @api.model
    def _take_recordings(self, pbx, events):
        """Write which recordings calls have, in bulk; called by the intake (000-07).

        Files are looked at when somebody listens: the PBX may write them later. A length or sum
        that is told once stays, so the order of events does not matter.

        :param pbx: ``pharma.pbx`` that reports them
        :param list events: dicts with ``call`` (id in the PBX), ``path`` (relative to the folder),
            ``seconds`` and ``sha256`` (hex; both may be missing)
        :return: list of ``(place in events, reason)`` of those refused
        """
        refused, rows = [], {}
        for place, event in enumerate(events):
            call, path = event.get('call'), event.get('path')
            seconds, digest = event.get('seconds') or 0, event.get('sha256') or None
            if not isinstance(call, str) or not 0 < len(call) <= 128 or not call.isprintable():
                refused.append((place, "call: missing"))
            elif reason := check_path(path):
                refused.append((place, reason))
            elif type(seconds) not in (int, float) or not 0 <= seconds <= MAX_SECONDS:
                refused.append((place, "seconds: a number from 0 to 86400"))
            elif digest and not (
                isinstance(digest, str) and re.fullmatch('[0-9a-fA-F]{64}', digest)
            ):
                refused.append((place, "sha256: 64 hex digits"))
            else:
                _place, known_seconds, known_digest = rows.get((call, path), (0, 0, None))
                told = digest.lower() if digest else None
                rows[call, path] = (
                    place,
                    max(known_seconds, round(seconds)),
                    min(filter(None, (known_digest, told)), default=None),
                )
        return refused + self._write_recordings(pbx, rows)

    @api.model
    def _write_recordings(self, pbx, rows):
        """Write recordings, new ones and what is new of those that are known.

        :param dict rows: {(id in the PBX, path): (place in the events, seconds, sum)}
        :return: list of ``(place, reason)`` of those whose call is not known
        """
        if not rows:
            return []
        self.flush_model(['external_id', 'pbx_id', 'company_id', 'date_start'])
        self.env['pharma.call.recording'].flush_model()
        values = SQL(", ").join(
            SQL("(%s, %s, %s, %s::varchar)", call, path, seconds, digest)
            for (call, path), (_place, seconds, digest) in sorted(rows.items(), key=lambda r: r[0])
        )
        found = self.env.execute_query(
            SQL(
                """
                WITH told(call, path, seconds, digest) AS (VALUES %(values)s), known AS (
                    SELECT c.id, c.company_id, c.date_start, t.* FROM told t
                    JOIN pharma_call c ON c.pbx_id = %(pbx)s AND c.external_id = t.call
                ), written AS (
                    INSERT INTO pharma_call_recording AS r (call_id, company_id, pbx_id, path, date,
                        seconds, sha256, state, create_uid, create_date, write_uid, write_date)
                    SELECT id, company_id, %(pbx)s, path, date_start, seconds, digest, 'available',
                        %(uid)s, %(now)s, %(uid)s, %(now)s
                    FROM known ORDER BY id, path
                    ON CONFLICT (call_id, path) DO UPDATE
                    SET seconds = GREATEST(r.seconds, excluded.seconds),
                        sha256 = COALESCE(r.sha256, excluded.sha256)
                    WHERE r.seconds < excluded.seconds
                        OR (r.sha256 IS NULL AND excluded.sha256 IS NOT NULL)
                    RETURNING r.id
                )
                SELECT DISTINCT call FROM known
                """,
                values=values,
                pbx=pbx.id,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.env['pharma.call.recording'].invalidate_model(flush=False)
        self.invalidate_model(['recording_ids', 'player'], flush=False)
        known = {row[0] for row in found}
        return [
            (place, "call: not known")
            for (call, _path), (place, *_rest) in rows.items()
            if call not in known
        ]
