"""Documents to batches of rows, in this process or shared out among several, in the order in which they come."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.model import Document
from indexer.embedded.arrays.analysing import analyse
from indexer.embedded.arrays.batch import RowBatch
from indexer.embedded.arrays.memory import RowMemory, ends_batch
from indexer.embedded.arrays.passing import packed, unpacked
from indexer.errors import WorkerDied

_CHARACTERS = 1 << 20  # of text in a batch: enough that most of its vocabulary repeats
_DOCUMENTS = 512  # in a batch
_WORTH = 8  # batches; fewer are analysed before other processes have started


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def analysed(
    documents: Iterable[Document], analyzer: Analyzer, *, workers: int, memory: RowMemory | None = None
) -> Generator[RowBatch, None, None]:
    """Yield documents as batches of rows; no batch has two documents of one id. What `memory` has is not analysed.

    With two or more `workers`, as many processes analyse where there is enough to do, each with the shared analyser;
    another analyser works in this process. Documents are read from the iterable a few batches ahead. Raises WorkerDied
    where a process ends before its work, and whatever analysing raises.
    """
    batches = _batches(documents, ends_batch if memory else _never)
    if workers > 1 and analyzer is shared_analyzer():
        first = list(islice(batches, _WORTH))
        if len(first) == _WORTH:
            yield from _shared_out(_chained(first, batches), workers, memory)
            return
        batches = iter(first)
    for batch in batches:
        yield _remembered(memory, batch) or _kept(memory, batch, analyse(batch, analyzer))


def _remembered(memory: RowMemory | None, batch: Sequence[Document]) -> RowBatch | None:
    return memory.get(batch) if memory else None


def _kept(memory: RowMemory | None, batch: Sequence[Document], rows: RowBatch) -> RowBatch:
    if memory:
        memory.put(batch, rows.to_bytes())
    return rows


def _never(_: Document) -> bool:
    return False


def _chained(first: list[list[Document]], others: Iterator[list[Document]]) -> Iterator[list[Document]]:
    """Yield the first batches, each let go when it is taken, and then the others."""
    waiting = deque(first)
    first.clear()
    while waiting:
        yield waiting.popleft()
    yield from others


def _batches(documents: Iterable[Document], ends: Callable[[Document], bool]) -> Iterator[list[Document]]:
    waiting: dict[str, Document] = {}
    characters = 0
    for document in documents:
        if document.id in waiting:
            yield list(waiting.values())
            waiting, characters = {}, 0
        waiting[document.id] = document
        characters += sum(len(item.heading) + len(item.text) for item in document.items)
        if characters >= _CHARACTERS or len(waiting) == _DOCUMENTS or ends(document):
            yield list(waiting.values())
            waiting, characters = {}, 0
    if waiting:
        yield list(waiting.values())


def _shared_out(batches: Iterator[Sequence[Document]], workers: int, memory: RowMemory | None) -> Iterator[RowBatch]:
    # Processes are spawned, not forked: a fork copies locks that other threads of this process may hold, and the
    # builder's lock itself. They start with the first batch that is not remembered.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    running: deque[RowBatch | tuple[Sequence[Document], Future[bytes]]] = deque()
    try:
        for batch in batches:
            running.append(_remembered(memory, batch) or (batch, pool.submit(_work, packed(batch))))
            if len(running) > 2 * workers:
                yield _finished(running.popleft(), memory)
        while running:
            yield _finished(running.popleft(), memory)
    except BrokenProcessPool as error:
        raise WorkerDied(workers) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _finished(work: RowBatch | tuple[Sequence[Document], Future[bytes]], memory: RowMemory | None) -> RowBatch:
    if isinstance(work, RowBatch):
        return work
    documents, future = work
    data = future.result()
    if memory:
        memory.put(documents, data)
    return RowBatch.from_bytes(data)


def _begin() -> None:
    """Leave interrupts from the keyboard to the process that began this one, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        # One that was killed outright closes nothing that a worker waits for.
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _work(documents: bytes) -> bytes:
    return analyse(unpacked(documents), shared_analyzer()).to_bytes()
