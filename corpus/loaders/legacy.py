"""Text set in fonts from before Unicode: told by the font's name, or by what the text reads as, run by run.

A document is often mixed: headings in `.VnTimeH`, a body in `VNI-Times`, later corrections in Unicode. So a font's
name is a claim that the text confirms, and without a name the text alone decides, for each font of the document and
then for each of its lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from enum import StrEnum
from itertools import groupby

from corpus.loaders import legacy_tables
from corpus.loaders.runs import Line, Run
from corpus.loaders.syllables import Evidence, weigh


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
_TELLING = 3  # words that a decision without a font's name needs


def encoding_of_font(name: str) -> Legacy | None:
    """Return the encoding that a font's name stands for, or None where it says nothing."""
    match = _FONT.match(name)
    return Legacy(match.lastgroup or "") if match else None


def draws_capitals(name: str) -> bool:
    """Tell whether a TCVN3 font draws every letter as a capital, as those with a final H do."""
    return encoding_of_font(name) is Legacy.TCVN3 and bool(_CAPITALS.match(name) or name.upper().startswith(".VNTIMEH"))


def convert(text: str, encoding: Legacy) -> str:
    """Return `text`, as a program without the font shows it, in Unicode NFC."""
    return unicodedata.normalize("NFC", _CONVERTERS[encoding](text))


def tell(text: str, among: Iterable[Legacy] = (Legacy.TCVN3, Legacy.VNI)) -> Legacy | None:
    """Return the encoding that `text` reads better in than as it stands, or None; NFC text is expected."""
    if not _SHOWN.search(text):
        return None
    plain = weigh(text)
    readings = {encoding: weigh(convert(text, encoding)) for encoding in among}
    best = max(readings, key=lambda encoding: readings[encoding].balance)
    return best if _reads_better(readings[best], plain) else None


def _reads_better(reading: Evidence, plain: Evidence) -> bool:
    return reading.syllables >= _TELLING and reading.share > 0.6 and reading.balance > plain.balance


def to_unicode(lines: list[Line]) -> tuple[list[Line], set[Legacy]]:
    """Return `lines` with every legacy run in Unicode, and the encodings that were found."""
    by_text = _tell_fonts(lines)
    found: set[Legacy] = set()
    converted = [_convert_line(line, by_text, found) for line in lines]
    return converted, found


def _tell_fonts(lines: list[Line]) -> dict[str, Legacy]:
    """Decide, for each font whose name says nothing, whether its text as a whole is in a legacy encoding.

    Lines with a letter of Unicode are left out: they would outvote the others of a mixed document.
    """
    samples: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        for font, text in _stretches(line):
            if encoding_of_font(font) is None and _SHOWN.search(text) and not _UNICODE_LETTER.search(text):
                samples[font].append(text)
    told = {font: tell(unicodedata.normalize("NFC", "\n".join(texts))) for font, texts in samples.items()}
    return {font: encoding for font, encoding in told.items() if encoding}


def _stretches(line: Line) -> Iterable[tuple[str, str]]:
    for font, runs in groupby(line.runs, key=lambda run: run.font):
        yield font, "".join(run.text for run in runs)


def _convert_line(line: Line, by_text: dict[str, Legacy], found: set[Legacy]) -> Line:
    runs: list[Run] = []
    for encoding, group in groupby(line.runs, key=lambda run: encoding_of_font(run.font) or by_text.get(run.font)):
        stretch = list(group)
        text = "".join(run.text for run in stretch)
        if encoding and _confirmed(text, encoding, named=any(encoding_of_font(run.font) for run in stretch)):
            stretch = [_convert_run(run, encoding) for run in _joined(stretch, encoding)]
            found |= {encoding} if _SHOWN.search(text) else set()
        runs += stretch
    return Line(tuple(runs), line.row)


def _confirmed(text: str, encoding: Legacy, *, named: bool) -> bool:
    """Tell whether a stretch is what its font claims; in doubt a name is believed, a statistic is not."""
    if _UNICODE_LETTER.search(text):
        return False
    plain, reading = weigh(unicodedata.normalize("NFC", text)), weigh(convert(text, encoding))
    return reading.balance >= plain.balance if named else reading.balance > plain.balance


def _joined(runs: list[Run], encoding: Legacy) -> list[Run]:
    """Join runs that a word processor split for no reason: in VNI a letter can stand on both sides of the cut."""
    if encoding is Legacy.VNI:
        first = runs[0]
        return [Run("".join(run.text for run in runs), first.font, all(run.bold for run in runs), first.caps)]
    return runs


def _convert_run(run: Run, encoding: Legacy) -> Run:
    return Run(convert(run.text, encoding), run.font, run.bold, run.caps or draws_capitals(run.font))
