"""Commands that need no home: due dates, identity numbers, credit codes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from data.clock import SystemClock, legal_day
from data.errors import InputError
from window_app.cli import out
from window_app.cli.asked import AsJson

if TYPE_CHECKING:
    from data.rules.deadlines import StoppedPeriod

MOST_DAYS = 3660


def add_to(app: typer.Typer) -> None:
    app.command("due")(due)
    app.command("id-check")(id_check)
    app.command("credit-check")(credit_check)


def due(
    start: Annotated[str, typer.Argument(metavar="DATE", help="受理日(第 0 日)，如 2026-11-20。")],
    days: Annotated[str, typer.Argument(metavar="DAYS", help="期限天数。")],
    unit: Annotated[str, typer.Option(help="working 工作日，calendar 自然日。")] = "working",
    stopped: Annotated[
        list[str] | None, typer.Option(help="不计入的期间 起..止，可以写多次。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """算一个期限的到期日。"""
    from data.rules.deadlines import Term, due_date
    from data.store.calendar_file import load_calendar

    if unit not in ("working", "calendar"):
        raise InputError(
            "unit_unknown", f"--unit 只能是 working 或者 calendar：{unit}", field="--unit"
        )
    term = Term(
        day(start, "DATE"),
        _count(days),
        "working" if unit == "working" else "calendar",
        stopped=tuple(_period(text) for text in stopped or ()),
    )
    found = due_date(term, load_calendar())
    if found is None:
        raise InputError("never_due", "期限一直停着，算不出到期日。", field="--stopped")
    value = {"due": found.day.isoformat(), "estimated": found.estimated}
    mark = "(预计)" if found.estimated else ""
    out.answer(value, f"{found.day.isoformat()}{mark}", as_json=as_json)


def id_check(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="身份证件号码。")],
    as_json: AsJson = False,
) -> None:
    """核对身份证件号码。"""
    from data.rules.identity import check_identity

    _tell(check_identity(number, legal_day(SystemClock().now())), as_json)


def credit_check(
    code: Annotated[str, typer.Argument(metavar="CODE", help="统一社会信用代码。")],
    as_json: AsJson = False,
) -> None:
    """核对统一社会信用代码。"""
    from data.rules.identity import check_credit_code

    _tell(check_credit_code(code), as_json)


def _tell(found: object, as_json: bool) -> None:
    value = out.plain(found)
    lines = [value["problem"] or f"{value['normalised']} 正确", *value["warnings"]]
    out.answer(value, "\n".join(lines), as_json=as_json)
    if not value["valid"]:
        raise out.Ended(out.REFUSED)


def day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            "date_wrong", f"“{text}”不是日期，应当像 2026-11-20。", field=field
        ) from error


def _count(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 5
    if not is_number or int(text) > MOST_DAYS:
        raise InputError("days_wrong", f"天数应当是 0 至 {MOST_DAYS} 的整数：{text}", field="DAYS")
    return int(text)


def _period(text: str) -> StoppedPeriod:
    from data.rules.deadlines import StoppedPeriod

    first, dots, last = text.partition("..")
    if not dots:
        raise InputError(
            "period_wrong",
            f"期间应当写成 起..止，如 2026-03-09..2026-03-20：{text}",
            field="--stopped",
        )
    return StoppedPeriod(day(first, "--stopped"), day(last, "--stopped"))
