"""Word segmentation in one run: underthesea's `word_tokenize`, our segmenter, and the whole analyser.

    python -m benchmarks.segmentation                                  # the shipped sample documents
    python -m benchmarks.segmentation --texts paragraphs.jsonl.xz --syllables 500000

Texts are cut into blocks. Every contender reads a block before the next block begins, so that a busy machine slows all
of them alike; rates are medians of the blocks. A syllable is what stands between white space. `first reading` meets
chunks of letters that it has not seen before, `second reading` none.
"""

from __future__ import annotations

import argparse
import json
import lzma
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

from analyzers.pipeline import Analyzer
from analyzers.segment import ReferenceSegmenter, load_segmenter, versions

BLOCK_SYLLABLES = 50_000
LATENCY_LENGTHS = (3, 20, 120)
_LATENCY_ROUNDS = 41


@dataclass(frozen=True, slots=True)
class Rate:
    """Syllables a second of one contender: the median of the blocks, their extremes, and the ratio to the reference."""

    name: str
    syllables_per_second: float
    slowest: float
    fastest: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Latency:
    """Median microseconds for one text of so many syllables, its words known from before."""

    syllables: int
    reference_us: float
    ours_us: float
    analyser_us: float


@dataclass(frozen=True, slots=True)
class Result:
    """A whole run. `mismatches` counts texts whose words are not those of `word_tokenize`."""

    machine: str
    versions: str
    segmenter: str
    load_seconds: float
    texts: int
    syllables: int
    mismatches: int
    rates: tuple[Rate, ...]
    latencies: tuple[Latency, ...]


def read_texts(path: Path | None, limit: int) -> list[str]:
    """Return texts of about `limit` syllables: paragraphs of the samples, or `text` of each line of a `.jsonl[.xz]`."""
    texts: list[str] = []
    count = 0
    for text in _lines(path) if path else _sample_paragraphs():
        texts.append(text)
        count += len(text.split())
        if count >= limit:
            break
    return texts


def _lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines if line.strip())


def _sample_paragraphs() -> Iterator[str]:
    for file in sorted(resources.files("corpus.samples").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith((".txt", ".md")):
            yield from (part for part in file.read_text("utf-8").split("\n\n") if part.strip())


def measure(texts: Sequence[str]) -> Result:
    """Run every contender over the texts."""
    reference, analyzer = ReferenceSegmenter(), Analyzer()
    reference.words(["nạp mô hình"])
    begin = time.perf_counter()
    ours = load_segmenter()
    analyzer.analyze("nạp từ điển")
    load_seconds = time.perf_counter() - begin
    contenders: dict[str, Callable[[Sequence[str]], object]] = {
        "underthesea word_tokenize": reference.words,
        "ours, words, first reading": ours.words,
        "ours, words, second reading": ours.words,
        "ours, spans": ours.spans,
        "whole analyser, columns": analyzer.analyses,
    }
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    mismatches = 0
    for block in _blocks(texts):
        for name, contender in contenders.items():
            rates[name].append(_rate(contender, block))
        mismatches += sum(a != b for a, b in zip(reference.words(block), ours.words(block), strict=True))
    return Result(
        machine=f"{platform.machine()} {platform.python_implementation()} {platform.python_version()}",
        versions=versions(),
        segmenter=type(ours).__name__,
        load_seconds=load_seconds,
        texts=len(texts),
        syllables=sum(len(text.split()) for text in texts),
        mismatches=mismatches,
        rates=tuple(_summary(name, found, rates["underthesea word_tokenize"]) for name, found in rates.items()),
        latencies=tuple(_latencies(texts, (reference.words, ours.spans, analyzer.analyses))),
    )


def _blocks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    begin = size = 0
    for i, text in enumerate(texts, 1):
        size += len(text.split())
        if size >= BLOCK_SYLLABLES or i == len(texts):
            yield texts[begin:i]
            begin, size = i, 0


def _rate(contender: Callable[[Sequence[str]], object], block: Sequence[str]) -> float:
    syllables = sum(len(text.split()) for text in block)
    begin = time.perf_counter()
    contender(block)
    return syllables / (time.perf_counter() - begin)


def _summary(name: str, rates: Sequence[float], reference: Sequence[float]) -> Rate:
    ratio = statistics.median(ours / theirs for ours, theirs in zip(rates, reference, strict=True))
    return Rate(name, statistics.median(rates), min(rates), max(rates), ratio)


def _latencies(texts: Sequence[str], contenders: tuple[Callable[[Sequence[str]], object], ...]) -> Iterator[Latency]:
    syllables = " ".join(texts[: len(texts) // 10 + 20]).split()
    for length in LATENCY_LENGTHS:
        text = " ".join(syllables[:length])
        yield Latency(length, *(_median_microseconds(contender, text) for contender in contenders))


def _median_microseconds(contender: Callable[[Sequence[str]], object], text: str) -> float:
    times = []
    for _ in range(_LATENCY_ROUNDS):
        begin = time.perf_counter()
        contender([text])
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1e6


def table(result: Result) -> str:
    """Return a run as a table."""
    lines = [
        f"{result.machine}, {result.versions}, {result.segmenter} and lexicon loaded in {result.load_seconds:.2f} s",
        f"{result.texts} texts, {result.syllables} syllables, {result.mismatches} with other words than word_tokenize",
        "",
        f"{'contender':30} {'syllables/s':>12} {'slowest':>12} {'fastest':>12} {'ratio':>7}",
    ]
    lines += [
        f"{r.name:30} {r.syllables_per_second:12,.0f} {r.slowest:12,.0f} {r.fastest:12,.0f} {r.ratio:7.1f}"
        for r in result.rates
    ]
    lines += ["", f"{'one text of':>12} {'word_tokenize':>15} {'ours':>10} {'analyser':>10}   (median, microseconds)"]
    lines += [
        f"{t.syllables:5} sylls. {t.reference_us:15.0f} {t.ours_us:10.0f} {t.analyser_us:10.0f}"
        for t in result.latencies
    ]
    return "\n".join(lines)


def _argument_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.segmentation",
        description="Measure word segmentation and the whole analyser against underthesea's word_tokenize, in one run.",
        epilog="example: python -m benchmarks.segmentation --texts paragraphs.jsonl.xz --syllables 300000",
    )
    parser.add_argument("--texts", type=Path, metavar="FILE", help=".jsonl or .jsonl.xz with `text`; default: samples")
    parser.add_argument("--syllables", type=int, default=200_000, metavar="N", help="read about so many (200000)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the figures here")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0, 1 where a text got other words than the reference's, 2 where nothing can be read."""
    options = _argument_parser().parse_args(arguments)
    try:
        texts = read_texts(options.texts, options.syllables)
    except (OSError, ValueError, KeyError, TypeError, lzma.LZMAError) as error:
        print(f"{options.texts}: {error!r}", file=sys.stderr)
        return 2
    if not texts:
        print("no text to read", file=sys.stderr)
        return 2
    result = measure(texts)
    print(table(result))
    if options.json:
        options.json.write_text(json.dumps(asdict(result), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if result.mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
