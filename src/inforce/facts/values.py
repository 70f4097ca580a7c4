"""What the text of a case means for a fact's type. Nothing is guessed: a text that does not fit is refused."""

from __future__ import annotations

from inforce.facts.case import Range
from inforce.facts.dates import is_date
from inforce.facts.diagnostics import Diagnostic, did_you_mean
from inforce.facts.documents import Node, Scalar
from inforce.facts.read import Problems, short
from inforce.facts.vocabulary import UNBOUNDED, Fact, Field

UNKNOWN = ("", "unknown", "~", "null", "?")
_YES = ("yes", "true", "y", "on")
_NO = ("no", "false", "n", "off")
Kind = Fact | Field


def is_unknown(node: Node | None) -> bool:
    """Whether the value is absent, blank or the word unknown."""
    return node is None or (isinstance(node, Scalar) and node.text.strip() in UNKNOWN)


def single(kind: Kind, node: Node, problems: Problems) -> Range | None:
    """The half-open range of numbers that the text allows for a bool, int, enum or ordered fact or field."""
    if not isinstance(node, Scalar):
        problems.append(Diagnostic("wrong-type", node.place, f"{kind.id} takes one value", expected(kind)))
        return None
    text = " ".join(node.text.split())
    found = _range(kind, text)
    if found is None:
        hint = expected(kind)
        if kind.values:
            hint = did_you_mean(text, kind.values) or hint
        problems.append(Diagnostic("wrong-type", node.place, f"{kind.id} cannot be {short(text)!r}", hint))
        return None
    low, high = found
    if kind.type == "int" and low >= kind.most:
        low = high
    if low >= high or low < kind.least or (high > kind.most and high < UNBOUNDED):
        problems.append(
            Diagnostic("wrong-type", node.place, f"{kind.id} cannot be {short(text)!r}", f"expected {expected(kind)}")
        )
        return None
    return max(low, kind.least), min(high, kind.most) if kind.type == "int" else high


def _range(kind: Kind, text: str) -> Range | None:
    if kind.type == "bool":
        word = text.lower()
        return (1, 2) if word in _YES else (0, 1) if word in _NO else None
    if kind.type in ("enum", "ordered"):
        for position, value in enumerate(kind.values):
            if value.lower() == text.lower().replace("_", " ") or value == text:
                return position, position + 1
        return None
    if kind.type != "int":
        return None
    words = text.split()
    numbers = [int(word) for word in words if _is_number(word)]
    shape = " ".join("#" if _is_number(word) else word.lower() for word in words)
    match shape, numbers:
        case "#", [n]:
            return n, n + 1
        case (("# to #" | "between # and #" | "# - #"), [low, high]):
            return low, high + 1
        case (("at least #" | "# or more" | "# or older"), [n]):
            return n, UNBOUNDED
        case (("at most #" | "# or less" | "# or fewer"), [n]):
            return kind.least, n + 1
        case (("under #" | "below #" | "fewer than #" | "less than #" | "younger than #"), [n]):
            return kind.least, n
        case (("over #" | "above #" | "more than #" | "older than #"), [n]):
            return n + 1, UNBOUNDED
    return None


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 10


def expected(kind: Kind) -> str:
    """What a value of this kind may be, in words."""
    if kind.type == "bool":
        return "yes or no"
    if kind.type in ("enum", "ordered", "set"):
        return ("none or a list of: " if kind.type == "set" else "one of: ") + ", ".join(kind.values)
    if kind.type == "date":
        return "a date such as 2024-06-01"
    if kind.type == "provision":
        return "a provision such as Tex. Penal Code § 43.26(a)"
    if kind.type == "records":
        return "none or a list of records"
    top = f" to {kind.most - 1}" if kind.most < UNBOUNDED else " or more"
    return f"a whole number ({kind.least}{top}) or a range such as 10 to 17, under 18, at least 50"


def field_value(field: Field, node: Node, problems: Problems) -> object:
    """A record field's value: an int or range for numbers, positions for enums, text for provisions and dates."""
    if field.type in ("bool", "int", "enum"):
        found = single(field, node, problems)
        if found is None:
            return None
        return found[0] if found[1] == found[0] + 1 else found
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if not text or (field.type == "date" and not is_date(text)):
        code = "bad-date" if field.type == "date" and text else "wrong-type"
        problems.append(
            Diagnostic(code, node.place, f"{field.id} cannot be {short(text)!r}", f"expected {expected(field)}")
        )
        return None
    return " ".join(text.split())
