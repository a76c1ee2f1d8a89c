"""What customers say in tickets, what they are told, and who finds out; {0} is the medicine."""

from collections import namedtuple

# weight: how common; texts: what the customer says; solutions: what was found and done;
# department: name in data/hr_department_data.xml of who is asked, or None
Matter = namedtuple('Matter', ['weight', 'texts', 'solutions', 'department'])

# Category of the complaint -> what it is about.
COMPLAINTS = {
    'late': Matter(
        14,
        (
            'Đặt {0} từ hôm trước, hẹn giao buổi sáng mà chiều vẫn chưa thấy.',
            'Giao hàng trễ hai ngày, nhà đã hết {0}.',
        ),
        (
            'Kho giao bù trong ngày, tuyến giao được sắp lại, đã xin lỗi khách.',
            'Đơn vị vận chuyển nhầm địa chỉ, đã giao lại và miễn phí giao lần sau.',
        ),
        'warehouse',
    ),
    'wrong': Matter(
        10,
        (
            'Mở gói hàng không phải {0} đã đặt mà là hàm lượng khác.',
            'Giao nhầm đơn của người khác, không có {0}.',
        ),
        (
            'Đổi đúng hàng trong ngày, kho kiểm lại bước quét mã trước khi đóng gói.',
            'Đã thu hồi hàng giao nhầm và giao đúng {0}.',
        ),
        'warehouse',
    ),
    'incomplete': Matter(
        10,
        ('Đơn ghi đủ nhưng thiếu một hộp {0}.', 'Thiếu {0}, hóa đơn vẫn tính tiền đủ.'),
        (
            'Kiểm kho thấy còn dư một hộp, đã giao bù.',
            'Xem lại camera đóng gói: thiếu thật, đã giao bù và xin lỗi.',
        ),
        'warehouse',
    ),
    'damaged': Matter(
        8,
        ('Hộp {0} bị móp, vỉ thuốc rách.', 'Thùng hàng ướt, nhãn {0} bong ra.'),
        (
            'Đổi hộp mới, nhắc người giao che mưa cho hàng.',
            'Thu hồi hộp hỏng để kiểm tra, đã đổi hàng khác.',
        ),
        'warehouse',
    ),
    'defect': Matter(
        9,
        (
            'Viên {0} bị vỡ vụn khi bóc vỉ.',
            'Màu của {0} khác với lần mua trước.',
            'Hộp {0} có một vỉ rỗng.',
        ),
        (
            'Đã kiểm mẫu lưu cùng lô: đạt. Đổi hộp khác cho khách.',
            'Nhà sản xuất xác nhận lỗi ép vỉ, đổi hàng và yêu cầu bồi hoàn.',
        ),
        'quality',
    ),
    'expired': Matter(
        5,
        ('Hộp {0} chỉ còn hai tháng là hết hạn.', 'Hạn dùng của {0} quá ngắn so với đơn ba tháng.'),
        ('Đổi hộp hạn xa, quầy sắp lại hàng theo hạn dùng.',),
        'pharmacy',
    ),
    'packaging': Matter(
        4,
        ('Tem niêm phong {0} bị rách khi nhận.', 'Hộp {0} không có tờ hướng dẫn.'),
        ('Gửi tờ hướng dẫn và đổi hộp còn nguyên tem.', 'Báo nhà sản xuất, khách nhận hộp mới.'),
        'quality',
    ),
    'counterfeit': Matter(
        2,
        ('Nghi {0} là hàng giả vì chữ in mờ.',),
        ('Đối chiếu số lô và tem: hàng thật, nhà sản xuất vừa đổi mẫu in. Đã giải thích.',),
        'quality',
    ),
    'side_effect': Matter(
        4,
        ('Uống {0} hai ngày thì nổi mẩn.', 'Buồn nôn nhiều sau khi uống {0}.'),
        ('Khuyên ngừng thuốc và đi khám, dược sĩ đã ghi nhận phản ứng.',),
        'pharmacy',
    ),
    'no_effect': Matter(
        4,
        ('Dùng {0} mười ngày chưa thấy đỡ.',),
        ('Dược sĩ xem lại cách dùng, hẹn khách tái khám nếu một tuần nữa chưa đỡ.',),
        'pharmacy',
    ),
    'attitude': Matter(
        6,
        (
            'Nhân viên quầy trả lời cộc lốc khi hỏi về {0}.',
            'Nhân viên giao hàng gọi một lần rồi bỏ đi.',
        ),
        ('Quản lý đã gặp nhân viên, gọi xin lỗi khách.',),
        'sales',
    ),
    'waiting': Matter(
        6,
        ('Chờ ở quầy gần ba mươi phút mới mua được {0}.', 'Gọi ba lần không ai nghe máy.'),
        ('Thêm người trực giờ cao điểm, khách đồng ý.',),
        'sales',
    ),
    'advice': Matter(
        3,
        ('Nhân viên dặn uống {0} trước ăn, tờ hướng dẫn ghi sau ăn.',),
        ('Dược sĩ xin lỗi và hướng dẫn lại cách dùng, đã tập huấn lại quầy.',),
        'pharmacy',
    ),
    'price': Matter(
        6,
        ('Giá {0} cao hơn giá trên website.', 'Lần này {0} đắt hơn tháng trước mà không báo.'),
        ('Hoàn phần chênh lệch theo giá niêm yết.', 'Giải thích giá nhập mới, tặng phiếu.'),
        'sales',
    ),
    'invoice': Matter(
        4,
        ('Chưa nhận được hóa đơn điện tử của đơn này.',),
        ('Đã gửi lại hóa đơn qua email.',),
        'sales',
    ),
    'refund': Matter(
        5,
        ('Trả hàng một tuần rồi chưa được hoàn tiền.',),
        ('Kế toán đã chuyển khoản trong ngày, khách xác nhận nhận đủ.',),
        'sales',
    ),
}  # fmt: skip

ENQUIRIES = (
    ('{0} còn hàng ở chi nhánh gần nhà không?', 'Còn hàng, giữ cho khách đến hết ngày.'),
    ('Mua {0} số lượng lớn có giảm giá không?', 'Báo giá theo số lượng, khách sẽ đặt sau.'),
    ('{0} có giao tỉnh được không, phí bao nhiêu?', 'Giao được, phí theo bảng giá, hai ngày tới.'),
    ('Chủ nhật nhà thuốc mở cửa đến mấy giờ?', 'Mở cửa 7:00 đến 21:30 cả tuần.'),
    ('Có nhận toa điện tử để mua {0} không?', 'Có nhận, khách gửi ảnh toa qua Zalo.'),
)
SUGGESTIONS = (
    ('Nên nhắn tin trước khi {0} sắp hết.', 'Cảm ơn góp ý, chuyển bộ phận chăm sóc.'),
    ('Đề nghị có ghế ngồi chờ ở quầy.', 'Đã chuyển quản lý chi nhánh xem xét.'),
    ('Nên in giờ uống thuốc to hơn trên túi.', 'Cảm ơn góp ý, đã thử mẫu nhãn mới.'),
    ('Nên cho đặt giờ giao hàng buổi tối.', 'Kho đang thử giao đến 20 giờ.'),
)
# question, for the pharmacist, answer, whether it was to see a doctor
PROFESSIONAL = (
    (
        'Quên một liều {0}, có uống bù không?',
        'Khách quên liều tối qua, hỏi có uống bù không.',
        'Uống ngay khi nhớ, bỏ qua nếu gần liều kế tiếp; không uống gấp đôi.',
        False,
    ),
    (
        '{0} uống chung với thuốc cảm được không?',
        'Khách đang bị cảm, hỏi dùng chung thuốc có paracetamol.',
        'Dùng chung được trong ba ngày, tránh loại có thuốc co mạch.',
        False,
    ),
    (
        'Uống {0} thấy chóng mặt, có phải giảm liều?',
        'Chóng mặt khi đứng dậy từ khi dùng thuốc.',
        'Không tự giảm liều. Đo huyết áp, đi khám trong tuần.',
        True,
    ),
    (
        'Đang cho con bú có dùng {0} được không?',
        'Mẹ cho con bú sáu tháng.',
        'Chưa đủ dữ liệu an toàn, hỏi bác sĩ trước khi dùng.',
        True,
    ),
    (
        '{0} bảo quản trong tủ lạnh có hỏng không?',
        'Khách để thuốc trong ngăn mát hai ngày.',
        'Vẫn dùng được, từ nay để nơi khô dưới 30 độ.',
        False,
    ),
)
SERVICES = (
    ('{0} bật không lên, nhờ kiểm tra hoặc đổi.', 'Thay pin và kiểm tra, máy chạy tốt.'),
    ('Xin đổi {0} sang loại khác, hàng còn nguyên hộp.', 'Đổi hàng theo chính sách bảy ngày.'),
    ('Trả lại {0} vì bác sĩ đã đổi thuốc.', 'Nhận lại hàng còn nguyên, hoàn tiền.'),
)
ANSWERS = (
    'Đã gọi khách, xin lỗi và hẹn báo kết quả.',
    'Đã nhận thông tin, đang kiểm tra với bộ phận liên quan.',
    'Khách đã rõ, hẹn gọi lại khi có kết quả.',
    'Đã xin lỗi khách, phiếu được chuyển cho người phụ trách.',
    'Đã ghi nhận, báo khách thời gian trả lời dự kiến.',
)
ASKED_BACK = (
    'Nhờ khách chụp ảnh hộp thuốc và số lô gửi qua Zalo.',
    'Nhờ khách cho biết ngày giờ nhận hàng và tên người giao.',
)
# What the customer says then.
SENT_BACK = 'Tôi đã gửi ảnh, mong sớm nhận trả lời.'
# department -> (task, feedback, why it was refused)
TASKS = {
    'warehouse': (
        'Kiểm tra phiếu xuất và camera đóng gói',
        'Đã xem lại: sót một hộp khi đóng gói, đã soạn hàng bù.',
        'Camera chỉ lưu ba ngày, không xem lại được.',
    ),
    'quality': (
        'Kiểm mẫu lưu của lô và hỏi nhà sản xuất',
        'Mẫu lưu đạt, cảm quan đạt; nhà sản xuất nhận hộp lỗi về kiểm.',
        'Chưa nhận được hộp của khách nên không kiểm được.',
    ),
    'sales': (
        'Đối chiếu giá bán và gặp nhân viên quầy',
        'Đã gặp nhân viên, đối chiếu giá, khách được hoàn chênh lệch.',
        'Giá đúng niêm yết trong ngày mua, không có chênh lệch.',
    ),
    'pharmacy': (
        'Xem lại cách dùng và hạn dùng của lô',
        'Đã xem toa và hạn dùng, gửi lời dặn cho khách.',
        'Khách không còn hộp thuốc để đối chiếu.',
    ),
}
REPEATED = 'Gọi lại lần nữa: {0}'
SECOND = 'Lại bị như lần trước: {0}'
FOLLOWUP_NOTES = ('Nên giao buổi sáng.', 'Nhắn Zalo tiện hơn gọi điện.', 'Mong có thêm khuyến mãi.')
UNKNOWN_SENDERS = ('Trần Thị Mơ', 'Lý Quốc Bảo', 'Huỳnh Gia Khang')
