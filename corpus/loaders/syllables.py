"""Which words could be Vietnamese syllables: the evidence by which an unnamed encoding is told.

A spelling model, not a dictionary: an onset, a rime that the language has, and a tone that the rime can carry.
Some 20,000 spellings pass, of which a third are in use; a word decoded with the wrong table rarely is one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et  ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc
    oong op ot  ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uynh uyn uyp uyt uyu
    ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ych yn ynh yt
"""
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))  # huyền, sắc, ngã, hỏi, nặng
_HIGH_TONES = "\u0301\u0323"  # the two that a rime ending in a stop can carry
_MAXIMUM = len("nghiêng") + 1  # and one for a tone mark that stands apart
_EDGES = " \t\r\n!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~0123456789“”‘’–—…•"
_PIECE = re.compile(r"[^\s/\-,.;:()\"]+")


_FRONT = ("e", "ê", "i", "y")  # before these k, gh, ngh are written, before others c, g, ng


def _spelled(onset: str, rime: str) -> bool:
    match onset:
        case "k" | "gh" | "ngh":
            return rime.startswith(_FRONT)
        case "c" | "ng":
            return not rime.startswith(_FRONT)
        case "g":
            return not rime.startswith(("e", "ê"))  # but gì
        case _:
            return True


@cache
def _spellings() -> frozenset[str]:
    onsets = ["", *_ONSETS.split()]
    return frozenset(onset + rime for onset in onsets for rime in _RIMES.split() if _spelled(onset, rime))


@cache
def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word)
    toneless = decomposed.translate(_TONES)
    if len(decomposed) - len(toneless) > 1:
        return False
    bare = unicodedata.normalize("NFC", toneless)
    if bare not in _spellings():
        return False
    return not bare.endswith(("c", "ch", "p", "t")) or any(tone in decomposed for tone in _HIGH_TONES)


def is_syllable(word: str) -> bool:
    """Tell whether `word` (NFC, any case) could be one Vietnamese syllable."""
    return 0 < len(word) <= _MAXIMUM and _is_syllable(word.lower())


@dataclass(frozen=True, slots=True)
class Evidence:
    """How Vietnamese a text reads: of its `words` with a letter beyond ASCII, how many are `syllables`."""

    syllables: int
    words: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 1 where there is no such word, for nothing speaks against the text."""
        return self.syllables / self.words if self.words else 1.0

    @property
    def balance(self) -> int:
        """Words that speak for the text less those that speak against it."""
        return 2 * self.syllables - self.words


def weigh(text: str) -> Evidence:
    """Return the evidence in `text`, which is NFC; ASCII words say nothing, for every table leaves them alone."""
    words = [word.strip(_EDGES) for word in _PIECE.findall(text) if not word.isascii()]
    telling = [word for word in words if word and not word.isascii()]
    return Evidence(sum(map(is_syllable, telling)), len(telling))
