"""Where an item's text names documents, agencies and deadlines, and the pages these lead to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from corpus.agencies import AgencyMention
from corpus.annotate import Annotation, annotate
from corpus.model import Citation
from webui.prose import Marking, RunKind
from webui.urls import agency_url, document_url
from webui.wording import deadline_iso


def markings(text: str, reference: dt.date | None, agency_ids: Mapping[str, str]) -> tuple[Marking, ...]:
    """Return the markings of `text` in order; an agency leads to its page where `agency_ids` knows its name.

    `reference` is the document's date, from which deadlines take a missing year.
    """
    return tuple(_marking(annotation, agency_ids) for annotation in annotate(text, reference=reference))


def _marking(annotation: Annotation, agency_ids: Mapping[str, str]) -> Marking:
    match annotation.target:
        case Citation(number=number):
            return Marking(annotation.span, RunKind.DOCUMENT, url=document_url(number))
        case AgencyMention(name=name):
            known = agency_ids.get(name)
            return Marking(annotation.span, RunKind.AGENCY, url=agency_url(known) if known else None)
        case deadline:
            return Marking(annotation.span, RunKind.DEADLINE, iso=deadline_iso(deadline))
