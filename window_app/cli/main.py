"""The `window` command: options that stand before it, its groups, and its one way out.

Nothing heavy is loaded here: `--help` brings up neither SQLModel nor Textual.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from data.errors import InputError, WindowError
from window_app.cli import (
    case_acts,
    case_papers,
    cases,
    catalogues,
    checks,
    couriers,
    exports,
    homes,
    hubs,
    out,
    papers,
    people,
    persons,
    printers,
    queues,
    results,
    syncs,
    terminals,
)
from window_app.cli.asked import Asked

app = typer.Typer(
    name="window",
    help="一窗：综合窗口的收件、受理和打印。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
checks.add_to(app)
homes.add_to(app)
papers.add_to(app)
terminals.add_to(app)
results.add_to(app)
queues.add_to(app)
syncs.add_to(app)
case_acts.add_to(cases.app)
exports.add_to(cases.app)
app.add_typer(cases.app, name="case")
app.add_typer(case_papers.app, name="paper")
app.add_typer(persons.app, name="person")
app.add_typer(catalogues.app, name="catalogue")
app.add_typer(people.app, name="staff")
app.add_typer(printers.app, name="printer")
app.add_typer(hubs.app, name="hub")
app.add_typer(couriers.app, name="courier")


@app.callback()
def before(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(help="终端的数据目录(也可用环境变量 WINDOW_HOME)。")
    ] = None,
    user: Annotated[
        str | None, typer.Option("--as", help="谁在办理；密码现问，或者来自 WINDOW_PASSWORD。")
    ] = None,
) -> None:
    """Remember what stands before the command."""
    context.obj = Asked(home=home, user=user)


def run() -> None:
    """Whatever happens becomes an answer in words and an exit code."""
    out.speak_utf8()
    try:
        app(standalone_mode=False, prog_name="window")
    except (Exception, KeyboardInterrupt) as error:  # the last door: no traceback reaches a clerk
        end(error, as_json="--json" in sys.argv)


def end(error: BaseException, *, as_json: bool) -> NoReturn:
    """Tell what ended the command, and exit."""
    match error:
        case WindowError():
            out.fail(error, as_json=as_json)
        case typer.TyperException():
            _usage(error, as_json)
        case typer.Abort() | KeyboardInterrupt():
            out.warn("已停止，没有保存新的内容。")
            sys.exit(out.REFUSED)
        case typer.Exit():
            sys.exit(error.exit_code)
        case _:
            _internal(error, as_json)


def _usage(error: typer.TyperException, as_json: bool) -> NoReturn:
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message())
        sys.exit(out.MISUSED)
    parameter = getattr(error, "param", None)
    field = getattr(error, "option_name", None) or (parameter.name if parameter else None)
    words = {
        "MissingParameter": f"缺少参数 {field}。",
        "NoSuchOption": f"没有这个选项：{field}。",
        "BadParameter": f"参数 {field} 的值不对。",
        "BadOptionUsage": f"选项 {field} 用得不对。",
    }
    message = words.get(type(error).__name__, "命令写得不对，请检查命令和参数。")
    hint = "用 window --help 查看命令，用 window 命令 --help 查看参数。"
    out.fail(InputError("usage", message, hint=hint, field=field), as_json=as_json)


def _internal(error: BaseException, as_json: bool) -> NoReturn:
    """Logged with its traceback, which names code and no person."""
    logging.getLogger("window").error("internal", exc_info=error)
    message = "程序内部出错，这一步没有完成；已经保存的办件都在。"
    hint = "请把数据目录里的 window.log 交给管理员。"
    out.fail(WindowError("internal", message, hint=hint), as_json=as_json)
