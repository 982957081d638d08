"""Addresses with scheme and host, for what is read outside a browser."""

from __future__ import annotations

from flask import request


def absolute(path: str) -> str:
    """Return `path`, which begins with a slash, as the reader of this request reaches it."""
    return request.host_url.rstrip("/") + path
