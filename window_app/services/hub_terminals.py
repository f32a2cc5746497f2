"""The terminals of a hub as its administrator sees them, and cases by a list of yesterday."""

from __future__ import annotations

from dataclasses import dataclass

from data.clock import from_text, legal_day
from data.rules.case import Case
from data.store import cases, catalogues, feeds, members
from data.store.engine import Unit
from data.store.members import FeedRefused, Member
from window_app.services.office import Office


@dataclass(frozen=True, slots=True)
class TerminalView:
    """A terminal that joined; times are UTC text.

    last_number: of its feed, at the hub
    seen: when it pulled last
    refused: why the hub takes nothing more of its feed
    awaited: the hub was restored, and what it had sent before has not come again yet
    """

    terminal: str
    department: str | None
    last_number: int
    seen: str | None
    refused: FeedRefused | None
    revoked: str | None
    awaited: bool


def everybody(office: Office) -> tuple[TerminalView, ...]:
    """All that ever joined, in the order of their numbers."""
    with office.store.read() as unit:
        return tuple(_view(unit, one) for one in members.everybody(unit))


@dataclass(frozen=True, slots=True)
class OutdatedView:
    """A case received by a version that was not in force that day; `in_force` None: none was."""

    case: str
    received: str
    version: str
    in_force: str | None


def outdated(office: Office) -> tuple[OutdatedView, ...]:
    """Open cases that a station received before the version of that day had reached it (旧版)."""
    with office.store.read() as unit:
        found = [_outdated(unit, case) for case in cases.not_final(unit)]
    return tuple(one for one in found if one is not None)


def _outdated(unit: Unit, case: Case) -> OutdatedView | None:
    day = legal_day(from_text(case.received_at))
    known = unit.keep(f"live on {day}", lambda: catalogues.live(unit, day))
    if known is not None and known.digest == case.catalogue_digest:
        return None
    return OutdatedView(
        case.number, case.received_at, case.version, known.version if known else None
    )


def line(one: TerminalView) -> str:
    """A terminal in words."""
    words = [one.terminal, one.department or "窗口", f"收到第 {one.last_number} 条"]
    words.append(f"上次联系 {one.seen}" if one.seen else "还没有同步过")
    if one.revoked:
        words.append(f"{one.revoked} 停用")
    elif one.awaited:
        words.append("等它重新加入、传送")
    if one.refused:
        words.append(f"拒收：{one.refused.message}")
    return "  ".join(words)


def _view(unit: Unit, one: Member) -> TerminalView:
    head = feeds.head(unit, one.feed)
    return TerminalView(
        terminal=one.label,
        department=one.place.department,
        last_number=head.number if head else 0,
        seen=one.seen_at,
        refused=one.refused,
        revoked=one.revoked_at,
        awaited=one.is_awaited and one.revoked_at is None,
    )
