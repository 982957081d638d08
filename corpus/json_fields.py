"""Reading the fields of a JSON object one by one; every refusal names the field and says what it must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, cast

from corpus.errors import CorpusError

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@cache
def _members(values: type[StrEnum]) -> Mapping[str, StrEnum]:
    """Return the members by value: asking an enumeration itself takes some five times as long."""
    return {member.value: member for member in values}


class InvalidDocument(CorpusError, ValueError):  # noqa: N818  a state of the input, named as the contract names it
    """Raised where an object is no parsed document; `field` is the path of what is wrong (`items[2].text`)."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class Fields:
    """The fields of one object; every refusal names where it stands.

    An object is the field `key` of the one that it is `within`, or an entry of that. The name is put together only
    where something is refused: objects are read by the million.
    """

    __slots__ = ("_index", "_key", "_value", "_within")

    def __init__(self, value: Any, within: Fields | None = None, key: str = "", index: int | None = None) -> None:
        self._within, self._key, self._index = within, key, index
        if not isinstance(value, dict):
            raise InvalidDocument(self._where or "tài liệu", "phải là một đối tượng JSON")
        self._value: Mapping[str, Any] = value

    @property
    def _where(self) -> str:
        if self._within is None:
            return ""
        return self._within.name(self._key) + ("" if self._index is None else f"[{self._index}]")

    def name(self, key: str) -> str:
        """Return the full name of a field."""
        where = self._where
        return f"{where}.{key}" if where else key

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        value = self.optional(key)
        if value is None:
            raise InvalidDocument(self.name(key), "thiếu")
        return value

    def named(self, key: str) -> str:
        """Return a text that must be there and must not be empty."""
        value = self.text(key)
        if not value.strip():
            raise InvalidDocument(self.name(key), "không được để trống")
        return value

    def optional(self, key: str) -> str | None:
        """Return a text or None."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, str):
            raise InvalidDocument(self.name(key), "phải là chuỗi")
        return value

    def one_of(self, key: str, values: type[E]) -> E:
        """Return the member of an enumeration that a text names."""
        printed = self.text(key)
        member = _members(values).get(printed)
        if member is None:
            raise InvalidDocument(self.name(key), f"không có giá trị “{printed}”")
        return cast(E, member)

    def number(self, key: str) -> int | None:
        """Return a whole number or None."""
        value = self._value.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise InvalidDocument(self.name(key), "phải là số nguyên")
        return value

    def count(self, key: str, least: int = 1, most: int = 9999) -> int:
        """Return a whole number that must be there, from `least` to `most`."""
        value = self.number(key)
        if value is None or not least <= value <= most:
            raise InvalidDocument(self.name(key), f"phải là số nguyên từ {least} đến {most}")
        return value

    def date(self, key: str) -> dt.date | None:
        """Return a day or None."""
        value = self.optional(key)
        if value is None:
            return None
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise InvalidDocument(self.name(key), "phải là ngày dạng 2023-12-19") from None

    def has(self, key: str) -> bool:
        """True where the field is there and not null."""
        return self._value.get(key) is not None

    def object(self, key: str, read: Callable[[Fields], T]) -> T | None:
        """Return what `read` makes of an object, or None."""
        value = self._value.get(key)
        return None if value is None else read(Fields(value, self, key))

    def list(self, key: str) -> Sequence[Any]:
        """Return a list, empty where there is none."""
        value = self._value.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise InvalidDocument(self.name(key), "phải là danh sách")
        return value

    def objects(self, key: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """Return what `read` makes of each object of a list."""
        values = self.list(key)
        return tuple([read(Fields(value, self, key, i)) for i, value in enumerate(values)]) if values else ()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self.list(key)
        if not all(isinstance(value, str) for value in values):
            raise InvalidDocument(self.name(key), "phải là danh sách chuỗi")
        return tuple(values)
