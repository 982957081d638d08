"""What is marked in headings and passages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.pipeline import shared_analyzer
from indexer.embedded.snapshot import Snapshot
from indexer.highlight import PASSAGE, Highlighter
from indexer.page import SnippetPart
from indexer.syntax import parse_query
from indexer.terms import QueryTerms
from tests.factories import make_document, make_item
from tests.indexer.conftest import BuildSnapshot


@pytest.fixture(scope="module")
def vocabulary(build_snapshot: BuildSnapshot) -> Snapshot:
    """Words that bare letters may stand for."""
    text = "chuyển đổi số một số sở mục đích rừng trồng rung chuyển nước sạch nông thôn hồ đập quỹ của"
    return build_snapshot([make_document("a", [make_item("1", "", text), make_item("2", "", "nuoc sach")])])


def highlighter(snapshot: Snapshot, query: str) -> Highlighter:
    root = parse_query(query).root
    return Highlighter(QueryTerms(shared_analyzer(), snapshot, root), root, {})


def shown(parts: tuple[SnippetPart, ...]) -> str:
    return "".join(f"[{part.text}]" if part.hit else part.text for part in parts)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("rừng", "Trồng rừng; bảo vệ Rừng.", "Trồng [rừng]; bảo vệ [Rừng]."),
        ("rung", "Trồng rừng rung chuyển.", "Trồng [rừng] [rung] chuyển."),
        ("rừng", "Trồng rung.", "Trồng rung."),
        # neighbours in the query that stand together are one mark, and alone they are not marked beside it
        ("chuyển đổi số", "Một số việc về chuyển đổi số.", "Một số việc về [chuyển đổi số]."),
        ("chuyen doi so", "Sở lo chuyển đổi số.", "Sở lo [chuyển đổi số]."),
        ("chuyển đổi số", "Đổi mục đích, chuyển một số.", "[Đổi] mục đích, [chuyển] một [số]."),
        ('"chuyển đổi"', "Chuyển-đổi\nnghề", "[Chuyển-đổi]\nnghề"),
        ("48-TTr/BCSD", "Tờ trình số 48-TTr/BCSD ngày 26", "Tờ trình số [48-TTr/BCSD] ngày 26"),
        # grammar is marked only where nothing better is or where it joins
        ("quỹ của sở", "Việc của quỹ của sở.", "Việc của [quỹ của sở]."),
        ("nước sạch -nông", "Nước sạch nông thôn", "[Nước sạch] nông thôn"),
        ("chuy*", "chuyển, chung", "[chuyển], chung"),
        ("hồ HOẶC đập", "hồ và đập", "[hồ] và [đập]"),
        # what a synonym adds is marked as a whole or not at all
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh họp dân, ban quản lý.", "[Ủy ban nhân dân tỉnh] họp dân, ban quản lý."),
        ("ủy ban nhân dân", "UBND xã", "[UBND] xã"),
        ("", "hồ và đập", "hồ và đập"),
        ("nam:2022", "năm 2022", "năm 2022"),
        # any normalisation of the text, with offsets into it as it is
        ("nước sạch", "nu\u031bo\u031b\u0301c sa\u0323ch", "[nu\u031bo\u031b\u0301c sa\u0323ch]"),
        ("hoá", "hóa học", "[hóa] học"),
    ],
)
def test_marks(vocabulary: Snapshot, query: str, text: str, expected: str) -> None:
    assert shown(highlighter(vocabulary, query).mark(text)) == expected


def test_text_without_diacritics_is_marked_where_it_was_written_so(vocabulary: Snapshot) -> None:
    marker = highlighter(vocabulary, "nước sạch")
    assert shown(marker.mark("Cap nuoc sach.", unmarked=True)) == "Cap [nuoc sach]."
    assert shown(marker.mark("Cap nuoc sach.")) == "Cap nuoc sach."


FILLER = "Các cơ quan, đơn vị tiếp tục thực hiện nhiệm vụ được giao. "


class TestPassage:
    def test_a_short_text_is_shown_whole(self, vocabulary: Snapshot) -> None:
        assert shown(highlighter(vocabulary, "rừng").passage("Trồng rừng.\nGiữ rừng.")) == "Trồng [rừng].\nGiữ [rừng]."

    def test_the_best_place_is_shown_from_its_sentence(self, vocabulary: Snapshot) -> None:
        text = FILLER * 4 + "Lo một số hồ. " + FILLER * 6 + "Đẩy mạnh chuyển đổi số ở xã. " + FILLER * 6
        passage = shown(highlighter(vocabulary, "chuyển đổi số").passage(text))
        assert "Đẩy mạnh [chuyển đổi số] ở xã." in passage
        assert passage.startswith("… Các cơ quan")
        assert passage.endswith(" …")
        assert len(passage) < PASSAGE + 20

    def test_without_a_match_the_beginning_is_shown(self, vocabulary: Snapshot) -> None:
        passage = shown(highlighter(vocabulary, "hồ").passage(FILLER * 9))
        assert passage.startswith("Các cơ quan")
        assert passage.endswith(" …")
        assert not passage.removesuffix(" …").endswith(" ")

    def test_an_empty_text_has_no_passage(self, vocabulary: Snapshot) -> None:
        assert highlighter(vocabulary, "hồ").passage("") == ()

    def test_a_text_without_spaces_is_cut(self, vocabulary: Snapshot) -> None:
        assert len(shown(highlighter(vocabulary, "hồ").passage("x" * 5000))) <= PASSAGE + 2


PIECES = ["rừng", "hồ", "chuyển", "đổi", "số", "so", ".", "\n", "x" * 40, "Ð", "\u0301"]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(["rừng", "hồ", "chuyển", "đổi", "số", "so", ".", "\n", "x" * 40, "Ð", "\u0301"]), max_size=90
    ),
    st.sampled_from(["rừng hồ", "chuyen doi so", '"đổi số" hồ', "chuy*", "của"]),
    st.booleans(),
)
def test_marking_keeps_every_letter(vocabulary: Snapshot, pieces: list[str], query: str, unmarked: bool) -> None:
    text = " ".join(pieces)
    marker = highlighter(vocabulary, query)
    assert "".join(part.text for part in marker.mark(text, unmarked=unmarked)) == text
    passage = "".join(part.text for part in marker.passage(text, unmarked=unmarked))
    assert passage.removeprefix("… ").removesuffix(" …") in text
    parts = marker.passage(text, unmarked=unmarked)
    assert all(a.hit != b.hit for a, b in pairwise(parts))
