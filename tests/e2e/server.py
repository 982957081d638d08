"""A real server on a free loopback port, over a real index."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask
from waitress import create_server  # type: ignore[import-untyped]

from corpus.samples import paths
from indexer.ingest import ingest
from indexer.registry import open_builder, open_engine
from indexer.settings import Settings
from indexer.warming import warm
from webui.app import create_app

TODAY = dt.date(2024, 6, 1)


@contextmanager
def served_samples() -> Iterator[str]:
    """Index the shipped samples in a folder of its own and serve them; the address has no slash at its end."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index=Path(folder))
        ingest(open_builder(settings, fresh=True), paths())
        engine = open_engine(settings)
        warm(engine)
        try:
            with served(create_app(engine=engine, today=lambda: TODAY)) as base:
                yield base
        finally:
            engine.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application for the length of a `with` block."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join()
