"""What people and partners said, by response type."""

PEOPLE = {
    'well': (
        'Khách uống thuốc đều, huyết áp ổn định 125/80.',
        'Sức khỏe tốt, không có tác dụng phụ, còn thuốc vài ngày nữa.',
        'Đường huyết buổi sáng quanh 6,5. Nhắc uống thuốc sau ăn.',
        'Đã khỏi, không cần dùng thêm thuốc.',
    ),
    'reorder': (
        'Khách sẽ ghé mua tiếp trong tuần này.',
        'Đặt mua lại như đơn cũ, nhờ giữ hàng.',
        'Hẹn giao tận nhà chiều mai.',
    ),
    'question': (
        'Hỏi uống thuốc trước hay sau ăn, đã hướng dẫn.',
        'Hỏi có dùng chung với thuốc cảm được không, đã chuyển dược sĩ.',
        'Hỏi giá hộp lớn, sẽ gọi lại báo giá.',
    ),
    'later': (
        'Đang họp, hẹn gọi lại sau.',
        'Đi công tác, nhờ gọi lại tuần sau.',
        'Người nhà nghe máy, hẹn gọi lại buổi chiều.',
    ),
    'no_answer': (
        'Gọi hai lần không nghe máy.',
        'Không liên lạc được.',
    ),
    'busy': ('Máy bận, sẽ gọi lại.',),
    'enough': (
        'Còn thuốc khoảng một tuần, hẹn gọi lại khi gần hết.',
        'Mới được người nhà mua thêm, vẫn đủ dùng.',
    ),
    'irregular': (
        'Hay quên liều tối, đã hướng dẫn dùng hộp chia thuốc.',
        'Chỉ uống khi thấy mệt, đã giải thích phải uống đều.',
    ),
    'no_effect': (
        'Uống mười ngày chưa thấy đỡ, khuyên tái khám.',
        'Vẫn còn ho nhiều về đêm, đã báo dược sĩ.',
    ),
    'side_effect': (
        'Bị ho khan từ khi uống thuốc, khuyên gặp bác sĩ.',
        'Chóng mặt khi đứng dậy, đã chuyển dược sĩ tư vấn.',
        'Đau dạ dày sau khi uống, đã ngừng thuốc.',
    ),
    'dissatisfied': (
        'Phàn nàn giá cao hơn nơi khác.',
        'Không hài lòng vì lần trước thiếu hàng.',
    ),
}

PARTNERS = {
    'well': ('Hàng bán đều, còn đủ khoảng hai tuần.', 'Hài lòng với đợt giao hàng vừa rồi.'),
    'reorder': ('Đặt lại như đơn trước, giao trong tuần.', 'Sẽ gửi đơn đặt hàng qua email.'),
    'question': ('Hỏi hạn dùng và chiết khấu cho đơn lớn.', 'Xin phiếu kiểm nghiệm của lô hàng.'),
    'later': ('Người phụ trách mua hàng đi vắng, hẹn gọi lại.', 'Đang kiểm kho, gọi lại tuần sau.'),
    'no_answer': ('Chưa gặp được bộ phận mua hàng.',),
    'busy': ('Tổng đài bận, sẽ gọi lại.',),
    'enough': ('Tồn kho còn nhiều, tháng sau mới đặt.',),
    'irregular': ('Khách của nhà thuốc mua không đều, đề nghị thêm tờ hướng dẫn.',),
    'no_effect': ('Bán chậm, đề nghị đổi sang hoạt chất khác.',),
    'side_effect': ('Có khách báo dị ứng, đã chuyển dược sĩ tiếp nhận.',),
    'dissatisfied': ('Phàn nàn giao thiếu hộp, đã báo kho.', 'Cho rằng giá sỉ chưa cạnh tranh.'),
}
