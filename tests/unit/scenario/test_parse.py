"""YAML text that is no scenario: each fault at its line, in words for somebody new to YAML."""

from pathlib import Path

import pytest

from planner.scenario.reading.parse import LARGEST_FILE_BYTES, parse_text, read_tree
from planner.scenario.reading.tree import plain


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a: b\n\tc: d\n", 2, "a tab is used where YAML wants spaces"),
        ("a: b: c\n", 1, "a second colon stands in one line"),
        ("a:1\nb: 2\n", 2, "in the line above, a space follows the colon"),
        ("a: 1\n  b: 2\n", 2, "a key does not stand here"),
        ("x: 1\na: 'y\nb: 2\n", 2, "a quotation mark is not closed"),
        ("a: [1, 2\nb: 2\n", 2, "a bracket is not closed"),
        ("a: @x\n", 1, "a value may not start with this character"),
        ("a: ]\n", 1, "a value may not start with this character"),
        ("a: 1\nb: &x 2\nc: *x\n", 3, "*x repeats a value from elsewhere"),
        ("a: *missing\n", 1, "*missing repeats a value"),
        ("a: ** bold **\n", 1, "a value may not start with * or &"),
        ("a: !!python/object:os.system x\n", 1, "a YAML tag may not stand"),
        ("a: !x y\n", 1, "a YAML tag may not stand"),
        ("!a!b c: d", 1, "a YAML tag may not stand"),
        ('a: "quoted" and more\n', 1, "more text follows a value that has ended"),
        ("- a\nb: c\n", 2, "this line is not indented like the lines above it"),
        ("a: > text\n", 1, "a value may not start with > or |"),
        ("a: 1\nb: \x07\n", 2, "a character that cannot be printed"),
        ("a: 1\n---\nb: 2\n", 2, "a second YAML document starts here"),
        ("a: - b\n", 1, "a list item does not stand here"),
        ("? [a]\n: b\n", 1, "a key must be a word"),
        ("a: 1\nb: 2\na: 3\n", 3, 'the key "a" is given twice; the first is on line 1'),
        ("[" * 5000, 1, "nested more than 16 levels deep"),
        ("", 0, "is empty"),
        ("# nothing\n", 0, "is empty"),
        ("%YAML x\n---\na: b\n", 1, "not YAML from here on"),
        ("a: 1\r\nb: 2\r\na: 3\r\n", 3, "given twice"),
    ],
)
def test_text_that_cannot_be_a_scenario(text: str, line: int, sentence: str) -> None:
    _, problems = parse_text(text, file="f.yaml")
    (problem,) = problems
    assert problem.line == line
    assert sentence in str(problem)


def test_a_bomb_of_repeated_values_is_refused_without_unfolding_it() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    _, problems = parse_text(bomb, file="f.yaml")
    assert len(problems) == 29 * 9


def test_the_caret_stands_under_the_fault() -> None:
    _, (problem,) = parse_text("a: 1\nlong: {b: 1, b: 2}\n", file="f.yaml")
    shown, caret = problem.excerpt.splitlines()
    assert shown[caret.index("^")] == "b"
    assert shown.index("b: 2") == caret.index("^")


def test_a_long_line_is_cut_around_the_fault() -> None:
    _, problems = parse_text("a: [" + "x, " * 300 + "!t y]", file="f.yaml")
    shown, caret = problems[0].excerpt.splitlines()
    assert len(shown) <= 120
    assert shown[caret.index("^")] == "!"


def test_what_is_shown_cannot_steer_a_terminal() -> None:
    _, (problem,) = parse_text('a: !t "\\e[31m"\n', file="f.yaml")
    assert str(problem).isascii()
    assert "\x1b" not in str(problem)


def test_values_stay_text_but_for_null() -> None:
    text = "a: NO\nb: 010\nc: 12:30\nd: 2021-11-22\ne: ~\nf:\ng: 'null'\nh: yes\n"
    tree, problems = parse_text(text, file="f.yaml")
    assert problems == []
    assert tree is not None
    assert plain(tree) == {
        "a": "NO",
        "b": "010",
        "c": "12:30",
        "d": "2021-11-22",
        "e": None,
        "f": None,
        "g": "null",
        "h": "yes",
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a: caf\xe9\n", "is not saved as UTF-8: line 1"),
        ("a: b\n".encode("utf-16"), "is saved as UTF-16"),
        (b"a: b\n" * (LARGEST_FILE_BYTES // 4), "a scenario has at most 262,144"),
        (b"\x00\x01\x02", "a character that cannot be printed"),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(content)
    tree, (problem,) = read_tree(path, file="f.yaml")
    assert tree is None
    assert sentence in str(problem)


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    tree, (problem,) = read_tree(tmp_path, file="f")
    assert tree is None
    assert "is a folder" in str(problem)


def test_a_byte_order_mark_is_not_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: b\n")
    tree, problems = read_tree(path, file="f.yaml")
    assert problems == []
    assert tree is not None
    assert plain(tree) == {"a": "b"}
