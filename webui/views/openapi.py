"""The description of the machine doors for programs that write programs."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Blueprint, Response, jsonify

from webui.openapi import describe

pages = Blueprint("openapi", __name__)


@pages.get("/api/openapi.json")
def show() -> Response:
    """Answer with the OpenAPI description."""
    return jsonify(_description())


@cache
def _description() -> dict[str, Any]:
    return describe()
