"""Writes one item of a generated paper: its heading and sentences, and what a parser would find in them."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Sequence
from functools import cache

from benchmarks.directive_words import DECK_BITS, Deck, Topic, words
from corpus.model import (
    Assignment,
    By,
    Citation,
    ConclusionItem,
    Deadline,
    Decision,
    Every,
    ItemPath,
    Relative,
    Role,
    WithinMonth,
    WithinQuarter,
    WithinYear,
)
from corpus.provinces import Province

# How an item opens, by how often such items are: the list of sentences, and the decision.
_OPENINGS: tuple[tuple[str, Decision | None, int], ...] = (
    ("assign", Decision.ASSIGN, 52),
    ("approve", Decision.APPROVE, 14),
    ("principle", Decision.AGREE_IN_PRINCIPLE, 10),
    ("body", None, 9),
    ("note", Decision.NOTE, 7),
    ("comments", Decision.REQUEST_COMMENTS, 4),
    ("adopt", Decision.ADOPT, 2),
    ("separate", Decision.SEPARATE_DOCUMENT, 2),
)
_OPENING = tuple((name, decision) for name, decision, share in _OPENINGS for _ in range(share))
_SENTENCES = (0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 7, 10)  # between opening and closing
_PAPERS = {
    "TTr": "Tờ trình", "BC": "Báo cáo", "CV": "Công văn", "KL": "Kết luận", "TB": "Thông báo", "NQ": "Nghị quyết",
    "KH": "Kế hoạch", "CT": "Chỉ thị", "QĐ": "Quyết định", "HD": "Hướng dẫn", "QC": "Quy chế", "ĐA": "Đề án",
    "CTr": "Chương trình", "PA": "Phương án", "NĐ": "Nghị định", "TT": "Thông tư",
}  # fmt: skip
_LAW_SYMBOLS = ("NĐ-CP", "TT-BTC", "QĐ-TTg", "NQ-CP", "TT-BNV", "CT-TTg", "TT-BXD", "NQ-HĐND", "TT-BYT", "TT-BTNMT")
_LAWS = 400  # decrees and circulars that everybody cites
_SLOT = re.compile(r"{(\w+)}")
_QUARTERS = ("I", "II", "III", "IV")

Slot = Callable[["_Page"], str]


def write_item(
    rng: random.Random, path: ItemPath, province: Province, date: dt.date, parent: Item | None, texts: Sequence[str]
) -> Item:
    """Write an item of a paper dated `date`; one below a parent is about the same topic under the same heading."""
    page = _Page(rng, province, date, parent.topic if parent else None)
    opening, decision = _OPENING[int(rng.random() * len(_OPENING))]
    heading = parent.value.heading if parent else page.heading()
    sentences = [page.sentence(opening)]
    if decision is not Decision.SEPARATE_DOCUMENT:
        sentences += _real(rng, texts) if texts else page.middle(_SENTENCES[int(rng.random() * len(_SENTENCES))])
    value = ConclusionItem(
        path=path,
        heading=heading,
        text=" ".join(sentences),
        decision=decision,
        agencies=tuple([Assignment(name, role) for name, role in page.agencies.items()]),
        citations=tuple(page.citations),
        deadlines=tuple(page.deadlines),
    )
    return Item(value, page.topic)


class Item:
    """A written item and what it is about."""

    __slots__ = ("topic", "value")

    def __init__(self, value: ConclusionItem, topic: Topic) -> None:
        self.value, self.topic = value, topic


class _Page:
    """Fills the slots of sentences, and keeps what it put into them. The slots are the functions below."""

    __slots__ = (
        *("agencies", "bits", "citations", "date", "deadlines", "decks", "draw", "every", "province", "role"),
        *("topic", "topics", "villages"),
    )

    def __init__(self, rng: random.Random, province: Province, date: dt.date, topic: Topic | None) -> None:
        lists = words()
        self.draw, self.bits = rng.random, rng.getrandbits
        self.decks, self.topics, self.villages, self.every = lists.decks, lists.topics, lists.villages, lists.every
        self.province, self.date = province.name, date
        self.topic = topic or _ranked(lists.topics, rng.random())
        self.role = Role.MENTIONED
        self.agencies: dict[str, Role] = {}
        self.citations: list[Citation] = []
        self.deadlines: list[Deadline] = []

    def heading(self) -> str:
        """Return a heading; offices and papers named in it count as the item's own."""
        return self.sentence("heading")

    def sentence(self, name: str) -> str:
        """Return a sentence of one of the lists."""
        self.role = Role.ASSIGNED if name == "assign" else Role.MENTIONED
        choices = _templates()[name]
        text, slots = choices[int(self.draw() * len(choices))]
        return text % tuple([slot(self) for slot in slots])

    def middle(self, count: int) -> list[str]:
        """Return so many sentences: remarks and tasks, now and then a stock phrase at the end."""
        sentences = [self.sentence("assign" if self.draw() < 0.3 else "body") for _ in range(count)]
        if self.draw() < 0.45:
            sentences.append(self.sentence("closing"))
        return sentences

    def card(self, deck: Deck) -> str:
        """Draw a card."""
        return deck[self.bits(DECK_BITS)]


@cache
def _templates() -> dict[str, list[tuple[str, tuple[Slot, ...]]]]:
    """Return each sentence of each list, ready for `%`, with the functions that fill it."""
    return {name: [_template(sentence) for sentence in group] for name, group in words().sentences.items()}


def _template(sentence: str) -> tuple[str, tuple[Slot, ...]]:
    return _SLOT.sub("%s", sentence), tuple(_SLOTS[name] for name in _SLOT.findall(sentence))


def person(rng: random.Random) -> str:
    """Return a full name."""
    decks = words().decks
    return " ".join(decks[part][rng.getrandbits(DECK_BITS)] for part in ("family", "middle", "given"))


def _ranked(topics: tuple[Topic, ...], share: float) -> Topic:
    return topics[int(len(topics) * share**1.5)]


def _object(page: _Page) -> str:
    topic = page.topic if page.draw() < 0.875 else _ranked(page.topics, page.draw())
    return topic.objects[page.bits(DECK_BITS)]


def _word(page: _Page) -> str:
    topic = page.topic if page.draw() < 0.875 else _ranked(page.topics, page.draw())
    return topic.words[page.bits(DECK_BITS)]


def _district(page: _Page) -> str:
    return f"huyện {page.card(words().districts[page.province])}"


def _village(page: _Page) -> str:
    village = page.villages[int((len(page.villages) + 1) ** page.draw()) - 1]  # by Zipf's law, exponent 1
    return f"{village}, {_district(page)}" if page.draw() < 0.25 else village


def _place(page: _Page) -> str:
    share = page.draw()
    if share < 0.35:
        return "trên địa bàn tỉnh"
    return f"tại {_district(page)}" if share < 0.6 else f"ở {_village(page)}"


def _agency(page: _Page) -> str:
    name = _office(page)
    page.agencies.setdefault(name, page.role)
    return name


def _partner(page: _Page) -> str:
    name = _office(page)
    page.agencies.setdefault(name, Role.COORDINATOR if page.role is Role.ASSIGNED else Role.MENTIONED)
    return name


def _office(page: _Page) -> str:
    share = page.draw()
    if share < 0.5:
        return page.topic.offices[page.bits(DECK_BITS)]
    if share < 0.8:
        return page.decks["departments"][page.bits(DECK_BITS)]
    return f"Ủy ban nhân dân huyện {page.card(words().seats[page.province])}"


def _citation(page: _Page) -> str:
    share = page.draw()
    citation = (_law if share < 0.15 else _party_paper if share < 0.35 else _state_paper)(page)
    page.citations.append(citation)
    when = f", ngày {_written(citation.date)}" if citation.date else ""
    return f"{citation.kind} số {citation.number}{when}" + (f" của {citation.issuer}" if citation.issuer else "")


def _law(page: _Page) -> Citation:
    rank = int((_LAWS + 1) ** page.draw()) * 7
    symbol = _LAW_SYMBOLS[rank % len(_LAW_SYMBOLS)]
    return Citation(f"{rank % 180 + 1}/{2008 + rank % 17}/{symbol}", _PAPERS[symbol.partition("-")[0]])


def _party_paper(page: _Page) -> Citation:
    symbol = page.card(page.decks["party_types"])
    number = f"{int(1 + 1800 * page.draw())}-{symbol}/{page.card(page.decks['party_offices'])}"
    return Citation(number, _PAPERS[symbol], _day_before(page), page.decks["departments"][0])


def _state_paper(page: _Page) -> Citation:
    symbol = page.card(page.decks["state_types"])
    number = f"{int(1 + 9000 * page.draw())}/{symbol}-{page.card(page.decks['state_offices'])}"
    return Citation(number, _PAPERS[symbol], _day_before(page))


def _day_before(page: _Page) -> dt.date:
    return page.date - dt.timedelta(days=1 + int(90 * page.draw()))


def _deadline(page: _Page) -> str:
    share = page.draw()
    if share < 0.55:
        return ""
    deadline = _dated(page, share) if share < 0.87 else _undated(page, share)
    page.deadlines.append(deadline)
    return f", {deadline.text}"


def _dated(page: _Page, share: float) -> Deadline:
    day = page.date + dt.timedelta(days=5 + int(300 * page.draw()))
    if share < 0.74:
        return By(day, page.card(page.decks["by"]).format(_written(day)))
    if share < 0.80:
        return WithinMonth(day.year, day.month, f"trong tháng {day.month}/{day.year}")
    if share < 0.84:
        quarter = (day.month + 2) // 3
        return WithinQuarter(day.year, quarter, f"trong quý {_QUARTERS[quarter - 1]}/{day.year}")
    return WithinYear(day.year, f"trong năm {day.year}")


def _undated(page: _Page, share: float) -> Deadline:
    if share < 0.95:
        text, months = page.every[page.bits(2)]
        return Every(months, text)
    return Relative(page.card(page.decks["relative"]))


def _written(day: dt.date) -> str:
    return f"{day.day:02}/{day.month}/{day.year}"


def _amount(page: _Page) -> str:
    return f"{int(100_000 ** (0.15 + 0.85 * page.draw())):,}".replace(",", ".")


def _years(page: _Page) -> str:
    first = page.date.year + page.bits(2) - 1
    return f"{first} - {first + 4}"


def _name(page: _Page) -> str:
    decks = page.decks
    return f"{page.card(decks['family'])} {page.card(decks['middle'])} {page.card(decks['given'])}"


_SLOTS: dict[str, Slot] = {
    "o": _object,
    "w": _word,
    "p": _place,
    "v": _village,
    "a": lambda page: page.decks["actions"][page.bits(DECK_BITS)],
    "m": lambda page: page.decks["manners"][page.bits(DECK_BITS)],
    "f": lambda page: page.decks["funds"][page.bits(DECK_BITS)],
    "g": _agency,
    "h": _partner,
    "c": _citation,
    "d": _deadline,
    "n": _amount,
    "k": lambda page: str(1 + int(99 * page.draw())),
    "y": _years,
    "z": lambda page: str(page.date.year - page.bits(1)),
    "who": _name,
}


def _real(rng: random.Random, texts: Sequence[str]) -> list[str]:
    """Return paragraphs in a row from anywhere in `texts`, about 130 syllables."""
    at = int(rng.random() * len(texts))
    chosen: list[str] = []
    length = 0
    while length < 550:  # characters; a Vietnamese syllable and its space take 4.3
        chosen.append(texts[at % len(texts)])
        length += len(chosen[-1])
        at += 1
    return chosen
