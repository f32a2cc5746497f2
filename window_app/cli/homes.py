"""Commands on a home as a whole: make one, verify it, confirm its clock, import a calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from data.errors import InputError, Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked, password
from window_app.cli.demo import demo

if TYPE_CHECKING:
    from data.rules.item import Catalogue


def add_to(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(verify)
    app.command()(backup)
    app.command()(restore)
    app.command()(demo)
    clock = typer.Typer(help="时钟。", no_args_is_help=True)
    clock.command("confirm")(confirm_clock)
    app.add_typer(clock, name="clock")
    calendar = typer.Typer(help="工作日日历。", no_args_is_help=True)
    calendar.command("import")(import_calendar)
    app.add_typer(calendar, name="calendar")


def init(
    context: typer.Context,
    region: Annotated[str, typer.Option(help="行政区划代码，6、9 或 12 位。")],
    station: Annotated[str, typer.Option(help="站点号，4 位。")],
    terminal: Annotated[str, typer.Option(help="终端号，01 至 99，给出后不再用。")],
    admin: Annotated[str, typer.Option(help="系统管理员的账号名。")],
    level: Annotated[str, typer.Option(help="city county town village。")] = "county",
    subjects: Annotated[str, typer.Option(help="办理对象。")] = "natural,legal",
    themes: Annotated[str, typer.Option(help="只办这些主题，逗号隔开；不写为全部。")] = "",
    department: Annotated[str | None, typer.Option(help="部门办公室的部门代号。")] = None,
    carries_to: Annotated[str | None, typer.Option(help="代办件送到哪个站点。")] = None,
    catalogue: Annotated[Path | None, typer.Option(help="清单目录；不写用自带的示例。")] = None,
    as_json: AsJson = False,
) -> None:
    """建一个站；管理员密码来自 WINDOW_PASSWORD，或者现问。"""
    from data.rules.item import Level
    from data.rules.words import Role
    from data.store.catalogue_files import load_catalogue
    from data.store.settings import Terminal
    from window_app import bootstrap
    from window_app.services import access

    wanted = subjects.split(",")
    if not wanted or not set(wanted) <= {"natural", "legal"}:
        raise InputError(
            "subjects_wrong", f"--subjects 只能是 natural,legal：{subjects}", field="--subjects"
        )
    if level not in get_args(Level):
        words = "、".join(get_args(Level))
        raise InputError("level_wrong", f"--level 只能是 {words}：{level}", field="--level")
    found = load_catalogue(catalogue or bootstrap.shipped_catalogue())
    place = Terminal.model_validate(
        {
            "region": region,
            "station": station,
            "terminal": terminal,
            "level": level,
            "subjects": tuple(wanted),
            "themes": tuple(part for part in themes.split(",") if part),
            "department": department,
            "carries_to": carries_to,
            "hall": found.publisher,
        }
    )
    _check_known(found, place.themes, department)
    office = bootstrap.create(
        asked(context).settings(),
        place,
        found,
        access.new_account(admin, [Role.ADMINISTRATOR]),
        password("WINDOW_PASSWORD", f"管理员“{admin}”的密码", confirm=True),
    )
    value = {
        "home": str(office.home.folder),
        "station": station,
        "terminal": terminal,
        "feed": office.signer.feed,
        "catalogue": found.version,
    }
    out.answer(value, f"已建站：{office.home.folder}", as_json=as_json)


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


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份写成这个文件。")],
    as_json: AsJson = False,
) -> None:
    """备份数据库，不用停止办件；备份里没有终端密钥。"""
    from window_app.services import keeping

    office, who = asked(context).acting(as_json=as_json)
    answer = keeping.back_up(office, file, who)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer({"file": str(answer)}, f"已备份：{answer}", as_json=as_json)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件。")],
    terminal: Annotated[str, typer.Option(help="新的终端号，本站从未用过。")],
    no_hub: Annotated[
        bool, typer.Option("--no-hub", help="不会再联网：原终端持有的办件由本终端接管。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """用备份建一个新的数据目录，换新的终端号和密钥。"""
    from window_app import bootstrap

    user = asked(context).user
    office = bootstrap.restore(
        asked(context).settings(),
        file,
        terminal,
        no_hub=no_hub,
        administrator=(user, password("WINDOW_PASSWORD", "密码")) if user else None,
    )
    if isinstance(office, Refusal):
        out.refuse(office, as_json=as_json)
    value = {"home": str(office.home.folder), "terminal": terminal, "feed": office.signer.feed}
    out.answer(value, f"已恢复为终端 {office.terminal.label}。", as_json=as_json)


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


def _check_known(catalogue: Catalogue, themes: tuple[str, ...], department: str | None) -> None:
    unknown = set(themes) - {theme.id for theme in catalogue.themes}
    if unknown:
        raise InputError(
            "theme_unknown", f"清单里没有主题：{'、'.join(sorted(unknown))}", field="--themes"
        )
    if department is not None and catalogue.department(department) is None:
        raise InputError(
            "department_unknown", f"清单里没有部门：{department}", field="--department"
        )
