"""Registers of goods under special control: their opening, daily closings, a correction, losses."""

from datetime import datetime, time, timedelta

from .signatures import draw_signature

# Registers were opened when the chain began with them.
OPENED_DAYS = 60
LOSSES = (
    # days ago, product, quantity, circumstances, cause and measures once closed
    (
        14,
        'codeine_terpin',
        10,
        'Kiểm kê cuối ngày thiếu 01 vỉ tại kho Đức Hòa.',
        'Vỉ rơi sau kệ, đã vỡ.',
        'Lập biên bản hủy, lắp tấm chắn sau kệ.',
    ),
    (0, 'diazepam_5', 30, 'Nhận lại thùng hàng trả, thiếu 01 hộp so với phiếu.', None, None),
)
AUTHORITY = 'Sở Y tế Tây Ninh'


def open_registers(dispatch):
    """Date the opening of the registers when the chain began to keep them.

    :param dispatch: Dispatch
    """
    opened = dispatch.now - timedelta(days=OPENED_DAYS)
    date_entries(dispatch, dispatch.env['pharma.control.entry'].search([]), opened)


def date_entries(dispatch, entries, moment):
    """Remember when entries were made.

    :param dispatch: Dispatch
    :param entries: ``pharma.control.entry`` records
    :param moment: when it was
    """
    later, day = dispatch.later, dispatch.env.company._pharma_day(moment)
    for column, value in (('date', moment), ('date_day', day), ('date_moved', day)):
        later['pharma_control_entry', column] += [(entry.id, value) for entry in entries]


def keep_registers(dispatch):
    """Close days, correct an entry, report losses, work out the report of the half-year.

    :param dispatch: Dispatch
    """
    _close_days(dispatch)
    _correct(dispatch)
    _report(dispatch)


def _get_product(dispatch, name):
    return dispatch.env.ref(f'pharma_demo.product_{name}').product_variant_id


def _close_days(dispatch):
    """Print and sign the days on which something moved; the last ones are still to do."""
    env = dispatch.env
    start = dispatch.today - timedelta(days=OPENED_DAYS - 1)
    groups = env['pharma.control.entry']._read_group(
        [('date_day', '>=', start)], ['date_day:day', 'warehouse_id']
    )
    Day = env['pharma.control.day'].with_user(dispatch.users['pharmacist'])
    for number, (date, branch) in enumerate(sorted(groups, key=lambda g: (g[0], g[1].id))):
        day = Day.create({'warehouse_id': branch.id, 'date': date})
        if number == len(groups) - 1:
            continue
        day.action_print()
        if number < len(groups) - 2:
            day.signature = draw_signature(dispatch.users['pharmacist'].name)
            day.action_sign()
        evening = datetime.combine(date, time(11, 30))
        dispatch.later['pharma_control_day', 'date_printed'].append((day.id, evening))
        if day.date_signed:
            dispatch.later['pharma_control_day', 'date_signed'].append((day.id, evening))


def _correct(dispatch):
    """Correct the entry of a sale that was typed in with a wrong quantity."""
    product = _get_product(dispatch, 'zolpidem_10')
    entry = dispatch.env['pharma.control.entry'].search(
        [('product_id', '=', product.id), ('kind', '=', 'delivery')],
        order='id desc',
        limit=1,
    )
    entry.with_user(dispatch.users['pharmacist'])._correct(
        'Khách nhận 9 viên, 1 viên rơi vỡ đã hủy.', 9
    )


def _report(dispatch):
    """Report losses, and work out the report of the half-year."""
    env = dispatch.env
    for days, name, quantity, circumstances, cause, measures in LOSSES:
        product = _get_product(dispatch, name)
        loss = (
            env['pharma.control.loss']
            .with_user(dispatch.users['warehouse'])
            .create(
                {
                    'warehouse_id': dispatch.branches[2].id,
                    'product_id': product.id,
                    'lot_id': env['stock.lot']
                    .search([('product_id', '=', product.id)], limit=1)
                    .id,
                    'quantity': quantity,
                    'date_found': dispatch.now - timedelta(days=days, hours=5),
                    'circumstances': circumstances,
                }
            )
        ).with_user(dispatch.users['pharmacist'])
        if cause:
            loss.write({'authority': AUTHORITY, 'cause': cause, 'measures': measures})
            loss.report_number = '118/BC-HSX'
            loss.action_report()
            loss.action_close()
            sent = dispatch.now - timedelta(days=days - 1)
            loss.with_env(env).write({'date_reported': sent, 'is_late': sent > loss.date_deadline})
    today = dispatch.today
    half = {'kind': 'half_year', 'year': today.year - (today.month < 7)}
    report = env['pharma.control.report'].with_user(dispatch.users['pharmacist']).create(half)
    report.action_compute()
