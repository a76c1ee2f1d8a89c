"""Questions to experts, and who is on duty out of hours."""

from datetime import datetime, time, timedelta

import pytz

# question, importance, answer (None: still open), days ago; 'cancelled' withdraws it
QUESTIONS = (
    ('Thuốc mỡ tra mắt mở nắp dùng được bao lâu?', '0', 'Bốn tuần, ghi ngày mở lên hộp.', 41),
    ('Metformin có uống trước khi chụp cản quang?', '1', 'Ngừng 48 giờ, hỏi bác sĩ chụp.', 26),
    ('Insulin để ngoài tủ lạnh qua đêm còn dùng được?', '1', 'Dưới 30 độ dùng được bốn tuần.', 17),
    ('Amlodipine uống buổi tối được không?', '0', 'Được, giữ cùng một giờ mỗi ngày.', 12),
    ('Thuốc sắt uống cùng sữa được không?', '0', 'Không, cách hai giờ; uống với nước cam.', 6),
    ('Khách hỏi lịch tiêm ngừa, có trả lời không?', '0', 'cancelled', 5),
    ('Statin uống chung nước bưởi có sao không?', '0', None, 1),
    ('Trẻ hai tuổi sốt 39 độ, liều paracetamol?', '1', None, 0),
    ('Lô Losartan có tạp chất như báo đăng không?', '0', None, 2),
)
# Local hours of the two shifts of a day, the second until the next morning.
SHIFTS = ((17, 22, 'supervisor'), (22, 31, 'pharmacist'))
PHONES = {'supervisor': '0909 555 101', 'pharmacist': '0909 555 102'}
WEEKS = 2


def create_questions(desk, stories):
    """Note what agents were unsure of, and let the pharmacist answer most of it.

    :param Desk desk: what is looked up once
    :param list stories: of :class:`Story`, some of them professional questions
    """
    pharmacist = desk.users['pharmacist']
    askers = desk.users['agent'] | desk.users['supervisor'] | desk.users['manager']
    asked = [
        story
        for story in stories
        if story.nature == 'professional' and story.scene and story.user in askers
    ]
    for number, (name, importance, told, days) in enumerate(QUESTIONS):
        user = desk.users['agent' if number % 2 else 'supervisor']
        moment = desk.get_moment(days)
        vals = {'name': name, 'importance': importance}
        if told is None and asked:
            story = asked.pop()
            vals['complaint_id'] = story.ticket.id
            user = story.user
        question = desk.env['pharma.complaint.question'].with_user(user).create(vals)
        dates = {'date_asked': moment}
        if told == 'cancelled':
            question.action_cancel()
        elif told:
            mine = question.with_user(pharmacist)
            mine.action_take()
            mine.answer = told
            mine.action_answer()
            dates['date_answered'] = moment + timedelta(hours=3 if importance == '1' else 22)
        desk.later.append((question.with_env(desk.env), dates))


def create_shifts(desk):
    """Plan who is on duty every evening and night of this week and the next.

    :param Desk desk: what is looked up once
    """
    zone = pytz.timezone(desk.env.company._pharma_tz())
    monday = desk.today - timedelta(days=desk.today.weekday())
    vals_list = []
    for day in range(7 * WEEKS):
        date = monday + timedelta(days=day)
        for start, end, name in SHIFTS:
            begin, until = (
                zone.localize(datetime.combine(date, time.min) + timedelta(hours=hours))
                .astimezone(pytz.utc)
                .replace(tzinfo=None)
                for hours in (start, end)
            )
            vals_list.append(
                {
                    'user_id': desk.users[name].id,
                    'date_start': begin,
                    'date_end': until,
                    'phone': PHONES[name],
                }
            )
    desk.env['pharma.duty.shift'].create(vals_list)
