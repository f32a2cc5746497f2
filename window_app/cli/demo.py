"""`window demo`: a throw-away station: on screen, or by command up to its printed notice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.errors import Refusal
from window_app.cli import opening, out
from window_app.cli.asked import AsJson, asked


def demo(
    context: typer.Context,
    no_desk: Annotated[
        bool, typer.Option("--no-desk", help="不打开画面：收一件，出受理通知书。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """建一个演示站(用完即弃)，打开收件窗口；不在终端里就收一件，出受理通知书。"""
    place = asked(context)
    if no_desk or as_json or not opening.is_terminal():
        _by_command(place.home or opening.throw_away_folder(), as_json=as_json)
    else:
        opening.demo(place)


def _by_command(folder: Path, *, as_json: bool) -> None:
    from window_app import demonstration, demonstration_loop
    from window_app.cli.cases import case_json
    from window_app.services import access, intake

    listed = demonstration.shipped()
    office = demonstration_loop.complete(demonstration.create(folder, catalogue=listed), listed)
    clerk = access.log_in(office, demonstration.CLERK, demonstration.PASSWORD)
    if isinstance(clerk, Refusal):
        out.refuse(clerk, as_json=as_json)
    answer = intake.submit(office, demonstration.intake(), clerk, folder)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    lines = [
        f"演示站：{folder}",
        f"演示账号：{demonstration.ADMIN}、{'、'.join(demonstration.STAFF)}，"
        f"密码都是 {demonstration.PASSWORD}(只用于演示)",
        f"部门的终端：{folder / demonstration_loop.REVIEW}",
        f"办件编号：{answer.case.number}",
        *(f"{paper.number}：{paper.path}" for paper in answer.case.documents),
    ]
    out.answer(case_json(answer.case), "\n".join(lines), as_json=as_json)
