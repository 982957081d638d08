"""The application factory: settings and an engine in, a Flask application out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, url_for

from indexer.engine import SearchEngine
from webui import addresses, compression, errors, filters, headers, hosts, language, limits, metrics, passwords
from webui.settings import WebSettings
from webui.site import EXTENSION, Site
from webui.views import BLUEPRINTS

if TYPE_CHECKING:
    from indexer.settings import Settings

_PATH = Path(__file__).parent


def create_app(
    settings: Settings | None = None,
    engine: SearchEngine | None = None,
    *,
    today: Callable[[], dt.date] | None = None,
    web: WebSettings | None = None,
) -> Flask:
    """Return the web application over `engine`, or over the engine that `settings` name (by default the environment's).

    `today` tells the day that deadlines are judged from where a page is not told; the local date by default. `web` says
    how the application is guarded; by default as for one person on one machine.
    Raises `indexer.errors.IndexProblem` where the index cannot be opened.
    """
    app = Flask("webui", root_path=str(_PATH))
    app.config.update(MAX_CONTENT_LENGTH=64 * 1024, SEND_FILE_MAX_AGE_DEFAULT=3600)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[EXTENSION] = Site(engine or _opened(settings), today or _local_date)
    _guard(app, web or WebSettings())
    compression.register(app)
    language.register(app)
    filters.register(app)
    app.jinja_env.globals["asset"] = asset
    errors.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _guard(app: Flask, web: WebSettings) -> None:
    """What stands between a request and the pages, in the order in which a request meets it."""
    metrics.register(app)
    headers.register(app, tls=web.tls)
    limits.register(app, web)
    passwords.register(app, web.passwords)
    addresses.register(app)
    hosts.guard(app, web)


def _opened(settings: Settings | None) -> SearchEngine:
    # Loading the engine's libraries takes a while; an application over a given engine need not wait for it.
    from indexer.registry import open_engine
    from indexer.settings import Settings

    return open_engine(settings or Settings.from_environment())


def asset(name: str) -> str:
    """Return the address of a static file with a digest of its content, so that browsers may keep it for good."""
    return url_for("static", filename=name, v=_digest(_PATH / "static" / name))


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _local_date() -> dt.date:
    return dt.datetime.now().astimezone().date()
