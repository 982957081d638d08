"""What a site remembers: made once a generation, whoever asks, and let go with its generation."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event

import pytest

from tests.webui.conftest import TODAY
from tests.webui.fake_engine import FakeEngine
from webui.site import Site


class Value:
    """Something that a weak reference can follow."""


@pytest.fixture
def site(engine: FakeEngine) -> Site:
    return Site(engine, lambda: TODAY)


def test_threads_that_miss_together_make_a_value_once(site: Site) -> None:
    together = Barrier(8)
    made: list[Value] = []

    def make() -> Value:
        made.append(Value())
        Event().wait(0.05)  # time for the others to ask while it is made
        return made[-1]

    def ask() -> Value:
        together.wait()
        return site.remember("census", make)

    with ThreadPoolExecutor(8) as pool:
        got = [future.result() for future in [pool.submit(ask) for _ in range(8)]]
    assert len(made) == 1
    assert all(value is made[0] for value in got)


def test_one_key_does_not_wait_for_another(site: Site) -> None:
    begun, go_on = Event(), Event()

    def slow() -> bool:
        begun.set()
        return go_on.wait(10)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(site.remember, "slow", slow)
        assert begun.wait(10)
        assert site.remember("quick", lambda: 7) == 7
        go_on.set()
        assert waiting.result() is True


def test_a_value_may_be_made_of_other_remembered_ones(site: Site) -> None:
    assert site.remember("outer", lambda: site.remember("inner", lambda: 3) + 1) == 4


def test_what_failed_is_tried_again(site: Site) -> None:
    with pytest.raises(ZeroDivisionError):
        site.remember("ratio", lambda: 1 // 0)
    assert site.remember("ratio", lambda: 5) == 5


def test_nothing_is_a_value_like_any_other(site: Site) -> None:
    assert site.remember("none", lambda: None) is None
    assert site.remember("none", lambda: 1) is None


def test_another_generation_lets_the_values_of_the_last_go(site: Site, engine: FakeEngine) -> None:
    old = weakref.ref(site.remember("census", Value))
    gc.collect()
    assert old() is not None
    engine.generation += 1
    site.remember("agencies", Value)
    gc.collect()
    assert old() is None


def test_the_oldest_of_many_values_is_made_again(site: Site) -> None:
    for number in range(65):
        site.remember(f"agenda {number}", partial(int, number))
    assert site.remember("agenda 64", lambda: -1) == 64
    assert site.remember("agenda 0", lambda: -1) == -1
