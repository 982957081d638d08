"""Which offices a sentence names, and under which canonical names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.agencies import canonical_name, find_agencies
from corpus.orthography import fold_tone_marks

NAMES: list[tuple[str, list[str]]] = [
    # abbreviations and spellings
    ("BCSĐ UBND tỉnh trình Ban Thường vụ Tỉnh uỷ", ["Ban cán sự đảng Ủy ban nhân dân tỉnh", "Ban Thường vụ Tỉnh ủy"]),
    ("Ban Cán sự Đảng UBND tỉnh tiếp thu", ["Ban cán sự đảng Ủy ban nhân dân tỉnh"]),
    (
        "Đảng đoàn HĐND tỉnh, Ủy ban MTTQ Việt Nam tỉnh",
        ["Đảng đoàn Hội đồng nhân dân tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"],
    ),
    ("Sở NN&PTNT, Sở TN&MT", ["Sở Nông nghiệp và Phát triển nông thôn", "Sở Tài nguyên và Môi trường"]),
    ("Sở VHTT&DL thẩm định", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ("Sở Lao động, Thương binh và Xã hội", ["Sở Lao động - Thương binh và Xã hội"]),
    ("Bộ CHQS tỉnh, Bộ Chỉ huy BĐBP tỉnh", ["Bộ Chỉ huy Quân sự tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"]),
    ("VKSND tỉnh và TAND tỉnh", ["Viện kiểm sát nhân dân tỉnh", "Tòa án nhân dân tỉnh"]),
    # lists
    ("các sở: Nội vụ, Tài chính, Y tế", ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"]),
    ("các sở Xây dựng, Công Thương và Tư pháp", ["Sở Xây dựng", "Sở Công Thương", "Sở Tư pháp"]),
    ("Sở Kế hoạch và Đầu tư, Tài chính", ["Sở Kế hoạch và Đầu tư", "Sở Tài chính"]),
    ("các Bộ: Công an, Quốc phòng, Ngoại giao", ["Bộ Công an", "Bộ Quốc phòng", "Bộ Ngoại giao"]),
    ("các sở, ban, ngành: Nội vụ, Công an tỉnh, Y tế", ["Sở Nội vụ", "Công an tỉnh", "Sở Y tế"]),
    ("Ủy ban nhân dân, Ủy ban Mặt trận Tổ quốc tỉnh", ["Ủy ban nhân dân tỉnh", "Ủy ban Mặt trận Tổ quốc tỉnh"]),
    ("Ban Tổ chức, Ban Nội chính Tỉnh ủy", ["Ban Tổ chức Tỉnh ủy", "Ban Nội chính Tỉnh ủy"]),
    ("HĐND, UBND huyện Na Hang", ["Hội đồng nhân dân huyện Na Hang", "Ủy ban nhân dân huyện Na Hang"]),
    ("Huyện ủy, UBND huyện Mường Tè", ["Huyện ủy Mường Tè", "Ủy ban nhân dân huyện Mường Tè"]),
    ("Huyện ủy các huyện: Tam Đường, Phong Thổ", ["Huyện ủy Tam Đường", "Huyện ủy Phong Thổ"]),
    (
        "UBND các huyện: Yên Lập, Tân Sơn và thị xã Phú Thọ",
        ["Ủy ban nhân dân huyện Yên Lập", "Ủy ban nhân dân huyện Tân Sơn", "Ủy ban nhân dân thị xã Phú Thọ"],
    ),
    (
        "Ủy ban nhân dân huyện Văn Lãng, thành phố Cẩm Phả",
        ["Ủy ban nhân dân huyện Văn Lãng", "Ủy ban nhân dân thành phố Cẩm Phả"],
    ),
    # groups that are kept, and those that are not
    ("Ủy ban nhân dân các huyện, thị xã, thành phố", ["Ủy ban nhân dân các huyện, thị xã, thành phố"]),
    ("UBND các xã, phường, đặc khu", ["Ủy ban nhân dân các xã, phường, đặc khu"]),
    ("UBND các tỉnh, TP trực thuộc Trung ương", ["Ủy ban nhân dân các tỉnh, thành phố"]),
    ("UBND cấp xã", ["Ủy ban nhân dân cấp xã"]),
    ("các cơ quan, đơn vị, địa phương; các sở, ngành; các huyện ủy, thành ủy", []),
    ("Các cấp ủy, chính quyền và lực lượng công an", []),
    # territories
    ("Huyện ủy Chợ Mới họp", ["Huyện ủy Chợ Mới"]),
    ("Đảng ủy xã Tân Trào lãnh đạo", ["Đảng ủy xã Tân Trào"]),
    (
        "Đảng ủy, HĐND, UBND xã Tân Trào",
        ["Đảng ủy xã Tân Trào", "Hội đồng nhân dân xã Tân Trào", "Ủy ban nhân dân xã Tân Trào"],
    ),
    ("UBND TP. Móng Cái", ["Ủy ban nhân dân thành phố Móng Cái"]),
    ("UBND phường 7, UBND Quận 3", ["Ủy ban nhân dân phường 7", "Ủy ban nhân dân quận 3"]),
    ("Công an tỉnh Cao Bằng; Cục Hải quan Quảng Ninh", ["Công an tỉnh Cao Bằng", "Cục Hải quan Quảng Ninh"]),
    ("Đài Phát thanh và Truyền hình Bình Định", ["Đài Phát thanh và Truyền hình Bình Định"]),
    # two-tier government and the mergers of 2025
    (
        "Đảng ủy UBND tỉnh, Đảng ủy các cơ quan Đảng tỉnh",
        ["Đảng ủy Ủy ban nhân dân tỉnh", "Đảng ủy các cơ quan Đảng tỉnh"],
    ),
    (
        "Ban Tuyên giáo và Dân vận Tỉnh ủy; Sở Dân tộc và Tôn giáo",
        ["Ban Tuyên giáo và Dân vận Tỉnh ủy", "Sở Dân tộc và Tôn giáo"],
    ),
    ("UBND đặc khu Vân Đồn", ["Ủy ban nhân dân đặc khu Vân Đồn"]),
    # names told by their capitals
    ("Chi cục Trồng trọt và Bảo vệ thực vật tỉnh kiểm tra", ["Chi cục Trồng trọt và Bảo vệ thực vật tỉnh"]),
    ("Trung tâm Xúc tiến Đầu tư và Du lịch tỉnh phối hợp", ["Trung tâm Xúc tiến Đầu tư và Du lịch tỉnh"]),
    ("Ban Quản lý Khu kinh tế cửa khẩu Thanh Thủy báo cáo", ["Ban Quản lý Khu kinh tế cửa khẩu Thanh Thủy"]),
    ("Ban Quản lý dự án 5 rà soát", ["Ban Quản lý dự án 5"]),
    ("Công ty Điện lực Hà Giang đầu tư lưới điện", ["Công ty Điện lực Hà Giang"]),
    ("Viện Nghiên cứu Lâm sinh chuyển giao giống", ["Viện Nghiên cứu Lâm sinh"]),
    ("Ban Chỉ đạo xây dựng nông thôn mới tỉnh", ["Ban Chỉ đạo xây dựng nông thôn mới tỉnh"]),
    ("Cục Quản lý đê điều và Phòng, chống thiên tai", ["Cục Quản lý đê điều và Phòng, chống thiên tai"]),
    ("Trường Cao đẳng nghề Yên Bái tuyển sinh", ["Trường Cao đẳng nghề Yên Bái"]),
    (
        "Đồn Biên phòng cửa khẩu quốc tế Tân Thanh, Chi cục Hải quan cửa khẩu Tân Thanh",
        ["Đồn Biên phòng cửa khẩu quốc tế Tân Thanh", "Chi cục Hải quan cửa khẩu Tân Thanh"],
    ),
    ("Bí thư Đảng ủy, Chủ tịch UBND xã Bình Lư", ["Đảng ủy xã Bình Lư", "Ủy ban nhân dân xã Bình Lư"]),
    (
        "Ủy ban Kiểm tra, Ban Tổ chức, Văn phòng Tỉnh ủy",
        ["Ủy ban Kiểm tra Tỉnh ủy", "Ban Tổ chức Tỉnh ủy", "Văn phòng Tỉnh ủy"],
    ),
    # territories that are told otherwise than by their level
    (
        "Kho bạc Nhà nước khu vực IV, Kho bạc Nhà nước Mường Chà",
        ["Kho bạc Nhà nước khu vực IV", "Kho bạc Nhà nước Mường Chà"],
    ),
    (
        "Tòa án nhân dân khu vực 3; Đài Khí tượng Thủy văn khu vực Tây Bắc",
        ["Tòa án nhân dân khu vực 3", "Đài Khí tượng Thủy văn khu vực Tây Bắc"],
    ),
    ("Ban Chỉ huy Phòng thủ khu vực 1 - Bảo Lạc trực", ["Ban Chỉ huy Phòng thủ khu vực 1 - Bảo Lạc"]),
    ("Thành ủy Điện Biên Phủ, Huyện ủy Điện Biên Đông", ["Thành ủy Điện Biên Phủ", "Huyện ủy Điện Biên Đông"]),
    (
        "UBND phường Trần Hưng Đạo, Huyện ủy Trần Văn Thời",
        ["Ủy ban nhân dân phường Trần Hưng Đạo", "Huyện ủy Trần Văn Thời"],
    ),
    ("UBND hai huyện Phong Thổ và Sìn Hồ", ["Ủy ban nhân dân huyện Phong Thổ", "Ủy ban nhân dân huyện Sìn Hồ"]),
    ("Hội Nông dân huyện, Huyện đoàn giúp dân", ["Hội Nông dân huyện", "Huyện đoàn"]),
    ("hồ chứa ở Trạm Tấu", []),
    # names that go on in small letters
    ("Trung tâm Ứng dụng khoa học công nghệ tỉnh lắp trạm đo", ["Trung tâm Ứng dụng khoa học công nghệ tỉnh"]),
    ("Ban Quản lý dự án công trình thủy lợi tỉnh thi công", ["Ban Quản lý dự án công trình thủy lợi tỉnh"]),
    ("Cục Quản lý Dược chủ trì; Cục Quản lý Khám, chữa bệnh", ["Cục Quản lý Dược", "Cục Quản lý Khám, chữa bệnh"]),
    ("Bệnh viện Trung ương Huế thí điểm", ["Bệnh viện Trung ương Huế"]),
    ("giữa Chi cục Thủy sản và ngư dân", ["Chi cục Thủy sản"]),
    (
        "Viện Khoa học Thủy lợi miền Nam; Viện Nghiên cứu Lao động và Xã hội",
        ["Viện Khoa học Thủy lợi miền Nam", "Viện Nghiên cứu Lao động và Xã hội"],
    ),
    ("Tập đoàn FLC, Tổng công ty Điện lực miền Trung", ["Tập đoàn FLC", "Tổng công ty Điện lực miền Trung"]),
    ("Lữ đoàn 297 và Binh đoàn 12 chi viện", ["Lữ đoàn 297", "Binh đoàn 12"]),
    # offices inside offices
    ("Thanh tra Bộ, Văn phòng Bộ, Thanh tra Sở Xây dựng", ["Thanh tra Bộ", "Văn phòng Bộ", "Thanh tra Sở Xây dựng"]),
    ("Ban Dân tộc HĐND tỉnh, Ban Dân tộc tỉnh", ["Ban Dân tộc Hội đồng nhân dân tỉnh", "Ban Dân tộc tỉnh"]),
    ("Đảng ủy Sở Xây dựng, Đảng ủy Công an tỉnh", ["Đảng ủy Sở Xây dựng", "Đảng ủy Công an tỉnh"]),
    ("Ban Chỉ đạo 35 Tỉnh ủy, BCĐ 389 tỉnh", ["Ban Chỉ đạo 35 Tỉnh ủy", "Ban Chỉ đạo 389 tỉnh"]),
    ("các ban: Tuyên giáo, Nội chính Tỉnh ủy", ["Ban Tuyên giáo Tỉnh ủy", "Ban Nội chính Tỉnh ủy"]),
    (
        "Ban Thường vụ các Huyện ủy: Đồng Văn, Mèo Vạc",
        ["Ban Thường vụ Huyện ủy Đồng Văn", "Ban Thường vụ Huyện ủy Mèo Vạc"],
    ),
    (
        "Các đảng ủy: phường Tuy Hòa, xã Ea Súp và xã Sơn Hòa lãnh đạo",
        ["Đảng ủy phường Tuy Hòa", "Đảng ủy xã Ea Súp", "Đảng ủy xã Sơn Hòa"],
    ),
    ("Huyện ủy Ia H’Drai, UBND huyện Cư M’gar", ["Huyện ủy Ia H’Drai", "Ủy ban nhân dân huyện Cư M’gar"]),
    ("Trường Đại học Phạm Văn Đồng đào tạo", ["Trường Đại học Phạm Văn Đồng"]),
    ("Đề nghị Vườn quốc gia Bến En ký cam kết", ["Vườn quốc gia Bến En"]),
    ("vùng đệm Vườn quốc gia Bến En", []),
    (
        "Vụ Khoa học, Công nghệ và Môi trường, Trung tâm Khuyến nông Quốc gia",
        ["Vụ Khoa học, Công nghệ và Môi trường", "Trung tâm Khuyến nông Quốc gia"],
    ),
    (
        "Ban Chỉ đạo Cải cách hành chính tỉnh; Ban Vận động cứu trợ tỉnh",
        ["Ban Chỉ đạo Cải cách hành chính tỉnh", "Ban Vận động cứu trợ tỉnh"],
    ),
    ("Đồn biên phòng Mường Hung tuần tra", ["Đồn biên phòng Mường Hung"]),
    # in small letters
    ("đảng ủy các xã, phường; đảng ủy xã, phường", ["Đảng ủy các xã, phường"]),
    ("phòng Tư pháp huyện; sở Nội vụ; các ban xây dựng Đảng", ["Phòng Tư pháp huyện", "Sở Nội vụ"]),
    (
        "các ban: Tổ chức, Dân vận Tỉnh ủy; VP UBND tỉnh",
        ["Ban Tổ chức Tỉnh ủy", "Ban Dân vận Tỉnh ủy", "Văn phòng Ủy ban nhân dân tỉnh"],
    ),
    # one office, one name: the capitals of the list; where each office has a name of its own, those of print
    (
        "Viện Kiểm sát nhân dân tỉnh, Bộ Chỉ huy quân sự tỉnh",
        ["Viện kiểm sát nhân dân tỉnh", "Bộ Chỉ huy Quân sự tỉnh"],
    ),
    ("Báo và phát thanh, truyền hình Hải Phòng", ["Báo và phát thanh, truyền hình Hải Phòng"]),
    # persons
    ("Đồng chí Phó Bí thư Thường trực Tỉnh ủy", ["Tỉnh ủy"]),
    ("Chủ tịch UBND tỉnh Hoàng Văn Thắng kết luận", ["Ủy ban nhân dân tỉnh"]),
    ("Bí thư Huyện ủy Nguyễn Thị Lan", ["Huyện ủy"]),
    ("Thủ tướng Chính phủ đồng ý", ["Chính phủ"]),
    ("các đồng chí Tỉnh ủy viên", []),
    # what only looks like an office
    ("Ban hành quy chế; Bộ luật Lao động; Sở hữu trí tuệ; Vụ Đông Xuân; Trường hợp cần thiết; Hội nghị", []),
    ("Nghị quyết số 21/2024/NQ-HĐND và Tờ trình số 15/TTr-STC", []),
    ("đầu tư dự án Bệnh viện Đa khoa khu vực Mộc Châu", []),
    ("Đề án thành lập Trung tâm Đổi mới sáng tạo tỉnh", []),
    ("di tích đường Trường Sơn và quần đảo Trường Sa", []),
    ("Báo cáo kết quả với Thường trực Huyện ủy", ["Thường trực Huyện ủy"]),
]

QUERIES = [
    ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
    ("ubnd tỉnh", "Ủy ban nhân dân tỉnh"),
    ("sở kh&đt", "Sở Kế hoạch và Đầu tư"),
    ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
    ("  Sở   nội vụ ", "Sở Nội vụ"),
    ("ban tổ chức tỉnh uỷ", "Ban Tổ chức Tỉnh ủy"),
    ("công an tỉnh", "Công an tỉnh"),
    ("rừng phòng hộ", None),
    ("Sở Y tế và Sở Nội vụ", None),
    ("", None),
]


@pytest.mark.parametrize(("sentence", "names"), NAMES)
def test_offices_of_a_sentence(sentence: str, names: list[str]) -> None:
    assert [mention.name for mention in find_agencies(sentence)] == names


@pytest.mark.parametrize(("text", "name"), QUERIES)
def test_canonical_name_of_what_a_person_types(text: str, name: str | None) -> None:
    assert canonical_name(text) == name


def test_a_member_of_a_list_covers_its_own_words_only() -> None:
    text = "giao các sở: Nội vụ, Tài chính thực hiện"
    assert [mention.span.of(text) for mention in find_agencies(text)] == ["Nội vụ", "Tài chính"]


def test_a_wrapped_line_does_not_cut_a_name() -> None:
    text = "giao Sở Kế hoạch\nvà Đầu tư chủ trì"
    assert [mention.name for mention in find_agencies(text)] == ["Sở Kế hoạch và Đầu tư"]


def test_a_paragraph_end_ends_a_name() -> None:
    text = "Báo cáo Huyện ủy\nMường La là huyện vùng cao."
    assert [mention.name for mention in find_agencies(text)] == ["Huyện ủy"]


_WORDS = [
    "Sở",
    "Nội vụ",
    "UBND",
    "tỉnh",
    "các",
    "huyện",
    ":",
    ",",
    "và",
    "Ban",
    "Tổ chức",
    "Tỉnh ủy",
    "Huyện ủy",
    "Cao Lộc",
    "Trung tâm",
    "Chỉ đạo",
    "\n",
    ".",
    "xã",
    "7",
    "Đảng ủy",
    "số",
    "Bộ",
    "&",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join))
def test_any_sequence_of_words_gives_ordered_mentions_inside_it(text: str) -> None:
    mentions = find_agencies(text)
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))


@given(st.sampled_from([sentence for sentence, _ in NAMES]))
def test_the_two_tone_styles_name_the_same_offices(sentence: str) -> None:
    old = sentence.replace("ủy", "uỷ").replace("Ủy", "Uỷ").replace("hòa", "hoà")
    assert fold_tone_marks(old) == fold_tone_marks(sentence)
    assert [m.name for m in find_agencies(old)] == [m.name for m in find_agencies(sentence)]
