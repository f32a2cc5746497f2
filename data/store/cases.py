"""Cases as they stand: the projection of their events, to find, list and count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from data.rules.case import CLOCK_RUNS, FINAL, OPEN, Case, Status
from data.rules.conclusion import Mark
from data.rules.event import Event
from data.store.engine import Unit
from data.store.tables import CaseRow, MarkRow, TaskRow

CASES = CaseRow.__table__  # type: ignore[attr-defined]
MARKS = MarkRow.__table__  # type: ignore[attr-defined]
TASKS = TaskRow.__table__  # type: ignore[attr-defined]
# States in which the window waits for the applicant, or the applicant for the window.
WAITING = (Status.RECEIVED, Status.SUPPLEMENTING, Status.READY)
# States in which a case that this window decides itself waits for its next step.
OURS = (Status.ACCEPTED, Status.APPROVED)
_PRINTED_DUE = func.json_extract(CASES.c.value, "$.due.promised")
_HOLDER = func.json_extract(CASES.c.value, "$.holder.kind")
_ACCEPTED = func.json_extract(CASES.c.value, "$.accepted_day")
_ROUNDS = func.json_array_length(CASES.c.value, "$.supplements")
_PROMISED = func.json_extract(CASES.c.value, "$.limits.promised")
_RECEIVED_BY = func.json_extract(CASES.c.value, "$.received_by")
_BY_ID = 'SELECT value FROM "case" WHERE case_id = :wanted'
_BY_NUMBER = 'SELECT value FROM "case" WHERE number = :wanted'
_NO_MARKS = "DELETE FROM mark WHERE case_id = :case_id"
_NO_TASKS = "DELETE FROM task WHERE case_id = :case_id"
_OPEN_NUMBERS = f"""
SELECT number FROM "case" WHERE applicant_number = :applicant AND item = :item
AND status NOT IN ({", ".join(f"'{status}'" for status in sorted(FINAL))})
"""


def save(unit: Unit, case: Case, event: Event) -> None:
    """Write the projection of a case after an event."""
    if event.is_main_line:
        rewrite(unit, case)
    else:
        unit.upsert(CaseRow, case_row(case))


def rewrite(unit: Unit, case: Case) -> None:
    """Write all that is projected of a case."""
    unit.upsert(CaseRow, case_row(case))
    unit.run(_NO_MARKS, {"case_id": case.case_id})
    unit.insert_all(MarkRow, mark_rows(case))
    unit.run(_NO_TASKS, {"case_id": case.case_id})
    unit.insert_all(TaskRow, task_rows(case))


def case_row(case: Case) -> dict[str, str]:
    """The projected row of a case."""
    return {
        "case_id": case.case_id,
        "number": case.number,
        "status": str(case.status),
        "item": case.item,
        "department": case.department,
        "station": case.station,
        "applicant_name": case.applicant.name,
        "applicant_number": case.applicant.id_number,
        "received_at": case.received_at,
        "value": case.model_dump_json(exclude_defaults=True),  # a third as long
    }


def mark_rows(case: Case) -> list[dict[str, object]]:
    """The projected rows of a case's materials, in the order of the list."""
    return [
        {
            "case_id": case.case_id,
            "position": position,
            "material": row.id,
            "person": row.person,
            "mark": None if row.mark is None else str(row.mark),
        }
        for position, row in enumerate(case.materials)
    ]


def task_rows(case: Case) -> list[dict[str, str]]:
    """The task of a case that is offered; none where it is held or final."""
    if case.holder.kind != "task" or case.status in FINAL:
        return []
    return [
        {
            "case_id": case.case_id,
            "address": case.holder.address or "",
            "status": str(case.status),
            "offered_by": case.head,
        }
    ]


def by_number(unit: Unit, number: str) -> Case | None:
    """The case with this number."""
    return _found(unit.run(_BY_NUMBER, {"wanted": number}))


def by_id(unit: Unit, case_id: str) -> Case | None:
    """The case with this identity."""
    return _found(unit.run(_BY_ID, {"wanted": case_id}))


def _found(rows: Sequence[Sequence[str]]) -> Case | None:
    return Case.model_validate_json(rows[0][0]) if rows else None


def newest(unit: Unit, *, limit: int = 200) -> list[Case]:
    """The cases received last."""
    query = select(CASES.c.value).order_by(CASES.c.received_at.desc()).limit(limit)
    return [Case.model_validate_json(v) for v in unit.connection.execute(query).scalars()]


def wanting(unit: Unit, *, today: str, limit: int) -> list[Case]:
    """Open cases that wait for the window's act, or that are past their printed day."""
    late = CASES.c.status.in_([str(s) for s in CLOCK_RUNS]) & _PRINTED_DUE.op("<")(today)
    ours = CASES.c.status.in_([str(s) for s in OURS]) & (_HOLDER == "terminal")
    query = (
        select(CASES.c.value)
        .where(CASES.c.status.in_([str(s) for s in WAITING]) | late | ours)
        .order_by(CASES.c.received_at)
        .limit(limit)
    )
    return [Case.model_validate_json(v) for v in unit.connection.execute(query).scalars()]


def taken_in(unit: Unit, *, since: str, by: str, limit: int) -> list[Case]:
    """The cases a person received since a moment (UTC text), newest first."""
    query = (
        select(CASES.c.value)
        .where(CASES.c.received_at >= since, _RECEIVED_BY.is_(by))
        .order_by(CASES.c.received_at.desc())
        .limit(limit)
    )
    return [Case.model_validate_json(v) for v in unit.connection.execute(query).scalars()]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases of a time were received, and what has become of them."""

    received: int
    accepted: int
    supplemented: int
    declined: int
    instant: int
    delivered: int


def tally(unit: Unit, *, since: str, by: str | None = None) -> Tally:
    """Counts over the cases received since a moment (UTC text), of one person or all."""
    is_accepted = _ACCEPTED.is_not(None)
    query = select(
        func.count(),
        func.count().filter(is_accepted),
        func.count().filter(_ROUNDS > 0),
        func.count().filter(CASES.c.status == str(Status.DECLINED)),
        func.count().filter(is_accepted, _PROMISED == 0),
        func.count().filter(CASES.c.status == str(Status.DELIVERED)),
    ).where(CASES.c.received_at >= since)
    if by is not None:
        query = query.where(_RECEIVED_BY.is_(by))
    return Tally(*unit.connection.execute(query).one())


def by_status(unit: Unit) -> Mapping[str, int]:
    """How many cases stand in each state."""
    query = select(CASES.c.status, func.count()).group_by(CASES.c.status)
    return {row[0]: row[1] for row in unit.connection.execute(query)}


def deferring(unit: Unit) -> list[Case]:
    """Open cases in which a material was to follow."""
    marked = select(MARKS.c.case_id).where(MARKS.c.mark == str(Mark.DEFERRED))
    query = select(CASES.c.value).where(
        CASES.c.case_id.in_(marked), CASES.c.status.in_([str(s) for s in OPEN])
    )
    return [Case.model_validate_json(v) for v in unit.connection.execute(query).scalars()]


def open_numbers(unit: Unit, applicant_number: str, item: str) -> list[str]:
    """Numbers of this person's cases for this item that are not final."""
    values = {"applicant": applicant_number, "item": item}
    return [row[0] for row in unit.run(_OPEN_NUMBERS, values)]


def with_status(unit: Unit, statuses: Sequence[str]) -> list[Case]:
    """All cases in these states, oldest first."""
    query = select(CASES.c.value).where(CASES.c.status.in_(statuses))
    found = unit.connection.execute(query.order_by(CASES.c.received_at)).scalars()
    return [Case.model_validate_json(v) for v in found]


def uses(unit: Unit, *, since: str) -> Mapping[str, int]:
    """How often each item was received here since a moment (UTC text)."""
    query = select(CASES.c.item, func.count()).where(CASES.c.received_at >= since)
    rows = unit.connection.execute(query.group_by(CASES.c.item))
    return {row[0]: row[1] for row in rows}


def projection(unit: Unit, case_id: str) -> tuple[object, ...]:
    """What is stored of a case, for `verify --replay` to hold against its events."""
    case = unit.connection.execute(select(CASES).where(CASES.c.case_id == case_id)).mappings()
    marks = unit.connection.execute(
        select(MARKS).where(MARKS.c.case_id == case_id).order_by(MARKS.c.position)
    ).mappings()
    tasks = unit.connection.execute(select(TASKS).where(TASKS.c.case_id == case_id)).mappings()
    return tuple([dict(row) for row in rows] for rows in (case, marks, tasks))


def unknown(unit: Unit, known: Sequence[str]) -> list[str]:
    """Stored cases that are not among the known identities."""
    found = unit.connection.execute(select(CASES.c.case_id)).scalars()
    return sorted(set(found) - set(known))


def not_final(unit: Unit) -> list[Case]:
    """Every case that is still open, oldest first."""
    return with_status(unit, [str(s) for s in OPEN])


def numbers_between(unit: Unit, *, since: str, until: str) -> list[str]:
    """Numbers of the cases received from a moment until another (UTC text), in order."""
    when = CASES.c.received_at
    query = select(CASES.c.number).where(when >= since, when <= until).order_by(when)
    return list(unit.connection.execute(query).scalars())


def count(unit: Unit) -> int:
    """How many cases there are."""
    return unit.connection.execute(select(func.count()).select_from(CASES)).scalar_one()


def search(unit: Unit, text: str, *, numbers: Sequence[str] = (), limit: int) -> list[Case]:
    """Cases whose applicant's name holds, or whose number begins with, the text; newest first.

    `numbers` are LIKE patterns of case numbers that are meant as well.
    """
    wanted = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    query = (
        select(CASES.c.value)
        .where(
            or_(
                CASES.c.applicant_name.like(f"%{wanted}%", escape="\\"),
                CASES.c.applicant_number.like(f"{wanted}%", escape="\\"),
                *(CASES.c.number.like(pattern) for pattern in numbers),
            )
        )
        .order_by(CASES.c.received_at.desc())
        .limit(limit)
    )
    return [Case.model_validate_json(v) for v in unit.connection.execute(query).scalars()]


def open_of(unit: Unit, applicant_number: str) -> list[Case]:
    """A person's cases that are not final."""
    query = select(CASES.c.value).where(
        CASES.c.applicant_number == applicant_number,
        CASES.c.status.not_in([str(s) for s in FINAL]),
    )
    return [Case.model_validate_json(v) for v in unit.connection.execute(query).scalars()]


def held_by(unit: Unit, feed: str) -> list[Case]:
    """Every open case that a terminal holds, by its feed; oldest first."""
    query = select(CASES.c.value).where(
        CASES.c.value.contains(feed), CASES.c.status.in_([str(s) for s in OPEN])
    )
    found = unit.connection.execute(query.order_by(CASES.c.received_at)).scalars()
    held = [Case.model_validate_json(value) for value in found]
    return [case for case in held if case.holder.kind == "terminal" and case.holder.feed == feed]
