"""SQLite FTS5 over the same terms, ranked by its bm25(), with facets counted in SQL over tables with indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.contenders.answers import TOP, VALUES, Answer, Stopwatch, chunks
from benchmarks.queries import Form, Query
from benchmarks.rows import FACETS, Row
from indexer.request import Facet

_FILE = "index.sqlite"
# Every character of a term is part of it: rows are parted at spaces already, and GAP stays a token of its own.
_TOKENS = "unicode61 remove_diacritics 0 tokenchars '-/.,&%_+:²³°ºª‰¶' categories 'L* N* Co M*'"


def build(folder: Path, rows: Iterable[Row], watch: Stopwatch) -> None:
    """Build the database in one transaction."""
    database = sqlite3.connect(folder / _FILE)
    database.executescript(_tables())
    ids: dict[Facet, dict[str, int]] = {facet: {} for facet in FACETS}
    number = 0
    for chunk in chunks(rows):
        watch.time(lambda: _add(database, chunk, number, ids))  # noqa: B023  called at once
        number += len(chunk)
    watch.time(lambda: _finish(database, ids))
    database.close()


def _tables() -> str:
    facets = "".join(
        f"CREATE TABLE {facet.value}(value INTEGER, item INTEGER, PRIMARY KEY (value, item)) WITHOUT ROWID;"
        f"CREATE TABLE {facet.value}_name(value INTEGER PRIMARY KEY, name TEXT);"
        for facet in FACETS
    )
    return (
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "CREATE TABLE item(item INTEGER PRIMARY KEY, id TEXT, date INTEGER);"
        f'CREATE VIRTUAL TABLE term USING fts5(body, folded, content="", tokenize="{_TOKENS}");{facets}'
    )


def _add(database: sqlite3.Connection, rows: Sequence[Row], first: int, ids: dict[Facet, dict[str, int]]) -> None:
    numbered = list(enumerate(rows, first + 1))
    database.executemany("INSERT INTO item VALUES (?, ?, ?)", ((n, row.id, row.date) for n, row in numbered))
    database.executemany(
        "INSERT INTO term(rowid, body, folded) VALUES (?, ?, ?)", ((n, row.body, row.folded) for n, row in numbered)
    )
    for place, facet in enumerate(FACETS):
        known = ids[facet]
        pairs = ((known.setdefault(value, len(known)), n) for n, row in numbered for value in row.values[place])
        database.executemany(f"INSERT OR IGNORE INTO {facet.value} VALUES (?, ?)", pairs)  # noqa: S608  our own names


def _finish(database: sqlite3.Connection, ids: dict[Facet, dict[str, int]]) -> None:
    for facet, known in ids.items():
        rows = ((number, name) for name, number in known.items())
        database.executemany(f"INSERT INTO {facet.value}_name VALUES (?, ?)", rows)  # noqa: S608
        database.execute(f"CREATE INDEX {facet.value}_item ON {facet.value}(item, value)")
        database.execute(f"CREATE INDEX {facet.value}_names ON {facet.value}_name(name)")
    database.execute("INSERT INTO term(term) VALUES ('optimize')")
    database.execute("ANALYZE")
    database.commit()


class Fts5Index:
    """An open database."""

    segments = 1

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(f"file:{folder / _FILE}?mode=ro", uri=True)
        self._database.execute("PRAGMA temp_store = MEMORY")
        self._database.execute("PRAGMA mmap_size = 8589934592")
        self._database.execute("PRAGMA cache_size = -262144")

    def search(self, query: Query) -> Answer:
        """Answer a query: what it finds goes into a table of its own, which the rest is counted from."""
        self._find(query)
        chosen = {facet: self._value(facet, name) for facet, name in query.selections}
        everything = _where(chosen)
        (total,) = self._database.execute(f"SELECT count(*) FROM found {everything}").fetchone()  # noqa: S608
        best = self._database.execute(
            f"SELECT id FROM found JOIN item USING (item) {everything} ORDER BY score, item LIMIT {TOP}"  # noqa: S608
        ).fetchall()
        facets = {facet: self._counts(facet, chosen) for facet in FACETS}
        self._database.execute("DROP TABLE found")
        return Answer(total, tuple(row[0] for row in best), facets)

    def _find(self, query: Query) -> None:
        dates = f" WHERE date BETWEEN {query.dates[0]} AND {query.dates[1]}" if query.dates else ""
        if query.form is Form.EVERYTHING:
            self._database.execute(f"CREATE TEMP TABLE found AS SELECT item, 0 AS score FROM item{dates}")  # noqa: S608
            return
        join = f" JOIN item ON item.item = term.rowid{dates}" if dates else ""
        text = f"SELECT term.rowid AS item, bm25(term) AS score FROM term(?){join}"  # noqa: S608
        self._database.execute(f"CREATE TEMP TABLE found AS {text}", (_expression(query),))

    def _value(self, facet: Facet, name: str) -> int:
        found = self._database.execute(f"SELECT value FROM {facet.value}_name WHERE name = ?", (name,))  # noqa: S608
        return int((found.fetchone() or (-1,))[0])

    def _counts(self, facet: Facet, chosen: dict[Facet, int]) -> tuple[tuple[str, int], ...]:
        others = _where({other: value for other, value in chosen.items() if other is not facet})
        counted = (
            f"SELECT value, count(*) AS items FROM found JOIN {facet.value} USING (item) {others} "  # noqa: S608
            f"GROUP BY value ORDER BY items DESC LIMIT {VALUES}"
        )
        named = f"SELECT name, items FROM ({counted}) JOIN {facet.value}_name USING (value) ORDER BY items DESC"  # noqa: S608
        return tuple(self._database.execute(named).fetchall())

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def _where(chosen: dict[Facet, int]) -> str:
    parts = [f"item IN (SELECT item FROM {facet.value} WHERE value = {value})" for facet, value in chosen.items()]  # noqa: S608
    return f"WHERE {' AND '.join(parts)}" if parts else ""


def _expression(query: Query) -> str:
    quoted = [f'"{term}"' for term in query.terms]
    match query.form:
        case Form.PHRASE:
            return f'body : "{" ".join(query.terms)}"'
        case Form.PREFIX:
            return f"{'folded' if query.terms[0].isascii() else 'body'} : {quoted[0]}*"
        case Form.BARE:
            return f"folded : ({' AND '.join(quoted)})"
        case Form.EXCEPT:
            return f"body : ({' NOT '.join(quoted)})"
        case Form.ANY:
            return f"body : ({' OR '.join(quoted)})"
    return f"body : ({' AND '.join(quoted)})"
