"""Vietnamese texts for tests: sentences written for them, and a generator of everything that could go wrong."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

SENTENCES = (
    "Ban Thường vụ Huyện ủy giao Phòng Nội vụ tham mưu phương án bố trí cán bộ xã trước ngày 15 tháng 8 năm 2023.",
    "Đồng ý chủ trương nâng cấp tuyến đường từ trung tâm xã Bản Cầm đến thôn Nậm Tang, dài 12,5 km.",
    "Uỷ ban nhân dân tỉnh chỉ đạo rà soát quy hoạch ba loại rừng, báo cáo kết quả trong quý III/2024.",
    "Nhất trí với Tờ trình số 91-TTr/BCSĐ, ngày 03/4/2024 về kế hoạch chuyển đổi số giai đoạn 2024 - 2026.",
    "Yêu cầu các sở, ngành khẩn trương giải ngân vốn đầu tư công, không để dồn việc vào cuối năm.",
    "Thống nhất trình Hội đồng nhân dân tỉnh ban hành nghị quyết hỗ trợ học phí cho con em đồng bào dân tộc thiểu số.",
    "Giao Công an tỉnh phối hợp với Bộ Chỉ huy Quân sự tỉnh bảo đảm an ninh, trật tự dịp Tết Nguyên đán.",
    "Hằng quý, Sở Tài chính tổng hợp, báo cáo Thường trực Tỉnh uỷ tình hình thu, chi ngân sách.",
    "TỈNH ỦY HÀ GIANG\nKẾT LUẬN\nvề công tác giảm nghèo bền vững",
    "1. Về việc sáp nhập trạm y tế: đề nghị Sở Y tế làm rõ số giường bệnh còn thiếu (khoảng 30%).",
    "Bà Nguyễn Thị Hoà, Phó Chủ tịch UBND huyện, kí văn bản hoả tốc lúc 10:20:50 ngày 02-9-2022.",
    "Khoẻ để xây dựng và bảo vệ Tổ quốc; quí vị đại biểu; kĩ sư nông nghiệp; bác sỹ, lý luận chính trị.",
)

# Tokens on which a reimplementation of the tokeniser, the featuriser or the decoder is likely to slip.
ODDITIES = (
    *("Th S", "Th s", "Th.S", "ThS.", "e-mail", "v.v...", "v.v.", "T.Ư", "A.", "Đ.", "U.B.N.D.", "Tp.", "NĐ-CP", "H&M"),
    *(
        ":D",
        ":)",
        ":)))",
        "=))",
        "<3",
        "♥‿♥",
        "😀",
        "👨‍👩‍👧",
        "==>",
        "->",
        "...",
        "--",
        ">>",
        "3x4",
        "°C",
        "°F",
        "%",
        "×",
        "ʺ",
    ),
    *(
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u0301",
        "e\u0301",
        "o\u0302\u0301",
        "\x00",
        "\x01",
        "\x1c",
        "\x85",
        "\xa0",
        "\u3000",
    ),
    *(
        "Uỷ",
        "UỶ",
        "hoà",
        "nghành",
        "Nghành",
        "bíết",
        "Bíết",
        "chíếc",
        "chuỵện",
        "ð",
        "Ð",
        "ß",
        "ǆ",
        "İ",
        "ΣΑΣ",
        "ς",
        "ﬁ",
        "ɤ",
        "ƛ",
    ),
    *(
        "１２３",
        "٣",
        "+5",
        "-5",
        "2147483647",
        "2147483648",
        "-2147483649",
        "007",
        "43H-0530",
        "123/QĐ-UBND",
        "48-TTr/BCSD",
    ),
    *("12/2024/NĐ-CP", "02/05/2014", "http://a.b/c(d)e", "www.chinhphu.vn", "thu@langson.gov.vn", "foo.na@example.com"),
    *(
        "a\nb",
        "\n",
        "\t",
        "\r\n",
        "“",
        "”",
        '"',
        "H'Mông",
        "N’Thôn",
        "[",
        "_",
        "a_b",
        "_a",
        "x" * 50,
        "中文",
        "한국어",
        "ไทย",
    ),
    *(
        "①",
        "½",
        "Ⅷ",
        "\u1fef",
        "\u212b",
        "K\u030c",
        "\u0344",
        "\U0001d400",
        "BOS",
        "EOS",
        "1.234.567,8",
        "1.600m-2.000m",
    ),
)
_LETTERS = "aăâbcdđeêgh.,-/:;()D1234567890AĐƯ+_@\u0301\u0309 \n"
_GAPS = (" ", " ", " ", " ", "", "  ", "\n", "\t", "\xa0", ", ", ". ", " - ")
_PLANES = ((1, 0x2FF), (0x1E00, 0x20FF), (0x2100, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x1FFFF))


def adversarial(seed: int, count: int) -> Iterator[str]:
    """Yield texts of ordinary syllables mixed with oddities, in all cases, gaps and normal forms."""
    generator = random.Random(seed)  # noqa: S311  nothing here is a secret
    vocabulary = [word for sentence in SENTENCES for word in sentence.split()]
    for _ in range(count):
        parts: list[str] = []
        for _ in range(generator.choice((0, 1, 1, 2, 3, 5, 8, 20, 60))):
            parts += [_token(generator, vocabulary), generator.choice(_GAPS)]
        if parts and generator.random() < 0.7:
            parts.pop()
        yield "".join(parts)


def _token(generator: random.Random, vocabulary: list[str]) -> str:
    kind = generator.random()
    if kind < 0.6:
        token = generator.choice(vocabulary)
    elif kind < 0.85:
        token = generator.choice(ODDITIES)
    elif kind < 0.93:
        token = "".join(generator.choice(_LETTERS) for _ in range(generator.randint(1, 8)))
    else:
        token = chr(generator.randint(*generator.choice(_PLANES)))
    if generator.random() < 0.1:
        token = token.upper()
    return unicodedata.normalize("NFD", token) if generator.random() < 0.05 else token


def prose(seed: int, count: int) -> Iterator[str]:
    """Yield clauses of the sentences above put together anew, in several cases."""
    generator = random.Random(seed)  # noqa: S311
    words = [sentence.split() for sentence in SENTENCES]
    cases = (str, str, str, str.lower, str.upper, str.title)
    for _ in range(count):
        clauses = []
        for _ in range(generator.randint(1, 6)):
            source = generator.choice(words)
            begin = generator.randrange(len(source))
            clauses.append(" ".join(source[begin : begin + generator.randint(1, 12)]))
        yield generator.choice(cases)(" ".join(clauses))
