"""What the terminal is: kept as rows, read as one frozen value."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import delete, select

from data.errors import StoreDamaged
from data.rules.item import Level, Subject
from data.store.engine import Unit
from data.store.tables import SettingRow

SETTINGS = SettingRow.__table__  # type: ignore[attr-defined]
KEY = "terminal"
HUB_STATION = "0000"  # the hub's own; no window has it


class Terminal(BaseModel):
    """A terminal's place: region 6-12 digits, station 4, terminal 2 digits.

    subjects and themes are the window's scope (empty themes: all); `department` is set where the
    station is a department's office; `carries_to` is the station that takes its errands.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    region: str
    station: str
    terminal: str
    level: Level = "county"
    subjects: tuple[Subject, ...] = ("natural", "legal")
    themes: tuple[str, ...] = ()
    department: str | None = None
    carries_to: str | None = None
    hall: str = ""
    is_demo: bool = False

    @property
    def label(self) -> str:
        """Station and terminal as events name them: 0001-03."""
        return f"{self.station}-{self.terminal}"

    @property
    def address(self) -> str:
        return f"station:{self.station}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """What is offered to these may be claimed here; the department's comes last."""
        department = (f"department:{self.department}",) if self.department else ()
        return (self.address, *department)


def write_terminal(unit: Unit, terminal: Terminal) -> None:
    """Say what this terminal is; a restored home says it anew."""
    unit.connection.execute(delete(SETTINGS).where(SETTINGS.c.key == KEY))
    unit.insert(SettingRow, {"key": KEY, "value": terminal.model_dump_json()})


def read_terminal(unit: Unit) -> Terminal:
    value = unit.connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.key == KEY)).scalar()
    try:
        return Terminal.model_validate_json(value or "")
    except ValidationError as error:
        raise StoreDamaged(
            "home_unfinished",
            "这个数据目录没有建完，或者设置被改动，不能使用。",
            hint="刚建站时断电的，请删除目录后重新 window init；否则用 window restore 恢复。",
        ) from error
