"""What the phrases of a lexicon begin with, so that most syllables of a text are passed over unread."""

from __future__ import annotations

from collections.abc import Iterable

ALONE, FIRST, SECOND = 1, 2, 4


class Heads:
    """The parts that syllables can play at the beginning of a phrase."""

    def __init__(self, keys: Iterable[tuple[str, ...]]) -> None:
        self._roles: dict[str, int] = {}
        for key in keys:
            self._add(key[0], FIRST if len(key) > 1 else ALONE)
            if len(key) > 1:
                self._add(key[1], SECOND)

    def _add(self, form: str, role: int) -> None:
        self._roles[form] = self._roles.get(form, 0) | role

    def roles(self, form: str) -> int:
        """Return what a syllable may be, as the sum of ALONE (a whole phrase), FIRST and SECOND of a longer one."""
        return self._roles.get(form, 0)
