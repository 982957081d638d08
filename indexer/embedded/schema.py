"""The fields of the Whoosh index, and the number of its format."""

from __future__ import annotations

# Raise it when files of an older generation can no longer be read.
FORMAT = 5

SYLLABLES = "syllables"
WORDS = "words"
NUMBERS = "numbers"
DOCUMENT = "document"
ITEM = "item"
TERM_FIELDS = (SYLLABLES, WORDS, NUMBERS)

# Between two sections of a row: no pair, phrase or window reaches across.
SECTION_GAP = 64
