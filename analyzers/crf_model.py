"""Reading a CRFsuite model file (`lCRF`, type `FOMC`, version 100) into arrays.

The layout is that of CRFsuite's `crf1d_model.c`: a header of offsets, a table of features, and two string
dictionaries (CQDB) for labels and attributes. All numbers are little-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_HEADER = struct.Struct("<4sI4sIIIIIIIII")
_FEATURES = struct.Struct("<4sII")
_DICTIONARY = struct.Struct("<4sIIIII")
_ENTRY = struct.Struct("<II")
_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
_STATE, _TRANSITION = 0, 1
_BYTE_ORDER_MARK = 0x62445371


class UnsupportedModel(ValueError):  # noqa: N818  it says what the model is
    """The model is not of the form that this code was written and checked for."""


@dataclass(frozen=True, slots=True)
class CrfModel:
    """A first-order linear-chain CRF.

    `state[a, y]` (attributes x labels) is the weight of attribute `a` with label `y`; `transition[x, y]` (labels x
    labels) the weight of label `x` before label `y`. Absent features weigh 0.
    """

    labels: tuple[str, ...]
    attributes: tuple[str, ...]
    state: FloatArray
    transition: FloatArray


def read_model(data: bytes) -> CrfModel:
    """Return the model that `data`, a whole file, holds; raises `UnsupportedModel` for anything else."""
    try:
        return _read(data)
    except (struct.error, ValueError, IndexError) as error:
        raise UnsupportedModel(f"not a CRFsuite model of version 100: {error}") from error


def _read(data: bytes) -> CrfModel:
    magic, size, kind, version, _, label_count, attribute_count, features_at, labels_at, attributes_at, _, _ = (
        _HEADER.unpack_from(data)
    )
    if (magic, kind, version, size) != (b"lCRF", b"FOMC", 100, len(data)):
        raise UnsupportedModel(f"header {magic!r} {kind!r} {version} of {size} bytes in a file of {len(data)}")
    labels, attributes = _dictionary(data, labels_at), _dictionary(data, attributes_at)
    if (len(labels), len(attributes)) != (label_count, attribute_count):
        raise UnsupportedModel(f"{len(labels)} labels and {len(attributes)} attributes are not what the header says")
    features = _features(data, features_at)
    state = np.zeros((attribute_count, label_count))
    transition = np.zeros((label_count, label_count))
    for kind_number, weights in ((_STATE, state), (_TRANSITION, transition)):
        of_kind = features[features["kind"] == kind_number]
        weights[of_kind["source"], of_kind["target"]] = of_kind["weight"]
    return CrfModel(labels, attributes, state, transition)


def _features(data: bytes, offset: int) -> npt.NDArray[np.void]:
    """Return the feature records (fields kind, source, target, weight) that begin at `offset`."""
    magic, _, count = _FEATURES.unpack_from(data, offset)
    if magic != b"FEAT":
        raise UnsupportedModel(f"feature table begins with {magic!r}")
    features = np.frombuffer(data, _FEATURE, count, offset + _FEATURES.size)
    if not np.isin(features["kind"], (_STATE, _TRANSITION)).all():
        raise UnsupportedModel("features of an unknown kind")
    return features


def _dictionary(data: bytes, offset: int) -> tuple[str, ...]:
    """Return the strings of a CQDB dictionary in the order of their numbers."""
    magic, _, _, byte_order, count, backward = _DICTIONARY.unpack_from(data, offset)
    if (magic, byte_order) != (b"CQDB", _BYTE_ORDER_MARK):
        raise UnsupportedModel(f"dictionary begins with {magic!r} {byte_order:#x}")
    strings = []
    for number, at in enumerate(np.frombuffer(data, "<u4", count, offset + backward).tolist()):
        stored, length = _ENTRY.unpack_from(data, offset + at)
        if stored != number:
            raise UnsupportedModel(f"string {number} is stored as number {stored}")
        begin = offset + at + _ENTRY.size
        strings.append(data[begin : begin + length - 1].decode())  # the last byte is NUL
    return tuple(strings)
