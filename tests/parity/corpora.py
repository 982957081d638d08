"""Small corpora drawn from a seed, dense in what can go wrong: homographs, repeats, items without diacritics, gaps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from corpus.model import By, ConclusionItem, Decision, Document, Meeting
from corpus.orthography import fold_diacritics
from tests.factories import make_document, make_item

# Syllables that share bare letters, grammar, an abbreviation with its full form, and words of two syllables.
_SYLLABLES = (
    "rừng trồng trong trọng hồ ho hổ đập đất đạt dat số so sở đổi chuyển giao quy hoạch phòng hộ và của các về theo "
    "báo cáo tỉnh huyện"
)
SYLLABLES = _SYLLABLES.split()
CHUNKS = ["UBND tỉnh", "ủy ban nhân dân", "chuyển đổi số", "quy hoạch rừng", "91-TTr/BCSD", "báo cáo tỉnh", "hồ, đập"]
AGENCIES = ["Sở Y tế", "Sở Tài chính", "Công an tỉnh", "Ủy ban nhân dân xã Tân Thanh", "Ủy ban nhân dân xã Tân Thành"]
NUMBERS = ["91-TTr/BCSD", "91/TTr-BCSĐ", "7-CV/TU", "305/BC-UBND"]
MEETINGS = [
    None,
    Meeting("Phiên họp thứ 4", "Ủy ban nhân dân tỉnh", 4, None, dt.date(2022, 3, 1)),
    Meeting("Hội nghị lần thứ 9", "Tỉnh ủy", 9, None, dt.date(2023, 4, 1)),
]


@dataclass(frozen=True)
class Corpus:
    """Documents by segment, and the ids of those that were removed."""

    segments: tuple[tuple[Document, ...], ...]
    removed: frozenset[str]

    @property
    def kept(self) -> list[Document]:
        """The documents that are there, by id."""
        every = [d for part in self.segments for d in part if d.id not in self.removed]
        return sorted(every, key=lambda d: d.id)


def draw_corpus(seed: int) -> Corpus:
    """Return the corpus of a seed: one to four segments, with or without removed documents."""
    chance = Random(seed)  # noqa: S311
    segments, number = [], 0
    for _ in range(1 + seed % 4):
        documents = []
        for _ in range(chance.randrange(2, 9)):
            # Ids in another order than rows.
            documents.append(_document(chance, f"d{(number * 37) % 101:03}-{number}"))
            number += 1
        segments.append(tuple(documents))
    ids = [document.id for part in segments for document in part]
    removed = chance.sample(ids, len(ids) // 5) if seed % 3 else []
    return Corpus(tuple(segments), frozenset(removed))


def _document(chance: Random, name: str) -> Document:
    bare = chance.random() < 0.2
    items = [_item(chance, str(n), bare=bare) for n in range(1, chance.randrange(2, 7))]
    return make_document(
        name,
        items,
        title=_text(chance, 4, bare=bare),
        number=chance.choice([None, "12-KL/TU", "91-TTr/BCSD"]),
        kind=chance.choice(["Kết luận", "Thông báo", None]),
        province=chance.choice(["Hà Giang", "Cà Mau", None]),
        date=chance.choice([None, dt.date(2022, 1, 5), dt.date(2023, 6, 7), dt.date(2023, 6, 8)]),
        meeting=chance.choice(MEETINGS),
    )


def _item(chance: Random, path: str, *, bare: bool) -> ConclusionItem:
    due = [By(dt.date(2024, m, 1), f"trước ngày 02/{m}/2024") for m in chance.sample(range(1, 6), chance.randrange(3))]
    long = 300 if chance.random() < 0.03 else 40
    return make_item(
        path,
        _text(chance, 5, bare=bare) if chance.random() < 0.7 else "",
        _text(chance, chance.randrange(long), bare=bare),
        decision=chance.choice([None, *Decision]),
        assigned=chance.sample(AGENCIES, chance.randrange(3)),
        mentioned=chance.sample(AGENCIES, chance.randrange(2)),
        citations=chance.sample(NUMBERS, chance.randrange(3)),
        deadlines=due,
    )


def _text(chance: Random, length: int, *, bare: bool) -> str:
    words = [chance.choice(CHUNKS if chance.random() < 0.15 else SYLLABLES) for _ in range(length)]
    if chance.random() < 0.05:
        words = [chance.choice(SYLLABLES)] * length
    text = " ".join(words)
    return fold_diacritics(text) if bare else text


def draw_query(chance: Random) -> str:
    """Return a query: mostly words, often a phrase, sometimes the whole language."""
    parts = [_part(chance) for _ in range(chance.choice([1, 1, 1, 2, 2, 3]))]
    joined = f" {chance.choice(['', '', 'HOẶC', 'VÀ'])} ".join(parts)
    return fold_diacritics(joined) if chance.random() < 0.2 and "HOẶC" not in joined else joined


def _part(chance: Random) -> str:
    kind = chance.randrange(14)
    some = [chance.choice(SYLLABLES) for _ in range(chance.randrange(1, 5))]
    if kind < 6:
        return " ".join(some)
    if kind == 6:
        return f'"{" ".join(some[:3])}"'
    if kind == 7:
        return f"-{some[0]}"
    if kind == 8:
        return some[0][:2] + "*"
    if kind == 9:
        return f"({' HOẶC '.join(some)})"
    if kind == 10:
        return chance.choice(['coquan:"Sở Y tế"', "coquan:tai-chinh", "nam:2023", "ngay:2023-06-07..", "han:co"])
    if kind == 11:
        return chance.choice(["so:91-TTr/BCSD", "han:2024-02..2024-03", "hoinghi:9", 'loai:"kết luận"', "han:khong"])
    return chance.choice([*CHUNKS, '"ủy ban nhân dân tỉnh"', '"chuyển đổi số"', "91 ttr bcsd"])
