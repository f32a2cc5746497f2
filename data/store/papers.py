"""Papers' frozen data and the jobs that print them. A paper exists only for a stored case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import RowMapping, bindparam, func, literal_column, select, update

from data.store.engine import Unit
from data.store.tables import DocumentRow, PrintJobRow

DOCUMENTS = DocumentRow.__table__  # type: ignore[attr-defined]
JOBS = PrintJobRow.__table__  # type: ignore[attr-defined]
_OF_CASE = (
    select(DOCUMENTS)
    .where(DOCUMENTS.c.case_id == bindparam("case"))
    .order_by(DOCUMENTS.c.made_at, literal_column("document.rowid"))
)
_JOBS_OF = (
    select(JOBS).where(JOBS.c.document.in_(bindparam("papers", expanding=True))).order_by(JOBS.c.id)
)
_ONE_MORE_PRINT = (
    update(DOCUMENTS)
    .where(DOCUMENTS.c.number == bindparam("paper"))
    .values(prints=DOCUMENTS.c.prints + 1)
    .returning(DOCUMENTS.c.prints)
)


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A numbered paper: `content` is the JSON its printed form is made from."""

    number: str
    kind: str
    case_id: str
    event_id: str
    content: str
    made_at: str
    prints: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One print of a paper; `reprint` is n of 补打第 n 次, 0 for the first.

    state: waiting, printing, done, failed; reference: the file, or the printer's job.
    """

    id: int
    document: str
    printer: str
    copies: int
    reprint: int
    state: str
    reason: str | None
    reference: str | None
    attempts: int


def add(unit: Unit, paper: StoredPaper) -> None:
    unit.insert(
        DocumentRow,
        {name: getattr(paper, name) for name in DocumentRow.model_fields},
    )


def find(unit: Unit, number: str) -> StoredPaper | None:
    query = select(DOCUMENTS).where(DOCUMENTS.c.number == number)
    row = unit.connection.execute(query).mappings().first()
    return None if row is None else StoredPaper(**row)


def of_case(unit: Unit, case_id: str) -> list[StoredPaper]:
    """The papers of a case in the order they were made."""
    rows = unit.connection.execute(_OF_CASE, {"case": case_id})
    return [StoredPaper(**row) for row in rows.mappings()]


def order_print(unit: Unit, number: str, printer: str, *, copies: int, at: str) -> int:
    """Put a print of this paper into the spool; a second print of a paper is a reprint."""
    prints: int = unit.connection.execute(_ONE_MORE_PRINT, {"paper": number}).scalar_one()
    return unit.insert(
        PrintJobRow,
        {
            "document": number,
            "printer": printer,
            "copies": copies,
            "reprint": prints - 1,
            "made_at": at,
        },
    )


def take_job(unit: Unit, job_id: int) -> Job | None:
    """Take a waiting or failed job for printing; None where another took it or it is done."""
    statement = (
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.state.in_(["waiting", "failed"]))
        .values(state="printing", attempts=JOBS.c.attempts + 1, reason=None)
        .returning(*JOBS.c)
    )
    row = unit.connection.execute(statement).mappings().first()
    return None if row is None else _job(row)


def finish_job(unit: Unit, job_id: int, *, reference: str, at: str) -> None:
    values = {"state": "done", "reference": reference, "done_at": at}
    unit.connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(values))


def fail_job(unit: Unit, job_id: int, *, reason: str) -> None:
    values = {"state": "failed", "reason": reason}
    unit.connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(values))


def left_behind(unit: Unit) -> bool:
    """Whether a job waits, or stands as in print."""
    query = select(JOBS.c.id).where(JOBS.c.state.in_(["waiting", "printing"])).limit(1)
    return unit.connection.execute(query).scalar() is not None


def failed_count(unit: Unit) -> int:
    """How many prints failed and wait for a person."""
    query = select(func.count()).select_from(JOBS).where(JOBS.c.state == "failed")
    return unit.connection.execute(query).scalar_one()


def jobs_of(unit: Unit, numbers: list[str]) -> list[Job]:
    """All prints of these papers, oldest first."""
    rows = unit.connection.execute(_JOBS_OF, {"papers": numbers}).mappings()
    return [_job(row) for row in rows]


def release_jobs(unit: Unit) -> list[Job]:
    """The jobs that wait, with those given back that a dead process left in print."""
    unit.connection.execute(update(JOBS).where(JOBS.c.state == "printing").values(state="waiting"))
    rows = unit.connection.execute(
        select(JOBS).where(JOBS.c.state == "waiting").order_by(JOBS.c.id)
    ).mappings()
    return [_job(row) for row in rows]


def _job(row: RowMapping) -> Job:
    return Job(**{name: row[name] for name in Job.__dataclass_fields__})
