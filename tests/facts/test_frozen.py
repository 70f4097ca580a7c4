"""Records are immutable, compare by kind and content, and survive the way through plain tuples unchanged."""

from __future__ import annotations

import marshal
import sys
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inforce.facts.diagnostics import Diagnostic, Place
from inforce.facts.frozen import Frozen, from_plain, to_builtins, to_plain


class FrozenPoint(Frozen):
    """Two numbers, the second with a default."""

    x: int
    y: int = 7


class FrozenTwin(Frozen):
    """The same fields under another name."""

    x: int
    y: int = 7


class FrozenSolid(FrozenPoint):
    """A third dimension."""

    z: object = None


def test_fields_may_be_given_in_order_or_by_name() -> None:
    assert tuple(FrozenPoint(1, 2)) == (1, 2)
    assert FrozenPoint(1) == FrozenPoint(x=1) == FrozenPoint(1, 7) == FrozenPoint(y=7, x=1) == FrozenPoint(1, y=7)
    assert tuple(FrozenSolid(1)) == (1, 7, None)
    assert tuple(FrozenSolid(1, z=3)) == (1, 7, 3)


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, 2, 3), {}), ((1,), {"z": 2}), ((), {"y": 2}), ((1,), {"x": 2}), ((1, 2), {"y": 3})],
)
def test_what_is_missing_or_too_much_is_refused(values: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="FrozenPoint"):
        FrozenPoint(*values, **named)


def test_no_field_can_be_set_added_or_removed() -> None:
    point = FrozenPoint(1, 2)
    with pytest.raises(AttributeError):
        point.x = 5  # type: ignore[misc]
    with pytest.raises(AttributeError):
        point.z = 5  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        del point.x
    assert tuple(point) == (1, 2)
    assert not hasattr(point, "__dict__")


def test_a_copy_differs_in_what_was_changed_only() -> None:
    point = FrozenSolid(1, 2, 3)
    assert point.replace(y=9) == FrozenSolid(1, 9, 3)
    assert point == FrozenSolid(1, 2, 3)
    with pytest.raises(TypeError):
        point.replace(w=1)


def test_equality_is_by_kind_and_content() -> None:
    assert FrozenPoint(1, 2) == FrozenPoint(1, 2)
    assert FrozenPoint(1, 2) != FrozenPoint(1, 3)
    assert FrozenPoint(1, 2) != FrozenTwin(1, 2)
    assert FrozenPoint(1, 2) != (1, 2)
    assert FrozenPoint(1, 2) != FrozenSolid(1, 2)
    assert len({FrozenPoint(1, 2), FrozenPoint(1, 2), FrozenTwin(1, 2)}) == 2
    assert hash(FrozenPoint(1, 2)) == hash(FrozenPoint(1, 2))


def test_a_record_prints_as_it_is_made() -> None:
    assert repr(FrozenPoint(1, 2)) == "FrozenPoint(x=1, y=2)"


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_characters="\0"), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3)
        | st.builds(FrozenPoint, inner, inner)
        | st.builds(FrozenSolid, inner, inner, inner)
    ),
    max_leaves=10,
)


@given(PLAIN)
def test_the_way_through_plain_data_and_back_changes_nothing(value: object) -> None:
    assert from_plain(to_plain(value)) == value
    assert from_plain(marshal.loads(marshal.dumps(to_plain(value)))) == value


def test_plain_data_holds_no_record() -> None:
    def kinds(value: object) -> set[type]:
        if isinstance(value, tuple):
            return {tuple}.union(*(kinds(part) for part in value))
        if isinstance(value, dict):
            return {dict}.union(*(kinds(part) for part in value.values()))
        if isinstance(value, list):  # a record's place in the table
            assert [type(part) for part in value] == [int]
            return {list}
        return {type(value)}

    plain = to_plain(FrozenSolid(1, 2, {"a": (FrozenPoint(3), [FrozenPoint(4)])}))
    assert kinds(plain) == {tuple, dict, list, int, str}
    assert to_builtins(FrozenSolid(1, 2, {"a": (FrozenPoint(3),)})) == {"x": 1, "y": 2, "z": {"a": [{"x": 3, "y": 7}]}}


def test_plain_data_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        from_plain(((("FrozenPoint", 1),), [0]))
    with pytest.raises(KeyError):
        from_plain(((("NoSuchKind", 1),), [0]))


def test_two_modules_cannot_give_one_name_to_two_kinds() -> None:
    """The name is all that plain data keeps of the kind."""
    body = "from inforce.facts.frozen import Frozen\nclass FrozenPoint(Frozen):\n    x: int\n"
    other = types.ModuleType("another_module_with_a_point")
    sys.modules[other.__name__] = other
    try:
        with pytest.raises(TypeError, match="two kinds of record are called FrozenPoint"):
            exec(compile(body, "other.py", "exec"), other.__dict__)
    finally:
        del sys.modules[other.__name__]
    assert from_plain(to_plain(FrozenPoint(1, 2))) == FrozenPoint(1, 2)


def test_a_diagnostic_prints_place_message_code_and_hint() -> None:
    assert str(Diagnostic("syntax", Place("a.yaml", 3, 7), "says", "do")) == "a.yaml:3:7: says [syntax]\n    do"
    assert str(Diagnostic("syntax", Place("a.yaml"), "says")) == "a.yaml: says [syntax]"
