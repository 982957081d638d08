"""Text in fonts from before Unicode: the tables, the names of fonts, and documents that mix them."""

from __future__ import annotations

import unicodedata

import pytest

from corpus.loaders.compose import compose
from corpus.loaders.legacy import Legacy, convert, draws_capitals, encoding_of_font, tell, to_unicode
from corpus.loaders.runs import Line, Run
from corpus.loaders.syllables import is_syllable, weigh
from tests.corpus.loaders.encoders import tcvn3, vni

SENTENCE = "quyết định về việc bổ sung kinh phí xây dựng đường vào bản Khuổi Lặng, huyện Nà Mạ"


@pytest.mark.parametrize(
    ("encoding", "shown", "meant"),
    [
        (Legacy.TCVN3, "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        (Legacy.TCVN3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        (Legacy.TCVN3, "T\u00ad ph¸p, ¡n, ¢n, £, ¤, ¥, ¦, trÎ em", "Tư pháp, Ăn, Ân, Ê, Ô, Ơ, Ư, trẻ em"),
        (Legacy.TCVN3, "th\u2212 ký x\u2219", "thư ký xã"),  # as a PDF names those glyphs
        (Legacy.TCVN3, "\uf0a7\uf0e9c l\uf0cbp", "Độc lập"),  # as a font of the Symbol kind shows them
        (Legacy.VNI, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (Legacy.VNI, "ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
        (Legacy.VNI, "Aùo, AÙO, saün, aúm, laêng, laúng laëng", "Áo, ÁO, sẵn, ẳm, lăng, lẳng lặng"),
        (Legacy.VNI, "kyø, ñòa, chæ, nghó, kyõ, tyû, lyù", "kỳ, địa, chỉ, nghĩ, kỹ, tỷ, lý"),
        (Legacy.VNI, "vì phí tröôùc, thôøi, ngöôøi, thöôûng, cöõ, töïa", "vì phí trước, thời, người, thưởng, cữ, tựa"),
        (Legacy.VPS, "Ti\x89ng Vi\x8ct, \x02 \xf1\xd6n", "Tiếng Việt, Ạ Đơn"),
        (Legacy.VISCII, "Ti\xaang Vi\xaet", "Tiếng Việt"),
    ],
)  # fmt: skip
def test_tables(encoding: Legacy, shown: str, meant: str) -> None:
    assert convert(shown, encoding) == meant


@pytest.mark.parametrize(
    ("name", "encoding", "capitals"),
    [
        (".VnTime", Legacy.TCVN3, False),
        (".VnTimeH", Legacy.TCVN3, True),
        (".VNTIMEH", Legacy.TCVN3, True),
        (".VnArial NarrowH", Legacy.TCVN3, True),
        (".VnArial Narrow", Legacy.TCVN3, False),
        ("ABCDEF+.VnTimeH,Bold", Legacy.TCVN3, True),
        ("ABCDEF+.VnTime-Bold", Legacy.TCVN3, False),
        ("VNI-Times", Legacy.VNI, False),
        ("VNI-Helve-Condense", Legacy.VNI, False),
        ("VPS Times", Legacy.VPS, False),
        ("VI Times", Legacy.VISCII, False),
        ("Times New Roman", None, False),
        ("Vinhan", None, False),
        ("", None, False),
    ],
)
def test_names_of_fonts(name: str, encoding: Legacy | None, capitals: bool) -> None:
    assert (encoding_of_font(name), draws_capitals(name)) == (encoding, capitals)


@pytest.mark.parametrize(
    "word", ["nghiêng", "khuỷu", "quyết", "giếng", "gì", "ngoằn", "quốc", "xoong", "ở", "ỷ", "Ủy", "UỶ"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["céng", "hoµ", "viöt", "ñoäc", "hạt́", "tầc", "bácn", "café", "nge", "µ", ""])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(unicodedata.normalize("NFC", word))


def test_evidence_counts_only_words_that_an_encoding_changes() -> None:
    evidence = weigh("Giao ban hội nghị céng t¸c 2024")
    assert (evidence.syllables, evidence.words) == (2, 4)
    assert weigh("Giao ban").share == 1.0


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (tcvn3(SENTENCE).decode("latin-1"), Legacy.TCVN3),
        (vni(SENTENCE).decode("latin-1"), Legacy.VNI),
        (SENTENCE, None),
        ("Bảng 3: à la carte", None),
    ],
)
def test_telling_by_text_alone(text: str, encoding: Legacy | None) -> None:
    assert tell(text) is encoding


def _shown(encoder: object, text: str, font: str) -> Run:
    assert callable(encoder)
    return Run(encoder(text).decode("latin-1"), font)


def test_a_document_that_mixes_fonts_becomes_unicode_run_by_run() -> None:
    lines = [
        Line((_shown(tcvn3, "nghị quyết", ".VnTimeH"),)),
        Line((_shown(tcvn3, "Căn cứ ", ".VnTime"), Run("Luật Đất đai "), _shown(vni, "năm ngoái", "VNI-Times"))),
        Line((_shown(tcvn3, SENTENCE, "Arial"),)),  # the font was changed by hand and says nothing
        Line((_shown(vni, SENTENCE, "Arial"),)),
        Line((Run("Đã ký: Lò Văn Páo", ".VnTime"),)),  # typed in Unicode in a font that lacks it
        Line((Run("v"), _shown(tcvn3, "iệt nam", ".VnTime"))),
    ]
    converted, found = to_unicode(lines)
    assert [line.text for line in converted[1:]] == [
        "Căn cứ Luật Đất đai năm ngoái", SENTENCE, SENTENCE, "Đã ký: Lò Văn Páo", "việt nam",
    ]  # fmt: skip
    assert compose(lines)[0].split("\n")[0] == "NGHỊ QUYẾT"
    assert found == {Legacy.TCVN3, Legacy.VNI}


def test_a_font_name_that_lies_is_overruled_by_a_text_that_reads_otherwise() -> None:
    assert to_unicode([Line((_shown(tcvn3, SENTENCE, "VNI-Times"),))])[0][0].text == SENTENCE
    assert to_unicode([Line((_shown(vni, SENTENCE, ".VnTime"),))])[0][0].text == SENTENCE


def test_a_vni_letter_cut_in_two_runs_is_joined() -> None:
    line = Line((Run("Ñ", "VNI-Times"), Run("o", "VNI-Times"), Run("äc laäp", "VNI-Times", bold=True)))
    assert to_unicode([line])[0][0].text == "Độc lập"


def test_latin_text_in_a_legacy_font_needs_no_warning() -> None:
    assert to_unicode([Line((Run("Fax: 0263 382", ".VnTime"),))])[1] == set()


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        (Line((Run("KẾT LUẬN", bold=True),)), "**KẾT LUẬN**"),
        (Line((Run("1. ", bold=False), Run("Về nhân sự", bold=True))), "1. Về nhân sự"),
        (Line((Run("Về nhân sự ", bold=True), Run(" "), Run(".", bold=False))), "**Về nhân sự  .**"),
        (Line((Run("-----", bold=True),)), "-----"),
        (Line((Run("TỈNH ỦY    ĐẢNG", bold=True),), row=True), "TỈNH ỦY    ĐẢNG"),
        (Line((Run("chánh văn phòng", caps=True),)), "CHÁNH VĂN PHÒNG"),
        (Line((Run("\uf0b7\tGiao Sở Nội vụ"),)), "• Giao Sở Nội vụ"),
    ],
)  # fmt: skip
def test_a_line_as_it_is_printed(line: Line, printed: str) -> None:
    filler = Line((Run("Phần còn lại của văn bản in thường, đủ dài để chữ đậm là phần nhỏ." * 2),))
    assert compose([line, filler])[0].split("\n")[0] == printed


def test_a_document_all_in_bold_has_no_marks() -> None:
    assert (
        compose([Line((Run("KẾT LUẬN", bold=True),)), Line((Run("Nội dung", bold=True),))])[0] == "KẾT LUẬN\nNội dung"
    )
