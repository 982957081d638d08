"""Finding the value of a facet that a person means by a part of its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.agencies import canonical_name
from corpus.orthography import fold_diacritics, lower
from indexer.engine import SearchEngine
from indexer.facets import number_identity
from indexer.request import AgencyScope, Facet, FacetSelection, SearchRequest
from indexer.slugs import digest, slugify

_MOST_LOOKED_AT = 5000


def resolve(facet: Facet, values: Sequence[str], labels: Sequence[str], chosen: str) -> list[int]:
    """Return the ordinals that a value in a URL means: itself, another spelling of it, or all that share its slug."""
    if exact := [ordinal for ordinal, value in enumerate(values) if value == chosen]:
        return exact
    if facet is Facet.NUMBER:
        identity = number_identity(chosen)
        return [ordinal for ordinal, label in enumerate(labels) if number_identity(label) == identity]
    known = enumerate(zip(values, labels, strict=True))
    return [ordinal for ordinal, (value, label) in known if value == f"{chosen}-{digest(label.lower())}"]


def named(facet: Facet, values: Sequence[str], labels: Sequence[str], text: str) -> list[int]:
    """Return the ordinals that a person means: by id or spelling, else by whole name, else by consecutive words of it.

    A name typed without diacritics stands for any that has its letters.
    """
    if exact := resolve(facet, values, labels, text):
        return exact
    return chosen_among(labels, (canonical_name(text) or text) if facet is Facet.AGENCY else text)


def chosen_among(labels: Sequence[str], name: str) -> list[int]:
    """Return the places of the labels that are called `name`: as a whole, or else by consecutive words of theirs."""
    if whole := [ordinal for ordinal, label in enumerate(labels) if lower(label) == lower(name)]:
        return whole
    if name == fold_diacritics(name) and (
        alike := [ordinal for ordinal, label in enumerate(labels) if slugify(label) == slugify(name)]
    ):
        return alike
    wanted = words_of(name)
    return [ordinal for ordinal, label in enumerate(labels) if wanted and _has_run(words_of(label), wanted)]


def selections(engine: SearchEngine, wanted: Sequence[tuple[Facet, Sequence[str]]]) -> tuple[FacetSelection, ...]:
    """Return the selections for facet values as a person names them; a name that nothing has stays as it is."""
    asked = [(facet, names) for facet, names in wanted if names]
    if not asked:
        return ()
    return tuple(
        FacetSelection(facet, tuple(dict.fromkeys(value for name in names for value in _meant(engine, facet, name))))
        for facet, names in asked
    )


def exists(engine: SearchEngine, facet: Facet, value: str) -> bool:
    """Say whether any item has `value` as it stands, in any role where it is an agency."""
    chosen = (FacetSelection(facet, (value,)),)
    return engine.search(SearchRequest("", chosen, AgencyScope.ANY, size=0, facets=())).total > 0


def _meant(engine: SearchEngine, facet: Facet, name: str) -> list[str]:
    if exists(engine, facet, name):
        return [name]
    # Only values that hold all of the words can be meant, so that the whole list need not be read.
    known = engine.facet_values(
        SearchRequest(scope=AgencyScope.ANY), facet, find=_needed(facet, name), limit=_MOST_LOOKED_AT
    ).values
    values, labels = [count.value for count in known], [count.label for count in known]
    return [values[o] for o in named(facet, values, labels, name)] or [_unknown(facet, name)]


def _needed(facet: Facet, name: str) -> str:
    """Return words that the label of any value called `name` holds; of a number however written, its first digits."""
    if facet is Facet.NUMBER:
        return "".join(re.findall(r"[0-9]+", name)[:1])
    return " ".join(words_of((canonical_name(name) or name) if facet is Facet.AGENCY else name))


def _unknown(facet: Facet, name: str) -> str:
    return slugify(canonical_name(name) or name) if facet is Facet.AGENCY else name


def words_of(label: str) -> list[str]:
    """Return the words of a name without diacritics, in lower case."""
    return re.findall(r"\w+", fold_diacritics(lower(label)))


def _has_run(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Say whether `wanted` stands in `words` without a gap."""
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))
