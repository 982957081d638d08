"""Cue words as data: `cues.toml` read once into sets and patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    data: dict[str, Any] = tomllib.loads(resources.files("corpus").joinpath("cues.toml").read_text("utf-8"))
    return data


@cache
def cues(table: str, name: str) -> frozenset[str]:
    """Return one list of `cues.toml` as a set: `cues("office", "order")`."""
    return frozenset(_data()[table][name])


def any_of(words: Iterable[str]) -> str:
    """Return an alternation of phrases, the longest first; a space in a phrase matches any run of blanks."""
    return "|".join(word.replace(" ", r"\s+") for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def cue_pattern(table: str, name: str) -> re.Pattern[str]:
    """Return a pattern that finds the cues of one list as whole words."""
    return re.compile(rf"(?<!\w)(?:{any_of(cues(table, name))})(?!\w)")
