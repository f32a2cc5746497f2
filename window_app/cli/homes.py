"""Commands on a home as a whole: verify it, confirm its clock, import a calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.errors import Refusal
from window_app.cli import out, safekeeping, starting
from window_app.cli.asked import AsJson, asked
from window_app.cli.demo import demo


def add_to(app: typer.Typer) -> None:
    starting.add_to(app)
    app.command()(verify)
    safekeeping.add_to(app)
    app.command()(demo)
    clock = typer.Typer(help="时钟。", no_args_is_help=True)
    clock.command("confirm")(confirm_clock)
    app.add_typer(clock, name="clock")
    calendar = typer.Typer(help="工作日日历。", no_args_is_help=True)
    calendar.command("import")(import_calendar)
    app.add_typer(calendar, name="calendar")


def verify(
    context: typer.Context,
    replay: Annotated[bool, typer.Option("--replay", help="重放全部事件，与办件表核对。")] = False,
    as_json: AsJson = False,
) -> None:
    """核对日志链、签名和办件。"""
    from window_app.services import keeping

    report = keeping.verify(asked(context).office(), replay=replay)
    lines = [f"办件 {report.cases} 件，事件 {report.events} 条，问题 {len(report.problems)} 处。"]
    lines += [
        f"  {p.problem}：{p.case or ''} {p.feed or ''} {p.number or ''}" for p in report.problems
    ]
    out.answer(report, "\n".join(lines), as_json=as_json)
    if report.problems:
        raise out.Ended(out.TROUBLE)


def confirm_clock(context: typer.Context, as_json: AsJson = False) -> None:
    """监督员确认本机时间正确，恢复办件。"""
    from window_app.services import keeping

    office, who = asked(context).acting(as_json=as_json)
    answer = keeping.confirm_clock(office, who)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer({"confirmed": answer}, f"已确认时间：{answer}", as_json=as_json)


def import_calendar(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="日历文件(CSV)。")],
    as_json: AsJson = False,
) -> None:
    """导入一个日历文件；以后的期限按它计算。"""
    from window_app.services import lists

    office, who = asked(context).acting(as_json=as_json)
    answer = lists.import_calendar(office, file, who)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    years = sorted(answer.published)
    text = f"已公布的年份：{years[0]} 至 {years[-1]}。"
    out.answer({"published": years, "digest": answer.digest}, text, as_json=as_json)
