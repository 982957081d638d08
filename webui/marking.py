"""Where an item's text names documents, agencies and deadlines, and the pages these lead to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from webui.prose import Marking


def markings(text: str, reference: dt.date | None, agency_ids: Mapping[str, str]) -> tuple[Marking, ...]:
    """Return the markings of `text` in order; an agency leads to its page where `agency_ids` knows its name.

    `reference` is the document's date, from which deadlines take a missing year.
    """
    return ()
