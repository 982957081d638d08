"""What earlier builds worked out, kept below the index: checked, bounded, and safe to delete at any time.

One SQLite file. A record is found by a kind (which names the code that made it) and a key (a digest of what it was made
from). Nothing here may stop a build: whatever goes wrong is a miss and a line in the log.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

_LOG = logging.getLogger(__name__)

FILE = Path("cache") / "analysis.sqlite"
_SECONDS = 2.0  # between two commits: what a killed build may lose
_SPARE = 256 << 20  # bytes of the disk that are left to the index itself
_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
  kind TEXT NOT NULL, key TEXT NOT NULL, crc INTEGER NOT NULL, run INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (kind, key)
);
CREATE INDEX IF NOT EXISTS by_run ON records (run);
"""

Value = TypeVar("Value")


class Cache:
    """Records by kind and key, at most `limit` bytes of them; those used least recently leave first.

    Recency is counted in runs, not in seconds: clocks step. Not for several threads; of two processes the second goes
    without.
    """

    def __init__(self, root: Path, limit: int) -> None:
        self._file = root / FILE
        self._limit = limit
        self._connection: sqlite3.Connection | None = None
        self._used: list[tuple[str, str]] = []
        self._committed = time.monotonic()
        self._run = 0
        self._is_fresh = limit > 0  # not opened yet: that waits until a builder holds the index
        self.hits = self.misses = 0

    def get(self, kind: str, key: str) -> bytes | None:
        """Return a record, or None where there is none or it is not what was put."""
        row = self._try(
            lambda c: c.execute("SELECT crc, data FROM records WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        )
        if row is not None and row[0] == _crc(kind, key, row[1]):
            self.hits += 1
            self._used.append((kind, key))
            return bytes(row[1])
        if row is not None:
            _LOG.warning("a cached record is damaged and is made anew: %s", key)
        self.misses += 1
        return None

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep a record; it is safe on the disk some seconds later, or when the cache is closed."""
        record = (kind, key, _crc(kind, key, data), self._run, data)
        self._try(lambda c: c.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)", record))
        if time.monotonic() - self._committed >= _SECONDS:
            self._commit()

    def close(self) -> None:
        """Commit and let go; again changes nothing."""
        self._is_fresh = False
        self._commit()
        self._try(lambda c: c.execute("PRAGMA incremental_vacuum"))
        self._drop()

    # ------------------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Open the file, or another in its place where it is no cache."""
        for is_last in (False, True):
            try:
                self._open()
            except sqlite3.DatabaseError as error:
                self._drop()
                if is_last or isinstance(error, sqlite3.OperationalError):
                    _LOG.warning("building without the cache %s: %s", self._file, error)
                    return
                _LOG.warning("the cache %s is damaged and begins anew: %s", self._file, error)
                self._remove()
            except OSError as error:
                _LOG.warning("building without the cache %s: %s", self._file, error)
                return
            else:
                return

    def _open(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = self._connection = sqlite3.connect(self._file, timeout=0, isolation_level=None)
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        # One builder at a time: no memory shared with others, so that a cut file can be an error but never a signal.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_SCHEMA)
        (last,) = connection.execute("SELECT max(run) FROM records").fetchone()
        self._run = (last or 0) + 1
        connection.execute("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        """Note what was used, drop what is too much, and commit."""
        used = [(self._run, kind, key) for kind, key in self._used]
        self._used.clear()
        self._try(lambda c: c.executemany("UPDATE records SET run = ? WHERE kind = ? AND key = ?", used))
        self._try(self._shrink)
        self._try(lambda c: c.execute("COMMIT"))
        self._try(lambda c: c.execute("BEGIN IMMEDIATE"))
        self._committed = time.monotonic()
        if self._connection is not None and shutil.disk_usage(self._file.parent).free < _SPARE:
            _LOG.warning("building without the cache %s: the disk is nearly full", self._file)
            self._drop()

    def _shrink(self, connection: sqlite3.Connection) -> None:
        (size,) = connection.execute("SELECT coalesce(sum(length(data)), 0) FROM records").fetchone()
        while size > self._limit:
            oldest = "SELECT rowid, length(data) FROM records ORDER BY run, rowid LIMIT 1000"
            for rowid, length in connection.execute(oldest).fetchall():
                connection.execute("DELETE FROM records WHERE rowid = ?", (rowid,))
                size -= length
                if size <= self._limit:
                    return

    def _try(self, use: Callable[[sqlite3.Connection], Value]) -> Value | None:
        """Use the connection; the first thing that goes wrong ends the cache for this run."""
        if self._is_fresh:
            self._is_fresh = False
            self._begin()
        if self._connection is None:
            return None
        try:
            return use(self._connection)
        except sqlite3.Error as error:
            _LOG.warning("building on without the cache %s: %s", self._file, error)
            is_broken = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
            self._drop()
            if is_broken:
                self._remove()
            return None

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)


def _crc(kind: str, key: str, data: bytes) -> int:
    return zlib.crc32(data, zlib.crc32(f"{kind}\0{key}".encode()))
