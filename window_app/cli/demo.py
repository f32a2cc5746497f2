"""`window demo`: a throw-away station: on screen, or by command up to its printed notice."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import Refusal
from window_app.cli import out, terminals
from window_app.cli.asked import AsJson, asked

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk

# Said on the login before the services are loaded; the demonstration has the same name.
CLERK = "演示窗口员"


def demo(
    context: typer.Context,
    no_desk: Annotated[
        bool, typer.Option("--no-desk", help="不打开画面：收一件，出受理通知书。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """建一个演示站(用完即弃)，打开收件窗口；不在终端里就收一件，出受理通知书。"""
    folder = asked(context).home or Path(tempfile.mkdtemp(prefix="window-demo-"))
    if no_desk or as_json or not terminals.is_terminal():
        _by_command(folder, as_json=as_json)
        return
    terminals.show_desk(folder, partial(_open, folder), usual_staff=CLERK)
    print(f"演示站：{folder}")


def _open(folder: Path) -> Desk:
    from window_app import demonstration, logs
    from window_app.services.desk.desk import Desk

    office = demonstration.open_or_create(folder)
    logs.write_to(folder)
    return Desk(office, facts=demonstration.facts(office), settle=terminals.settle)


def _by_command(folder: Path, *, as_json: bool) -> None:
    from window_app import demonstration
    from window_app.cli.cases import case_json
    from window_app.services import access, intake

    office = demonstration.create(folder)
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
        f"办件编号：{answer.case.number}",
        *(f"{paper.number}：{paper.path}" for paper in answer.case.documents),
    ]
    out.answer(case_json(answer.case), "\n".join(lines), as_json=as_json)
