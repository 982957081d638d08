"""The URL is the state: what goes in comes out, and whatever comes in is a request."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from corpus.model import Decision
from indexer.request import AgencyScope, Facet, FacetSelection, Match, SearchRequest, Sort
from webui.parameters import FILTERS, MATCH, PAGE, QUERY, SCOPE, SEARCH, SIZE, SORT, Choice, Parameter, unusable
from webui.params import (
    MAX_PAGE,
    MAX_QUERY,
    MAX_SIZE,
    MAX_VALUE,
    FacetLens,
    choosing,
    day_from,
    from_args,
    lens_from_args,
    lens_to_args,
    tidy,
    to_args,
    toggling,
)

_WORDS = st.text(st.characters(codec="utf-8"), max_size=60).map(lambda text: tidy(text, MAX_QUERY))
_OPEN_VALUES = _WORDS.filter(bool)
_VALUES = {
    Facet.YEAR: st.integers(1930, 2100).map(str),
    Facet.DECISION: st.sampled_from([decision.value for decision in Decision]),
    Facet.DUE: st.sampled_from(["yes", "no"]),
}


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    chosen = draw(st.lists(st.sampled_from(list(Facet)), unique=True))
    selections = tuple(
        FacetSelection(
            facet, tuple(draw(st.lists(_VALUES.get(facet, _OPEN_VALUES), min_size=1, max_size=4, unique=True)))
        )
        for facet in Facet
        if facet in chosen
    )
    return SearchRequest(
        query=draw(_WORDS),
        selections=selections,
        scope=draw(st.sampled_from(AgencyScope)),
        sort=draw(st.sampled_from(Sort)),
        match=draw(st.sampled_from(Match)),
        page=draw(st.integers(1, MAX_PAGE)),
        size=draw(st.integers(1, MAX_SIZE)),
    )


def through_a_url(pairs: list[tuple[str, str]]) -> MultiDict[str, str]:
    return MultiDict(parse_qsl(urlencode(pairs), keep_blank_values=True))


@given(requests())
def test_a_request_survives_its_url(request: SearchRequest) -> None:
    assert from_args(through_a_url(to_args(request))) == request


_NAMES = st.sampled_from([*(facet.value for facet in Facet), "q", "role", "sort", "match", "page", "size", "x"])


@given(st.lists(st.tuples(_NAMES, st.text(max_size=30)), max_size=20))
def test_any_parameters_give_a_request_that_survives_its_url(pairs: list[tuple[str, str]]) -> None:
    read = from_args(MultiDict(pairs))
    assert from_args(through_a_url(to_args(read))) == read


@given(
    _WORDS.map(lambda text: tidy(text, 300)), _WORDS.map(lambda text: tidy(text, 300)), st.sampled_from([None, *Facet])
)
def test_a_look_at_long_lists_survives_its_url(agency: str, number: str, expanded: Facet | None) -> None:
    lens = FacetLens(agency, number, expanded)
    assert lens_from_args(through_a_url(lens_to_args(lens))) == lens


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], SearchRequest()),
        ([("q", "  rừng\t phòng hộ ")], SearchRequest("rừng phòng hộ")),
        ([("q", "ru\u031b\u0300ng")], SearchRequest("rừng")),
        ([("q", "a\x00b\u200b")], SearchRequest("ab")),
        ([("q", "x" * 2900)], SearchRequest("x" * MAX_QUERY)),
        ([("page", "0")], SearchRequest(page=1)),
        ([("page", "-3")], SearchRequest()),
        ([("page", "hai")], SearchRequest()),
        ([("page", "٣")], SearchRequest()),
        ([("page", "999999999")], SearchRequest(page=MAX_PAGE)),
        ([("page", "9" * 5000)], SearchRequest()),
        ([("size", "5000")], SearchRequest(size=MAX_SIZE)),
        ([("sort", "random"), ("match", "none"), ("role", "boss")], SearchRequest()),
        ([("role", "any")], SearchRequest(scope=AgencyScope.ANY)),
        ([("year", "20222"), ("year", "hai"), ("due", "maybe"), ("decision", "burn")], SearchRequest()),
        ([("year", "2022"), ("year", "2022")], SearchRequest(selections=(FacetSelection(Facet.YEAR, ("2022",)),))),
        ([("agency", ""), ("agency", " ")], SearchRequest()),
        ([("unknown", "1"), ("agency[]", "so-y-te")], SearchRequest()),
    ],
)
def test_broken_parameters_are_dropped_or_clamped(pairs: list[tuple[str, str]], expected: SearchRequest) -> None:
    assert from_args(MultiDict(pairs)) == expected


def test_parameters_that_are_as_by_default_are_left_out() -> None:
    assert to_args(SearchRequest("rừng")) == [("q", "rừng")]


def test_choosing_replaces_the_choice_and_goes_to_the_first_page() -> None:
    chosen = choosing(SearchRequest("rừng", page=4), Facet.YEAR, ("2022", "2023"))
    assert chosen.chosen(Facet.YEAR) == ("2022", "2023")
    assert chosen.page == 1
    assert choosing(chosen, Facet.YEAR, ()) == SearchRequest("rừng")


def test_toggling_twice_is_nothing() -> None:
    request = choosing(SearchRequest("rừng"), Facet.AGENCY, ("so-y-te",))
    assert toggling(toggling(request, Facet.YEAR, "2022"), Facet.YEAR, "2022") == request
    assert toggling(request, Facet.AGENCY, "so-y-te") == SearchRequest("rừng")


@pytest.mark.parametrize("raw", [None, "", "hôm nay", "2023-02-30", "10000-01-01", "2023-1-1"])
def test_a_broken_day_is_the_default(raw: str | None) -> None:
    assert day_from(raw, dt.date(2023, 10, 1)) == dt.date(2023, 10, 1)


@pytest.mark.parametrize("parameter", [QUERY, *FILTERS], ids=lambda p: p.name)
@given(
    value=st.one_of(
        st.text(max_size=12), st.from_regex(r"[0-9]{3,5}"), st.sampled_from([*Decision, "yes", "no", "2022"])
    )
)
def test_the_table_says_which_words_a_search_takes(parameter: Parameter, value: str) -> None:
    args = MultiDict([(parameter.name, tidy(value, MAX_VALUE))])
    kept = any(pair == (parameter.name, tidy(value, MAX_VALUE)) for pair in to_args(from_args(args)))
    assert kept == (bool(tidy(value, MAX_VALUE)) and not unusable(args, SEARCH))


@pytest.mark.parametrize("parameter", [SCOPE, SORT, MATCH], ids=lambda p: p.name)
def test_the_table_says_which_choices_there_are(parameter: Parameter) -> None:
    assert isinstance(parameter.takes, Choice)
    others = [value for value in parameter.takes.values if value != parameter.takes.default]
    for value in others:
        assert to_args(from_args(MultiDict([(parameter.name, value)]))) == [(parameter.name, value)]
    assert to_args(from_args(MultiDict([(parameter.name, str(parameter.takes.default))]))) == []


@pytest.mark.parametrize(("parameter", "most"), [(PAGE, MAX_PAGE), (SIZE, MAX_SIZE)])
def test_the_table_says_which_numbers_there_are(parameter: Parameter, most: int) -> None:
    usable = {value: not unusable(MultiDict([(parameter.name, value)]), SEARCH) for value in ("1", f"{most}")}
    broken = {
        value: not unusable(MultiDict([(parameter.name, value)]), SEARCH) for value in ("0", f"{most + 1}", "٣", "1.0")
    }
    assert all(usable.values())
    assert not any(broken.values())
