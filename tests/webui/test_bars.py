"""Year bars: time without gaps, heights in proportion, labels where there is room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webui.bars import Bars, year_bars


def draw(counts: dict[str, int], *, narrow: bool = False, selected: tuple[str, ...] = ()) -> Bars:
    return year_bars(counts, lambda year: f"/search?year={year}", selected=selected, narrow=narrow)


def test_years_run_from_the_first_to_the_last() -> None:
    assert [(bar.year, bar.count) for bar in draw({"2021": 3, "2024": 1}).bars] == [
        ("2021", 3),
        ("2022", 0),
        ("2023", 0),
        ("2024", 1),
    ]


def test_a_stray_century_does_not_draw_a_hundred_empty_years() -> None:
    assert [bar.year for bar in draw({"1899": 1, "2024": 1}).bars] == ["1899", "2024"]


def test_a_chosen_year_is_drawn_at_zero() -> None:
    (first, *_, last) = draw({"2023": 4}, selected=("2021",)).bars
    assert (first.year, first.count, first.selected, first.height) == ("2021", 0, True, 0)
    assert not last.selected


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw({}).bars == ()
    assert draw({"không rõ": 3}).bars == ()


def test_few_years_are_no_walls() -> None:
    (only,) = draw({"2023": 4}).bars
    assert only.area_width <= 16


def test_many_years_are_labelled_sparsely_and_always_at_the_end() -> None:
    drawing = draw({"2004": 1, "2024": 1}, narrow=True)
    labels = [bar.label for bar in drawing.bars]
    assert labels[-1] == "2024"
    assert 0 < sum(bool(label) for label in labels) <= 8
    assert not drawing.with_counts


@given(st.dictionaries(st.integers(1950, 2060).map(str), st.integers(0, 100_000), max_size=30), st.booleans())
def test_bars_stay_in_the_drawing_and_never_overlap(counts: dict[str, int], narrow: bool) -> None:
    drawing = draw(counts, narrow=narrow)
    for left, right in zip(drawing.bars, drawing.bars[1:], strict=False):
        assert left.x + left.width <= right.x + 0.02
    for bar in drawing.bars:
        assert 0 <= bar.top <= drawing.base
        assert bar.top + bar.height == drawing.base
        assert bar.x + bar.width <= 100.01
        assert (bar.height > 0) == (bar.count > 0)
