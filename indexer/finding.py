"""The words that filter a list of names: every one must stand in the name, diacritics or not."""

from __future__ import annotations

from corpus.orthography import fold_diacritics, fold_tone_marks, lower


def fits(name: str, find: str | None) -> bool:
    """True where `name` holds every word of `find`, in any order and case; no words fit every name."""
    folded = _folded(name)
    return all(word in folded for word in _folded(find or "").split())


def _folded(text: str) -> str:
    return fold_diacritics(lower(fold_tone_marks(text)))
