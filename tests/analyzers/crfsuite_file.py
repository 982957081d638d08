"""Writing CRFsuite model files, so that the reader is tested on models of known content."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence


def dictionary_chunk(strings: Sequence[str]) -> bytes:
    """Return a CQDB dictionary that numbers `strings` in order; the hash tables of look-up by string are left out."""
    entries, offsets = b"", []
    for number, string in enumerate(strings):
        offsets.append(24 + len(entries))
        key = string.encode() + b"\0"
        entries += struct.pack("<II", number, len(key)) + key
    backward = struct.pack(f"<{len(offsets)}I", *offsets)
    size = 24 + len(entries) + len(backward)
    return struct.pack("<4sIIIII", b"CQDB", size, 0, 0x62445371, len(strings), 24 + len(entries)) + entries + backward


def model_file(
    labels: Sequence[str],
    attributes: Sequence[str],
    state: Mapping[tuple[int, int], float],
    transition: Mapping[tuple[int, int], float],
) -> bytes:
    """Return a model file; `state` maps (attribute, label) and `transition` (label, label) to weights."""
    records = [(0, a, y, w) for (a, y), w in state.items()] + [(1, x, y, w) for (x, y), w in transition.items()]
    features = struct.pack("<4sII", b"FEAT", 12 + 20 * len(records), len(records))
    features += b"".join(struct.pack("<IIId", *record) for record in records)
    chunks = [features, dictionary_chunk(labels), dictionary_chunk(attributes)]
    offsets = [48, 48 + len(chunks[0]), 48 + len(chunks[0]) + len(chunks[1])]
    body = b"".join(chunks)
    counts = (len(records), len(labels), len(attributes))
    return struct.pack("<4sI4sI8I", b"lCRF", 48 + len(body), b"FOMC", 100, *counts, *offsets, 0, 0) + body
