"""Phrases are found alike in documents and queries, longest first, with the words inside them."""

from __future__ import annotations

import pytest

from analyzers.fold import Ranges, fold_syllable, syllables
from analyzers.lexicon import Lexicon, Phrase, joined, lexicon
from analyzers.phrasebook import abbreviations, key_of, office_names


def found_in(text: str, names: Lexicon) -> list[tuple[str, str]]:
    ranges = syllables(text)
    forms = [fold_syllable(text[start:end])[0] for start, end in ranges]
    found = names.find(forms, text, Ranges.of(ranges))
    return [(text[ranges[f.position][0] : ranges[f.end - 1][1]], f.phrase.text) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Giao Ban cán sự đảng Ủy ban nhân dân tỉnh",
            [("Ban cán sự đảng", "ban_cán_sự_đảng"), ("Ủy ban nhân dân", "ủy_ban_nhân_dân")],
        ),
        ("giao uỷ ban nhân dân huyện", [("uỷ ban nhân dân", "ủy_ban_nhân_dân")]),
        ("UBND, HĐND các cấp", [("UBND", "ủy_ban_nhân_dân"), ("HĐND", "hội_đồng_nhân_dân")]),
        ("Sở KH&ĐT thẩm định", [("Sở KH&ĐT", "sở_kế_hoạch_và_đầu_tư")]),
        ("sở kế hoạch và đầu tư", [("sở kế hoạch và đầu tư", "sở_kế_hoạch_và_đầu_tư")]),
        ("nâng cấp cơ sở y tế xã", [("cơ sở", "cơ_sở")]),
        ("cán bộ y tế thôn bản", [("cán bộ", "cán_bộ")]),
        ("phát triển kinh tế - xã hội", [("kinh tế - xã hội", "kinh_tế_xã_hội")]),
        ("phát triển kinh tế, xã hội", [("kinh tế, xã hội", "kinh_tế_xã_hội")]),
        (
            "Hội đồng nhân dân tỉnh, Ủy ban nhân dân tỉnh",
            [("Hội đồng nhân dân", "hội_đồng_nhân_dân"), ("Ủy ban nhân dân", "ủy_ban_nhân_dân")],
        ),
        ("toàn tỉnh.\nỦy viên Ban Thường vụ", [("Ban Thường vụ", "ban_thường_vụ")]),
        ("họp toàn tỉnh. Ủy viên thường trực", [("thường trực", "thường_trực")]),
        ("Tp. Hồ Chí Minh", []),
        ("", []),
    ],
)
def test_phrases(text: str, expected: list[tuple[str, str]]) -> None:
    assert found_in(text, lexicon()) == expected


NAMES = Lexicon(
    [
        Phrase.of("Ban Thường trực Ủy ban Mặt trận Tổ quốc", "Ban Thường trực Ủy ban Mặt trận Tổ quốc", office=True),
        Phrase.of("Ủy ban Mặt trận Tổ quốc", "Ủy ban Mặt trận Tổ quốc", office=True),
        Phrase.of("ủy ban", "ủy ban"),
        Phrase.of("Ban Thường vụ", "Ban Thường vụ", office=True, joins=True),
        Phrase.of("Tỉnh ủy", "Tỉnh ủy", office=True),
        Phrase.of("Tỉnh ủy", "another of the same syllables"),
        Phrase.of("–", "no syllables at all"),
    ]
)


def test_the_longest_phrase_counts_and_knows_its_parts() -> None:
    text = "Ban Thường trực Uỷ ban Mặt trận Tổ quốc"
    ranges = syllables(text)
    (found,) = NAMES.find([fold_syllable(text[a:b])[0] for a, b in ranges], text, Ranges.of(ranges))
    assert [(part.text, part.offset, part.length) for part in found.phrase.parts] == [
        ("ủy_ban_mặt_trận_tổ_quốc", 3, 6),
        ("ủy_ban", 3, 2),
    ]
    assert found.phrase.loose == ((0, 3), (5, 9))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ban Thường vụ Tỉnh ủy", ["ban_thường_vụ_tỉnh_ủy"]),
        ("Ban Thường vụ, Tỉnh ủy", []),
        ("Tỉnh ủy Ban Thường vụ", []),
        ("Ban Thường vụ họp với Tỉnh ủy", []),
        ("Ban Thường vụ ủy ban", []),
        ("Ban Thường vụ Ban Thường vụ Tỉnh ủy", ["ban_thường_vụ_ban_thường_vụ_tỉnh_ủy"]),
    ],
)
def test_an_office_completes_the_name_of_another(text: str, expected: list[str]) -> None:
    ranges = syllables(text)
    found = NAMES.find([fold_syllable(text[a:b])[0] for a, b in ranges], text, Ranges.of(ranges))
    assert [part.text for part in joined(found, text, Ranges.of(ranges))] == expected


def test_a_blanked_syllable_belongs_to_no_phrase() -> None:
    text = "Tỉnh ủy"
    assert NAMES.find(["tỉnh", ""], text, Ranges.of(syllables(text))) == []


def test_every_office_of_the_data_file_is_found_by_each_of_its_spellings() -> None:
    names = lexicon()
    missed = [
        written
        for name in office_names()
        for written in name.spellings
        if len(key_of(name.spellings[0])) > 1
        and (written, "_".join(key_of(name.spellings[0]))) not in found_in(written, names)
    ]
    # One spelling may belong to two names; the first in the file keeps it.
    assert all(len(found_in(written, names)) == 1 for written in missed), missed
    assert len(missed) < 10


def test_only_abbreviations_of_one_meaning_are_indexed() -> None:
    by_short = {a.short: a for a in abbreviations()}
    assert by_short["UBND"].indexed
    assert by_short["BTC"].meanings == ("Ban Tổ chức", "Bộ Tài chính")
    assert not by_short["BTC"].indexed
    assert not by_short["TTr"].indexed
    assert by_short["TU"].capitals
    assert not by_short["TU"].indexed
