"""Arrays over a shared base: what is read is what was written, the base stays as it is, and damage is found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.embedded.arrays.container import Array
from indexer.embedded.arrays.layers import Edits, LayeredArrays, RoomyWriter, Tail, base_of, write_edited, written
from indexer.errors import IndexDamaged

ROWS = 60_000
CHANGES = st.lists(
    st.tuples(st.sampled_from(["grows", "table"]), st.integers(0, 700), st.booleans()), min_size=1, max_size=6
)


def grows(name: str) -> bool:
    return name == "grows"


def write_first(path: Path) -> dict[str, Array]:
    arrays: dict[str, Array] = {
        "grows": np.arange(ROWS, dtype=np.int32),
        "table": np.arange(9, dtype=np.int64),
        "still": np.ones(5),
    }
    with written(path) as file:
        writer = RoomyWriter(file, grows)
        for name, array in arrays.items():
            writer.add(name, array)
        writer.finish()
    return arrays


def edit(path: Path, before: Path, edits: Edits) -> LayeredArrays:
    path.parent.mkdir(exist_ok=True)
    write_edited(path, LayeredArrays(before), edits, grows)
    return LayeredArrays(path)


@settings(deadline=None)
@given(changes=CHANGES)
def test_edits_are_what_they_say_from_one_generation_to_the_next(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("layers")
    path = folder / "columns.arr"
    expected = write_first(path)
    for number, (name, size, whole) in enumerate(changes):
        tail = np.arange(size).astype(expected[name].dtype)
        expected[name] = np.concatenate([expected[name], tail])
        edits: Edits = {name: expected[name] if whole else Tail(tail), f"new{number}": np.array([number])}
        expected[f"new{number}"] = np.array([number])
        after = folder / str(number) / "columns.arr"
        found = edit(after, path, edits)
        assert {name: section.all().tolist() for name, section in found.items()} == {
            name: array.tolist() for name, array in expected.items()
        }
        path = after


def test_what_is_shared_is_one_file_and_is_not_written_to(tmp_path: Path) -> None:
    first = tmp_path / "columns.arr"
    write_first(first)
    sound = first.read_bytes()
    second = tmp_path / "2" / "columns.arr"
    found = edit(second, first, {"grows": Tail(np.array([7, 8], np.int32)), "table": np.array([3], np.int64)})
    third = tmp_path / "3" / "columns.arr"
    edit(third, second, {"grows": Tail(np.array([9], np.int32))})
    assert found["grows"].all()[-3:].tolist() == [ROWS - 1, 7, 8]
    assert LayeredArrays(third)["grows"].all()[-4:].tolist() == [ROWS - 1, 7, 8, 9]
    assert LayeredArrays(third)["table"].all().tolist() == [3]
    assert base_of(third).samefile(first)
    assert second.stat().st_size < len(sound) // 20
    assert first.read_bytes() == sound
    with pytest.raises(ValueError, match="read-only"):
        found["grows"].all()[0] = 1


def test_what_does_not_fit_is_written_whole(tmp_path: Path) -> None:
    first, second = tmp_path / "columns.arr", tmp_path / "2" / "columns.arr"
    write_first(first)
    found = edit(second, first, {"grows": Tail(np.zeros(ROWS // 16, np.int32))})
    assert len(found["grows"]) == ROWS + ROWS // 16
    assert not base_of(second).exists()
    assert found["grows"].room > 0


def test_damage_to_a_base_is_found_when_it_is_touched_and_not_before(tmp_path: Path) -> None:
    first, second = tmp_path / "columns.arr", tmp_path / "2" / "columns.arr"
    write_first(first)
    edit(second, first, {"grows": Tail(np.array([7], np.int32))})
    damaged = bytearray(base_of(second).read_bytes())
    damaged[64 + 4 * (ROWS - 1)] ^= 1  # the last entry before what is new
    base_of(second).write_bytes(bytes(damaged))
    found = LayeredArrays(second)
    assert found["table"].all().tolist() == list(range(9))
    assert found["grows"].slice(0, 10).tolist() == list(range(10))
    with pytest.raises(IndexDamaged):
        found["grows"].all()


@pytest.mark.parametrize("other", ["another", "none"])
def test_a_base_that_is_not_the_one_is_damage(tmp_path: Path, other: str) -> None:
    first, second = tmp_path / "columns.arr", tmp_path / "2" / "columns.arr"
    write_first(first)
    edit(second, first, {"grows": Tail(np.array([7], np.int32))})
    base_of(second).unlink()
    if other == "another":
        with written(base_of(second)) as file:
            writer = RoomyWriter(file, grows)
            writer.add("grows", np.arange(ROWS, dtype=np.int32) + 1)
            writer.finish()
    with pytest.raises(IndexDamaged):
        LayeredArrays(second)


def test_a_base_that_was_written_again_below_a_reader_is_damage(tmp_path: Path) -> None:
    first, second = tmp_path / "columns.arr", tmp_path / "2" / "columns.arr"
    write_first(first)
    cells = Tail(np.array([7], np.int32), np.array([3]), np.array([4], np.int32))
    found = edit(second, first, {"grows": cells})
    sound = base_of(second).read_bytes()
    base_of(second).write_bytes(sound)  # the system takes back what was written over the pages
    with pytest.raises(IndexDamaged):
        found["grows"].slice(0, 5)
    assert LayeredArrays(second)["grows"].slice(0, 5).tolist() == [0, 1, 2, 4, 4]
