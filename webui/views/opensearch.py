"""How a browser can search ketluan from its own search field (OpenSearch 1.1), with suggestions as it is typed in."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, jsonify, make_response, request, url_for

from webui.absolute import absolute
from webui.params import MAX_VALUE, tidy
from webui.site import current_site
from webui.strings import t
from webui.views.api import SUGGESTIONS, suggestion_url

pages = Blueprint("opensearch", __name__)

DESCRIPTION = "application/opensearchdescription+xml"
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_FORMS = (
    ("text/html", "search.show", "results"),
    ("application/atom+xml", "feed.show", "results"),
    ("application/x-suggestions+json", "opensearch.suggest", "suggestions"),
)


@pages.get("/opensearch.xml")
def show() -> Response:
    """Answer with the description that a browser reads."""
    root = Element("OpenSearchDescription", {"xmlns": _NAMESPACE})
    SubElement(root, "ShortName").text = t("site.name")
    SubElement(root, "Description").text = t("opensearch.description")
    SubElement(root, "InputEncoding").text = "UTF-8"
    SubElement(root, "Language").text = "vi"
    icon = absolute(url_for("static", filename="icon.svg"))
    SubElement(root, "Image", width="16", height="16", type="image/svg+xml").text = icon
    for media, endpoint, rel in _FORMS:
        template = f"{absolute(url_for(endpoint))}?q={{searchTerms}}"
        SubElement(root, "Url", type=media, rel=rel, template=template)
    own = absolute(url_for("opensearch.show"))
    SubElement(root, "Url", type=DESCRIPTION, rel="self", template=own)
    response = make_response(tostring(root, encoding="utf-8", xml_declaration=True))
    response.content_type = f"{DESCRIPTION}; charset=utf-8"
    return response


@pages.get("/opensearch/suggest")
def suggest() -> Response:
    """Answer with suggestions in the form of browsers: what was typed, then words, notes and addresses side by side."""
    typed = tidy(request.args.get("q", ""), MAX_VALUE)
    found = current_site().engine.suggest(typed, SUGGESTIONS) if typed else ()
    words = [suggestion.text for suggestion in found]
    notes = [t("items", count=suggestion.count) for suggestion in found]
    response = jsonify([typed, words, notes, [absolute(suggestion_url(suggestion)) for suggestion in found]])
    response.content_type = "application/x-suggestions+json"
    return response
