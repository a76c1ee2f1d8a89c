"""A recall that runs, with answers and goods that came back, and an exercise that was closed."""

from datetime import timedelta

from odoo.tools import SQL

DECIDED_DAYS, EXERCISE_DAYS = 2, 41
TITLE = '{0}: viên nứt, đổi màu'
REASON = (
    'Nhà sản xuất thông báo lô có viên nứt và đổi màu sau khi theo dõi độ ổn định. '
    'Thu hồi đến người dùng.'
)
DOCUMENT = '1187/QLD-CL'
INSTRUCTION = (
    '<p>Đề nghị ngừng dùng thuốc thuộc lô nêu trên và mang phần còn lại đến nhà thuốc để được đổi '
    'lô khác. Nếu thấy bất thường, gọi dược sĩ.</p>'
)
EXERCISE = 'Diễn tập truy xuất năm: {0}'
EXERCISE_REASON = 'Diễn tập theo kế hoạch chất lượng, không ngừng bán lô này.'
CONCLUSION = 'Truy xuất được toàn bộ khách trong 35 phút; hai số điện thoại cần cập nhật.'
# What customers say one after the other: answer, share used, note.
ANSWERS = (
    ('reached', 0.5, 'Còn một nửa, chiều mang ra nhà thuốc.'),
    ('reached', 1, 'Đã dùng hết, không thấy gì lạ.'),
    ('unreachable', 0, 'Không nghe máy.'),
)


def recall_lots(dispatch):
    """Recall the lot that most customers have, and look back at an exercise.

    :param dispatch: Dispatch
    :return: the running ``pharma.recall``
    """
    running, exercise = _get_lots(dispatch, 2)
    _hold_exercise(dispatch, exercise)
    return _recall(dispatch, running)


def _get_lots(dispatch, count):
    """Return lots with the most customers, of which nothing waits on a slip."""
    rows = dispatch.env.execute_query(
        SQL(
            """
            SELECT ml.lot_id, count(DISTINCT p.partner_id) AS customers
              FROM stock_move_line ml
              JOIN stock_picking p ON p.id = ml.picking_id
              JOIN product_product pp ON pp.id = ml.product_id
              JOIN product_template t ON t.id = pp.product_tmpl_id
             WHERE ml.state = 'done' AND p.slip_number IS NOT NULL AND t.control_class IS NULL
               AND ml.lot_id NOT IN (
                   SELECT lot_id FROM stock_move_line
                    WHERE state NOT IN ('done', 'cancel') AND lot_id IS NOT NULL)
             GROUP BY ml.lot_id
             ORDER BY customers DESC, ml.lot_id
             LIMIT %s
            """,
            count,
        )
    )
    return dispatch.env['stock.lot'].browse([lot_id for lot_id, _customers in rows])


def _create(dispatch, lot, days, level, **vals):
    return (
        dispatch.env['pharma.recall']
        .with_user(dispatch.users['pharmacist'])
        .create(
            {
                'level_id': dispatch.env.ref(f'pharma_delivery.pharma_recall_level_{level}').id,
                'date_decision': dispatch.now - timedelta(days=days, hours=6),
                'lot_line_ids': [(0, 0, {'lot_id': lot.id})],
                **vals,
            }
        )
    )


def _hold_exercise(dispatch, lot):
    recall = _create(
        dispatch,
        lot,
        EXERCISE_DAYS,
        3,
        title=EXERCISE.format(lot.product_id.name),
        reason=EXERCISE_REASON,
        is_exercise=True,
    )
    # trade alone would find nobody in a pharmacy
    recall.level_id = dispatch.env.ref('pharma_delivery.pharma_recall_level_2')
    recall.action_start()
    for line in recall.line_ids:
        _answer(line, dispatch.users['pharmacist'], 'reached', 1, False)
    recall.closing_note = CONCLUSION
    recall.action_close()
    started = dispatch.now - timedelta(days=EXERCISE_DAYS, hours=5)
    recall.with_env(dispatch.env).write(
        {'date_started': started, 'date_closed': started + timedelta(minutes=35)}
    )
    _date_answers(recall.with_env(dispatch.env), started)


def _recall(dispatch, lot):
    env = dispatch.env
    recall = _create(
        dispatch,
        lot,
        DECIDED_DAYS,
        2,
        title=TITLE.format(lot.product_id.name),
        reason=REASON,
        source_document=DOCUMENT,
        instruction=INSTRUCTION,
    )
    recall.action_start()
    recall.action_quarantine()
    recall.activity_feedback(['mail.mail_activity_data_todo'])
    lines = recall.line_ids.sorted('id')
    for line, (answer, share, note) in zip(lines, ANSWERS, strict=False):
        _answer(line, dispatch.users['pharmacist'], answer, share, note)
    half = lines[:1]
    if half.quantity_open:
        action = half.with_user(dispatch.users['warehouse']).action_return()
        returned = env['stock.picking'].search(action['domain'])
        returned.move_ids.picked = True
        returned._action_done()
    started = dispatch.now - timedelta(days=DECIDED_DAYS, hours=3)
    recall.with_env(env).date_started = started
    _date_answers(recall.with_env(env), started)
    return recall.with_env(env)


def _answer(line, user, answer, share, note):
    """Take a customer's answer, as whoever calls does."""
    env = line.env(user=user)
    action = line.with_env(env).action_answer()
    wizard = env['pharma.recall.answer'].browse(action['res_id'])
    wizard.write({'answer': answer, 'note': note})
    for own in wizard.line_ids:
        left = own.recall_line_id.quantity
        own.quantity_used = own.recall_line_id.uom_id.round(left * share)
    wizard.action_apply()


def _date_answers(recall, started):
    for number, line in enumerate(recall.line_ids.filtered('date_answer').sorted('id'), start=1):
        line.date_answer = started + timedelta(minutes=25 * number)
