"""The YAML reader: what plain words mean, where things stand, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.yaml_positions import MAX_BYTES, Document, parse_yaml, read_yaml, resolve


def parsed(text: str) -> Document:
    document, faults = parse_yaml(text, "f.yaml")
    assert not faults
    assert document is not None
    return document


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("", None),
        ("~", None),
        ("null", None),
        ("0", 0),
        ("12", 12),
        ("-3", -3),
        ("0012", "0012"),
        ("0o17", "0o17"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        ("12:30", "12:30"),
        ("2026.10", "2026.10"),
        ("2026-11-01", "2026-11-01"),
        ("91441803MA4UABCD1E", "91441803MA4UABCD1E"),
        ("441803199001011234", "441803199001011234"),
    ],
)
def test_a_plain_word_is_a_flag_a_number_or_itself(written: str, meant: object) -> None:
    assert resolve(written) == meant
    assert type(resolve(written)) is type(meant)
    assert parsed(f"a: {written}").value == {"a": meant}


def test_quotes_keep_words_text() -> None:
    assert parsed("a: 'true'\nb: \"12\"\nc: ''").value == {"a": "true", "b": "12", "c": ""}


def test_keys_are_always_text() -> None:
    assert parsed("{yes: 1, true: 2, 3: 4}").value == {"yes": 1, "true": 2, "3": 4}


def test_a_path_leads_to_its_line_and_reads_like_the_list() -> None:
    document = parsed("items:\n  - id: form\n    when:\n      any:\n        - {a: b}\n  - x\n")
    path = ("items", 0, "when", "any", 0, "a")
    assert document.line(path) == 5
    assert document.key(path) == "items[form].when.any[1].a"
    assert document.line(("items", 1)) == 6
    assert document.key(("items", 1)) == "items[2]"
    missing = document.fault(("items", 0, "need"), "缺少")
    assert (missing.line, missing.key) == (2, "items[form].need")


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "空的"),
        ("# nothing\n", 1, "空的"),
        ("a: [1\nb: 2\n", 2, "括号"),
        ("a: 1\n\tb: 2\n", 2, "Tab"),
        ("a:\n\tb: 2\n", 2, "Tab"),
        ("a: b: c\n", 1, "冒号"),
        ('a: 1\nb: "x\n', 3, "引号"),
        ("a: 1\n---\nb: 2\n", 2, "一份文档"),
        ("a: 1\na: 2\n", 2, "重复"),
        ("x:\n  - {b: 1, b: 2}\n", 2, "重复"),
        ("a: &x 1\n", 1, "锚点"),
        ("a: 1\nb: *x\n", 2, "引用"),
        ("*a : 1\n", 1, "引用"),
        ("{? {a: b} : 1}\n", 1, "键必须"),
        ("<<: {a: 1}\n", 1, "合并键"),
        ("a: !!str 1\n", 1, "标签"),
        ("a: !!python/object:os.system x\n", 1, "标签"),
        ("? [a, b]\n: 1\n", 1, "键必须"),
        ("a: 1\nb: \x07\n", 2, "控制字符"),
        ("a: @x\n", 1, "引号"),
        ("[" * 60, 1, "层次太深"),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_line(text: str, line: int, word: str) -> None:
    _, faults = parse_yaml(text, "f.yaml")
    assert faults, "no fault"
    assert faults[0].file == "f.yaml"
    assert faults[0].line == line
    assert word in faults[0].message
    assert not any(letters in faults[0].message for letters in ("expected", "found", "while"))


def test_a_repeated_key_is_named_with_its_path_and_the_rest_is_read() -> None:
    document, faults = parse_yaml("m:\n  - id: a\n    n: 1\n    n: 2\n", "f.yaml")
    assert [fault.key for fault in faults] == ["m[1].n"]
    assert document is not None
    assert document.value == {"m": [{"id": "a", "n": 1}]}


def test_many_anchors_do_not_explode() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 30):
        lines.append(f"a{n}: &a{n} [{', '.join(f'*a{n - 1}' for _ in range(9))}]")
    document, faults = parse_yaml("\n".join(lines), "f.yaml")
    assert document is None
    assert len(faults) == 30 + 29 * 9


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        ("a: 1\nb: 个体工商户".encode("gb18030"), 2, "UTF-8"),
        ("a: 1".encode("utf-16"), 1, "UTF-8"),
        (b"a: 1\n" * (MAX_BYTES // 5 + 1), 1, "KB"),
    ],
)
def test_a_file_of_the_wrong_sort_is_a_fault(
    tmp_path: Path, content: bytes, line: int, word: str
) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(content)
    document, faults = read_yaml(path, "f.yaml")
    assert document is None
    assert [(fault.line, word in fault.message) for fault in faults] == [(line, True)]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    document, faults = read_yaml(path, "f.yaml")
    assert not faults
    assert document is not None
    assert document.value == {"a": 1, "b": 2}


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    document, faults = read_yaml(tmp_path / "none.yaml", "none.yaml")
    assert document is None
    assert "读不出来" in faults[0].message
