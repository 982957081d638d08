"""Realistic Vietnamese directives out of a seed, as many as wanted: what the benchmarks of search are run on.

    papers = Directives(items=200_000)
    papers[17]                          # one document, made alone: worker processes can share the work
    for document in papers: ...

Papers of 63 provinces come about fifteen items each, a meeting or two papers a meeting, an item about 150 syllables
long. Sentences, places, amounts and papers cited are composed from lists (`directive_words.toml`); what is drawn from
a list is drawn by Zipf's law, so a few words are everywhere and most are rare. At a million items some 740,000
distinct papers are cited. With `texts` (paragraphs of real text) those take the place of composed sentences.

    python -m benchmarks.directives --items 1000 > papers.jsonl
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from benchmarks.directive_items import Item, person, write_item
from benchmarks.directive_words import DECK_BITS, words
from corpus.jsonl import to_json
from corpus.model import ConclusionItem, Document, ItemPath, Meeting, Signatory
from corpus.provinces import Province

# Items of 32 papers in a row, 480 in all. Papers take them in the order of _STRIDE, so that lengths are mixed.
_SIZES = (
    *(4, 6, 7, 8, 9, 10, 10, 11, 11, 12, 12, 13, 13, 13, 14, 14),
    *(14, 15, 15, 15, 16, 16, 17, 17, 18, 18, 19, 20, 22, 24, 27, 40),
)
_STRIDE = 13
_FIRST_DAY = dt.date(2014, 1, 6).toordinal()
_DAYS = 4200
_TERMS = ((2015, "2010-2015", "XV"), (2020, "2015-2020", "XVI"), (2030, "2020-2025", "XVII"))


@dataclass(frozen=True, slots=True)
class _Session:
    """The meeting behind a paper: everything that two papers of one meeting share."""

    province: Province
    body: str
    date: dt.date
    meeting: Meeting
    chair: str


class Directives(Sequence[Document]):
    """So many items as documents. The same items and seed give the same documents, in any order and process."""

    def __init__(self, items: int, seed: int = 7, texts: Sequence[str] = ()) -> None:
        self.items = items
        self._seed = seed
        self._texts = texts
        blocks, rest = divmod(items, sum(_SIZES))
        self._length = blocks * len(_SIZES)
        while rest > 0:
            rest -= _size(self._length)
            self._length += 1
        self._short = -rest  # what the last paper lacks

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Document: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Document]: ...
    def __getitem__(self, index: int | slice) -> Document | Sequence[Document]:
        """Return one document, or a list of those of a slice."""
        if isinstance(index, slice):
            return [self._document(number) for number in range(*index.indices(self._length))]
        if not -self._length <= index < self._length:
            raise IndexError(index)
        return self._document(index % self._length)

    def __iter__(self) -> Iterator[Document]:
        return map(self._document, range(self._length))

    def _document(self, number: int) -> Document:
        rng = random.Random((self._seed << 40) + 2 * number)
        session = self._session(number - (number % 4 == 3))  # every fourth paper is of the meeting before it
        kind, symbol = rng.choice(words().kinds)
        office = "TU" if "ủy" in session.body else "UBND"
        date = session.date + dt.timedelta(days=rng.randrange(8))
        return Document(
            id=f"s{self._seed}-{number:07}",
            source=f"{number:07}.docx",
            number=f"{rng.randrange(1, 1500)}-{symbol}/{office}",
            kind=kind,
            title=f"{kind} của {session.body} {session.province.name} tại {session.meeting.label}",
            issuer=session.body,
            province=session.province.name,
            date=date,
            meeting=session.meeting,
            chair=session.chair,
            signatory=Signatory(person(rng), "Phó Bí thư", "T/M"),
            recipients=("Như trên", "Lưu Văn phòng"),
            items=tuple(self._items(rng, number, session.province, date)),
        )

    def _session(self, number: int) -> _Session:
        rng = random.Random((self._seed << 40) + 2 * number + 1)
        # Some provinces publish much more than others, and recent years more than old ones.
        province = words().provinces[int(len(words().provinces) * rng.random() ** 1.6)]
        body = words().decks["bodies"][rng.getrandbits(DECK_BITS)]
        date = dt.date.fromordinal(_FIRST_DAY + int(_DAYS * rng.random() ** 0.6))
        term, numeral = next((term, numeral) for until, term, numeral in _TERMS if date.year <= until)
        ordinal = rng.randrange(1, 140)
        label = f"Hội nghị {body} lần thứ {ordinal} (khóa {numeral})"
        meeting = Meeting(label=label, body=body, ordinal=ordinal, term=term, date=date)
        return _Session(province, body, date, meeting, person(rng))

    def _items(self, rng: random.Random, number: int, province: Province, date: dt.date) -> Iterator[ConclusionItem]:
        size = _size(number) - (self._short if number == self._length - 1 else 0)
        top = children = child = 0
        parent: Item | None = None
        for _ in range(size):
            if child < children:
                child += 1
                path = ItemPath((str(top), str(child)))
                yield write_item(rng, path, province, date, parent, self._texts).value
            else:
                top, child = top + 1, 0
                children = rng.randrange(2, 5) if rng.random() < 0.12 else 0
                parent = write_item(rng, ItemPath((str(top),)), province, date, None, self._texts)
                yield parent.value


def _size(number: int) -> int:
    return _SIZES[number * _STRIDE % len(_SIZES)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print generated papers as parsed documents, one JSON object a line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directives", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--items", type=int, default=1000, metavar="N", help="items in all (default 1000)")
    parser.add_argument("--seed", type=int, default=7, help="another seed gives other papers (default 7)")
    options = parser.parse_args(arguments)
    for document in Directives(options.items, options.seed):
        sys.stdout.write(json.dumps(to_json(document), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
