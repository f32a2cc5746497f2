"""`window print` and `window checklist`: paper on demand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.errors import InputError, Refusal
from window_app.cli import catalogues, out
from window_app.cli.asked import AsJson, asked

if TYPE_CHECKING:
    from window_app.views import DocumentView


def add_to(app: typer.Typer) -> None:
    app.command("print")(print_paper)
    app.command()(catalogues.checklist)


def print_paper(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="24 位办件编号。")],
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="文书种类或者文书编号。")],
    file: Annotated[Path | None, typer.Option("--out", help="写成这个 PDF 文件。")] = None,
    printer: Annotated[str | None, typer.Option(help="打印机队列名。")] = None,
    as_json: AsJson = False,
) -> None:
    """补打一份文书，内容与当时一样。"""
    from window_app.services import reprinting

    if (file is None) == (printer is None):
        raise InputError("where_to_print", "请用 --out 或者 --printer 指定一处。", field="--out")
    office, who = asked(context).acting(as_json=as_json)
    target = f"file:{file.absolute()}" if file is not None else printer
    assert target is not None
    answer = reprinting.reprint(office, number, document, who, printer=target)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    text = f"已输出 {answer.number}：{answer.path}"
    out.answer(_document_json(answer), text, as_json=as_json)


def _document_json(document: DocumentView) -> dict[str, Any]:
    value: dict[str, Any] = out.plain(document)
    del value["voided"]  # a void paper is not printed
    return value
