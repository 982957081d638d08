"""Lists of phrases as patterns, so that a list reads as a list and not as a regular expression."""

from __future__ import annotations

import re


def any_of(phrases: str) -> str:
    """Return a pattern that matches any of `phrases`, the longest first.

    They are parted by bars or line ends; a space in one matches any white space. For use with re.VERBOSE or without.
    """
    listed = {" ".join(phrase.split()) for phrase in re.split(r"[|\n]", phrases)} - {""}
    longest_first = sorted(listed, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first) + ")"
