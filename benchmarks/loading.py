"""How truly documents are read: syllables and diacritics of loaded files against their true texts.

    python -m benchmarks.loading DIR        # DIR/files/NAME.doc is judged by DIR/truth/NAME.txt

Both texts are cleaned (`corpus.orthography.clean`), lower-cased (a capitals font prints what it does not store) and cut
into syllables: maximal runs of letters and digits, so spaces, punctuation and layout count for nothing. Syllables are
aligned by `difflib.SequenceMatcher` without its junk heuristic.

recall      true syllables that were read, of all true syllables
precision   read syllables that are true, of all that were read
diacritics  true letters with a diacritic (NFD has a mark, or the letter is đ) that were read as they are, of all such
            letters; unread ones count as wrong. Where the alignment replaces syllables by others, their letters are
            aligned by their bare ASCII forms.
spelled     the same, of those letters whose bare form was found: what the conversion of alphabets is to blame for
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path

from corpus.errors import InputRefused
from corpus.loaders import load
from corpus.orthography import clean, fold_diacritics

_SYLLABLE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one file, or of several added up."""

    true_syllables: int = 0
    read_syllables: int = 0
    matched: int = 0
    marked_letters: int = 0
    marked_found: int = 0
    marked_right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            *(mine + theirs for mine, theirs in zip(asdict(self).values(), asdict(other).values(), strict=True))
        )

    def shares(self) -> dict[str, float]:
        """The four measures, between 0 and 1."""
        return {
            "recall": _share(self.matched, self.true_syllables),
            "precision": _share(self.matched, self.read_syllables),
            "diacritics": _share(self.marked_right, self.marked_letters),
            "spelled": _share(self.marked_right, self.marked_found),
        }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def syllables(text: str) -> list[str]:
    """Return the syllables of `text` as they are compared."""
    return _SYLLABLE.findall(clean(text).lower())


def score(read: str, truth: str) -> Score:
    """Compare a text that was read with the true one."""
    ours, true = syllables(read), syllables(truth)
    matched = found = right = 0
    for tag, start, end, our_start, our_end in SequenceMatcher(None, true, ours, autojunk=False).get_opcodes():
        if tag == "equal":
            matched += end - start
            found += (marked := _marked(" ".join(true[start:end])))
            right += marked
        elif tag == "replace":
            newly = _letters(" ".join(true[start:end]), " ".join(ours[our_start:our_end]))
            found, right = found + newly[0], right + newly[1]
    return Score(len(true), len(ours), matched, _marked(" ".join(true)), found, right)


def _letters(true: str, ours: str) -> tuple[int, int]:
    """Return how many marked letters of `true` have their bare form in `ours`, and how many their very self."""
    blocks = SequenceMatcher(None, fold_diacritics(true), fold_diacritics(ours), autojunk=False).get_matching_blocks()
    pairs = [(true[block.a + offset], ours[block.b + offset]) for block in blocks for offset in range(block.size)]
    marked = [(letter, read) for letter, read in pairs if _is_marked(letter)]
    return len(marked), sum(letter == read for letter, read in marked)


def _marked(text: str) -> int:
    return sum(map(_is_marked, text))


def _is_marked(letter: str) -> bool:
    return letter == "đ" or (letter > "\x7f" and len(unicodedata.normalize("NFD", letter)) > 1)


def measure(folder: Path) -> Iterator[tuple[str, Score | str]]:
    """Yield each file's name with its score, or with the code it was refused by."""
    for truth in sorted((folder / "truth").glob("*.txt")):
        for path in sorted((folder / "files").glob(f"{truth.stem}.*")):
            try:
                read = load(path).text
            except InputRefused as refused:
                yield path.name, refused.refusal.code
            else:
                yield path.name, score(read, truth.read_text(encoding="utf-8"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 1 where a file was refused, 2 where there is nothing to measure."""
    options = _options(arguments)
    total, rows, refused = Score(), {}, {}
    print(f"{'file':58} {'syllables':>9} {'recall':>8} {'precision':>9} {'diacritics':>10} {'spelled':>8}")
    for name, result in measure(options.folder):
        if isinstance(result, str):
            refused[name] = result
            print(f"{name:58} refused: {result}")
        else:
            total += result
            rows[name] = result
            print(_line(name, result))
    if not rows and not refused:
        print(f"no DIR/truth/*.txt with a file beside it in {options.folder}", file=sys.stderr)
        return 2
    print(_line(f"{len(rows)} files", total))
    if options.json:
        options.json.write_text(json.dumps(_report(rows, refused, total), ensure_ascii=False, indent=1), "utf-8")
    return 1 if refused else 0


def _line(name: str, result: Score) -> str:
    shares = result.shares()
    return (
        f"{name:58} {result.true_syllables:9} {shares['recall']:8.2%} {shares['precision']:9.2%}"
        f" {shares['diacritics']:10.3%} {shares['spelled']:8.3%}"
    )


def _report(rows: dict[str, Score], refused: dict[str, str], total: Score) -> dict[str, object]:
    files = {name: {**asdict(result), **result.shares()} for name, result in rows.items()}
    return {"files": files, "refused": refused, "total": {**asdict(total), **total.shares()}}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.loading",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="holds files/ and truth/, paired by name")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the counts and shares as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
