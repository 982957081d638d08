"""Phrases are found alike in documents and queries, longest first, with the words inside them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.chunks import Row
from analyzers.fold import fold_syllable, syllables
from analyzers.lexicon import Lexicon, lexicon
from analyzers.phrase_finder import HARD, SOFT, SPACE, Found, gaps
from analyzers.phrasebook import abbreviations, key_of, office_names
from analyzers.phrases import Phrase

Between = np.typing.NDArray[np.int64]


def found_with(text: str, names: Lexicon, blank: int | None = None) -> tuple[Found, Between]:
    """Find phrases in one text, from every syllable on; return them, and what stands behind each syllable."""
    ranges = np.array(syllables(text), np.int64).reshape(-1, 2)
    known = [names.heads.number(fold_syllable(text[start:end])[0]) for start, end in ranges.tolist()]
    if blank is not None:
        known[blank] = 0
    between = gaps(Row.of([text]).characters, ranges[:, 0], ranges[:, 1])
    return names.finder.find(np.array(known, np.int32), np.arange(len(known)), between), between


def phrases_in(text: str, names: Lexicon) -> list[tuple[Phrase, str]]:
    """Return the phrases of a text, each with what is written there."""
    ranges = syllables(text)
    found, _ = found_with(text, names)
    pairs = [(names.phrases[n], at) for n, at in zip(found.numbers.tolist(), found.positions.tolist(), strict=True)]
    return [(phrase, text[ranges[at][0] : ranges[at + len(phrase.key) - 1][1]]) for phrase, at in pairs]


def found_in(text: str, names: Lexicon) -> list[tuple[str, str]]:
    return [(written, phrase.text) for phrase, written in phrases_in(text, names)]


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
    ((phrase, _),) = phrases_in("Ban Thường trực Uỷ ban Mặt trận Tổ quốc", NAMES)
    assert [(part.text, part.offset, part.length) for part in phrase.parts] == [
        ("ủy_ban_mặt_trận_tổ_quốc", 3, 6),
        ("ủy_ban", 3, 2),
    ]
    assert phrase.loose == ((0, 3), (5, 9))


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
    found, between = found_with(text, NAMES)
    chains = NAMES.finder.chains(found, between)
    assert ["_".join(NAMES.phrases[found.numbers[place]].text for place in chain) for chain in chains] == expected


def test_a_blanked_syllable_belongs_to_no_phrase() -> None:
    found, _ = found_with("Tỉnh ủy", NAMES, blank=1)
    assert found.numbers.size == found.positions.size == 0


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("kinh tế - xã hội", [SPACE, SOFT, SPACE, HARD]),
        ("Văn hóa,\tThể  thao", [SPACE, SOFT, SPACE, HARD]),
        ("toàn tỉnh.\nỦy viên", [SPACE, HARD, SPACE, HARD]),
        ("(tỉnh) ủy", [HARD, HARD]),
        ("", []),
    ],
)
def test_what_stands_between_syllables(text: str, behind: list[int]) -> None:
    ranges = np.array(syllables(text), np.int64).reshape(-1, 2)
    assert gaps(Row.of([text]).characters, ranges[:, 0], ranges[:, 1]).tolist() == behind


def plainly_found(text: str, names: Lexicon) -> list[tuple[str, str]]:
    """Find phrases one by one: leftmost, then longest."""
    ranges = syllables(text)
    forms = [fold_syllable(text[start:end])[0] for start, end in ranges]
    behind = [text[end:start] for (_, end), (start, _) in pairwise(ranges)]
    found = []
    at = 0
    while at < len(forms):
        fitting = [
            phrase
            for phrase in names.phrases
            if tuple(forms[at : at + len(phrase.key)]) == phrase.key
            and not any(gap.strip(" \t,.-–&/" if soft else " \t") for gap, soft in zip(behind[at:], phrase.soft))  # noqa: B905
        ]
        longest = max(fitting, key=lambda phrase: len(phrase.key), default=None)
        if longest:
            found.append((text[ranges[at][0] : ranges[at + len(longest.key) - 1][1]], longest.text))
        at += len(longest.key) if longest else 1
    return found


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Ban", "Thường vụ", "Tỉnh ủy", "ủy", "ban", "Mặt trận", "Tổ quốc", "họp", ",", "–", "\n"])
    )
)
def test_phrases_are_those_that_a_plain_search_finds(words: list[str]) -> None:
    text = " ".join(words)
    assert found_in(text, NAMES) == plainly_found(text, NAMES)


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
