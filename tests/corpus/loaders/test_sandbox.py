"""The process that reads risky files: bounded, replaced when it dies, and shared by threads."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.loaders.limits import Limits
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.sandbox import Sandbox
from corpus.loaders.sniff import Media
from tests.corpus.loaders.documents import docx, paragraph

DOCX = docx(paragraph("Giao Sở Y tế."))
LIMITS = Limits()


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


def _read(sandbox: Sandbox, data: bytes = DOCX, limits: Limits = LIMITS) -> str:
    return sandbox.read(Media.DOCX, "a.docx", data, limits).text


def _processes(sandbox: Sandbox) -> list[int]:
    return [worker.pid for worker in sandbox.idle]


def test_one_process_reads_file_after_file_and_ends_with_its_sandbox(sandbox: Sandbox) -> None:
    assert _read(sandbox) == "Giao Sở Y tế."
    (first,) = _processes(sandbox)
    assert _read(sandbox) == "Giao Sở Y tế."
    assert _processes(sandbox) == [first]
    sandbox.close()
    assert not Path(f"/proc/{first}").exists()


def test_a_file_out_of_time_is_refused_and_its_process_killed(sandbox: Sandbox) -> None:
    _read(sandbox)
    (first,) = _processes(sandbox)
    os.kill(first, signal.SIGSTOP)  # as a reader that never comes back
    with pytest.raises(Unloadable) as unloadable:
        _read(sandbox, limits=Limits(seconds=0.2))
    assert (unloadable.value.reason, unloadable.value.facts) == (Reason.TIME_LIMIT, {"limit": "0.2"})
    assert not Path(f"/proc/{first}").exists()
    assert _read(sandbox) == "Giao Sở Y tế."
    sandbox.close()


def test_a_crash_refuses_that_file_alone(sandbox: Sandbox) -> None:
    _read(sandbox)
    os.kill(_processes(sandbox)[0], signal.SIGSEGV)
    with pytest.raises(Unloadable) as unloadable:
        _read(sandbox)
    assert unloadable.value.reason is Reason.DAMAGED
    assert _read(sandbox) == "Giao Sở Y tế."
    sandbox.close()


def test_a_file_that_needs_too_much_memory_is_refused(sandbox: Sandbox) -> None:
    heavy = docx(paragraph("Giao Sở Y tế.") * 400_000)
    with pytest.raises(Unloadable) as unloadable:
        _read(sandbox, heavy, Limits(memory_bytes=300 << 20))
    assert unloadable.value.reason is Reason.MEMORY_LIMIT
    assert _processes(sandbox) == []
    assert _read(sandbox) == "Giao Sở Y tế."
    sandbox.close()


def test_threads_read_at_the_same_time(sandbox: Sandbox) -> None:
    files = [docx(paragraph(f"Giao xã số {number}.")) for number in range(12)]
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda data: _read(sandbox, data), files))
    assert texts == [f"Giao xã số {number}." for number in range(12)]
    assert 1 <= len(_processes(sandbox)) <= 3
    sandbox.close()


def test_a_process_that_read_many_files_is_replaced(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.loaders.sandbox._FILES_EACH", 2)
    _read(sandbox)
    (first,) = _processes(sandbox)
    _read(sandbox)
    assert _processes(sandbox) == []
    _read(sandbox)
    assert _processes(sandbox) != [first]
    sandbox.close()
