from odoo.addons.pharma_callcenter.models.fold_text import iso

# Monday 2026-03-02, 02:00:00 UTC, 9:00 in Ho Chi Minh City: an hour before now.
T = 1772416800
SEATS = {code: code for code in ('101', '102', '103')} | {
    f'PJSIP/{code}': code for code in ('101', '102', '103')
}


def log(*rows):
    """Return a queue_log: a row is (seconds after T, call, queue, agent, event, data ...)."""
    lines = ['|'.join([str(T + row[0]), *map(str, row[1:])]) for row in rows]
    return ('\n'.join(lines) + '\n').encode()


def at(seconds):
    return iso(T + seconds)


CALL = f'{T - 4}.1'
ANSWERED = (
    (0, CALL, 'orders', 'NONE', 'ENTERQUEUE', '', '0912345678', 1),
    (8, CALL, 'orders', 'PJSIP/102', 'RINGNOANSWER', 5000),
    (12, CALL, 'orders', 'PJSIP/101', 'CONNECT', 12, 'x.2', 3),
    (72, CALL, 'orders', 'PJSIP/101', 'COMPLETECALLER', 12, 60, 1),
)
