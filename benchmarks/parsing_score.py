"""The comparison behind `benchmarks.parsing`: two parsed documents in, counts a field out.

Values are compared exactly, after NFC and with runs of white space as one space; titles without regard to case. A
list of values (citations, agencies, deadlines, recipients) is a multiset of one item or one document. What an item
that is not in the gold holds counts against precision; what a missing item should hold counts against recall.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]

SCALARS = ("number", "kind", "title", "issuer", "province", "date", "chair")
GROUPS = {"meeting": ("ordinal", "date", "term", "body", "label"), "signatory": ("name", "title", "authority")}
DOCUMENT_FIELDS = (*SCALARS, *(f"{group}.{part}" for group, parts in GROUPS.items() for part in parts))
OVERALL = "document fields"
# A title is set in capitals or not as the printer liked.
CASELESS = frozenset({"title"})


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One difference: where it is, and what either side has (None where it has nothing)."""

    document: str
    item: str
    field: str
    gold: str | None
    predicted: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where two values are compared: a document and, within it, the path of an item or nothing."""

    document: str
    item: str = ""


@dataclass(slots=True)
class Tally:
    """Counts of one field: values that matched, were predicted, are gold; places compared, places wholly alike."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0
    compared: int = 0
    alike: int = 0

    @property
    def precision(self) -> float | None:
        """The share of predicted values that are gold, or None where none was predicted."""
        return self.matched / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """The share of gold values that were predicted, or None where there is no gold."""
        return self.matched / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall, or None where neither side has a value."""
        both = self.predicted + self.gold
        return 2 * self.matched / both if both else None

    @property
    def exact(self) -> float | None:
        """The share of compared places (items, documents) where both sides agree wholly, null being a value."""
        return self.alike / self.compared if self.compared else None

    def add(self, other: Tally) -> None:
        """Add the counts of another tally to this one."""
        self.matched += other.matched
        self.predicted += other.predicted
        self.gold += other.gold
        self.compared += other.compared
        self.alike += other.alike

    def as_json(self) -> dict[str, float | int | None]:
        """Return rates and counts as plain numbers."""
        rates = {"precision": self.precision, "recall": self.recall, "f1": self.f1, "exact": self.exact}
        return {**rates, "gold": self.gold, "predicted": self.predicted, "matched": self.matched}


@dataclass(slots=True)
class Report:
    """What a comparison found: a tally a field, the similarity of every gold item's text, and each difference."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    similarities: list[float] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    documents: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def similarity(self) -> float | None:
        """The mean similarity of item texts, or None where the gold has no text."""
        return sum(self.similarities) / len(self.similarities) if self.similarities else None

    def as_json(self) -> dict[str, Any]:
        """Return the report as the benchmark's JSON."""
        return {
            "documents": self.documents,
            "missing": self.missing,
            "item_text_similarity": self.similarity,
            "fields": {name: tally.as_json() for name, tally in self.tallies.items()},
        }


def normalised(value: object) -> str | None:
    """Return a value as comparable text: NFC, white space collapsed; None for null and for empty text."""
    if value is None:
        return None
    return " ".join(unicodedata.normalize("NFC", str(value)).split()) or None


def edit_distance(a: str, b: str) -> int:
    """Return the Levenshtein distance of two strings, in code points.

    Bit-parallel (Myers 1999, in Hyyrö's form): one pass over `b` with integers of `len(a)` bits.
    """
    if not a or not b:
        return len(a) + len(b)
    last = 1 << (len(a) - 1)
    mask = (1 << len(a)) - 1
    where: dict[str, int] = {}
    for place, letter in enumerate(a):
        where[letter] = where.get(letter, 0) | 1 << place
    up, down, distance = mask, 0, len(a)
    for letter in b:
        match = where.get(letter, 0)
        diagonal = (((match & up) + up) ^ up) | match | down
        right = down | (mask & ~(diagonal | up))
        left = up & diagonal
        distance += bool(right & last) - bool(left & last)
        right = (right << 1 | 1) & mask
        up = (left << 1 & mask) | (mask & ~(diagonal | right))
        down = right & diagonal
    return distance


def text_similarity(gold: str | None, predicted: str | None) -> float:
    """Return 1 - edit distance / length of the longer text, of texts as `normalised` gives them."""
    a, b = gold or "", predicted or ""
    return 1.0 if a == b else 1 - edit_distance(a, b) / max(len(a), len(b))


def _deadline_value(deadline: Json) -> str:
    """Return kind and value; a relative limit has no value but its words, so it is compared by kind alone."""
    values = (deadline.get(key) for key in ("date", "month", "quarter", "year", "months"))
    return " ".join([str(deadline["kind"]), *(str(value) for value in values if value is not None)])


def _joined(*parts: object) -> str:
    return " | ".join(normalised(part) or "-" for part in parts)


# For each list of an item: the rows it is scored in, and what makes two entries the same in each.
ITEM_LISTS: dict[str, dict[str, Callable[[Json], str]]] = {
    "citations": {
        "citations: number": lambda c: _joined(c["number"]),
        "citations: number+kind+date+issuer": lambda c: _joined(
            c["number"], c.get("kind"), c.get("date"), c.get("issuer")
        ),
    },
    "agencies": {
        "agencies: name": lambda a: _joined(a["name"]),
        "agencies: name+role": lambda a: _joined(a["name"], a.get("role")),
    },
    "deadlines": {
        "deadlines: kind+value": _deadline_value,
        "deadlines: kind+value+text": lambda d: _joined(_deadline_value(d), d.get("text")),
    },
}
# An agency with two roles in an item has two entries, yet is one name.
DISTINCT = frozenset({"agencies: name"})


class Scorer:
    """Compares pairs of documents and gathers a `Report`."""

    def __init__(self) -> None:
        self.report = Report()

    def compare(self, document: str, gold: Json, predicted: Json | None) -> None:
        """Score one document against its gold; `predicted` is None where the parser gave nothing for it."""
        self.report.documents += 1
        if predicted is None:
            self.report.missing.append(document)
        found: Json = predicted or {}
        place = Place(document)
        for name in SCALARS:
            self._scalar(name, place, gold, found, name)
        for group in GROUPS:
            self._group(group, place, gold, found)
        if "recipients" in gold:
            self._values("recipients", place, _texts(gold["recipients"]), _texts(found.get("recipients")))
        if "items" in gold:
            self._items(place, _by_path(gold), _by_path(found))

    def _group(self, group: str, place: Place, gold: Json, found: Json) -> None:
        if group not in gold:
            return
        expected = gold[group] if gold[group] is not None else dict.fromkeys(GROUPS[group])
        for part in GROUPS[group]:
            self._scalar(f"{group}.{part}", place, expected, found.get(group) or {}, part)

    def _items(self, place: Place, gold: Mapping[str, Json], found: Mapping[str, Json]) -> None:
        self._values("item paths", place, gold, found)
        for path, item in gold.items():
            self._item(Place(place.document, path), item, found.get(path))
        scored = {name for item in gold.values() for name in item}
        nothing: Json = {name: [] for name in ITEM_LISTS if name in scored}
        for path in found:
            if path not in gold:
                self._lists(Place(place.document, path), nothing, found[path])

    def _item(self, place: Place, gold: Json, predicted: Json | None) -> None:
        found: Json = predicted or {}
        self._scalar("item headings", place, gold, found, "heading")
        self._scalar("item text", place, gold, found, "text")
        self._scalar("decision", place, gold, found, "decision")
        if "text" in gold or "text_sha256" in gold:
            self.report.similarities.append(_item_similarity(gold, predicted))
        self._lists(place, gold, found)

    def _lists(self, place: Place, gold: Json, found: Json) -> None:
        for name, rows in ITEM_LISTS.items():
            if name not in gold:
                continue
            for row, identity in rows.items():
                expected, actual = ([identity(entry) for entry in side.get(name) or ()] for side in (gold, found))
                if row in DISTINCT:
                    expected, actual = list(dict.fromkeys(expected)), list(dict.fromkeys(actual))
                self._values(row, place, expected, actual)

    def _scalar(self, row: str, place: Place, gold: Json, found: Json, name: str) -> None:
        digest = gold.get(f"{name}_sha256")
        value = normalised(found.get(name))
        if digest is not None:
            value = digest if digest in _digests(found.get(name)) else value
            self._values(row, place, [digest], [value] if value else [])
        elif name in gold:
            expected = normalised(gold[name])
            if row in CASELESS:
                expected, value = expected and expected.casefold(), value and value.casefold()
            self._values(row, place, [expected] if expected else [], [value] if value else [])

    def _values(self, row: str, place: Place, gold: Iterable[str], found: Iterable[str]) -> None:
        expected, actual = Counter(list(gold)), Counter(list(found))
        alike = expected == actual
        tally = Tally((expected & actual).total(), actual.total(), expected.total(), 1, int(alike))
        self.report.tallies.setdefault(row, Tally()).add(tally)
        if row in DOCUMENT_FIELDS:
            self.report.tallies.setdefault(OVERALL, Tally()).add(tally)
        if not alike:
            self._note(row, place, [*(expected - actual).elements()], [*(actual - expected).elements()])

    def _note(self, row: str, place: Place, lost: Sequence[str], extra: Sequence[str]) -> None:
        pairs: list[tuple[str | None, str | None]] = [*((value, None) for value in lost), *((None, v) for v in extra)]
        if len(lost) == len(extra) == 1:
            pairs = [(lost[0], extra[0])]
        self.report.disagreements += [Disagreement(place.document, place.item, row, *pair) for pair in pairs]


def _item_similarity(gold: Json, predicted: Json | None) -> float:
    if predicted is None:
        return 0.0
    if "text_sha256" in gold:
        return float(gold["text_sha256"] in _digests(predicted.get("text")))
    return text_similarity(normalised(gold["text"]), normalised(predicted.get("text")))


def _texts(values: Iterable[object] | None) -> list[str]:
    return [text for value in values or () if (text := normalised(value))]


def _by_path(document: Json) -> dict[str, Json]:
    return {str(item["path"]): item for item in document.get("items") or ()}


def _digests(value: object) -> set[str]:
    """Return the SHA-256 of a text as it is (NFC) and with its white space collapsed."""
    as_is = unicodedata.normalize("NFC", str(value or ""))
    return {hashlib.sha256(form.encode()).hexdigest() for form in (as_is, normalised(value) or "")}
