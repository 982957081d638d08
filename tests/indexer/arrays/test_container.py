"""Files of arrays: what is written is read, and what is damaged is an error when it is touched."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from indexer.embedded.arrays.container import BLOCK, ArrayFile, ArrayFileWriter, to_bytes
from indexer.embedded.arrays.strings import Strings, StringTable
from indexer.errors import IndexDamaged

KINDS = st.sampled_from([np.uint8, np.bool_, np.uint16, np.int32, np.uint32, np.int64, np.uint64, np.float32])
SHAPES = st.one_of(st.tuples(st.integers(0, 30)), st.tuples(st.integers(0, 9), st.integers(1, 4)))
ARRAYS = st.dictionaries(st.text(max_size=5), hnp.arrays(KINDS, SHAPES), max_size=5)


@given(ARRAYS)
def test_what_is_written_is_read(arrays: dict[str, npt.NDArray[Any]]) -> None:
    read = ArrayFile.from_bytes(to_bytes(arrays))
    assert list(read) == list(arrays)
    for name, array in arrays.items():
        found = read[name].all()
        assert (found.dtype, found.shape) == (array.dtype, array.shape)
        assert found.tobytes() == array.tobytes()


def test_a_stream_of_pieces_is_one_section() -> None:
    whole = np.arange(3 * BLOCK, dtype=np.uint32)
    file = io.BytesIO()
    writer = ArrayFileWriter(file)
    writer.stream("many", np.array_split(whole, 17), dtype=np.uint32)
    writer.finish()
    assert file.getvalue() == to_bytes({"many": whole})


def test_sections_begin_at_multiples_of_64_bytes() -> None:
    data = to_bytes({"a": np.array([1], np.uint8), "b": np.array([7], np.uint8)})
    assert data[64] == 1
    assert data[128] == 7


@given(st.data())
def test_any_flipped_bit_is_an_error(data: st.DataObject) -> None:
    arrays: dict[str, npt.NDArray[Any]] = {"a": np.arange(40, dtype=np.int32), "b": np.arange(16, dtype=np.uint64)}
    sound = to_bytes(arrays)
    place = data.draw(st.integers(0, len(sound) - 1))
    if 8 <= place < 64 or 64 + 160 <= place < 256:
        return  # between sections
    damaged = bytearray(sound)
    damaged[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(ValueError, match="arrays"):
        read_all(bytes(damaged))


def read_all(data: bytes) -> None:
    file = ArrayFile.from_bytes(data)
    for section in file.values():
        section.all()


@pytest.mark.parametrize("kept", [0, 1, 31, 100, -1])
def test_a_file_cut_short_is_damage_when_it_is_opened(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "x.arr"
    path.write_bytes(to_bytes({"a": np.arange(100)})[:kept])
    with pytest.raises(IndexDamaged, match=r"x\.arr"):
        ArrayFile.open(path)


class TestFirstTouch:
    def damaged(self, tmp_path: Path) -> ArrayFile:
        """A file of four blocks, the third of them damaged."""
        path = tmp_path / "x.arr"
        data = bytearray(to_bytes({"a": np.zeros(BLOCK, np.uint32)}))
        data[64 + 2 * BLOCK + 5] ^= 4
        path.write_bytes(data)
        return ArrayFile.open(path)

    def test_opening_and_sound_blocks_are_no_error(self, tmp_path: Path) -> None:
        section = self.damaged(tmp_path)["a"]
        block = BLOCK // 4
        assert not section.slice(0, 2 * block).any()
        assert not section.slice(3 * block, 4 * block).any()
        assert section.slice(2 * block, 2 * block).size == 0

    def test_the_damaged_block_is_an_error_each_time(self, tmp_path: Path) -> None:
        section = self.damaged(tmp_path)["a"]
        block = BLOCK // 4
        for _ in range(2):
            with pytest.raises(IndexDamaged):
                section.slice(2 * block - 1, 2 * block + 1)
            with pytest.raises(IndexDamaged):
                section.all()

    def test_scattered_ranges_check_what_they_touch(self, tmp_path: Path) -> None:
        section = self.damaged(tmp_path)["a"]
        block = BLOCK // 4
        starts = np.array([5, 3 * block, block, 2 * block + 3])
        assert section.ranges(starts, np.array([9, 3 * block + 1, 2 * block, 2 * block + 3])).size == BLOCK
        with pytest.raises(IndexDamaged):
            section.ranges(starts, np.array([9, 3 * block + 1, 2 * block + 1, 2 * block + 3]))


TEXTS = st.lists(st.text(st.characters(), max_size=4), max_size=12)


@given(TEXTS)
def test_strings_are_read_as_they_were(texts: list[str]) -> None:
    strings = Strings.of(texts)
    assert list(strings) == texts
    assert [strings[i] for i in range(len(texts))] == texts
    assert list(Strings.joined([strings, strings])) == texts + texts
    places = np.arange(len(texts))[::-1]
    assert list(strings.take(places)) == texts[::-1]
    ordered, rank = strings.sorted()
    assert list(ordered) == sorted(texts)
    assert [ordered[place] for place in rank.tolist()] == texts


@given(TEXTS, st.text(st.characters(), max_size=4))
def test_sorted_strings_are_found_whole_and_by_their_beginning(texts: list[str], sought: str) -> None:
    known = sorted({*texts, "ủy", "ủy ban", "ỷ"})
    table = StringTable(ArrayFile.from_bytes(to_bytes(Strings.of(known).arrays("t"))), "t")
    for text in [*known, sought]:
        assert table.find(text) == (known.index(text) if text in known else None)
    for beginning in (sought, sought[:1], "ủ", ""):
        found = [table[place] for place in table.beginning_with(beginning)]
        assert found == [text for text in known if text.startswith(beginning)]
