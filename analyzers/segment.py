"""The bridge to underthesea: the one module that imports it, and only when the first text comes.

`load_segmenter` reads the model of the installed release, checks that the fast segmenter gives what `word_tokenize`
gives, and otherwise returns the reference, with a line in the log.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from analyzers.crf_model import UnsupportedModel, read_model
from analyzers.crf_weights import TokenFeatures, weight_tables
from analyzers.fast_segment import FastSegmenter
from analyzers.fold import syllables
from analyzers.segmenter import Segmenter, Spans, WordColumns
from analyzers.token_store import Featurize, Token, Tokenize

_LOG = logging.getLogger(__name__)
_LOADING = threading.RLock()  # a cold underthesea raises AttributeError when two threads load it at once
_MODEL = "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
_LOOKALIKES = str.maketrans("ðÐ", "đĐ")  # the only characters that underthesea replaces by themselves
_TOKEN_TEMPLATES = ["T[0].lower", "T[0].isdigit", "T[0].istitle", "T[0].is_in_dict"]

# What reading the files of another release can raise.
_UNREADABLE = (
    *(UnsupportedModel, ImportError, OSError, pickle.PickleError),
    *(AttributeError, TypeError, ValueError, LookupError),
)

# Each line has something in which a reimplementation could differ: the last chunk, abbreviations, two tone styles,
# digits, web addresses, emoji, title case, words of the dictionary, respelt syllables, an empty text.
_GOLDEN = (
    "",
    " ",
    "Giao Ban cán sự đảng Ủy ban nhân dân tỉnh chủ trì, phối hợp với các sở, ngành rà soát, báo cáo.",
    "giao ban cán sự đảng ủy ban nhân dân tỉnh chủ trì",
    "BAN THƯỜNG VỤ TỈNH ỦY KẾT LUẬN VỀ CHUYỂN ĐỔI SỐ",
    "Đồng ý với Tờ trình số 48-TTr/BCSD ngày 26/02/2022 và Công văn 173/CV-TGĐ.",
    "Uỷ ban Kiểm tra Tỉnh uỷ hoà giải, khoẻ mạnh; nghành y tế nghĩ đến chuỵện khác",
    "Bác sĩ trạm y tế xã có thể khám, chữa bệnh thông thường cho bà con dân bản",
    "Tp. Lạng Sơn, H'Mông, N’Thôn, T.Ư, U.B.N.D. tỉnh, ThS. Nguyễn Văn A.",
    "Ths Th S Th.S Nông Thị B",
    "Nguyễn Văn A.\n",
    "Kinh phí 1.234.567,8 đồng (tăng 12,5%) cho 3x4 km đường; xe 43H-0530, v.v...",
    "Xem www.chinhphu.vn, http://a.b/c(d)e hoặc thu@langson.gov.vn :) =)) <3 😀 °C",
    "Năm 2147483648 có 007 +5 -5 ٣ １２３ mục Ⅷ",
    "ʺ Ðảng ủy ð _gạch_dưới_ a_b ---- ... ==> -> NĐ-CP e-mail H&M",
    "Việt Nam là một quốc gia ở Đông Nam Á",
    "BOS EOS bos eos 中文 한국어 ไทย ǆ İ ΣΑΣ",
    "A",
    "A B",
    "Đ. Đ.",
    "tỉnh\tủy\nhội  đồng\u00a0nhân\u3000dân",
)


class ReferenceSegmenter:
    """underthesea's own `word_tokenize`, one text at a time, aligned with the text."""

    def words(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the words of each text; lone surrogates, which underthesea refuses, are replaced first."""
        tokenize = _word_tokenize()
        return [tokenize(_encodable(text)) for text in texts]

    def spans(self, texts: Sequence[str]) -> list[Spans]:
        """Return the word ranges of each NFC text."""
        return [self.locate(text, words) for text, words in zip(texts, self.words(texts), strict=True)]

    def columns(self, texts: Sequence[str]) -> WordColumns:
        """Return the word ranges of each NFC text as arrays."""
        return WordColumns.of(self.spans(texts))

    def locate(self, text: str, words: Sequence[str]) -> Spans:
        """Return the range of each word in an NFC text; where that is beyond telling, of each syllable."""
        return count_words(text, words) or align_words(words, self._tokens(text)) or syllables(text)

    def _tokens(self, text: str) -> Sequence[Token]:
        try:
            return _tokenizer()(text)
        except (ImportError, AttributeError):  # another release; it still has `word_tokenize`
            return []


def count_words(text: str, words: Sequence[str]) -> Spans:
    """Return the range in `text` of each of its words by counting characters; nothing where one was respelled."""
    visible = [i for i, char in enumerate(text) if not char.isspace()]
    if _visible("".join(words)) != _visible(text).translate(_LOOKALIKES):
        return []
    return [(visible[first], visible[last - 1] + 1) for first, last in _runs([len(_visible(w)) for w in words])]


def align_words(words: Sequence[str], tokens: Sequence[Token]) -> Spans:
    """Return the range of each word, which is its tokens joined by spaces; nothing where they do not fit."""
    spans = []
    at = 0
    for word in words:
        first, length = at, -1
        while length < len(word) and at < len(tokens):
            length += 1 + len(tokens[at][0])
            at += 1
        if length != len(word):
            return []
        spans.append((tokens[first][1], tokens[at - 1][2]))
    return spans


def _visible(text: str) -> str:
    return "".join(text.split())


def _runs(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of consecutive runs, without the empty ones."""
    end = 0
    for length in lengths:
        start, end = end, end + length
        if length:
            yield start, end


def _encodable(text: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot hold, character for character."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


@cache
def _word_tokenize() -> Callable[[str], list[str]]:
    with _LOADING:
        from underthesea.pipeline.word_tokenize import word_tokenize

        word_tokenize("nạp mô hình")  # loads the model while the lock is held
    return word_tokenize  # type: ignore[no-any-return]


def load_segmenter() -> Segmenter:
    """Return the segmenter of this process; the first call takes about a second, others wait for it."""
    with _LOADING:
        return _chosen()


@cache
def _chosen() -> Segmenter:
    return choose_segmenter(ReferenceSegmenter())


def choose_segmenter(reference: ReferenceSegmenter) -> Segmenter:
    """Return the fast segmenter if it agrees with the installed underthesea on every golden text, else `reference`."""
    try:
        fast = _fast_segmenter(reference)
        doubt = _first_difference(fast, reference)
    except _UNREADABLE as error:
        doubt = f"{type(error).__name__}: {error}"
    if doubt is None:
        return fast
    _LOG.warning("words are read by underthesea itself, which is slow: %s (%s)", doubt, versions())
    return reference


def _first_difference(fast: Segmenter, reference: Segmenter) -> str | None:
    for text, ours, theirs in zip(_GOLDEN, fast.words(_GOLDEN), reference.words(_GOLDEN), strict=True):
        if ours != theirs:
            return f"{text!r} differs"
    return None


def _fast_segmenter(reference: Segmenter) -> FastSegmenter:
    model = read_model(_model_file("models.bin").read_bytes())
    templates, dictionary = _unpickled("features.bin"), _unpickled("dictionary.bin")
    return FastSegmenter(weight_tables(model, templates, dictionary), _tokenizer(), _featurizer(dictionary), reference)


def _model_file(name: str) -> Path:
    """Return the path of one of the installed model's files, without importing underthesea."""
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("underthesea is not installed")
    return Path(spec.submodule_search_locations[0], *_MODEL.split("/"), name)


def _unpickled(name: str) -> Any:
    """Load a file of the model, which joblib wrote as a plain pickle; joblib itself takes ten times as long."""
    return pickle.loads(_model_file(name).read_bytes())  # noqa: S301  underthesea unpickles the same file


@cache
def _tokenizer() -> Tokenize:
    """Return underthesea's tokeniser with offsets.

    The pattern is compiled anew: `fixed_words`, used by anyone in this process, rewrites the module's own for good.
    """
    from underthesea.pipeline.text_normalize import token_normalize
    from underthesea.pipeline.text_normalize.character_normalize import normalize_characters_in_text
    from underthesea.pipeline.word_tokenize.regex_tokenize import regex_patterns_combine

    pattern = re.compile(regex_patterns_combine, re.VERBOSE)

    def tokenize(chunk: str) -> list[Token]:
        matches = pattern.finditer(normalize_characters_in_text(_encodable(chunk)))
        return [(token_normalize(match[0]), *match.span()) for match in matches]

    return tokenize


def _featurizer(dictionary: set[str]) -> Featurize:
    """Return underthesea's featuriser for one token: its Unicode tables are not Python's, so it is asked."""
    from underthesea_core import CRFFeaturizer

    process: Callable[[list[list[list[str]]]], Any] = CRFFeaturizer(_TOKEN_TEMPLATES, dictionary).process

    def featurize(token: str) -> TokenFeatures:
        return TokenFeatures(*(feature.split("=", 1)[1] for feature in process([[[token]]])[0][0]))

    return featurize


def versions() -> str:
    """Return the installed versions of what decides the words."""
    return " ".join(f"{name}={metadata.version(name)}" for name in ("underthesea", "underthesea-core"))


@cache
def model_digest() -> str:
    """Return a digest of the model files and of the package versions, without loading them."""
    digest = hashlib.sha256(versions().encode())
    for name in ("models.bin", "features.bin", "dictionary.bin"):
        digest.update(_model_file(name).read_bytes())
    return digest.hexdigest()
