"""The hub's judgement of one event: whether it applies on what the hub has, and if not, why.

Head, transition, holder, fence, role and department are asked; hashes and signatures were checked
before. What does not fit is set aside with a reason, never dropped and never applied later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from data.errors import InputError
from data.rules.case import Case, Status
from data.rules.event import MAIN_LINE, Event, Kind
from data.rules.lifecycle import NOTES, TABLE
from data.rules.lifecycle import refusal as table_refusal
from data.rules.numbers import parse_case_number
from data.rules.words import EVENT_NAMES, Role
from data.store import cases, catalogues, queue, staff
from data.store.engine import Unit
from data.store.members import Member

SYSTEM = "system"
KINDS = frozenset(str(kind) for kind in Kind)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an event is set aside: a code, and a sentence for the person who wrote it."""

    code: str
    why: str


def objection(
    unit: Unit, event: Event, case: Case | None, writer: Member, *, again: bool = False
) -> Objection | None:
    """What stands against an event of a case; None where it applies.

    `again`: the hub took it before it was restored; of holder and person it was asked then.
    """
    if event.kind not in KINDS:
        return Objection("kind_unknown", "中心的程序不认识这种事件，请升级中心。")
    kind = Kind(event.kind)
    if kind is Kind.RECEIVED:
        return _beginning(unit, event, case, writer, again)
    if case is None:
        return Objection("case_unknown", "中心没有这件的收件记录。")
    if kind in MAIN_LINE:
        return _main_line(unit, event, case, kind) or (
            None if again else _writer(unit, event, case, writer, kind)
        )
    return None if again else _actor(unit, event, case, NOTES[kind], kind)


def _beginning(
    unit: Unit, event: Event, case: Case | None, writer: Member, again: bool
) -> Objection | None:
    number = str((event.body or {}).get("number", ""))
    if case is not None or event.base is not None:
        return Objection("case_exists", "这件已经收过了。")
    if not _is_own(number, writer):
        return Objection("number_not_yours", f"编号 {number} 不是这台终端的。")
    if cases.by_number(unit, number) is not None:
        return Objection("number_twice", f"编号 {number} 已经有了。")
    if (problem := _version(unit, event.body or {})) is not None:
        return problem
    if again:
        return None
    return _who(unit, event, TABLE[Status.DRAFT, Kind.RECEIVED].window, Kind.RECEIVED, None)


def _version(unit: Unit, body: Mapping[str, Any]) -> Objection | None:
    """A list version that is here with other content; one that is not here is taken."""
    named = str(body.get("version", ""))
    known = unit.keep("list versions", partial(_digests, unit))
    if known.get(named, body.get("catalogue_digest")) == body.get("catalogue_digest"):
        return None
    return Objection("version_differs", f"清单版本 {named} 的内容和中心的不同。")


def _digests(unit: Unit) -> dict[str, str]:
    """Version -> digest; read once for all events of a batch."""
    return {version.version: version.digest for version in catalogues.versions(unit)}


def _is_own(number: str, writer: Member) -> bool:
    try:
        parts = parse_case_number(number)
    except InputError:
        return False
    return (parts.station, parts.terminal) == (writer.place.station, writer.terminal)


def _main_line(unit: Unit, event: Event, case: Case, kind: Kind) -> Objection | None:
    """Whether it follows on what the hub has."""
    if event.base != case.head:
        return Objection("head_moved", f"别处先办了这件，这一步“{EVENT_NAMES[kind]}”接不上。")
    refused = table_refusal(case.status, kind, frozenset(Role), case.holder.side)
    if refused is not None:
        return Objection(refused.code, refused.message)
    return None


def _writer(unit: Unit, event: Event, case: Case, writer: Member, kind: Kind) -> Objection | None:
    """Whether this terminal and person may write it."""
    row = TABLE[case.status, kind]
    if row.needs_holder and (problem := _holder(unit, event, case, writer)) is not None:
        return problem
    allowed = row.window if case.holder.side == "window" else row.department
    return _actor(unit, event, case, allowed, kind)


def _holder(unit: Unit, event: Event, case: Case, writer: Member) -> Objection | None:
    """Only the holder writes: the terminal that holds, or the one with the task's last fence.

    What a station's terminal did with its own station's task before it joined names no fence.
    """
    if case.holder.kind == "terminal":
        if case.holder.feed == event.feed:
            return None
        return Objection("not_holder", f"这件由 {case.holder.terminal} 办理，不在这台终端手里。")
    last = queue.last_claim(unit, case.case_id)
    fence = (event.body or {}).get("fence")
    is_own = case.holder.address == f"station:{writer.place.station}"
    if is_own and fence is None and (last is None or last.feed == event.feed):
        return None
    if last is None or fence is None:
        return Objection("not_claimed", "这件还没有领取，不能办。")
    if (last.fence, last.feed) != (fence, event.feed):
        return Objection("fence_old", "领取已经过期，这件后来由别人领走了。")
    return None


def _actor(
    unit: Unit, event: Event, case: Case, allowed: frozenset[Role], kind: Kind
) -> Objection | None:
    department = None
    if case.holder.side == "department" and kind in MAIN_LINE:
        department = (case.holder.address or "").removeprefix("department:")
    return _who(unit, event, allowed, kind, department)


def _who(
    unit: Unit, event: Event, allowed: frozenset[Role], kind: Kind, department: str | None
) -> Objection | None:
    """The person's role, and for a department's act their department."""
    if event.actor == SYSTEM:
        may = Role.SYSTEM in allowed
        return None if may else Objection("role_may_not", "系统不能办这一步。")
    found = unit.keep(f"account of {event.actor}", partial(staff.find, unit, event.actor))
    if found is None:
        return Objection("actor_unknown", f"中心没有账号“{event.actor}”。")
    account = found[0]
    if allowed.isdisjoint(account.roles):
        return Objection("role_may_not", f"“{account.name}”的角色不能{EVENT_NAMES[kind]}。")
    over_all = not account.roles.isdisjoint({Role.SUPERVISOR, Role.ADMINISTRATOR})
    if department and account.department != department and not over_all:
        return Objection("other_department", f"“{account.name}”不是这个部门的。")
    return None
