"""Days as an iCalendar feed (RFC 5545): whole-day events, lines folded at 75 bytes, text escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

CONTENT_TYPE = "text/calendar; charset=utf-8"
_LINE = 75  # bytes, without the line end


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something due on a day; `uid` never changes, `stamp` is when this was written, in any zone."""

    uid: str
    day: dt.date
    stamp: dt.datetime
    summary: str
    description: str
    url: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar to subscribe to; `url` is its own address."""

    name: str
    about: str
    url: str
    events: Sequence[DayEvent]


def write_calendar(calendar: Calendar) -> bytes:
    """Return the calendar as an iCalendar object in UTF-8."""
    return "".join(f"{part}\r\n" for line in _lines(calendar) for part in folded(line)).encode("utf-8", "replace")


def escaped(text: str) -> str:
    """Return `text` as a TEXT value: backslash, semicolon, comma and line ends escaped, other controls left out."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(character for character in text if character == "\t" or (character >= " " and character != "\x7f"))


def folded(line: str) -> Iterator[str]:
    """Yield a content line in parts of at most 75 bytes, each after the first behind a space; no character is cut."""
    part, size = "", 0
    for character in line:
        width = len(character.encode("utf-8", "replace"))
        if size + width > _LINE:
            yield part
            part, size = " ", 1
        part += character
        size += width
    yield part


def _lines(calendar: Calendar) -> Iterable[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//ketluan//ketluan//VI"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    # RFC 7986, and the older names that most programs read.
    for name in ("NAME", "X-WR-CALNAME"):
        yield f"{name}:{escaped(calendar.name)}"
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        yield f"{name}:{escaped(calendar.about)}"
    yield f"URL:{calendar.url}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT12H"
    yield "X-PUBLISHED-TTL:PT12H"
    for event in calendar.events:
        yield from _event(event)
    yield "END:VCALENDAR"


def _event(event: DayEvent) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
    if event.day < dt.date.max:  # an event without an end lasts its day
        yield f"DTEND;VALUE=DATE:{_day(event.day + dt.timedelta(days=1))}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"DESCRIPTION:{escaped(event.description)}"
    yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
