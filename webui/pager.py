"""Links to the pages of a list: the first, the last, and those around the one that is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_AROUND = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page; `here` is the one that is shown."""

    number: int
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """Pages of a list; None among `links` stands for pages left out."""

    page: int
    pages: int
    links: tuple[PageLink | None, ...]
    previous: str | None
    next: str | None


def page_count(total: int, size: int) -> int:
    """Return how many pages `total` rows fill; an empty list has one page."""
    return max(1, -(-total // size))


def pager(page: int, pages: int, url_of: Callable[[int], str]) -> Pager:
    """Return the links of page `page` of `pages`, both from 1."""
    near = range(page - _AROUND, page + _AROUND + 1)
    numbers = sorted({number for number in (1, pages, *near) if 1 <= number <= pages})
    links: list[PageLink | None] = []
    before = 0
    for number in numbers:
        if number == before + 2:
            links.append(PageLink(before + 1, url_of(before + 1), here=False))
        elif number > before + 1:
            links.append(None)
        links.append(PageLink(number, url_of(number), here=number == page))
        before = number
    return Pager(
        page,
        pages,
        tuple(links),
        previous=url_of(page - 1) if page > 1 else None,
        next=url_of(page + 1) if page < pages else None,
    )
