"""`window queue list|claim|release`: the tasks of this terminal's department or station."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from data.errors import InputError, Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked
from window_app.cli.cases import Number
from window_app.cli.connected import joined_hub
from window_app.cli.results import app

if TYPE_CHECKING:
    from window_app.services.office import Office
    from window_app.views import TaskView

T = TypeVar("T")


def add_to(root: typer.Typer) -> None:
    """The commands stand in the group that `results` adds to the root."""
    app.command("list")(list_tasks)
    app.command()(claim)
    app.command()(release)


def list_tasks(
    context: typer.Context,
    department: Annotated[str | None, typer.Option(help="只列这个部门的。")] = None,
    as_json: AsJson = False,
) -> None:
    """列出移交给本部门、本站的任务；没有加入中心的，列出本机移交出去的。"""
    office = asked(context).office()
    found = _tasks(office, department, as_json=as_json)
    lines = [
        f"{one.number} {one.item} {one.step or '-'} {one.due or '-'} {one.leased_to or ''}"
        for one in found
    ]
    out.answer(found, "\n".join(lines) or "没有任务。", as_json=as_json)


def claim(
    context: typer.Context,
    number: Annotated[str | None, typer.Argument(metavar="NUMBER", help="办件编号。")] = None,
    count: Annotated[int, typer.Option(help="领最急的几件，1 至 100。")] = 1,
    as_json: AsJson = False,
) -> None:
    """领取任务：写编号领这一件，不写领最急的。"""
    from data.rules.numbers import parse_case_number
    from window_app.services import queueing

    if not 1 <= count <= 100:
        raise InputError("count_wrong", f"--count 是 1 至 100：{count}", field="--count")
    whole = None if number is None else str(parse_case_number(number))
    office, who = asked(context).acting(as_json=as_json)
    with joined_hub(office, as_json=as_json) as hub:
        given = _or_refuse(
            queueing.claim(office, hub, who, number=whole, count=count), as_json=as_json
        )
    lines = [f"已领取 {one.number}，到 {one.until or '办完为止'}。" for one in given]
    out.answer(given, "\n".join(lines) or "没有可以领的任务。", as_json=as_json)


def release(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """放回领取的任务，别人可以领。"""
    from window_app.services import queueing

    office, who = asked(context).acting(as_json=as_json)
    with joined_hub(office, as_json=as_json) as hub:
        given = _or_refuse(queueing.release(office, hub, who, number), as_json=as_json)
    out.answer(given, f"已放回 {given.number}。", as_json=as_json)


def _tasks(office: Office, department: str | None, *, as_json: bool) -> tuple[TaskView, ...]:
    from window_app.services import queueing, syncing

    if isinstance(syncing.joined_to(office), Refusal):
        return queueing.offered_here(office, department=department)
    with joined_hub(office, as_json=as_json) as hub:
        found = queueing.offered_to_us(office, hub, department=department)
        return _or_refuse(found, as_json=as_json)


def _or_refuse(answer: T | Refusal, *, as_json: bool) -> T:
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    return answer
