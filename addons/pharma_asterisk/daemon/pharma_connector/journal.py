"""What was learnt and what of it Odoo has: a SQLite file that survives the connector."""

import json
import sqlite3
import time


class Journal:
    """Rows of calls with a version each, events that are sent once, and small settings.

    A row is dirty until the version that Odoo took is still the present one. Everything that one
    read of the log brings, its place in the log included, is one transaction: see `changes`.
    """

    def __init__(self, path):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute('PRAGMA journal_mode=WAL')
        self.db.execute('PRAGMA synchronous=NORMAL')
        self.db.executescript("""
            CREATE TABLE IF NOT EXISTS call (
                id TEXT PRIMARY KEY, facts TEXT NOT NULL, version INTEGER NOT NULL,
                dirty INTEGER NOT NULL, open INTEGER NOT NULL, touched REAL NOT NULL);
            CREATE INDEX IF NOT EXISTS call_dirty ON call (touched) WHERE dirty;
            CREATE INDEX IF NOT EXISTS call_open ON call (id) WHERE open;
            CREATE TABLE IF NOT EXISTS event (
                seq INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS tally (
                day TEXT, queue TEXT, entered INTEGER, answered INTEGER, abandoned INTEGER,
                PRIMARY KEY (day, queue));
        """)

    def __enter__(self):
        """Begin a transaction."""
        self.db.execute('BEGIN IMMEDIATE')
        return self

    def __exit__(self, kind, *_):
        self.db.execute('ROLLBACK' if kind else 'COMMIT')

    def close(self):
        """Let go of the file."""
        self.db.close()

    # === CALLS === #
    def get(self, call):
        """Return the facts of a call, None if it is not known."""
        row = self.db.execute('SELECT facts FROM call WHERE id = ?', (call,)).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, call, facts, now=None, dirty=True):
        """Store facts; only a change makes a new version.

        :param dict facts: those with a leading underscore are the connector's own
        :param bool dirty: Odoo is to learn of it; False for what is no call of a queue yet
        """
        text = json.dumps(facts, sort_keys=True)
        is_open = 'ended' not in facts and '_silent' not in facts
        self.db.execute(
            """INSERT INTO call VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
               facts = excluded.facts, version = version + 1, dirty = max(dirty, excluded.dirty),
               open = excluded.open, touched = excluded.touched
               WHERE facts != excluded.facts""",
            (call, text, int(dirty), int(is_open), now or time.time()),
        )

    def open_calls(self):
        """Return the ids of calls that have not ended."""
        return [row[0] for row in self.db.execute('SELECT id FROM call WHERE open')]

    def ended_since(self, moment):
        """Return the ids of ended calls that something has happened to since an epoch time."""
        query = 'SELECT id FROM call WHERE NOT open AND touched > ?'
        return [row[0] for row in self.db.execute(query, (moment,))]

    def forget(self, before):
        """Drop calls that nothing has happened to since an epoch time and that Odoo has."""
        self.db.execute('DELETE FROM call WHERE touched < ? AND NOT dirty', (before,))

    # === EVENTS === #
    def add(self, **event):
        """Keep an event until Odoo has taken it."""
        self.db.execute('INSERT INTO event (body) VALUES (?)', (json.dumps(event),))

    # === WHAT ODOO DOES NOT HAVE YET === #
    def pending(self, limit):
        """Return what is to be sent, as (key, version, body): events first, then calls.

        :param int limit: at most so many
        """
        found = [
            (seq, None, json.loads(body))
            for seq, body in self.db.execute(
                'SELECT seq, body FROM event ORDER BY seq LIMIT ?', (limit,)
            )
        ]
        query = 'SELECT id, version, facts FROM call WHERE dirty ORDER BY touched LIMIT ?'
        for call, version, facts in self.db.execute(query, (limit - len(found),)):
            found.append((call, version, json.loads(facts)))
        return found

    def count_pending(self):
        """Return how many rows and events Odoo does not have yet."""
        query = 'SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM call WHERE dirty)'
        return self.db.execute(query).fetchone()[0]

    def sent(self, rows):
        """Note that Odoo has taken, or refused for good, what `pending` returned. A call that has
        changed meanwhile stays dirty."""
        with self:
            for key, version, _body in rows:
                if version is None:
                    self.db.execute('DELETE FROM event WHERE seq = ?', (key,))
                else:
                    self.db.execute(
                        'UPDATE call SET dirty = 0 WHERE id = ? AND version = ?', (key, version)
                    )

    # === SETTINGS, NUMBERS PER DAY === #
    def setting(self, key, default=None):
        """Return a stored value."""
        row = self.db.execute('SELECT value FROM setting WHERE key = ?', (key,)).fetchone()
        return json.loads(row[0]) if row else default

    def set(self, key, value):
        """Store a value that JSON can hold."""
        self.db.execute('INSERT OR REPLACE INTO setting VALUES (?, ?)', (key, json.dumps(value)))

    def tally(self, day, queue, column):
        """Count one more call of a day and queue: 'entered', 'answered' or 'abandoned'."""
        values = {'entered': 0, 'answered': 0, 'abandoned': 0} | {column: 1}
        self.db.execute(
            """INSERT INTO tally VALUES (?, ?, ?, ?, ?) ON CONFLICT (day, queue) DO UPDATE SET
               entered = entered + excluded.entered, answered = answered + excluded.answered,
               abandoned = abandoned + excluded.abandoned""",
            (day, queue, *values.values()),
        )

    def take_tallies(self, before):
        """Return and drop the numbers of days before one, as dicts.

        :param str before: a day like 2026-03-02
        """
        keys = ('date', 'queue', 'entered', 'answered', 'abandoned')
        rows = self.db.execute('SELECT * FROM tally WHERE day < ? ORDER BY day, queue', (before,))
        found = [dict(zip(keys, row, strict=True)) for row in rows]
        self.db.execute('DELETE FROM tally WHERE day < ?', (before,))
        return found
