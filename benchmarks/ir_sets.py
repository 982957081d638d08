"""Labelled question sets in the BEIR form: `corpus.jsonl`, `queries.jsonl`, `qrels.tsv` in one folder."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.orthography import fold_diacritics


@dataclass(frozen=True, slots=True)
class Passage:
    """One searchable text of a set."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One query of a set."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A collection, its questions, and the relevant passages of each question with their grades."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]
    qrels: Mapping[str, Mapping[str, int]]


def read_set(folder: Path) -> LabelledSet:
    """Read a set; questions without a relevant passage are left out, since no measure is defined for them."""
    passages = tuple(Passage(row["_id"], row.get("title") or "", row["text"]) for row in _rows(folder / "corpus.jsonl"))
    qrels: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query, passage, grade = line.split("\t")
        if int(grade) > 0:
            qrels.setdefault(query, {})[passage] = int(grade)
    questions = tuple(
        Question(row["_id"], row["text"]) for row in _rows(folder / "queries.jsonl") if row["_id"] in qrels
    )
    return LabelledSet(folder.name, passages, questions, qrels)


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def without_diacritics(question: Question, share: float, seed: int = 1) -> Question:
    """Return the question with `share` of its syllables, chosen by the question's id, stripped of every diacritic."""
    chance = random.Random(f"{seed}:{question.id}")  # a reproducible choice, not a secret
    text = unicodedata.normalize("NFC", question.text)
    stripped = re.sub(r"\w+", lambda m: fold_diacritics(m[0]) if chance.random() < share else m[0], text)
    return Question(question.id, stripped)
