"""Did you mean: slips of typing over the shipped samples, and queries that must be left alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.pipeline import shared_analyzer
from corpus.model import Document
from corpus.orthography import fold_diacritics
from corpus.samples import paths
from indexer.correcting import Corrector
from indexer.embedded.builder import EmbeddedBuilder
from indexer.embedded.engine import EmbeddedEngine
from indexer.intake import read_documents
from indexer.request import Match, SearchRequest
from indexer.syntax import parse_query
from indexer.tokens import word_runs


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    root: Path = tmp_path_factory.mktemp("samples")
    builder = EmbeddedBuilder(root, fresh=True)
    builder.upsert(d for path in paths() for d in read_documents(path) if isinstance(d, Document))
    builder.commit()
    engine = EmbeddedEngine(root)
    yield engine
    engine.close()


def correction(engine: EmbeddedEngine, query: str, match: Match = Match.AUTO) -> str | None:
    return engine.search(SearchRequest(query, match=match, size=1)).correction


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # the keyboard was off: Telex, VNI, and both with a part converted
        ("uyr ban nhaan daan", "ủy ban nhân dân"),
        ("uy3 ban nhan6 dan6", "ủy ban nhân dân"),
        ("ủy ban nhaan daan", "ủy ban nhân dân"),
        ("Uyr ban", "Ủy ban"),
        ("chuyenr ddooir soos", "chuyển đổi số"),
        ("chuyeern ddoori soos", "chuyển đổi số"),
        ("chuyen63 doi63 so61", "chuyển đổi số"),
        ("ddaauf tuw coong", "đầu tư công"),
        ("d9ầu tư công", "đầu tư công"),
        ("ruwngf", "rừng"),
        ("rung72 phong2 ho65", "rừng phòng hộ"),
        ("tinh uyr", "tỉnh ủy"),
        ("nuowcs sachj", "nước sạch"),
        ("hoof ddaapj", "hồ đập"),
        ("benehj vieenj", "bệnh viện"),
        ("soos", "số"),
        # another tone or letter with a mark
        ("chuyễn đổi số", "chuyển đổi số"),
        ("chuyển đỗi số", "chuyển đổi số"),
        ("giãi phóng mặt bằng", "giải phóng mặt bằng"),
        ("giải phóng mặt băng", "giải phóng mặt bằng"),
        ("quy hoặch tỉnh", "quy hoạch tỉnh"),
        ("xữ lý vi phạm", "xử lý vi phạm"),
        ("tham nhủng", "tham nhũng"),
        ("thũy lợi", "thủy lợi"),
        ("quãng bình", "quảng bình"),
        ("bệnh vịện", "bệnh viện"),
        ("điện giố", "điện gió"),
        ("sạt lỡ", "sạt lở"),
        ("bảo vệ rưng", "bảo vệ rừng"),
        ("trông rừng", "trồng rừng"),
        ("tái đinh cư", "tái định cư"),
        ("lao dông", "lao động"),
        ("quân sụ", "quân sự"),
        ("hợp tác xả", "hợp tác xã"),
        ("cán bô", "cán bộ"),
        ("kế họach", "kế hoạch"),
        ("ngân xách tỉnh", "ngân sách tỉnh"),
        # one letter more, less, another, or two in the other order
        ("uỷ bna nhân dân", "uỷ ban nhân dân"),
        ("chuyen dio so", "chuyển đổi số"),
        ("đầu tư cônng", "đầu tư công"),
        ("bao ve rugn", "bảo vệ rừng"),
        ("rừgn", "rừng"),
        ("nôg thôn mới", "nông thôn mới"),
        ("tham nhũg", "tham nhũng"),
        ("hợp tát xã", "hợp tác xã"),
        ("sâm ngọc lin", "sâm ngọc linh"),
        ("phong nah", "phong nha"),
        ("công ann", "công an"),
        ("cong ann", "công an"),
        ("du lihc", "du lịch"),
        ("bao hiem xa hoii", "bảo hiểm xã hội"),
        ("giai nagn von", "giải ngân vốn"),
        ("tin dungj den", "tín dụng đen"),
        # spaces lost and found
        ("chuyểnđổi số", "chuyển đổi số"),
        ("chuy ển đổi số", "chuyển đổi số"),
        ("nhandan", "nhân dân"),
        ("dulich", "du lịch"),
        ("congtac canbo", "công tác cán bộ"),
        ("uybannhandan", "ủy ban nhân dân"),
        ("SAPA", "SA PA"),
        ("th ủy lợi", "thủy lợi"),
        # beside what stays as it is
        ("nam:2022 ruwngf", "nam:2022 rừng"),
        ('"hồ chứa" nuowcs', '"hồ chứa" nước'),
        ("ruwngf -trồng", "rừng -trồng"),
        ("(lũ HOẶC hạn) nuowcs", "(lũ HOẶC hạn) nước"),
        ("61-TTr/BCSĐ nuowcs sạch", "61-TTr/BCSĐ nước sạch"),
        ("Chuyễn đổi số, cải cách", "Chuyển đổi số, cải cách"),
    ],
)
def test_a_slip_is_understood(engine: EmbeddedEngine, typed: str, meant: str) -> None:
    assert correction(engine, typed) == meant


@pytest.mark.parametrize(
    "query",
    [
        # what the collection knows, with or without marks
        "rừng",
        "rung",
        "chuyển đổi số",
        "chuyen doi so",
        "giai phong mat bang",
        "công tác cán bộ",
        "can bộ",
        "quảng bình",
        "thuỷ lợi",
        "hòa binh",
        "benh vien mai chau",
        "Mỹ Sơn",
        "Mĩ Sơn",
        "bô xít",
        "phong nha",
        "UBND tỉnh",
        "BCSĐ",
        "GPMB",
        "IUU",
        "NTM",
        # words that nothing holds and that are no slip of one that something holds
        "abc",
        "xdyc",
        "blockchain",
        "phòng cháy rừng",
        "kinh phí bệnh viện trường học",
        # numbers, dates, names in quotes, what is excluded, beginnings, fields
        "48-TTr/BCSĐ",
        "99-KL/TU",
        "2031",
        "32/13/2022",
        "năm 2022",
        "hội nghị lần thứ 63",
        '"uyr ban nhaan daan"',
        "“chuyễn đổi”",
        "rừng -chuyễn",
        "rừng KHÔNG chuyễn",
        "chuyễn*",
        "coquan:uyr",
        'coquan:"Uyr ban"',
        # nothing to say
        "",
        "   ",
        "…",
        "()",
        "*",
        "-",
    ],
)
def test_what_is_left_alone(engine: EmbeddedEngine, query: str) -> None:
    assert correction(engine, query) is None


def test_who_pastes_a_sentence_is_not_corrected(engine: EmbeddedEngine) -> None:
    sentence = (
        "Đề nghị rà soát lại toàn bộ số liệu rưng phòng hộ của các huyện trước khi trình ra kỳ họp cuối năm để quyết"
    )
    assert correction(engine, f"{sentence} định chủ trương") is None


@pytest.mark.parametrize("match", list(Match))
def test_a_suggestion_does_not_depend_on_how_words_are_matched(engine: EmbeddedEngine, match: Match) -> None:
    assert correction(engine, "chuyễn đổi số", match) == "chuyển đổi số"


SYLLABLES = ["rừng", "rưng", "uyr", "nhaan", "dân", "chuyn", "đổi", "doi63", "so", "xã", "hoiị", "họp", "tácxã", "quy"]
MARKS = ['"', "(", ")", "-", "*", "AND", "HOẶC", "nam:2022", "48-TTr/BCSĐ", "coquan:uyr", "không", "2022", "…"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(SYLLABLES + MARKS), max_size=8).map(" ".join) | st.text(max_size=20))
def test_a_suggestion_can_be_read_and_finds_at_least_as_much(engine: EmbeddedEngine, query: str) -> None:
    page = engine.search(SearchRequest(query, match=Match.ALL, size=1))
    if page.correction is None:
        return
    assert page.correction != query
    assert parse_query(page.correction).notices == parse_query(query).notices
    corrected = engine.search(SearchRequest(page.correction, match=Match.ALL, size=1))
    assert corrected.total > page.total
    assert corrected.hits


class Tiny:
    """A collection of a few words, in which anything may follow anything once."""

    words: ClassVar = {"rừng": 40, "trồng": 12, "trong": 90, "hồ": 20, "đập": 9, "số": 80, "chuyển": 30, "đổi": 31}
    total = 312

    def occurrences(self, syllable: str) -> int:
        return self.words.get(syllable, 0)

    def spelled_like(self, bare: str) -> tuple[str, ...]:
        return tuple(word for word in self.words if fold_diacritics(word) == bare)


def test_broken_strings_can_be_corrected() -> None:
    corrector = Corrector(Tiny(), lambda first, second: int(first < second), shared_analyzer())
    chance = random.Random(7)  # noqa: S311  reproducible strings, not a secret
    pieces = [
        *SYLLABLES,
        *MARKS,
        "ruwngf",
        "ddaapj",
        "\u0301",
        "Ð",
        "\ud800",
        "“",
        "\n",
        "chuye63n",
    ]
    suggested = 0
    for _ in range(400):
        query = chance.choice(["", " "]).join(chance.choices(pieces, k=chance.randrange(8)))
        spans = word_runs(query)
        assert all(start < end <= len(query) for start, end in spans)
        assert spans == sorted(spans)
        corrected = corrector.correct(query, chance.randrange(12))
        suggested += corrected is not None
        assert corrected is None or parse_query(corrected)
    assert suggested > 10


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("rừng phòng hộ", ["rừng phòng hộ"]),
        ('rừng "phòng hộ" đầu nguồn', ["rừng", "đầu nguồn"]),
        ("rừng -trồng mới", ["rừng", "mới"]),
        ("hồ VÀ đập", ["hồ", "đập"]),
        ("nam:2022 hồ", ["hồ"]),
        ("(hồ đập) kênh", ["hồ đập", "kênh"]),
        ("chuyen* số", ["số"]),
        ("KHÔNG rừng hồ", ["hồ"]),
        ("“hồ", ["hồ"]),
    ],
)
def test_runs_of_plain_words(query: str, words: list[str]) -> None:
    assert [query[start:end] for start, end in word_runs(query)] == words
