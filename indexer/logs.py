"""Logs as lines of key=value, for machines to read: `level=warning logger=indexer.cache message="…"`."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import datetime

_PLAIN = re.compile(r"[^\s\"=\\]+")


def pairs(**values: object) -> str:
    """Return values as one line; what holds spaces, quotes or signs is quoted as in JSON, and None is left out."""
    return " ".join(f"{key}={_value(value)}" for key, value in values.items() if value is not None)


def _value(value: object) -> str:
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


class PairFormatter(logging.Formatter):
    """Formats a record as one line of pairs; a traceback is a value like any other."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        when = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        trace = self.formatException(record.exc_info) if record.exc_info else None
        level = record.levelname.lower()
        return pairs(time=when, level=level, logger=record.name, message=record.getMessage(), trace=trace)


def log_to_stderr(level: int = logging.WARNING) -> None:
    """Send the logs of this process to stderr as lines of pairs."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PairFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
