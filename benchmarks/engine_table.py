"""The results of the engine benchmark as a table in Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.measures import described, geometric_mean

OURS = "ours"
PASSAGES = "with_passages"  # ours, once more


def table(results: Mapping[str, Any]) -> str:
    """Return the results: a row a class, then the mixed load, then each engine's index."""
    others = list(results["geomean_ratio"])
    text = "real paragraphs" if results["text"] == "real" else "composed text"
    return "\n".join(
        [
            f"{results['items']:,} items of {text}, seed {results['seed']}; milliseconds, p50 / p95 / p99.",
            "",
            *_classes(results, others),
            "",
            *_engines(results["engines"]),
            *_cold(results["engines"]),
            "",
            f"{described(results['machine'])}.",
            *_differing(results["differing"]),
        ]
    )


def _classes(results: Mapping[str, Any], others: Sequence[str]) -> list[str]:
    rows = [["query class", "hits", OURS, "with passages", *(cell for name in others for cell in (name, "ratio"))]]
    for one in results["classes"]:
        hits = one["hits"][len(one["hits"]) // 2]
        cells = [part for name in others for part in (_times(one[f"{name}_ms"]), f"{one['ratio'][name]:.3f}")]
        rows.append([one["name"], f"{hits:,}", _times(one[f"{OURS}_ms"]), _times(one[f"{PASSAGES}_ms"]), *cells])
    mixed = results["mixed"]
    cells = [part for name in others for part in (_times(mixed[f"{name}_ms"]), f"p99 {_p99_ratio(mixed, name):.3f}")]
    rows.append(["mixed load", "", _times(mixed[f"{OURS}_ms"]), _times(mixed[f"{PASSAGES}_ms"]), *cells])
    means = [part for name in others for part in ("", f"**{results['geomean_ratio'][name]:.3f}**")]
    rows.append(["geometric mean of p50 ratios", "", "", "", *means])
    return markdown(rows)


def _p99_ratio(mixed: Mapping[str, Any], name: str) -> float:
    theirs: float = mixed[f"{name}_ms"]["p99"]
    return float(mixed[f"{OURS}_ms"]["p99"]) / theirs if theirs else 0.0


def _times(times: Mapping[str, float]) -> str:
    return " / ".join(f"{times[share]:.2f}" for share in ("p50", "p95", "p99"))


def _engines(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = [["engine", "items/s built", "peak MB", "size MB", "segments", "open ms", "RSS MB open", "after queries"]]
    for name, own in engines.items():
        searched = own["searched_mb"]
        rows.append(
            [
                name,
                f"{own['items_per_second']:,}",
                f"{own['peak_mb']:,.0f}",
                f"{own['bytes'] / 1e6:,.0f}",
                str(own["segments"]),
                f"{own['open_ms']:.1f}",
                f"{own['open_mb']['all']:,.0f}",
                f"{searched['all']:,.0f} ({searched['anonymous']:,.0f} anonymous)",
            ]
        )
    return markdown(rows)


def _cold(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    measured = {name: own["cold"] for name, own in engines.items() if "cold" in own}
    if not measured:
        return []
    rows = [["no page in memory", "open ms", "first query ms, geometric mean", "worst"]]
    for name, cold in measured.items():
        times = cold["query_ms"]
        mean = geometric_mean([max(ms, 0.01) for ms in times])
        rows.append([name, f"{max(cold['open_ms']):.1f}", f"{mean:.1f}", f"{max(times):.1f}"])
    return ["", *markdown(rows)]


def _differing(differing: Mapping[str, Mapping[str, Sequence[str]]]) -> list[str]:
    if not differing:
        return ["Totals and facet counts of every query are the same in every engine."]
    lines = ["", "Counts that differ from ours:"]
    for name, engines in differing.items():
        lines += [f"- {name}, {engine}: {queries[0]}" for engine, queries in engines.items()]
    return lines


def markdown(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as a Markdown table, the first its head; columns after the first are set to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return [lines[0], "| " + " | ".join(rule) + " |", *lines[1:]]
