"""What callers want, what comes of it and what is noted."""

# code of the purpose -> share of the calls, by queue
PURPOSES = {
    'consultation': {'consultation': 56, 'care': 8, 'appointment': 5, 'technical': 6, 'other': 9},
    'orders': {'delivery': 30, 'consultation': 12, 'suggestion': 2, 'other': 6},
    'complaints': {'complaint': 46, 'delivery': 14, 'repair': 10, 'technical': 8, 'suggestion': 8},
    'nights': {'consultation': 60, 'delivery': 8, 'other': 14},
}
OUTBOUND = {'care': 40, 'followup': 22, 'survey': 12, 'sales': 3, 'delivery': 10}
# code of the purpose -> results of answered calls; the first is the usual one
RESULTS = {
    'consultation': ('solved', 'solved', 'informed', 'call_again'),
    'order': ('informed', 'call_again', 'not_interested'),
    'sales': ('not_interested', 'informed', 'call_again'),
    'complaint': ('informed', 'solved'),
    'appointment': ('appointment', 'appointment', 'informed'),
    'survey': ('solved', 'not_interested'),
    'care': ('solved', 'informed', 'call_again'),
}
OTHER_RESULTS = ('solved', 'informed', 'solved', 'other')
NOTES = {
    'consultation': (
        'Hỏi cách uống thuốc huyết áp, đã dặn uống buổi sáng.',
        'Hỏi thuốc ho cho trẻ, khuyên đi khám nếu sốt quá hai ngày.',
        'Hỏi giá và thuốc thay thế cùng hoạt chất.',
        'Hỏi tương tác với thuốc đang dùng, đã hỏi dược sĩ.',
        'Hỏi còn hàng ở chi nhánh Hải Châu không.',
    ),
    'order': ('Hỏi thêm giá, sẽ gọi lại.', 'Hết hàng ở chi nhánh, khách chờ.'),
    'delivery': ('Hỏi đơn hàng đến đâu, đã báo giờ giao.', 'Xin đổi địa chỉ giao.'),
    'complaint': ('Giao trễ, đã lập phiếu.', 'Hộp móp, đã lập phiếu và hẹn trả lời.'),
    'technical': ('Hướng dẫn thay pin máy đo huyết áp.', 'Máy đo đường huyết báo lỗi E-3.'),
    'repair': ('Máy xông khí dung không lên, hẹn mang đến.',),
    'suggestion': ('Muốn có nhắc lịch uống thuốc qua Zalo.',),
    'appointment': ('Hẹn đo đường huyết tại nhà thuốc.',),
    'care': ('Đã nhắc tái mua, khách còn thuốc một tuần.', 'Khách khỏe, hẹn gọi tháng sau.'),
    'followup': ('Khách hài lòng.', 'Khách muốn giao sớm hơn lần sau.'),
    'survey': ('Đã trả lời khảo sát.',),
    'sales': ('Không quan tâm lúc này.',),
    'other': ('Gọi nhầm số.', 'Hỏi giờ mở cửa.'),
}


def pick(random, weights):
    """Return one of the keys of a dict, by its weight."""
    return random.choices(tuple(weights), tuple(weights.values()))[0]
