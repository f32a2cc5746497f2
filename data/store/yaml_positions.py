"""YAML 1.2 with the line of every value, read by the C parser and resolved by rules of our own.

Only `true` and `false` are flags, only decimal integers are numbers; everything else, dates and
decimals too, stays the text that was written. Anchors, aliases, tags, merge keys and repeated
keys are faults. It knows nothing of catalogues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from data.errors import Fault

MAX_BYTES = 1_000_000
MAX_DEPTH = 40

KeyPath = Sequence[str | int]

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_FLAGS = {"true": True, "false": False}
_NULLS = frozenset({"", "~", "null"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class Marks:
    """The line of a mapping or list, and of all it holds (a line, or Marks of its own)."""

    __slots__ = ("children", "line")

    def __init__(self, line: int, children: dict[str, Any] | list[Any]) -> None:
        self.line = line
        self.children = children

    def child(self, key: str | int) -> tuple[int, Marks | None] | None:
        """The line where `key` stands and what it holds; None where there is no such key."""
        if isinstance(self.children, list):
            inside = isinstance(key, int) and key < len(self.children)
            return self.children[key] if inside else None  # type: ignore[index]
        return self.children.get(key) if isinstance(key, str) else None


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its plain value and where everything in it stands."""

    file: str
    value: Any
    marks: Marks | None

    def fault(self, path: KeyPath, message: str) -> Fault:
        """A fault at `path`; where the path leads nowhere, at the nearest line above it."""
        return Fault(self.file, self.line(path), self.key(path), message)

    def line(self, path: KeyPath) -> int:
        line, marks = 1, self.marks
        for key in path:
            found = None if marks is None else marks.child(key)
            if found is None:
                break
            line, marks = found
        return line

    def known_part(self, path: KeyPath) -> tuple[str | int, ...]:
        """As much of the path as the file really holds."""
        marks, known = self.marks, 0
        for key in path:
            found = None if marks is None else marks.child(key)
            if found is None:
                break
            marks, known = found[1], known + 1
        return tuple(path[:known])

    def key(self, path: KeyPath) -> str:
        """The path as a person reads it: `materials[form].need`, `exits[2].when`."""
        value, text = self.value, ""
        for key in path:
            inner = _step(value, key)
            if isinstance(key, int):
                name = inner.get("id") if isinstance(inner, dict) else None
                text += f"[{name if isinstance(name, str) else key + 1}]"
            else:
                text += f".{key}" if text else key
            value = inner
        return text


def read_yaml(path: Path, name: str) -> tuple[Document | None, list[Fault]]:
    """The document in a file, and its faults; no document where it cannot be read as YAML."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [Fault(name, 1, "", f"文件超过 {MAX_BYTES // 1000} KB，请拆成几个文件。")]
        content = path.read_bytes()
    except OSError:
        return None, [Fault(name, 1, "", "文件读不出来，请检查文件的读取权限。")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [Fault(name, line, "", "不是 UTF-8 编码，请另存为 UTF-8。")]
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> tuple[Document | None, list[Fault]]:
    """The same for a text; `name` is the file that the faults name."""
    builder = _Builder(name)
    try:
        for event in _events(text):
            builder.take(event)
    except _Stop as stop:
        return None, [*builder.faults, Fault(name, stop.line, "", stop.message)]
    except yaml.YAMLError as error:
        line, message = _broken(error, text)
        return None, [*builder.faults, Fault(name, line, "", message)]
    if builder.value is None and not builder.faults:
        return None, [Fault(name, 1, "", "文件是空的。")]
    document = Document(name, builder.value, builder.marks)
    return (None if builder.unusable else document), builder.faults


def _events(text: str) -> Iterator[Any]:
    if _CONTROL.search(text):
        raise yaml.YAMLError
    yield from yaml.parse(text, Loader=yaml.CLoader)


def _step(value: Any, key: str | int) -> Any:
    try:
        return value[key]
    except (KeyError, IndexError, TypeError):
        return None


class _Stop(Exception):
    """A fault after which the rest of the file cannot be understood."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message


class _Frame:
    """A mapping or list that is still open."""

    __slots__ = ("key", "key_line", "line", "marks", "value")

    def __init__(self, line: int, value: Any, marks: Any) -> None:
        self.line = line
        self.value = value
        self.marks = marks
        self.key: str | None = None
        self.key_line = 0


class _Builder:
    """Puts the parser's events together: plain values and their marks."""

    def __init__(self, name: str) -> None:
        self.faults: list[Fault] = []
        self.value: Any = None
        self.marks: Marks | None = None
        self.unusable = False
        self._name = name
        self._open: list[_Frame] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._start(event, {}, {})
        elif kind is yaml.SequenceStartEvent:
            self._start(event, [], [])
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            frame = self._open.pop()
            self._put(frame.value, frame.line, Marks(frame.line, frame.marks))
        elif kind is yaml.AliasEvent:
            self._refuse(event, f"引用（*{event.anchor}）不能用，请把内容写全。")
            self._refuse_as_key(event.start_mark.line + 1)
            self._put(None, event.start_mark.line + 1, None)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                raise _Stop(
                    event.start_mark.line + 1, "一个文件里只能有一份文档，请去掉多余的“---”。"
                )

    def _start(self, event: Any, value: Any, marks: Any) -> None:
        line = event.start_mark.line + 1
        if len(self._open) >= MAX_DEPTH:
            raise _Stop(line, f"层次太深，超过 {MAX_DEPTH} 层。")
        self._refuse_as_key(line)
        self._check_plain(event)
        self._open.append(_Frame(line, value, marks))

    def _refuse_as_key(self, line: int) -> None:
        """What begins here is no word; where a key must stand the file makes no sense."""
        frame = self._open[-1] if self._open else None
        if frame is not None and frame.key is None and type(frame.value) is dict:
            raise _Stop(line, "键必须是一个词，不能是列表或另一组键值；含花括号的文字请加引号。")

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.anchor is not None or event.tag is not None:
            self._check_plain(event)
        frame = self._open[-1] if self._open else None
        if frame is not None and frame.key is None and type(frame.value) is dict:
            self._key(frame, event, line)
        else:
            plain = event.implicit[0]
            self._put(resolve(event.value) if plain else event.value, line, None)

    def _key(self, frame: _Frame, event: Any, line: int) -> None:
        key = event.value
        if key == "<<" and event.implicit[0]:
            self._refuse(event, "合并键（<<）不能用，请把内容写全。")
        elif key == "":
            raise _Stop(line, "键是空的，冒号前要写键名。")
        frame.key, frame.key_line = key, line

    def _put(self, value: Any, line: int, marks: Marks | None) -> None:
        if not self._open:
            self.value, self.marks = value, marks
            return
        frame = self._open[-1]
        if frame.key is None:
            frame.value.append(value)
            frame.marks.append((line, marks))
        elif frame.key in frame.value:
            first = frame.marks[frame.key][0]
            message = f"键“{frame.key}”重复，第 {first} 行已经写过。"
            self.faults.append(Fault(self._name, frame.key_line, self._here(), message))
            frame.key = None
        else:
            frame.value[frame.key] = value
            frame.marks[frame.key] = (frame.key_line, marks)
            frame.key = None

    def _check_plain(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, f"锚点（&{event.anchor}）不能用，请把内容写全。")
        if event.tag is not None:
            self._refuse(event, "类型标签（!）不能用；以“!”开头的文字请加引号。")

    def _refuse(self, event: Any, message: str) -> None:
        self.unusable = True
        self.faults.append(Fault(self._name, event.start_mark.line + 1, self._here(), message))

    def _here(self) -> str:
        """The path of the value that comes next, as `Document.key` writes it."""
        text = ""
        for frame in self._open:
            if type(frame.value) is list:
                text += f"[{len(frame.value) + 1}]"
            elif frame.key is not None:
                text += f".{frame.key}" if text else frame.key
        return text


def resolve(text: str) -> str | int | bool | None:
    """What an unquoted scalar means: a flag, nothing, an integer, or the text itself."""
    if text in _FLAGS:
        return _FLAGS[text]
    if text in _NULLS:
        return None
    return int(text) if _INTEGER.fullmatch(text) else text


# What the parser says, as the person who wrote the file should hear it.
_PROBLEMS = {
    "mapping values are not allowed": "冒号的位置不对；文字里有“: ”的请加引号，或检查缩进。",
    "did not find expected key": "这里的格式不对，多半是缩进没有对齐。",
    "did not find expected '-' indicator": "这里应是以“-”开头的一行，请检查缩进。",
    "did not find expected ',' or '}'": "花括号没有配对，或中间少了逗号。",
    "did not find expected ',' or ']'": "方括号没有配对，或中间少了逗号。",
    "could not find expected ':'": "这里少了冒号和值；跨行的文字请检查缩进。",
    "found unexpected end of stream": "文件没有写完，引号或括号没有配对。",
    "block sequence entries are not allowed": "“-”的位置不对，请检查缩进。",
    "found undefined tag handle": "类型标签（!）不能用；以“!”开头的文字请加引号。",
    "found unknown escape character": "双引号里的反斜线用法不对，可改用单引号。",
    "did not find expected alphabetic or numeric character": "以“*”或“&”开头的文字请加引号。",
    "found character that cannot start any token": "这个字符不能放在开头，请给文字加引号。",
}


def _broken(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line and sentence for text that is no YAML."""
    control = _CONTROL.search(text)
    if control:
        return text.count("\n", 0, control.start()) + 1, "有不能显示的控制字符，请删掉。"
    mark = getattr(error, "problem_mark", None)
    line = min(mark.line + 1 if mark else 1, text.count("\n") + 1)
    if _indented_by_tab(text, line):
        return line, "不能用制表符（Tab）缩进，请改用空格。"
    problem = getattr(error, "problem", None) or ""
    for words, message in _PROBLEMS.items():
        if words in problem:
            return line, message
    return line, "不是正确的 YAML，请检查这一行的缩进、冒号、引号和括号。"


def _indented_by_tab(text: str, line: int) -> bool:
    row = text.split("\n")[line - 1]
    return "\t" in row[: len(row) - len(row.lstrip())]
