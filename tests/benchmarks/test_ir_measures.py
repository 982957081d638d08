"""The measures of a ranking, by hand-counted cases."""

from __future__ import annotations

import math

import pytest

from benchmarks.ir_measures import clustered_p, mean_measures, ndcg, recall, reciprocal_rank
from benchmarks.ir_sets import Question, without_diacritics
from corpus.orthography import fold_diacritics


@pytest.mark.parametrize(
    ("ranking", "grades", "expected"),
    [
        (["a", "b"], {"a": 1}, 1.0),
        (["b", "a"], {"a": 1}, 1 / math.log2(3)),
        (["b", "c"], {"a": 1}, 0.0),
        ([], {"a": 1}, 0.0),
        (["a", "b"], {"a": 1, "b": 1}, 1.0),
        (["b", "a"], {"a": 2, "b": 1}, (1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3))),
        ([*"0123456789", "a"], {"a": 1}, 0.0),
    ],
)
def test_ndcg(ranking: list[str], grades: dict[str, int], expected: float) -> None:
    assert ndcg(ranking, grades) == pytest.approx(expected)


def test_recall_and_reciprocal_rank_look_no_deeper_than_told() -> None:
    ranking, grades = ["x", "a", "y", "b"], {"a": 1, "b": 1}
    assert recall(ranking, grades, 2) == 0.5
    assert recall(ranking, grades, 4) == 1.0
    assert reciprocal_rank(ranking, grades) == 0.5
    assert reciprocal_rank(ranking, {"b": 1}, 3) == 0.0


def test_means_are_over_questions() -> None:
    measures = mean_measures({"1": ["a"], "2": ["z"]}, {"1": {"a": 1}, "2": {"b": 1}})
    assert (measures.ndcg_10, measures.recall_10, measures.mrr_10) == (0.5, 0.5, 0.5)


def test_paraphrases_of_one_passage_are_one_piece_of_evidence() -> None:
    better = {str(n): 1.0 for n in range(40)}
    worse = dict.fromkeys(better, 0.0)
    each_its_own = {question: question for question in better}
    all_one = dict.fromkeys(better, "the same passage")
    assert clustered_p(better, worse, each_its_own, rounds=999) < 0.01
    assert clustered_p(better, worse, all_one, rounds=999) > 0.9
    assert clustered_p(better, better, each_its_own, rounds=999) == 1.0


def test_stripping_is_whole_or_in_part_and_always_the_same() -> None:
    question = Question("q1", "quy định về chuyển đổi số của tỉnh ủy năm 2024")
    assert without_diacritics(question, 1.0).text == fold_diacritics(question.text)
    half = without_diacritics(question, 0.5)
    assert half == without_diacritics(question, 0.5)
    assert half.text not in (question.text, fold_diacritics(question.text))
