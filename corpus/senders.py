"""Who sent a paper: whether a following `của` names the sender of what is decided, and `A trình tại Tờ trình số …`."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.agency_words import Words
from corpus.cues import cues
from corpus.deeds import cue_table

PAPERS = ("petition", "proposal", "paper", "ruling")
# Words between a type and its number: `báo cáo giải trình bổ sung số 12/BC-SKHĐT`.
_MAX_ADDED = 5
_OPINION_REACH = 6
_CLOSERS: tuple[list[str], ...] = ([], [","], ["."], [";"], ["\n"], [")"])
# `vận hành theo Kế hoạch số …`: a plan that is followed, not one that is decided about.
_PLANS = frozenset(["kế", "chương"])
_FOLLOWING = frozenset(["theo", "hiện", "khai"])


@dataclass(slots=True)
class _Paper:
    """The paper that a following `của` belongs to; `added` words stand between its type and its number."""

    end: int
    name: str
    numbered: bool = False
    added: int = 0


class Papers:
    """Keeps in mind, from left to right, which paper a following `của` would name the sender of."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.current: _Paper | None = None

    def read(self, at: int) -> None:
        """Take note of the word at a place."""
        low, paper = self.words.low, self.current
        if paper and at < paper.end:
            return
        if found := cue_table(*PAPERS).longest(low, at):
            end, name = found
            rests = self._holds_opinion(at) or (low[at] in _PLANS and low[at - 1] in _FOLLOWING)
            self.current = _Paper(end, "ruling" if rests else name)
        elif paper and low[at].isdigit():  # whole numbers are masked by zeros
            paper.numbered = paper.numbered or low[at - 1] == "số" or set(low[at]) == {"0"}
        elif paper and low[at] not in cues("office", "dated") | cues("office", "of"):
            paper.added += 1
            if paper.numbered or paper.added > _MAX_ADDED:
                self.current = None

    def forget(self) -> None:
        """Leave the paper: its sentence or its sender has been read."""
        self.current = None

    def is_sent(self, *, decided: bool) -> bool:
        """Whether its office is the sender of what is being decided; `decided` where the words decide about it."""
        paper = self.current
        if paper is None or paper.name == "ruling" or (paper.added and not paper.numbered):
            return False
        return paper.name == "petition" or ((paper.numbered or paper.name == "proposal") and decided)

    def sends(self, end: int) -> bool:
        """Whether an office's sending closes the clause: `đồng ý các giải pháp Sở Y tế đề xuất`."""
        sending = cue_table("sending").longest(self.words.low, end)
        return sending is not None and self.words.low[sending[0] : sending[0] + 1] in _CLOSERS

    def _holds_opinion(self, at: int) -> bool:
        """Whether the paper only holds an opinion about the matter: `ý kiến thẩm tra tại Báo cáo số …`."""
        before = self.words.low[max(0, at - _OPINION_REACH) : at]
        return "tại" in before[-2:] and any(before[i : i + 2] == ["ý", "kiến"] for i in range(len(before) - 1))

    def follows(self, end: int, *, heading: bool) -> bool:
        """Whether an office is followed by its paper: `A trình tại Tờ trình số …`; in a heading any paper will do."""
        low, at = self.words.low, end + (self.words.low[end : end + 1] == ["đã"])
        sending = cue_table("sending").longest(low, at)
        at = sending[0] if sending else at
        if low[at : at + 1] not in (["tại"], ["theo"]):
            return False
        at += 1 + (low[at + 1 : at + 2] == ["các"])
        found = cue_table(*PAPERS).longest(low, at)
        return found is not None and (found[1] == "petition" or (heading and found[1] != "ruling"))
