"""The Vietnamese encodings from before Unicode, as tables from what a program shows of them to what they mean.

A font of that time drew Vietnamese letters at the codes of other ones, so a program without it shows `Céng hoµ` for
`Cộng hoà`. The keys here are those shown characters. Sources: TCVN 5712:1993 (VN3) for TCVN3, the VNI-Windows and VPS
charts of the Vietnamese Unicode project, RFC 1456 for VISCII.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

_TONES = {"huyền": "\u0300", "sắc": "\u0301", "ngã": "\u0303", "hỏi": "\u0309", "nặng": "\u0323"}

# One shown character a letter. 0xAD, a soft hyphen to every other program, is ư.
_TCVN3_SHOWN = (
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)

# How a PDF names three of those glyphs: minus for the hyphen, bullet operator for the middle dot, Greek mu for micro.
_TCVN3_GLYPHS = {"\u2212": "ư", "\u2219": "ã", "\u03bc": "à"}

# VNI: a bare vowel and then a mark, each mark also as a capital.
_VNI_TONES = {"ø": "huyền", "ù": "sắc", "õ": "ngã", "û": "hỏi", "ï": "nặng"}
_VNI_CIRCUMFLEX = {"â": "", "à": "huyền", "á": "sắc", "ã": "ngã", "å": "hỏi", "ä": "nặng"}
_VNI_BREVE = {"ê": "", "è": "huyền", "é": "sắc", "ü": "ngã", "ú": "hỏi", "ë": "nặng"}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

# From 0x80 up, one letter a byte; `·` stands where the encoding keeps Latin-1 or has nothing.
_VPS = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ··ỀỂỄỐỒỔỖýỷỵỚỜỞ"
    "·ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ·"
    "àáâãảạăçèéêẽìíîĩẴĐòóôõöƠụùúủüỶẼỳ"
)
_VPS_LOW = {
    0x02: "Ạ", 0x03: "Ậ", 0x04: "Ặ", 0x05: "Ẹ", 0x06: "Ệ", 0x10: "Ị", 0x11: "Ọ", 0x12: "Ộ", 0x13: "Ợ", 0x14: "Ụ",
    0x15: "Ự", 0x19: "Ỵ", 0x1C: "Ẫ", 0x1D: "Ữ",
}  # fmt: skip
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

_PRIVATE_USE = {0xF000 + byte: byte for byte in range(0x20, 0x100)}  # what fonts of the Symbol kind show for a byte
_PRIVATE = re.compile(r"[\uF020-\uF0FF]")


def _shown_as(byte: int) -> set[str]:
    """A byte as ISO 8859-1 shows it and, where it differs, as Windows-1252 does."""
    return {chr(byte), bytes([byte]).decode("cp1252", "ignore") or chr(byte)}


def _by_byte(upper: str, low: Mapping[int, str]) -> dict[str, str]:
    letters = {0x80 + index: letter for index, letter in enumerate(upper) if letter != "·"} | dict(low)
    return {shown: letter for byte, letter in letters.items() for shown in _shown_as(byte)}


def _marked(vowels: str, mark: str, tones: Mapping[str, str]) -> dict[str, str]:
    return {
        vowel + shown: unicodedata.normalize("NFC", vowel + mark + _TONES.get(tone, ""))
        for vowel in vowels
        for shown, tone in tones.items()
    }


def _vni() -> dict[str, str]:
    """VNI in lower case; a toned ơ or ư is its single character and then a tone."""
    horned = {
        shown + mark: unicodedata.normalize("NFC", _VNI_SINGLE[shown] + _TONES[tone])
        for shown in "ôö"
        for mark, tone in _VNI_TONES.items()
    }
    return {
        **_VNI_SINGLE,
        **_marked("aeiouy", "", _VNI_TONES),
        **_marked("aeo", "\u0302", _VNI_CIRCUMFLEX),
        **_marked("a", "\u0306", _VNI_BREVE),
        **horned,
    }


@cache
def _vni_pattern() -> re.Pattern[str]:
    return re.compile(
        r"""
          [aeiouyôö] [øùõûï]   # aù: á   ôù: ớ
        | [aeo] [âàáãåä]       # oä: ộ
        | a [êèéüúë]           # aë: ặ
        | [ñôöæóòî]            # ñ: đ
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _vni_table() -> dict[str, str]:
    return _vni()


def _vni_letter(match: re.Match[str]) -> str:
    shown = match[0]
    letter = _vni_table()[shown.lower()]
    return letter.upper() if shown[0].isupper() else letter  # the vowel tells the case: Aùo is Áo, AÙO is ÁO


def from_vni(text: str) -> str:
    """Return text that a VNI font draws as the Unicode it stands for."""
    return _vni_pattern().sub(_vni_letter, text.translate(_PRIVATE_USE) if _PRIVATE.search(text) else text)


@cache
def _translation(name: str) -> dict[int, str]:
    tables: dict[str, Callable[[], dict[str, str]]] = {
        "tcvn3": lambda: dict(zip(*_TCVN3_SHOWN, strict=True)) | _TCVN3_GLYPHS,
        "vps": lambda: _by_byte(_VPS, _VPS_LOW),
        "viscii": lambda: _by_byte(_VISCII, _VISCII_LOW),
    }
    letters: dict[int, str] = str.maketrans(tables[name]())
    private = {code: letters.get(byte, chr(byte)) for code, byte in _PRIVATE_USE.items()}
    return private | letters


def from_tcvn3(text: str) -> str:
    """Return text that a TCVN3 (ABC) font draws as the Unicode it stands for."""
    return text.translate(_translation("tcvn3"))


def from_vps(text: str) -> str:
    """Return text that a VPS font draws, or VPS bytes read as Latin-1, as the Unicode it stands for."""
    return text.translate(_translation("vps"))


def from_viscii(text: str) -> str:
    """Return text that a VISCII font draws, or VISCII bytes read as Latin-1, as the Unicode it stands for."""
    return text.translate(_translation("viscii"))
