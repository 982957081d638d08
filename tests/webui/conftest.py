"""The application over an engine in memory, on a day that the deadlines of the documents lie around."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import sample_corpus
from tests.webui.documents import nested_notice, shouting_document
from tests.webui.fake_engine import FakeEngine
from webui.app import create_app

TODAY = dt.date(2023, 10, 1)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine([*sample_corpus(), nested_notice(), shouting_document()])


@pytest.fixture
def app(engine: FakeEngine) -> Flask:
    return create_app(engine=engine, today=lambda: TODAY)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
