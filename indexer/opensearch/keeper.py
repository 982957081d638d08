"""The generations of an index on a cluster, for operators."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from corpus.errors import Refusal
from indexer.errors import GenerationMissing, IndexProblem
from indexer.keeping import GenerationInfo, Pruned
from indexer.opensearch.checking import damaged_documents
from indexer.opensearch.connection import Address, Connection
from indexer.opensearch.generations import Generations
from indexer.opensearch.mapping import Kind
from indexer.opensearch.queries import term
from indexer.opensearch.scanning import scan
from indexer.page import IngestReport

_AT_ONCE = 200


class OpenSearchKeeper:
    """Looks after the generations of one index; what changes anything waits for nobody and raises IndexLocked."""

    def __init__(self, url: str) -> None:
        self._address = Address.parse(url)

    def generations(self) -> tuple[GenerationInfo, ...]:
        """Return the kept generations, oldest first; of one that was never finished only the number."""
        with self._open() as (_, generations):
            live = generations.require()
            return tuple(_described(generations, index, is_live=index == live) for index in generations.known())

    def damaged_files(self, number: int | None = None) -> tuple[str, ...]:
        """Read every document of a generation back; return the ids of those that are not as they were sent.

        A generation that has not as many documents and items as it says is named itself.
        """
        with self._open() as (connection, generations):
            index = generations.require() if number is None else self._known(generations, number)
            meta = generations.meta(index)
            counted = connection.counts(index, [term("kind", Kind.DOCUMENT), term("kind", Kind.ITEM)])
            found = [index] if counted != [meta["documents"], meta["items"]] else []
            rows = scan(connection, index, term("kind", Kind.DOCUMENT), ["document"], ["document"])
            names = [row["document"] for row in rows]
            for first in range(0, len(names), _AT_ONCE):
                found += damaged_documents(connection, index, names[first : first + _AT_ONCE])
            return tuple(found)

    def report(self) -> IngestReport:
        """Return what became of the inputs of the live generation, with every refused one."""
        with self._open() as (connection, generations):
            live = generations.require()
            report = IngestReport.from_json(generations.meta(live)["report"])
            rows = scan(connection, live, term("kind", Kind.REFUSALS), ["position"], ["position", "kept"])
            refused: list[Refusal] = []
            doubtful: list[Refusal] = []
            for row in rows:
                refused += [Refusal(**value) for value in row["kept"]["refused"]]
                doubtful += [Refusal(**value) for value in row["kept"]["doubtful"]]
            return replace(report, refused=tuple(refused), doubtful=tuple(doubtful))

    def rollback(self, number: int | None = None) -> int:
        """Make an older generation live and return its number."""
        with self._open() as (_, generations), generations.lock():
            return generations.number(generations.rollback(number))

    def prune(self, keep: int) -> Pruned:
        """Remove all but `keep` generations; the live one always stays. A reader of another moves on."""
        with self._open() as (_, generations), generations.lock():
            removed = generations.prune(max(keep, 1))
            return Pruned(tuple(generations.number(index) for index in removed), ())

    @contextmanager
    def _open(self) -> Iterator[tuple[Connection, Generations]]:
        connection = Connection(self._address)
        try:
            yield connection, Generations(connection)
        finally:
            connection.close()

    def _known(self, generations: Generations, number: int) -> str:
        known = {generations.number(index): index for index in generations.known()}
        if number not in known:
            raise GenerationMissing(str(self._address), number, tuple(known))
        return known[number]


def _described(generations: Generations, index: str, *, is_live: bool) -> GenerationInfo:
    number = generations.number(index)
    try:
        meta = generations.meta(index)
    except IndexProblem:
        return GenerationInfo(number, is_live)
    counts = (meta["documents"], meta["items"], generations.bytes(index))
    return GenerationInfo(number, is_live, meta["built"], *counts)
