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
        return hash((type(self).__name__, *self))

    def __repr__(self) -> str:
        inner = ", ".join(f"{field}={getattr(self, field)!r}" for field in self._fields)
        return f"{type(self).__name__}({inner})"

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{**{f: getattr(self, f) for f in self._fields}, **changes})


def to_plain(value: Any) -> Any:
    """A record as nested plain tuples, each record led by its kind; other values as they are."""
    if isinstance(value, Frozen):
        return ("\0" + type(value).__name__, *[to_plain(part) for part in value])
    if isinstance(value, (tuple, list)):
        return tuple(to_plain(part) for part in value)
    if isinstance(value, dict):
        return {key: to_plain(part) for key, part in value.items()}
    return value


def from_plain(value: Any) -> Any:
    """The record that `to_plain` flattened."""
    if type(value) is tuple:
        if value and type(value[0]) is str and value[0][:1] == "\0":
            cls = _KINDS[value[0][1:]]
            record = cls.__new__(cls)
            for put, part in zip(cls._setters, value[1:], strict=True):
                kind = type(part)
                put(record, from_plain(part) if kind is tuple or kind is dict else part)
            return record
        return tuple([from_plain(part) for part in value])
    if type(value) is dict:
        return {key: from_plain(part) for key, part in value.items()}
    return value


def to_builtins(value: Any) -> Any:
    """A record as dictionaries and lists, for JSON."""
    if isinstance(value, Frozen):
        return {field: to_builtins(getattr(value, field)) for field in value._fields}
    if isinstance(value, (tuple, list)):
        return [to_builtins(part) for part in value]
    if isinstance(value, dict):
        return {key: to_builtins(part) for key, part in value.items()}
    return value
