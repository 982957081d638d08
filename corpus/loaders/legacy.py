"""Text set in fonts from before Unicode: told by the font's name, or by what the text reads as, run by run.

A document is often mixed: headings in `.VnTimeH`, a body in `VNI-Times`, later corrections in Unicode. So a font's
name is a claim that the text confirms, and without a name the text alone decides, for each font of the document and
then for each of its lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from corpus.loaders import legacy_tables
from corpus.loaders.runs import OPTIONAL_HYPHEN, Line, Run
from corpus.loaders.syllables import weigh


class Legacy(StrEnum):
    """The encodings from before Unicode that are read."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    VPS = "vps"
    VISCII = "viscii"


_CONVERTERS: dict[Legacy, Callable[[str], str]] = {
    Legacy.TCVN3: legacy_tables.from_tcvn3,
    Legacy.VNI: legacy_tables.from_vni,
    Legacy.VPS: legacy_tables.from_vps,
    Legacy.VISCII: legacy_tables.from_viscii,
}

_FONT = re.compile(
    r"""
    ^ (?: [A-Z]{6}\+ )?                    # ABCDEF+   the tag of an embedded subset
    (?: (?P<tcvn3> \.\s?Vn | VnTime )      # .VnTime  .VNTIMEH  .VnArial NarrowH
      | (?P<vni> VNI[-_ \d] )              # VNI-Times  VNI Helve
      | (?P<vps> VPS[-_ ] )                # VPS Times
      | (?P<viscii> VI[-_ ] )              # VI Times
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CAPITALS = re.compile(r"^[^,]*[a-z]\s?H(?:[-, ](?:Bold|Italic|Normal|Regular).*)?$")  # .VnTimeH  .VnTimeH,Bold
# Letters that no legacy font shows: what has one was typed in Unicode.
_UNICODE_LETTER = re.compile(
    r"[\u0102-\u0103\u0110-\u0111\u0128-\u0129\u0168-\u0169\u01A0-\u01B0\u0300-\u0323\u1EA0-\u1EF9]"
)
_SHOWN = re.compile(r"[\u00A1-\u00FF\u0152-\u0178\uF0A1-\uF0FF]")
_HYPHENATED = re.compile(rf"[^\s{OPTIONAL_HYPHEN}]*{OPTIONAL_HYPHEN}\S*")
_TELLING = 3  # words that a decision without a font's name needs
_HALF = 0.5
_UNNAMED = (Legacy.TCVN3, Legacy.VNI)  # what text in a font without a telling name is tried in


def encoding_of_font(name: str) -> Legacy | None:
    """Return the encoding that a font's name stands for, or None where it says nothing."""
    match = _FONT.match(name)
    return Legacy(match.lastgroup or "") if match else None


def draws_capitals(name: str) -> bool:
    """Tell whether a TCVN3 font draws every letter as a capital, as those with a final H do."""
    return encoding_of_font(name) is Legacy.TCVN3 and bool(_CAPITALS.match(name) or name.upper().startswith(".VNTIMEH"))


def convert(text: str, encoding: Legacy) -> str:
    """Return `text`, as a program without the font shows it, in Unicode NFC."""
    if encoding is Legacy.TCVN3 and OPTIONAL_HYPHEN in text:
        text = _HYPHENATED.sub(_settle_hyphen, text)
    return unicodedata.normalize("NFC", _CONVERTERS[encoding](text))


def _settle_hyphen(match: re.Match[str]) -> str:
    """Read an optional hyphen as ư where that makes a syllable: a program that wrote the file may have changed it."""
    kept, dropped = match[0].replace(OPTIONAL_HYPHEN, "\u00ad"), match[0].replace(OPTIONAL_HYPHEN, "")
    gain = weigh(legacy_tables.from_tcvn3(kept)).balance - weigh(legacy_tables.from_tcvn3(dropped)).balance
    return kept if gain > 0 else dropped


def tell(text: str, among: Iterable[Legacy] = _UNNAMED, *, in_doubt: bool = False) -> Legacy | None:
    """Return the encoding that `text` reads better in than as it stands, or None.

    `in_doubt` says what to do where it reads as well as it stands: the first of `among` is taken if it is set.
    """
    if not _SHOWN.search(text) or _UNICODE_LETTER.search(text):
        return None
    balances = {encoding: weigh(convert(text, encoding)).balance for encoding in among}
    best = max(balances, key=lambda encoding: balances[encoding], default=None)
    if best is None:
        return None
    gain = balances[best] - weigh(unicodedata.normalize("NFC", text)).balance
    return best if gain > 0 or (in_doubt and gain == 0) else None


@dataclass(frozen=True, slots=True)
class _Unnamed:
    """What a font without a telling name was used for: encodings, the most frequent first, and Unicode beside them."""

    encodings: tuple[Legacy, ...] = ()
    unicode: bool = True


def to_unicode(lines: list[Line]) -> tuple[list[Line], set[Legacy]]:
    """Return `lines` with every legacy run in Unicode, and the encodings that were found."""
    unnamed = _tell_fonts(lines)
    found: set[Legacy] = set()
    return [_convert_line(line, unnamed, found) for line in lines], found


def _tell_fonts(lines: list[Line]) -> dict[str, _Unnamed]:
    """Find, for each font whose name says nothing, the encodings that some of its text is in.

    A line or two proves nothing, so an encoding counts once the lines that read best in it hold enough syllables.
    """
    syllables: dict[str, Counter[Legacy]] = defaultdict(Counter)
    in_unicode: set[str] = set()
    for line in lines:
        for font, text in _stretches(line):
            if _UNICODE_LETTER.search(text):
                in_unicode.add(font)
            elif encoding_of_font(font) is None and (encoding := tell(text)):
                syllables[font][encoding] += weigh(convert(text, encoding)).syllables
    return {
        font: _Unnamed(tuple(e for e, count in counts.most_common() if count >= _TELLING), font in in_unicode)
        for font, counts in syllables.items()
    }


def _stretches(line: Line) -> Iterable[tuple[str, str]]:
    for font, runs in groupby(line.runs, key=lambda run: run.font):
        yield font, "".join(run.text for run in runs)


def _convert_line(line: Line, unnamed: dict[str, _Unnamed], found: set[Legacy]) -> Line:
    runs: list[Run] = []
    for use, group in groupby(line.runs, key=lambda run: encoding_of_font(run.font) or unnamed.get(run.font)):
        stretch = list(group)
        text = "".join(run.text for run in stretch)
        if encoding := _encoding_of(text, use):
            stretch = [_convert_run(run, encoding) for run in _joined(stretch, encoding)]
            found |= {encoding} if _SHOWN.search(text) else set()
        runs += stretch
    return Line(tuple(runs), line.row)


def _encoding_of(text: str, use: Legacy | _Unnamed | None) -> Legacy | None:
    match use:
        case Legacy():
            return _confirmed(text, use)
        case _Unnamed(encodings, in_unicode):
            return tell(text, encodings, in_doubt=not in_unicode)
        case None:
            return None


def _confirmed(text: str, named: Legacy) -> Legacy | None:
    """Return what a stretch in a font of a telling name is in: the name is believed unless the text contradicts it."""
    if _UNICODE_LETTER.search(text):
        return None
    plain, reading = weigh(unicodedata.normalize("NFC", text)), weigh(convert(text, named))
    if reading.balance >= plain.balance and (reading.share > _HALF or reading.words < _TELLING):
        return named
    better = tell(text, [encoding for encoding in _UNNAMED if encoding is not named])
    return better or (named if reading.balance >= plain.balance else None)


def _joined(runs: list[Run], encoding: Legacy) -> list[Run]:
    """Join runs that a word processor split for no reason; a letter of VNI can stand on both sides of any cut."""
    if encoding is Legacy.VNI:
        first = runs[0]
        return [Run("".join(run.text for run in runs), first.font, all(run.bold for run in runs), first.caps)]
    alike = groupby(runs, key=lambda run: (run.font, run.bold, run.caps))
    return [Run("".join(run.text for run in group), *look) for look, group in alike]


def _convert_run(run: Run, encoding: Legacy) -> Run:
    return Run(convert(run.text, encoding), run.font, run.bold, run.caps or draws_capitals(run.font))
