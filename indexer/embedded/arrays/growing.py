"""Which columns of a generation mostly grow at their end from one generation to the next."""

from __future__ import annotations

import re

NAME = "columns.arr"

_GROWING = re.compile(
    r"""
    live | date | unmarked | heading | text | context | group | due_rows | due_dates | meetings\.(?:blob|bounds)
    | facet\. [^.]+ \. (?: single | starts | ordinals | counts | parted )             # facet.kind.single
    | facet\. [^.]+ \. (?: values | labels | identities ) \. (?: blob | bounds )       # facet.kind.labels.blob
    """,
    re.VERBOSE,
)


def grows(name: str) -> bool:
    """Say whether room is to be left behind a column."""
    return _GROWING.fullmatch(name) is not None
