"""`window case export` and `scans`: what leaves the product as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.errors import Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked
from window_app.cli.cases import Number
from window_app.cli.checks import day


def add_to(app: typer.Typer) -> None:
    app.command("export")(export)
    app.command("scans")(scans)


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="写成这个 CSV 文件。")],
    first: Annotated[str | None, typer.Option("--from", help="从哪天收的件起。")] = None,
    last: Annotated[str | None, typer.Option("--to", help="到哪天收的件为止，含当天。")] = None,
    unmasked: Annotated[
        bool, typer.Option("--unmasked", help="写出完整的姓名和号码；不写则遮住。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """导出办件(监督员、系统管理员)；每一件都记下谁导出过。"""
    from window_app.services import exporting
    from window_app.services.exporting import Wanted

    wanted = Wanted(
        day(first, "--from") if first else None,
        day(last, "--to") if last else None,
        is_masked=not unmasked,
    )
    office, who = asked(context).acting(as_json=as_json)
    answer = exporting.export(office, file, who, wanted)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    value = {"file": str(file), "cases": answer}
    out.answer(value, f"已导出 {answer} 件：{file}", as_json=as_json)


def scans(
    context: typer.Context,
    number: Number,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="写进这个新目录。")],
    as_json: AsJson = False,
) -> None:
    """取出一件的扫描件；会记下谁看过。"""
    from window_app.services import scans_out

    office, who = asked(context).acting(as_json=as_json)
    answer = scans_out.write_out(office, number, folder, who)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    text = "\n".join(map(str, answer)) or "这件没有扫描件。"
    out.answer([str(path) for path in answer], text, as_json=as_json)
