"""How the text of a page looks, as far as its words hang on it: font, weight, case, and whether it shows at all.

Not a browser's cascade: declarations of elements, of `font` tags, and of simple rules (`p.MsoNormal {…}`) in the page's
own style sheets, which is where Word's HTML names its fonts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|<!--|-->")
_SIMPLE = re.compile(r"^(?P<tag>[a-z][a-z0-9]*)?(?:\.(?P<name>[\w-]+))?$", re.IGNORECASE)
_LONGEST = 4_000  # of the declarations of one selector
_BOLD = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"}
_NOTE = ("mso-element:footnote", "mso-footnote-id", "mso-element:endnote", "mso-endnote-id", "mso-hide:all")


@dataclass(frozen=True, slots=True)
class Look:
    """What an element inherits and hands down."""

    font: str = ""
    bold: bool = False
    caps: bool = False
    hidden: bool = False
    preformatted: bool = False


class Sheet:
    """The rules of a page, by tag and class."""

    def __init__(self, rules: dict[tuple[str, str], str]) -> None:
        self._rules = rules

    @classmethod
    def of(cls, root: etree._Element) -> Sheet:
        """Read the style elements of a page."""
        rules: dict[tuple[str, str], str] = {}
        for style in root.iter("style"):
            for rule in _COMMENT.sub(" ", style.text or "").split("}"):
                selectors, _, body = rule.rpartition("{")
                for selector in selectors.split(","):
                    if (simple := _SIMPLE.match(selector.strip())) and simple[0]:
                        key = (simple["tag"] or "").lower(), simple["name"] or ""
                        rules[key] = f"{rules.get(key, '')};{body}"[-_LONGEST:]
        return cls(rules)

    def look(self, element: etree._Element, outer: Look) -> Look:
        """Return how an element looks inside one that looks like `outer`."""
        tag = str(element.tag).lower()
        look = replace(outer, bold=outer.bold or tag in _BOLD, preformatted=outer.preformatted or tag == "pre")
        classes = ["", *element.get("class", "").split()]
        for name in classes:
            for key in (("", name), (tag, name)):
                if key != ("", "") and key in self._rules:
                    look = _declared(self._rules[key], look)
        if tag == "font" and element.get("face"):
            look = replace(look, font=_first_family(element.get("face", "")))
        look = _declared(element.get("style", ""), look)
        return replace(look, hidden=True) if element.get("hidden") is not None else look


def _declared(declarations: str, look: Look) -> Look:
    for declaration in declarations.split(";"):
        name, _, value = declaration.partition(":")
        look = _declare(name.strip().lower(), value.strip(), look)
    if any(note in declarations.replace(" ", "").lower() for note in _NOTE):
        return replace(look, hidden=True)
    return look


def _declare(name: str, value: str, look: Look) -> Look:
    match name:
        case "font-family":
            return replace(look, font=_first_family(value))
        case "font-weight":
            return replace(look, bold=value.lower() in {"bold", "bolder", "600", "700", "800", "900"})
        case "text-transform":
            return replace(look, caps=value.lower() == "uppercase")
        case "display" | "visibility" if value.lower() in {"none", "hidden"}:
            return replace(look, hidden=True)
    return look


def _first_family(families: str) -> str:
    return families.partition(",")[0].strip().strip("\"'").strip()
