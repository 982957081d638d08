"""What can be wrong with an input, as data; the message says what to do next, in Vietnamese."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was not taken: the file, a stable reason code, the line where one is known, and a sentence."""

    source: str
    code: str
    message: str
    line: int | None = None


class CorpusError(Exception):
    """Anything that stops one input from becoming a document. Other inputs go on."""


class InputRefused(CorpusError):  # noqa: N818  the domain's word: a refused input, not a failing program
    """Raised by a loader or parser that cannot take its input; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.source}: {refusal.message}")
        self.refusal = refusal
