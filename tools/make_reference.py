"""Makes docs/manual/commands.md and errors.md from the code: python tools/make_reference.py

The commands come from the Typer application, the error codes from reading the source: every
call that makes a refusal or raises an error of ours, with its sentence.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from data import errors
from data.exchange import refusals
from window_app.cli.main import app

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "manual"
ROOMS = ("data", "printing", "window_app")
NOTE = "<!-- 由 tools/make_reference.py 生成，请不要手改。 -->"
# Refused by what the list itself says; their sentence is the list's.
OF_THE_LIST = {
    "not_eligible": "清单写明的不符合条件的答复。",
    "use_item": "清单写明的答复：应当改办另一个事项。",
}
EXIT_OF_REFUSAL = 1
EXIT_OF_INPUT = 2
EXIT_OF_TROUBLE = 3
LEFT_OUT = "…"

Named = dict[str, ast.expr]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one place in the code says with a code."""

    code: str
    exit_code: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Maker:
    """What makes an error: the position of its code, and what it says if the caller does not."""

    exit_code: int
    position: int = 0
    parameters: tuple[str, ...] = ()
    call: ast.Call | None = None


def commands() -> str:
    """The command reference as Markdown."""
    top = typer.main.get_command(app)
    parts = [
        NOTE,
        "# 命令一览",
        "写在命令前面的选项对每个命令都有效：`window --home 目录 --as 用户名 命令`。",
        _table(top),
        *_described("window", top),
    ]
    return "\n\n".join(parts) + "\n"


def _described(path: str, command: Any) -> Iterator[str]:
    for name, part in getattr(command, "commands", {}).items():
        own = f"{path} {name}"
        if hasattr(part, "commands"):
            yield f"## {own}\n\n{part.help}"
            yield from _described(own, part)
        else:
            arguments = [p.metavar for p in part.params if not p.opts[0].startswith("-")]
            level = "##" if path == "window" else "###"
            yield f"{level} {' '.join([own, *arguments])}"
            yield f"{part.help}"
            yield _table(part)


def _table(command: Any) -> str:
    rows = [_row(parameter) for parameter in command.params if "--help" not in parameter.opts]
    return "\n".join(["| 参数 | 说明 | 不写时 |", "|---|---|---|", *rows])


def _row(parameter: Any) -> str:
    is_option = parameter.opts[0].startswith("-")
    name = " ".join(f"`{text}`" for text in parameter.opts) if is_option else parameter.metavar
    if parameter.required:
        left_out = "必写"
    else:
        default = parameter.default
        left_out = "" if default in (None, False, "", (), []) else f"`{default}`"
    return f"| {name} | {parameter.help or ''} | {left_out} |"


def error_codes() -> str:
    """Every error code as Markdown."""
    found: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences():
        if sentence not in found[sentence.code]:
            found[sentence.code].append(sentence)
    lines = [
        NOTE,
        "",
        "# 错误代码",
        "",
        "退出码：1 被规则拒绝，2 写法或者内容不对，3 存储、网络或者打印出了问题。"
        "“…”处是当时的内容。",
        "",
        "| 代码 | 退出码 | 说什么 | 怎么办 |",
        "|---|---|---|---|",
    ]
    for code in sorted(found):
        one = found[code]
        exits = "、".join(sorted({str(sentence.exit_code) for sentence in one}))
        messages = "<br>".join(dict.fromkeys(sentence.message for sentence in one))
        hints = "<br>".join(dict.fromkeys(s.hint for s in one if s.hint))
        lines.append(f"| `{code}` | {exits} | {messages} | {hints} |")
    return "\n".join(lines) + "\n"


def sentences() -> Iterator[Sentence]:
    """What the code says, code by code; the order is that of the files."""
    trees = [ast.parse(path.read_text("utf-8")) for path in _sources()]
    makers = _classes()
    makers |= {name: maker for tree in trees for name, maker in _forwarders(tree, makers)}
    for tree in trees:
        for call, named in _calls(tree):
            if maker := makers.get(_name(call)):
                yield from _said(call, maker, named)
    for code, message in OF_THE_LIST.items():
        yield Sentence(code, EXIT_OF_REFUSAL, message, "")


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, Named]]:
    """Every call, with the values named in its module and its function."""
    scopes: dict[ast.Call, Named] = {}
    module = _named(tree.body)
    for scope in ast.walk(tree):  # outer ones first: the innermost counts
        if isinstance(scope, ast.Module | ast.FunctionDef):
            named = module | _named(list(ast.walk(scope)))
            scopes |= {node: named for node in ast.walk(scope) if isinstance(node, ast.Call)}
    yield from scopes.items()


def _named(nodes: Sequence[ast.AST]) -> Named:
    return {
        node.targets[0].id: node.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def _sources() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def _classes() -> dict[str, Maker]:
    """The refusals and the exceptions; `super().__init__` says what the bad list says.

    An objection is why the hub sets an event aside, a problem how it answers over HTTP.
    """
    refusal = Maker(EXIT_OF_REFUSAL)
    makers = {"Refusal": refusal, "HubRefusal": refusal, "Objection": refusal}
    makers |= {"__init__": Maker(EXIT_OF_INPUT), "problem": Maker(EXIT_OF_REFUSAL, position=1)}
    for name, kind in [*vars(errors).items(), *vars(refusals).items()]:
        if isinstance(kind, type) and issubclass(kind, errors.WindowError) and name not in makers:
            is_input = issubclass(kind, errors.InputError)
            makers[name] = Maker(EXIT_OF_INPUT if is_input else EXIT_OF_TROUBLE)
    return makers


def _forwarders(tree: ast.Module, makers: dict[str, Maker]) -> Iterator[tuple[str, Maker]]:
    """Functions that make an error from a code they are given."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or node.name == "__init__":
            continue
        parameters = tuple(a.arg for a in node.args.args if a.arg != "self")
        for call in ast.walk(node):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            maker, first = makers.get(_name(call)), call.args[0]
            if maker and isinstance(first, ast.Name) and first.id in parameters:
                yield (
                    node.name,
                    Maker(maker.exit_code, parameters.index(first.id), parameters, call),
                )


def _said(node: ast.Call, maker: Maker, named: Named) -> Iterator[Sentence]:
    if len(node.args) <= maker.position:
        return
    code = node.args[maker.position]
    if not (isinstance(code, ast.Constant) and isinstance(code.value, str)):
        return
    known, call = named, node
    if maker.call is not None:
        known = named | dict(zip(maker.parameters, node.args, strict=False))
        known |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        call = maker.call
    message = call.args[1] if len(call.args) > 1 else _keyword(call, "message")
    hint = _keyword(call, "hint") or (call.args[2] if len(call.args) > 2 else None)
    yield Sentence(code.value, maker.exit_code, _words(message, known), _words(hint, known))


def _words(node: ast.expr | None, known: Named) -> str:
    """An expression as a sentence; what only a run can tell is left out."""
    match node:
        case None | ast.Constant(value=None):
            return ""
        case ast.Constant(value=str(text)):
            return text.replace("|", "\\|")
        case ast.JoinedStr(values=parts):
            return "".join(_words(part, known) for part in parts)
        case ast.FormattedValue(value=value):
            return _words(value, known)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _words(left, known) + _words(right, known)
        case ast.Name(id=name) if name in known and not isinstance(known[name], ast.Name):
            return _words(known[name], {})
    return LEFT_OUT


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == name), None)


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def main() -> None:
    MANUAL.mkdir(parents=True, exist_ok=True)
    (MANUAL / "commands.md").write_text(commands(), "utf-8")
    (MANUAL / "errors.md").write_text(error_codes(), "utf-8")


if __name__ == "__main__":
    main()
