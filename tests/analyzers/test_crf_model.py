"""Reading CRFsuite files: what they hold, and a plain refusal of anything else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.crf_model import UnsupportedModel, read_model
from analyzers.crf_weights import TEMPLATES, weight_tables
from tests.analyzers.crfsuite_file import model_file

LABELS = ("B-W", "I-W")
FILE = model_file(LABELS, ["T[0]=ủy", "T[-1,0].lower=ủy ban"], {(0, 0): 1.5, (1, 1): -2.0}, {(0, 1): 0.25, (1, 0): 4.0})


def test_a_model_is_read_as_it_was_written() -> None:
    model = read_model(FILE)
    assert model.labels == LABELS
    assert model.attributes == ("T[0]=ủy", "T[-1,0].lower=ủy ban")
    assert np.array_equal(model.state, [[1.5, 0.0], [0.0, -2.0]])
    assert np.array_equal(model.transition, [[0.0, 0.25], [4.0, 0.0]])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a model at all, but long enough to hold a header of twelve numbers",
        FILE.replace(b"FOMC", b"FOMX"),
        FILE.replace(b"FEAT", b"FEET"),
        FILE.replace(b"CQDB", b"CQDX", 1),
        FILE + b"\0",
        FILE[:48] + FILE[:12] + FILE[60:],
    ],
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedModel):
        read_model(data)


@settings(deadline=None)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_a_damaged_file_is_read_or_refused_but_never_fails_otherwise(place: int, change: int) -> None:
    damaged = bytearray(FILE)
    damaged[place] ^= change
    try:
        model = read_model(bytes(damaged))
    except UnsupportedModel:
        return
    assert model.state.shape == (len(model.attributes), len(model.labels))


@pytest.mark.parametrize(
    ("labels", "attributes", "templates", "complaint"),
    [
        (("O", "B"), ["T[0]=a"], TEMPLATES, "labels"),
        (LABELS, ["T[0]=a"], TEMPLATES - {"T[0]"}, "templates"),
        (LABELS, ["T[0]=a"], TEMPLATES | {"T[3]"}, r"T\[3\]"),
        (LABELS, ["T[0,1]=one"], TEMPLATES, "window"),
        (LABELS, ["T[-1,1]=one two"], TEMPLATES, "window"),
    ],
)
def test_models_of_another_form_are_refused(
    labels: tuple[str, ...], attributes: list[str], templates: frozenset[str], complaint: str
) -> None:
    model = read_model(model_file(labels, attributes, {(0, 0): 1.0}, {}))
    with pytest.raises(UnsupportedModel, match=complaint):
        weight_tables(model, templates, set())
