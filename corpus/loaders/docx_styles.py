"""How the runs of a .docx are printed: font, weight and case, from the run itself up through its styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from corpus.loaders.docx_package import W

_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Format:
    """Character properties; None where they are left to the next style up."""

    font: str | None = None
    bold: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None

    def over(self, base: Format) -> Format:
        """Return these properties with their gaps filled from `base`."""
        return Format(
            self.font if self.font is not None else base.font,
            self.bold if self.bold is not None else base.bold,
            self.caps if self.caps is not None else base.caps,
            self.hidden if self.hidden is not None else base.hidden,
        )


def format_of(properties: etree._Element | None) -> Format:
    """Read a `w:rPr`."""
    if properties is None:
        return Format()
    return Format(_font(properties), *(_toggle(properties, name) for name in ("b", "caps", "vanish")))


def _font(properties: etree._Element) -> str | None:
    """The font of letters beyond ASCII first: those are the ones that a legacy font draws as others."""
    fonts = properties.find(f"{W}rFonts")
    if fonts is None:
        return None
    return next((name for slot in ("hAnsi", "ascii", "cs") if (name := fonts.get(W + slot))), None)


def _toggle(properties: etree._Element, name: str) -> bool | None:
    element = properties.find(W + name)
    return None if element is None else element.get(f"{W}val", "1") not in _OFF


class Styles:
    """The styles of one document; an unknown or circular style is as if it were not there."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._formats: dict[str, Format] = {}
        self.defaults = Format()
        self.paragraph_default: str | None = None
        if root is not None:
            self.defaults = format_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            for style in root.iterfind(f"{W}style"):
                self._add(style)

    def _add(self, style: etree._Element) -> None:
        name = style.get(f"{W}styleId", "")
        self._elements[name] = style
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF:
            self.paragraph_default = name

    def chain(self, name: str | None) -> list[etree._Element]:
        """Return a style and those it is based on, nearest first."""
        found: dict[str, etree._Element] = {}
        while name in self._elements and name not in found:
            found[name] = self._elements[name]
            name = _value(found[name].find(f"{W}basedOn"))
        return list(found.values())

    def format(self, name: str | None) -> Format:
        """Return the character properties that a style gives."""
        key = name or ""
        if key not in self._formats:
            result = Format()
            for style in self.chain(name):
                result = result.over(format_of(style.find(f"{W}rPr")))
            self._formats[key] = result
        return self._formats[key]

    def numbering(self, name: str | None) -> Mapping[str, str]:
        """Return `numId` and `ilvl` as the nearest style that has each gives them."""
        found: dict[str, str] = {}
        for style in self.chain(name):
            found = {**numbering_of(style.find(f"{W}pPr")), **found}
        return found


def numbering_of(properties: etree._Element | None) -> dict[str, str]:
    """Read the `w:numPr` of a `w:pPr`: `numId` and `ilvl`, each where it is given."""
    numbering = None if properties is None else properties.find(f"{W}numPr")
    if numbering is None:
        return {}
    values = {name: _value(numbering.find(W + name)) for name in ("numId", "ilvl")}
    return {name: value for name, value in values.items() if value is not None}


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")
