"""YAML, JSON and TOML become nodes that keep file, line and column, and whose scalars stay text as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inforce.facts.diagnostics import Refused
from inforce.facts.documents import MAX_BYTES, MAX_DEPTH, Mapping, Node, Scalar, Sequence, as_text, limited, parse


def plain(node: Node) -> object:
    """A node without its places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.pairs}


def places(node: Node) -> dict[str, tuple[int, int]]:
    """Where each scalar stands, keys too."""
    if isinstance(node, Scalar):
        return {node.text: (node.place.line, node.place.column)}
    if isinstance(node, Sequence):
        return {text: place for item in node.items for text, place in places(item).items()}
    found = {}
    for key, value in node.pairs:
        found.update({**places(key), **places(value)})
    return found


def refusal(text: str, name: str = "x.yaml") -> tuple[str, int, int]:
    with pytest.raises(Refused) as refused:
        parse(text, name)
    (problem,) = refused.value.diagnostics
    assert problem.place.file == name
    return problem.code, problem.place.line, problem.place.column


def test_every_scalar_keeps_its_line_and_column() -> None:
    text = "a: one\nb:\n  - two\n  - {c: three,   d: 'four'}\n\n# nothing\ne: >-\n  five\n"
    assert places(parse(text, "x")[0]) == {
        "a": (1, 1),
        "one": (1, 4),
        "b": (2, 1),
        "two": (3, 5),
        "c": (4, 6),
        "three": (4, 9),
        "d": (4, 18),
        "four": (4, 21),
        "e": (7, 1),
        "five": (7, 4),
    }


def test_an_embedded_text_counts_its_lines_in_the_file() -> None:
    node = parse("a: one\nb: two\n", "x.md", 40)[0]
    assert places(node) == {"a": (41, 1), "one": (41, 4), "b": (42, 1), "two": (42, 4)}
    assert node.place.file == "x.md"
    with pytest.raises(Refused) as refused:
        parse("a: [\n", "x.md", 40)
    assert refused.value.diagnostics[0].place.line == 42


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no",
        "yes",
        "08",
        "0x1F",
        "1e3",
        "1_000",
        "2024-06-01",
        "12:30:00",
        "null",
        "~",
        "True",
        "1.50",
        "=",
        "on",
        "0o17",
    ],
)
def test_a_scalar_is_the_text_that_was_written(text: str) -> None:
    node = parse(f"a: {text}\n", "x")[0]
    assert plain(node) == {"a": text}


def test_quotes_are_known() -> None:
    node = parse("a: yes\nb: 'yes'\nc: \"yes\"\n", "x")[0]
    assert isinstance(node, Mapping)
    assert [value.quoted for _, value in node.pairs if isinstance(value, Scalar)] == [False, True, True]


def test_a_key_s_value_can_be_asked_for() -> None:
    node = parse("a: 1\nb: [2]\n", "x")[0]
    assert isinstance(node, Mapping)
    assert plain(node.get("b") or node) == ["2"]
    assert node.get("c") is None


def test_json_is_read_as_it_is_written() -> None:
    text = '{"a": [1, -2.50e3, true, null, "x\\u00a7\\n\\"y\\""], "b": {}, "c": []}'
    assert plain(parse(text, "x.json")[0]) == {"a": ["1", "-2.50e3", "true", "null", 'x§\n"y"'], "b": {}, "c": []}
    assert plain(parse('{"a":1,"b":"c"}', "x.json")[0]) == {"a": "1", "b": "c"}
    assert plain(parse('{\n\t"a": [\n\t\t1\n\t]\n}', "x.json")[0]) == {"a": ["1"]}


@given(
    st.recursive(
        st.integers().map(str)
        | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")), max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_whatever_json_says_is_what_is_read(value: object) -> None:
    import json

    assert plain(parse(json.dumps([value], ensure_ascii=False), "x.json")[0]) == [value]
    assert plain(parse(json.dumps([value], ensure_ascii=True), "x.json")[0]) == [value]


def test_several_documents_are_several_nodes() -> None:
    assert [plain(node) for node in parse("---\na: 1\n---\n- 2\n...\n---\nthree\n", "x")] == [
        {"a": "1"},
        ["2"],
        "three",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ("duplicate-key", 3, 1)),
        ("x:\n  a: 1\n  'a': 3\n", ("duplicate-key", 3, 3)),
        ('{"a": 1, "a": 2}', ("duplicate-key", 1, 10)),
        ("a: &x 1\nb: *x\n", ("alias", 1, 4)),
        ("a: *x\n", ("alias", 1, 4)),
        ("&x a: 1\n", ("alias", 1, 1)),
        ("a: &x [1]\n", ("alias", 1, 4)),
        ("a:\n  - [b\nc: d\n", ("syntax", 3, 2)),
        ("? [a]\n: b\n", ("syntax", 1, 3)),
        ("a: 'b\n", ("syntax", 2, 1)),
        ("a: b: c\n", ("syntax", 1, 5)),
        ("%YAML 9.9\n---\na\n", ("syntax", 1, 1)),
        ("# nothing\n", ("file-empty", 1, 1)),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_stands(text: str, expected: tuple[str, int, int]) -> None:
    assert refusal(text) == expected


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x7f", "\ufffe"])
def test_a_character_that_no_text_holds_is_refused_where_it_stands(character: str) -> None:
    code, line, _ = refusal(f"a: b\nc:\n  - d{character}e\n")
    assert (code, line) == ("syntax", 3)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", '{"a":'])
def test_the_allowed_depth_is_exact(opening: str) -> None:
    closing = {"[": "]", "{a: ": "}", '{"a":': "}"}.get(opening, "")
    assert parse(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH, "x")
    assert refusal(opening * (MAX_DEPTH + 1) + "1" + closing * (MAX_DEPTH + 1))[0] == "too-deep"


def test_bytes_become_text_only_if_they_are_utf_8() -> None:
    assert as_text(b"\xef\xbb\xbfa: 1\n", "x") == "a: 1\n"
    assert as_text("a: §\r\nb: 2\r\n".encode(), "x") == "a: §\r\nb: 2\r\n"
    for data, code, line, column in (
        (b"a: 1\nb: \xff", "file-not-utf8", 2, 4),
        (b"\xff\xfea\0", "file-not-utf8", 1, 1),
        (b"a: 1\n\n b\0", "file-has-nul", 3, 3),
        (b"", "file-empty", 1, 1),
        (b"\xef\xbb\xbf", "file-empty", 1, 1),
        (b" \n\t\n", "file-empty", 1, 1),
    ):
        with pytest.raises(Refused) as refused:
            as_text(data, "x")
        (problem,) = refused.value.diagnostics
        assert (problem.code, problem.place.line, problem.place.column) == (code, line, column)


def test_a_mark_of_byte_order_and_windows_line_ends_shift_no_place() -> None:
    text = as_text(b"\xef\xbb\xbfa: one\r\nb:\r\n  c: two\r\n", "x")
    assert places(parse(text, "x")[0]) == {"a": (1, 1), "one": (1, 4), "b": (2, 1), "c": (3, 3), "two": (3, 6)}


def test_columns_count_characters_and_not_bytes() -> None:
    assert places(parse("{§§§: ä, b: c}\n", "x")[0])["c"] == (1, 13)
    with pytest.raises(Refused) as refused:
        as_text("§§ ".encode() + b"\xff", "x")
    assert refused.value.diagnostics[0].place.column == 4


def test_the_allowed_size_is_exact() -> None:
    assert len(limited(b" " * MAX_BYTES, "x")) == MAX_BYTES
    with pytest.raises(Refused) as refused:
        limited(b" " * (MAX_BYTES + 1), "x")
    assert refused.value.diagnostics[0].code == "file-too-large"


# TOML

TOML = """\
case = "one" # a comment
offense_date = 2024-06-01

[facts]
possesses = true
depictions = 12
"youngest_age" = "10 to 17"
care_roles = ["a",
  "b"]

[facts.more]
part = 1.50

[[priors]]
provision = "A § 1"

[[priors]]
provision = "A § 2"
"""


def test_toml_values_stay_text_and_keys_keep_their_line() -> None:
    node = parse(TOML, "x.toml")[0]
    assert plain(node) == {
        "case": "one",
        "offense_date": "2024-06-01",
        "facts": {
            "possesses": "yes",
            "depictions": "12",
            "youngest_age": "10 to 17",
            "care_roles": ["a", "b"],
            "more": {"part": "1.50"},
        },
        "priors": [{"provision": "A § 1"}, {"provision": "A § 2"}],
    }
    found = places(node)
    lines = {
        "case": 1,
        "offense_date": 2,
        "facts": 4,
        "possesses": 5,
        "depictions": 6,
        "youngest_age": 7,
        "care_roles": 8,
        "more": 11,
        "part": 12,
    }
    assert {key: found[key][0] for key in lines} == lines
    assert found["youngest_age"] == (7, 2)


def test_the_second_table_of_a_toml_list_has_its_own_line() -> None:
    node = parse(TOML, "x.toml")[0]
    assert isinstance(node, Mapping)
    tables = node.get("priors")
    assert isinstance(tables, Sequence)
    assert [table.pairs[0][0].place.line for table in tables.items if isinstance(table, Mapping)] == [15, 18]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a = 1\na = 2\n", "syntax", 2),
        ("a = \n", "syntax", 1),
        ("a = 1\nb = 08\n", "syntax", 2),
        ("a = 1\n[a]\nb = 2\n", "syntax", 2),
        ("a = " + "[" * 2_000 + "]" * 2_000, "too-deep", 0),
        ("a" + ".a" * 100 + " = 1\n", "too-deep", 1),
        ("a = " + "9" * 5_000 + "\n", "syntax", 1),
    ],
)
def test_toml_that_cannot_be_read_is_refused_where_it_stands(text: str, code: str, line: int) -> None:
    assert refusal(text, "x.toml")[:2] == (code, line)
