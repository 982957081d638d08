"""The two segmenters, loaded once."""

from __future__ import annotations

import pytest

from analyzers.fast_segment import FastSegmenter
from analyzers.segment import ReferenceSegmenter, load_segmenter


@pytest.fixture(scope="session")
def fast() -> FastSegmenter:
    segmenter = load_segmenter()
    assert isinstance(segmenter, FastSegmenter), "the fast segmenter was refused; see the log"
    return segmenter


@pytest.fixture(scope="session")
def reference() -> ReferenceSegmenter:
    return ReferenceSegmenter()
