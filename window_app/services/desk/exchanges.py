"""F7: the exchange with the hub now, and how far each case has come on its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from data.clock import SHANGHAI
from data.errors import Refusal
from data.store import cases, hub_settings, own_lines
from data.store.asides import Aside
from data.store.engine import Unit
from data.store.own_lines import OwnLine
from window_app.desk_views import LineFact, NoEffect, SyncPage, SyncRow, Tone
from window_app.services import syncing
from window_app.services.connection import Connection
from window_app.services.desk import home, no_effect
from window_app.services.desk.no_effect import STATION
from window_app.services.desk.reminding import NO_EFFECT
from window_app.services.office import Office
from window_app.views import ConnectionView, SyncView

MOST = 200  # rows
MOST_EVENTS = 2000  # own events that are looked at for them
State = tuple[str, Tone]
SENT: State = ("已达", "ok")
UNDER_WAY: State = ("传送中", "info")
WAITING: State = ("待传", "warn")
NOTED = "本站的登记"
LONE = "这台终端没有加入中心，办件都在本机，不用传送。要加入，请管理员用 window hub join。"


class Exchanges:
    """The desk's line to its hub. Every method touches the store: for thread workers."""

    def __init__(self, office: Office, connection: Connection) -> None:
        self._office = office
        self._connection = connection

    def now(self) -> SyncView | Refusal:
        """Send and fetch what waits. WindowError where the hub does not answer."""
        return self._connection.exchange_now()

    def page(self) -> SyncPage:
        """How the line stands, and the cases written on last."""
        line = self._connection.look()
        with self._office.store.read() as unit:
            joined = hub_settings.read_joined(unit)
            if joined is None:
                return SyncPage(True, False, 0, (LineFact("中心", LONE),), ())
            facts = tuple(_facts(line, joined.address))
            rows = tuple(_rows(unit, self._office))
        return SyncPage(False, line.is_exchanging, line.unsent, facts, rows)


def _facts(line: ConnectionView, address: str) -> Iterator[LineFact]:
    yield LineFact("中心", f"{line.hub_name}   {address}")
    yield _reached(line)
    if line.refused is not None:
        yield LineFact("拒收", line.refused, "bad")
    if line.last_contact is not None:
        yield LineFact("时间", *_clock_words(line.clock_difference))
    tone: Tone | None = "bad" if line.set_aside else None
    counts = f"待传 {line.queued} 条，传送中 {line.sending} 条，未生效 {line.set_aside} 件"
    yield LineFact("件数", counts, tone)


def _reached(line: ConnectionView) -> LineFact:
    last = f"上次联系 {_when(line.last_contact)}" if line.last_contact else "还没有联系过"
    if line.problem is not None:
        return LineFact("联系", f"{last}。{line.problem}", "warn")
    if line.is_exchanging:
        return LineFact("联系", f"正在传送，{last}")
    return LineFact("联系", last if line.online else f"{last}，正在连中心")


def _clock_words(difference: float) -> tuple[str, Tone | None]:
    """The hub's clock less ours, in seconds; over two minutes it is said loudly."""
    if abs(difference) <= syncing.MOST_DIFFERENCE:
        return "和中心一致", None
    minutes, seconds = divmod(round(abs(difference)), 60)
    hours, minutes = divmod(minutes, 60)
    span = f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {seconds} 秒"
    how = "慢" if difference > 0 else "快"
    return f"本机比中心{how} {span}，请校准本机时间。", "bad"


def _rows(unit: Unit, office: Office) -> list[SyncRow]:
    """What did not take effect first, then the newest.

    What the station noted beside its cases is shown as long as it is not at the hub.
    """
    aside = no_effect.by_case(unit)
    grouped: dict[str, list[OwnLine]] = {key: [] for key in aside}
    for line in own_lines.newest(unit, office.signer.feed, most=MOST_EVENTS):
        key = line.case_id or STATION
        if key in grouped or len(grouped) < MOST:
            grouped.setdefault(key, []).append(line)
    rows = [_row(unit, office, key, found, aside.get(key, ())) for key, found in grouped.items()]
    return [row for row in rows if row.number or row.tone != "ok"][:MOST]


def _row(
    unit: Unit, office: Office, key: str, events: list[OwnLine], aside: Sequence[Aside]
) -> SyncRow:
    case = cases.by_id(unit, key) if key != STATION else None
    line = home.case_line(unit, office, case) if case else None
    none = no_effect.in_words(unit, aside) if aside else None
    last = events[0] if events else aside[-1]
    state, tone = _state({event.state for event in events}, none)
    return SyncRow(
        key=key,
        number=line.number if line else "",
        short=line.short if line else "",
        applicant=line.applicant if line else "",
        item=line.item if line else NOTED,
        step=no_effect.step_name(last.kind),
        state=state,
        tone=tone,
        waiting=sum(event.state in ("queued", "sending") for event in events),
        time=_when(last.at, today=office.today().isoformat()),
        said=none.said if none else "",
        todo=none.todo if none else "",
    )


def _state(states: set[str], none: NoEffect | None) -> State:
    """The one that is least far counts; what was set aside and settled has arrived."""
    if none is not None:
        return NO_EFFECT, "bad"
    if "queued" in states:
        return WAITING
    return UNDER_WAY if "sending" in states else SENT


def _when(text: str, *, today: str = "") -> str:
    """`11-23 09:30`; of today only `09:30`, of another day only `11-20`, where `today` is given."""
    local = datetime.fromisoformat(text).astimezone(SHANGHAI)
    if not today:
        return local.strftime("%m-%d %H:%M")
    return local.strftime("%H:%M" if local.date().isoformat() == today else "%m-%d")
