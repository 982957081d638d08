"""What of an item is its own, what it inherits, and where its text begins."""

from __future__ import annotations

import pytest

from indexer.sections import sections_of, text_below
from tests.factories import forest_session, make_document, make_item


@pytest.mark.parametrize(
    ("heading", "text", "below"),
    [
        ("Về kinh phí", "Về kinh phí: Giao Sở Tài chính bố trí.", "Giao Sở Tài chính bố trí."),
        ("Về kinh phí", "VỀ KINH PHÍ. Giao Sở Tài chính.", "Giao Sở Tài chính."),
        ("Về kinh phí", "Giao Sở Tài chính về kinh phí.", "Giao Sở Tài chính về kinh phí."),
        ("Về kinh phí", "Về kinh phí", ""),
        ("Về kinh phí", "", ""),
        ("", "Giao Sở Tài chính.", "Giao Sở Tài chính."),
    ],
)
def test_text_begins_after_a_run_in_heading(heading: str, text: str, below: str) -> None:
    assert text_below(make_item("1", heading, text)) == below


def test_a_child_inherits_its_parents_heading() -> None:
    session = forest_session()
    parent, child = list(sections_of(session))[:2]
    whole = f"{session.title}\n{session.number}\n{session.province}"
    assert (parent.heading, parent.context) == (session.items[0].heading, whole)
    assert (child.heading, child.context) == ("", f"{session.items[0].heading}\n{whole}")


def test_an_item_without_any_heading_is_about_what_its_title_says() -> None:
    document = make_document("a", [make_item("1", "", "Cấp nước sạch.")], title="Về nước sạch", number="5-KL/TU")
    (only,) = sections_of(document)
    assert only.heading == "Về nước sạch"
    assert only.context.splitlines()[0] == "5-KL/TU"


def test_a_child_with_a_heading_of_its_own_keeps_it() -> None:
    document = make_document("a", [make_item("1", "Đất đai"), make_item("1.1", "Đất ở"), make_item("2", "Đất đai")])
    assert [sections.heading for sections in sections_of(document)] == ["Đất đai", "Đất ở", "Đất đai"]
