"""The words of several syllables that an analyser has met, by number."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analyzers.chunks import KeyTable, Memo
from analyzers.int_hash import IntArray

_LOW = (1 << 32) - 1


class WordStore:
    """Numbers words by the numbers of their syllables, `forms[n]` each; `texts[w]` is word w. Safe for threads.

    The words of `listed`, which may repeat, are numbered first; `numbers` has the number of each (int64).
    """

    def __init__(self, forms: Sequence[str], listed: Sequence[str]) -> None:
        self.texts: list[str] = []
        self._forms = forms
        self._numbers = Memo[str](self._add)
        self._pairs = KeyTable()
        self._of_pairs: IntArray = np.zeros(0, np.int64)  # the word of each pair
        self._lock = threading.Lock()
        self.numbers = self.of(listed)
        self._listed = len(self.texts)

    def __len__(self) -> int:
        """The number of words and of pairs of syllables met, which is what memory grows with."""
        return len(self.texts) - self._listed + len(self._pairs)

    def _add(self, text: str) -> int:
        self.texts.append(text)
        return len(self.texts) - 1

    def of(self, texts: Sequence[str]) -> IntArray:
        """Return the numbers of words."""
        with self._lock:
            return np.array([self._numbers[text] for text in texts], np.int64)

    def runs(self, syllables: npt.NDArray[np.int32], first: IntArray, last: IntArray) -> IntArray:
        """Return the numbers of the words from the places `first` to `last`, both included, of a row of syllables."""
        pairs = syllables[first].astype(np.int64) << 32 | syllables[first + 1]
        longer = np.flatnonzero(last - first > 1)  # few
        spelt = [
            "_".join([self._forms[number] for number in syllables[begin : end + 1].tolist()])
            for begin, end in zip(first[longer].tolist(), last[longer].tolist(), strict=True)
        ]
        with self._lock:
            words = self._words_of(pairs)
            words[longer] = [self._numbers[text] for text in spelt]
        return words

    def _words_of(self, pairs: IntArray) -> IntArray:
        places, fresh = self._pairs.numbers(pairs)
        if fresh.size:
            forms = self._forms
            new = [self._numbers[f"{forms[pair >> 32]}_{forms[pair & _LOW]}"] for pair in pairs[fresh].tolist()]
            self._of_pairs = np.concatenate([self._of_pairs, np.array(new, np.int64)])
        words: IntArray = self._of_pairs[places]
        return words
