"""Immutable typed records that cost nothing to import.

The command's cold start is budgeted in empty Python processes; the usual libraries for typed records each cost more
than the rest of the program together (docs/decisions/0002). A record converts to plain tuples, so that a cached
image of the law is data and never code.
"""

from __future__ import annotations

from collections.abc import Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self, dataclass_transform
else:

    def dataclass_transform(**_: object):
        return lambda cls: cls


_KINDS: dict[str, type[Frozen]] = {}


class _FrozenType(type):
    """Turns a class body's annotations into slots, once, without generating source code."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _FrozenType:
        own = tuple(body.get("__annotations__", ()))
        defaults = {field: body.pop(field) for field in own if field in body}
        body["__slots__"] = own
        cls = super().__new__(mcs, name, bases, body)
        inherited = getattr(bases[0], "_fields", ()) if bases else ()
        cls._fields = inherited + own  # type: ignore[attr-defined]
        cls._defaults = {**(getattr(bases[0], "_defaults", {}) if bases else {}), **defaults}  # type: ignore[attr-defined]
        cls._setters = tuple(getattr(cls, field).__set__ for field in inherited + own)  # type: ignore[attr-defined]
        if name in _KINDS and _KINDS[name].__module__ != cls.__module__:
            raise TypeError(f"two kinds of record are called {name}")
        _KINDS[name] = cls  # type: ignore[assignment]
        return cls


@dataclass_transform(frozen_default=True, eq_default=True)
class Frozen(metaclass=_FrozenType):
    """An immutable record: positional or keyword construction, equality by kind and content."""

    if TYPE_CHECKING:
        _fields: tuple[str, ...]
        _defaults: dict[str, Any]
        _setters: tuple[Any, ...]

    def __init__(self, *values: Any, **named: Any) -> None:
        fields, setters = self._fields, self._setters
        given = len(values)
        if given == len(fields) and not named:
            for put, value in zip(setters, values, strict=True):
                put(self, value)
            return
        if given > len(fields):
            raise TypeError(f"{type(self).__name__} takes {len(fields)} values, {given} given")
        for put, value in zip(setters, values, strict=False):
            put(self, value)
        for field, put in zip(fields[given:], setters[given:], strict=True):
            if field in named:
                put(self, named.pop(field))
            elif field in self._defaults:
                put(self, self._defaults[field])
            else:
                raise TypeError(f"{type(self).__name__} lacks a value for {field}")
        if named:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(named)}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __iter__(self) -> Iterator[Any]:
        return (getattr(self, field) for field in self._fields)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((type(self).__name__, *[_hashable(part) for part in self]))

    def __repr__(self) -> str:
        inner = ", ".join(f"{field}={getattr(self, field)!r}" for field in self._fields)
        return f"{type(self).__name__}({inner})"

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{**{f: getattr(self, f) for f in self._fields}, **changes})


def _hashable(part: Any) -> Any:
    if isinstance(part, dict):
        return tuple((key, _hashable(value)) for key, value in part.items())
    return tuple(_hashable(value) for value in part) if isinstance(part, (list, tuple)) else part


def to_plain(value: Any) -> Any:
    """A record as plain data: a table of all different records, each after those that it holds, and the value.

    A record in a field is written as a list of its place in the table; nothing else is a list.
    """
    table: list[tuple[Any, ...]] = []
    places: dict[tuple[Any, ...], int] = {}  # by content, with the records inside already replaced by places
    known: dict[int, int] = {}  # by identity: nothing is freed while this runs

    def plain(part: Any) -> Any:
        if isinstance(part, Frozen):
            place = known.get(id(part))
            if place is None:
                entry = (type(part).__name__, *[plain(field) for field in part])
                content = _hashable(entry)
                place = places.setdefault(content, len(table))
                if place == len(table):
                    table.append(entry)
                known[id(part)] = place
            return [place]
        if isinstance(part, (tuple, list)):
            return tuple([plain(item) for item in part])
        if isinstance(part, dict):
            return {key: plain(item) for key, item in part.items()}
        return part

    root = plain(value)
    return tuple(table), root


def from_plain(data: Any) -> Any:
    """The record that `to_plain` flattened; equal parts become one object."""
    table, root = data
    made: list[Any] = []

    def full(part: Any) -> Any:
        kind = type(part)
        if kind is list:
            return made[part[0]]
        if kind is tuple:
            return tuple([full(item) for item in part])
        if kind is dict:
            return {key: full(item) for key, item in part.items()}
        return part

    for entry in table:
        cls = _KINDS[entry[0]]
        record = cls.__new__(cls)
        for put, part in zip(cls._setters, entry[1:], strict=True):
            kind = type(part)
            if kind is list:
                put(record, made[part[0]])
            else:
                put(record, full(part) if kind is tuple or kind is dict else part)
        made.append(record)
    return full(root)


def to_builtins(value: Any) -> Any:
    """A record as dictionaries and lists, for JSON."""
    if isinstance(value, Frozen):
        return {field: to_builtins(getattr(value, field)) for field in value._fields}
    if isinstance(value, (tuple, list)):
        return [to_builtins(part) for part in value]
    if isinstance(value, dict):
        return {key: to_builtins(part) for key, part in value.items()}
    return value
