"""Papers' frozen data and the jobs that print them. A paper exists only for a stored case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import RowMapping, bindparam, func, literal_column, select, update

from data.store.engine import Unit
from data.store.tables import CaseRow, DocumentRow, PrintJobRow

CASES = CaseRow.__table__  # type: ignore[attr-defined]
DOCUMENTS = DocumentRow.__table__  # type: ignore[attr-defined]
JOBS = PrintJobRow.__table__  # type: ignore[attr-defined]
UNDER_WAY = ("waiting", "printing", "sending", "sent")
FOR_A_PERSON = ("failed", "unconfirmed")
_OF_CASE = select(DOCUMENTS).where(DOCUMENTS.c.case_id == bindparam("case"))
# Papers of one act are made in one moment; only SQLite knows the order within it.
_IN_ORDER = {
    "sqlite": _OF_CASE.order_by(DOCUMENTS.c.made_at, literal_column("document.rowid")),
    "postgresql": _OF_CASE.order_by(DOCUMENTS.c.made_at, DOCUMENTS.c.number),
}
_JOBS_OF = (
    select(JOBS).where(JOBS.c.document.in_(bindparam("papers", expanding=True))).order_by(JOBS.c.id)
)
_CONFIRMED = """
SELECT number, kind, case_id, document.event_id, content, made_at, prints FROM document
JOIN outbox ON outbox.event_id = document.event_id AND outbox.state = 'received'
WHERE prints = 0 ORDER BY made_at, number
"""
_ONE_MORE_PRINT = "UPDATE document SET prints = prints + 1 WHERE number = :number RETURNING prints"


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

    state:
      waiting      nothing left this machine
      printing     a process has it; nothing left this machine yet
      sending      bytes leave: from here on the paper may exist
      sent         the printer has it whole under `reference`, and is asked how it goes
      done         it came out, or the device took it and reports nothing against it
      failed       it did not; `reason` says why
      unconfirmed  nobody knows: a person looks whether it came out
      set_aside    a person wants it no more
    reference: the file, or the printer's job.
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


@dataclass(frozen=True, slots=True)
class OpenJob:
    """A job that is not through, with its paper and the case it belongs to."""

    job: Job
    paper: StoredPaper
    case_number: str


def add(unit: Unit, paper: StoredPaper) -> None:
    unit.insert(
        DocumentRow,
        {name: getattr(paper, name) for name in DocumentRow.model_fields},
    )


def find(unit: Unit, number: str) -> StoredPaper | None:
    query = select(DOCUMENTS).where(DOCUMENTS.c.number == number)
    row = unit.connection.execute(query).mappings().first()
    return None if row is None else StoredPaper(**row)


def confirmed(unit: Unit) -> list[StoredPaper]:
    """Papers that were never printed, whose events the hub has taken by now."""
    return [StoredPaper(*row) for row in unit.run(_CONFIRMED, {})]


def of_case(unit: Unit, case_id: str) -> list[StoredPaper]:
    """The papers of a case in the order they were made."""
    query = _IN_ORDER[unit.connection.dialect.name]
    rows = unit.connection.execute(query, {"case": case_id})
    return [StoredPaper(**row) for row in rows.mappings()]


def order_print(unit: Unit, number: str, printer: str, *, copies: int, at: str) -> int:
    """Put a print of this paper into the spool; a second print of a paper is a reprint."""
    prints = unit.run(_ONE_MORE_PRINT, {"number": number})[0][0]
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
    """Take a waiting job for printing; None where another took it or it is through."""
    statement = (
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.state == "waiting")
        .values(state="printing", attempts=JOBS.c.attempts + 1, reason=None)
        .returning(*JOBS.c)
    )
    row = unit.connection.execute(statement).mappings().first()
    return None if row is None else _job(row)


def begin_sending(unit: Unit, job_id: int) -> None:
    """Before the first byte leaves this machine."""
    _change(unit, job_id, state="sending")


def note_sent(unit: Unit, job_id: int, *, reference: str) -> None:
    """The printer has the job whole, under a reference of its own."""
    _change(unit, job_id, state="sent", reference=reference)


def note_reason(unit: Unit, job_id: int, reason: str | None) -> None:
    """What the printer reports while it has the job."""
    _change(unit, job_id, reason=reason)


def finish_job(unit: Unit, job_id: int, *, reference: str | None, at: str) -> None:
    _change(unit, job_id, state="done", reason=None, reference=reference, done_at=at)


def fail_job(unit: Unit, job_id: int, *, reason: str) -> None:
    _change(unit, job_id, state="failed", reason=reason)


def doubt_job(unit: Unit, job_id: int, *, reason: str) -> None:
    """The paper may have come out: a person looks."""
    _change(unit, job_id, state="unconfirmed", reason=reason)


def drop_job(unit: Unit, job_id: int) -> None:
    """A person wants this print no more; its reason stays."""
    _change(unit, job_id, state="set_aside")


def wait_again(unit: Unit, job_id: int) -> None:
    """A job that failed is to be printed after all."""
    _change(unit, job_id, state="waiting", reason=None)


def failed_count(unit: Unit) -> int:
    """How many prints wait for a person: they failed, or nobody knows."""
    query = select(func.count()).select_from(JOBS).where(JOBS.c.state.in_(FOR_A_PERSON))
    return unit.connection.execute(query).scalar_one()


def find_job(unit: Unit, job_id: int) -> Job | None:
    row = unit.connection.execute(select(JOBS).where(JOBS.c.id == job_id)).mappings().first()
    return None if row is None else _job(row)


def jobs_of(unit: Unit, numbers: list[str]) -> list[Job]:
    """All prints of these papers, oldest first."""
    rows = unit.connection.execute(_JOBS_OF, {"papers": numbers}).mappings()
    return [_job(row) for row in rows]


def open_jobs(unit: Unit) -> list[OpenJob]:
    """The jobs that are not through, oldest first."""
    query = select(JOBS).where(JOBS.c.state.in_([*UNDER_WAY, *FOR_A_PERSON])).order_by(JOBS.c.id)
    jobs = [_job(row) for row in unit.connection.execute(query).mappings()]
    found: list[OpenJob] = []
    for job in jobs:
        paper = find(unit, job.document)
        assert paper is not None  # the store's own foreign key
        number = select(CASES.c.number).where(CASES.c.case_id == paper.case_id)
        found.append(OpenJob(job, paper, unit.connection.execute(number).scalar_one()))
    return found


def busy_printers(unit: Unit) -> list[str]:
    """The printers that have jobs under way, by name."""
    query = select(JOBS.c.printer).where(JOBS.c.state.in_(UNDER_WAY)).distinct()
    return sorted(unit.connection.execute(query).scalars())


def release_jobs(unit: Unit, printer: str, *, doubt: str) -> list[Job]:
    """What a dead process left at a printer: the jobs to print (waiting) and to ask after (sent).

    A job whose bytes were leaving is not printed again: it is in doubt, for this reason.
    """
    of_printer = update(JOBS).where(JOBS.c.printer == printer)
    unit.connection.execute(
        of_printer.where(JOBS.c.state == "sending").values(state="unconfirmed", reason=doubt)
    )
    unit.connection.execute(of_printer.where(JOBS.c.state == "printing").values(state="waiting"))
    query = select(JOBS).where(JOBS.c.printer == printer, JOBS.c.state.in_(["waiting", "sent"]))
    rows = unit.connection.execute(query.order_by(JOBS.c.id)).mappings()
    return [_job(row) for row in rows]


def doubt_under_way(unit: Unit, *, reason: str) -> None:
    """Of jobs in a store that stood still while the world went on, nobody knows."""
    values = {"state": "unconfirmed", "reason": reason}
    unit.connection.execute(update(JOBS).where(JOBS.c.state.in_(UNDER_WAY)).values(values))


def redirect_jobs(unit: Unit, kind: str, *, before: str, after: str) -> None:
    """Papers of a kind that did not reach one printer are bound for another from now on."""
    of_kind = select(DOCUMENTS.c.number).where(DOCUMENTS.c.kind == kind)
    unit.connection.execute(
        update(JOBS)
        .where(
            JOBS.c.printer == before,
            JOBS.c.state.in_(["waiting", "failed"]),
            JOBS.c.document.in_(of_kind),
        )
        .values(printer=after)
    )


def _change(unit: Unit, job_id: int, **values: str | None) -> None:
    unit.connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(values))


def _job(row: RowMapping) -> Job:
    return Job(**{name: row[name] for name in Job.__dataclass_fields__})
