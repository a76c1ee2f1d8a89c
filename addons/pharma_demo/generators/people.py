"""Words from which invented customers are put together, and where they live."""

from collections import namedtuple

# weight: how many live there; area: telephone area code; places: (district or ward, ...)
Province = namedtuple('Province', ['weight', 'code', 'city', 'area', 'wards'])

SURNAMES = (
    'Nguyễn', 'Nguyễn', 'Nguyễn', 'Nguyễn', 'Trần', 'Trần', 'Lê', 'Lê', 'Phạm', 'Phạm', 'Hoàng',
    'Huỳnh', 'Phan', 'Vũ', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý', 'Đinh', 'Trịnh',
    'Mai', 'Lâm', 'Tạ', 'Cao', 'Châu', 'Kiều', 'Lương', 'Thái',
)  # fmt: skip
MALE_MIDDLE = ('Văn', 'Văn', 'Hữu', 'Đức', 'Minh', 'Quốc', 'Thanh', 'Công', 'Đình', 'Ngọc', 'Gia')
FEMALE_MIDDLE = (
    'Thị',
    'Thị',
    'Thị',
    'Ngọc',
    'Thu',
    'Thanh',
    'Mỹ',
    'Kim',
    'Bích',
    'Phương',
    'Thị Thu',
)
MALE_GIVEN = (
    'Bách', 'Cảnh', 'Chiến', 'Danh', 'Duy', 'Đạt', 'Điền', 'Hiệp', 'Hoàn', 'Huân', 'Hưng', 'Khải',
    'Khôi', 'Kiên', 'Lộc', 'Lợi', 'Luân', 'Mạnh', 'Nghĩa', 'Nhân', 'Nhật', 'Phát', 'Phú', 'Quân',
    'Sang', 'Sinh', 'Tài', 'Tân', 'Thạch', 'Thiện', 'Thịnh', 'Thuận', 'Toàn', 'Trí', 'Tuấn', 'Vinh',
)  # fmt: skip
FEMALE_GIVEN = (
    'Ái', 'Bảo', 'Cúc', 'Diễm', 'Duyên', 'Đào', 'Hạnh', 'Hằng', 'Hiền', 'Hoàn', 'Huệ', 'Hương',
    'Khuê', 'Liên', 'Linh', 'Loan', 'Lựu', 'Mận', 'My', 'Ngân', 'Nguyệt', 'Nhàn', 'Nhung', 'Phượng',
    'Quế', 'Sen', 'Thắm', 'Thảo', 'Thi', 'Thoa', 'Thùy', 'Trang', 'Trinh', 'Trúc', 'Vân', 'Yên',
)  # fmt: skip
STREETS = (
    'Lê Lợi', 'Hùng Vương', 'Trần Hưng Đạo', 'Nguyễn Huệ', 'Quang Trung', 'Hai Bà Trưng', 'Lê Duẩn',
    'Nguyễn Trãi', 'Lý Thường Kiệt', 'Phan Chu Trinh', 'Ngô Quyền', 'Bạch Đằng', 'Lê Hồng Phong',
    'Hoàng Diệu', 'Phan Đình Phùng', 'Nguyễn Du', 'Yersin', 'Trần Phú', 'Điện Biên Phủ', 'Pasteur',
)  # fmt: skip
# Distinguishing part of the names of partners.
FIRM_NAMES = (
    'Sao Khuê', 'Bình An', 'Cát Tường', 'Đại Phước', 'Gia Hưng', 'Hoa Cau', 'Hồng Ngọc',
    'Khánh An', 'Kim Liên', 'Lộc Thọ', 'Minh Tâm', 'Mây Hồng', 'Nhân Hòa', 'Phú Quý', 'Tâm Đức',
    'Phước Thiện', 'Thanh Bình', 'Thiên Ân', 'Thuận Phát', 'Trường Sinh', 'Vạn Xuân', 'Việt Hưng',
    'Tường Vi', 'Xuân Mai',
)  # fmt: skip
FIRM_FORMS = {
    'company': 'Công ty Dược phẩm',
    'hospital': 'Bệnh viện Đa khoa',
    'pharmacy': 'Nhà thuốc',
    'clinic': 'Phòng khám',
    'health_station': 'Trạm Y tế',
}
# kind of partner -> (contact type, function, form of address)
CONTACTS = {
    'company': ('buyer', 'Nhân viên mua hàng', ''),
    'hospital': ('doctor', 'Bác sĩ điều trị', 'BS. '),
    'pharmacy': ('pharmacist', 'Dược sĩ phụ trách chuyên môn', 'DS. '),
    'clinic': ('doctor', 'Bác sĩ trưởng phòng khám', 'BS. '),
    'health_station': ('doctor', 'Trưởng trạm', 'BS. '),
}
REPRESENTATIVE = ('representative', 'Trình dược viên', '')

PROVINCES = (
    Province(
        30, 'SG', 'Thành phố Hồ Chí Minh', '028', ('Bến Thành', 'Tân Định', 'An Lạc', 'Thủ Đức')
    ),
    Province(14, 'DN', 'Đà Nẵng', '0236', ('Hải Châu', 'Thanh Khê', 'Sơn Trà', 'Cẩm Lệ')),
    Province(9, 'HN', 'Hà Nội', '024', ('Giảng Võ', 'Cầu Giấy', 'Hà Đông')),
    Province(6, '39', 'Đồng Nai', '0251', ('Biên Hòa', 'Trấn Biên')),
    Province(5, 'CT', 'Cần Thơ', '0292', ('Ninh Kiều', 'Cái Răng')),
    Province(5, '37', 'Tây Ninh', '0276', ('Tân Ninh', 'Long An')),
    Province(4, '26', 'Huế', '0234', ('Thuận Hóa', 'Phú Xuân')),
    Province(4, '34', 'Khánh Hòa', '0258', ('Nha Trang', 'Cam Ranh')),
    Province(4, '45', 'Đồng Tháp', '0273', ('Mỹ Tho', 'Cao Lãnh')),
    Province(4, '44', 'An Giang', '0296', ('Long Xuyên', 'Châu Đốc')),
    Province(4, 'HP', 'Hải Phòng', '0225', ('Gia Viên', 'Lê Chân')),
    Province(3, '49', 'Vĩnh Long', '0270', ('Long Châu', 'Bến Tre')),
    Province(3, '35', 'Lâm Đồng', '0263', ('Xuân Hương', 'Bảo Lộc')),
    Province(3, '33', 'Đắk Lắk', '0262', ('Buôn Ma Thuột', 'Tuy Hòa')),
    Province(3, '30', 'Gia Lai', '0269', ('Pleiku', 'Quy Nhơn')),
    Province(3, '29', 'Quảng Ngãi', '0255', ('Cẩm Thành', 'Kon Tum')),
    Province(3, '22', 'Nghệ An', '0238', ('Vinh', 'Cửa Lò')),
    Province(3, '21', 'Thanh Hóa', '0237', ('Hạc Thành', 'Sầm Sơn')),
    Province(2, '59', 'Cà Mau', '0290', ('Tân Thành', 'Bạc Liêu')),
    Province(2, '25', 'Quảng Trị', '0233', ('Đông Hà', 'Đồng Hới')),
    Province(2, '23', 'Hà Tĩnh', '0239', ('Thành Sen',)),
    Province(2, '56', 'Bắc Ninh', '0222', ('Kinh Bắc', 'Bắc Giang')),
    Province(2, '66', 'Hưng Yên', '0221', ('Phố Hiến', 'Thái Bình')),
    Province(2, '18', 'Ninh Bình', '0228', ('Hoa Lư', 'Nam Định')),
    Province(2, '13', 'Quảng Ninh', '0203', ('Hạ Long', 'Cẩm Phả')),
    Province(2, '68', 'Phú Thọ', '0210', ('Việt Trì', 'Vĩnh Yên')),
    Province(2, '69', 'Thái Nguyên', '0208', ('Phan Đình Phùng', 'Đức Xuân')),
    Province(1, '02', 'Lào Cai', '0214', ('Cam Đường', 'Yên Bái')),
    Province(1, '05', 'Sơn La', '0212', ('Tô Hiệu',)),
    Province(1, '09', 'Lạng Sơn', '0205', ('Lương Văn Tri',)),
    Province(1, '07', 'Tuyên Quang', '0207', ('Minh Xuân',)),
    Province(1, '71', 'Điện Biên', '0215', ('Điện Biên Phủ',)),
)


def person_name(random, gender):
    """Return an invented Vietnamese name.

    :param random: ``random.Random``
    :param str gender: 'male' or 'female'
    """
    middle, given = (MALE_MIDDLE, MALE_GIVEN) if gender == 'male' else (FEMALE_MIDDLE, FEMALE_GIVEN)
    return f'{random.choice(SURNAMES)} {random.choice(middle)} {random.choice(given)}'
