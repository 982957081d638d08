"""What the phrases of a lexicon begin with, so that most syllables of a text are passed over unread."""

from __future__ import annotations

from collections.abc import Iterable

ALONE, FIRST, SECOND = 1, 2, 4


class Heads:
    """The syllables of phrases by number, from 1, and the parts that they can play at the beginning of one."""

    def __init__(self, keys: Iterable[tuple[str, ...]]) -> None:
        self._roles: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        for key in keys:
            for form in key:
                self.numbers.setdefault(form, len(self.numbers) + 1)
            self._add(key[0], FIRST if len(key) > 1 else ALONE)
            if len(key) > 1:
                self._add(key[1], SECOND)

    def _add(self, form: str, role: int) -> None:
        self._roles[form] = self._roles.get(form, 0) | role

    def number(self, form: str) -> int:
        """Return the number of a syllable, from 1; 0 for one that is in no phrase."""
        return self.numbers.get(form, 0)

    def roles(self, form: str) -> int:
        """Return what a syllable may be, as the sum of ALONE (a whole phrase), FIRST and SECOND of a longer one."""
        return self._roles.get(form, 0)
