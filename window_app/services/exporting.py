"""Cases written into a file that leaves the product: who did it stands in every one of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from data.clock import SHANGHAI, to_text
from data.errors import InputError, Refusal, StorageError
from data.rules.case import Case
from data.rules.event import Kind
from data.rules.lifecycle import NOTES
from data.rules.words import STATUS_NAMES, Role
from data.store import cases
from data.store.home import write_private
from data.store.staff import Account
from window_app.services import holding
from window_app.services.access import not_allowed
from window_app.services.office import Office
from window_app.services.showing import masked_applicant

EARLIEST = date(1900, 1, 1)
AT_ONCE = 100  # cases in one unit of work, so that a clerk waits only a moment
HEAD = (
    *("办件编号", "事项编码", "事项", "状态", "部门", "申请人", "证件类型", "证件号码", "联系电话"),
    *("收件时间", "受理日", "承诺办结", "法定办结"),
)
# A spreadsheet would take what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases: received from `first` to `last`, both days included; None is no bound."""

    first: date | None
    last: date | None
    is_masked: bool = True

    @property
    def since(self) -> str:
        return _moment(max(self.first or EARLIEST, EARLIEST), time.min)

    @property
    def until(self) -> str:
        return _moment(self.last or date.max, time.max)


def export(office: Office, target: Path, who: Account, wanted: Wanted) -> int | Refusal:
    """Write cases as CSV; how many there are.

    Each case notes it before the file appears: what has gone out is always written down.
    """
    if NOTES[Kind.EXPORTED].isdisjoint(who.roles):
        return not_allowed(who, Role.SUPERVISOR, "导出办件")
    if target.exists():
        raise InputError("export_exists", f"已经有了，没有覆盖：{target}", field="FILE")
    with office.store.read() as unit:
        numbers = cases.numbers_between(unit, since=wanted.since, until=wanted.until)
    rows: list[list[str]] = []
    for start in range(0, len(numbers), AT_ONCE):
        noted = _note(office, numbers[start : start + AT_ONCE], who, wanted)
        if isinstance(noted, Refusal):
            return noted
        rows += noted
    _write(target, rows)
    return len(rows)


def _note(
    office: Office, numbers: Sequence[str], who: Account, wanted: Wanted
) -> list[list[str]] | Refusal:
    rows = []
    with office.store.write() as unit:
        for number in numbers:
            case = cases.by_number(unit, number)
            assert case is not None  # a stored case never goes
            refusal = holding.act_refusal(unit, office, case, Kind.EXPORTED, who)
            if refusal is not None:
                return refusal
            rows.append(_row(case, is_masked=wanted.is_masked))
            body: dict[str, object] = {"is_masked": wanted.is_masked}
            office.append(unit, Kind.EXPORTED, body, who.name, case)
    return rows


def _row(case: Case, *, is_masked: bool) -> list[str]:
    received = datetime.fromisoformat(case.received_at).astimezone(SHANGHAI)
    person = case.applicant
    phone = case.contact["phone"].value if "phone" in case.contact else person.phone
    whole = {"name": person.name, "id_type": person.id_type, "id_number": person.id_number}
    shown = masked_applicant(case) if is_masked else {**whole, "phone": phone}
    return [
        case.number,
        case.item,
        case.item_name,
        STATUS_NAMES[case.status],
        case.department,
        *(shown[name] or "" for name in ("name", "id_type", "id_number", "phone")),
        received.strftime("%Y-%m-%d %H:%M"),
        case.accepted_day or "",
        case.due.promised if case.due else "",
        case.due.statutory if case.due else "",
    ]


def _write(target: Path, rows: Sequence[Sequence[str]]) -> None:
    """With a byte order mark, by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *(map(_harmless, row) for row in rows)])
    try:
        write_private(target, text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise not_written(target) from error


def not_written(target: Path) -> StorageError:
    return StorageError(
        "export_not_written",
        f"导出的文件没有写成：{target}",
        hint="请检查磁盘空间和目录权限再导出；办件没有受影响。",
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _moment(day: date, hour: time) -> str:
    return to_text(datetime.combine(day, hour, SHANGHAI))
