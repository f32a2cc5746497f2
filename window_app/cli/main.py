"""The `window` command: options that stand before it, its groups, and its one way out.

Nothing heavy is loaded here: `--help` brings up neither SQLModel nor Textual.
"""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from data.errors import InputError, WindowError
from window_app.cli import cases, catalogues, checks, homes, out, papers, people, results, terminals
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
app.add_typer(cases.app, name="case")
app.add_typer(catalogues.app, name="catalogue")
app.add_typer(people.app, name="staff")


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
    """The entry point: whatever happens becomes an answer in words and an exit code."""
    as_json = "--json" in sys.argv
    _speak_utf8()
    try:
        app(standalone_mode=False, prog_name="window")
    except WindowError as error:
        _end(error, as_json)
    except typer.TyperException as error:
        _usage(error, as_json)
    except (typer.Abort, KeyboardInterrupt):
        out.warn("已停止，没有保存新的内容。")
        sys.exit(out.REFUSED)
    except typer.Exit as ended:
        sys.exit(ended.exit_code)
    except Exception as error:  # the last door: no traceback reaches a clerk
        _internal(error, as_json)


def _speak_utf8() -> None:
    """Answers are UTF-8 whatever the machine's own encoding; what cannot be written becomes ?."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _usage(error: typer.TyperException, as_json: bool) -> None:
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
    _end(InputError("usage", message, hint=hint, field=field), as_json)


def _internal(error: Exception, as_json: bool) -> None:
    """Logged with its traceback, which names code and no person."""
    logging.getLogger("window").error("internal", exc_info=error)
    message = "程序内部出错，这一步没有完成；已经保存的办件都在。"
    hint = "请把数据目录里的 window.log 交给管理员。"
    _end(WindowError("internal", message, hint=hint), as_json)


def _end(error: WindowError, as_json: bool) -> None:
    out.fail(error, as_json=as_json)
