"""Numbered papers: numbers before the event, frozen data and a print job with it.

All of it happens in the act's own unit of work, so no paper exists for a case that is not
stored; printing follows the commit. So is another print of a paper that is there.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.clock import to_text
from data.errors import Refusal
from data.rules.case import Case
from data.rules.event import Event, Kind
from data.rules.listing import Department
from data.rules.numbers import (
    DocumentKind,
    Ground,
    copies_of,
    document_number,
    document_word,
)
from data.store import numbering, papers, printers
from data.store.engine import Unit
from data.store.papers import StoredPaper
from data.store.staff import Account
from printing.papers import data_to_json
from window_app.services.case_papers import void_refusal
from window_app.services.holding import act_refusal
from window_app.services.notices import Maker, Plan
from window_app.services.office import Office
from window_app.services.scenes import Scene


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper that has its number and waits for its event."""

    kind: DocumentKind
    number: str
    make: Maker

    @property
    def named(self) -> dict[str, str]:
        """As the event names it."""
        return {"kind": str(self.kind), "number": self.number}


def number_papers(
    unit: Unit,
    office: Office,
    department: Department,
    item_kind: str,
    plans: list[Plan],
    *,
    ground: Ground | None = None,
) -> list[Numbered] | Refusal:
    """A number for each paper: a series for each department, word and year."""
    year = office.today().year
    words = [document_word(kind, item_kind, ground) for kind, _make in plans]
    series = [f"paper/{department.id}/{word}/{year}" for word in words]
    serials = numbering.next_serials(unit, office.home, series)
    numbered: list[Numbered] = []
    for (kind, make), word, serial in zip(plans, words, serials, strict=True):
        number = document_number(
            department.abbr,
            word,
            year=year,
            station=office.terminal.station,
            terminal=office.terminal.terminal,
            serial=serial,
        )
        if isinstance(number, Refusal):
            return number
        numbered.append(Numbered(kind, number, make))
    return numbered


def issue(
    unit: Unit,
    office: Office,
    numbered: list[Numbered],
    case: Case,
    event: Event,
    who: Account | None,
    *,
    waits: bool = False,
) -> list[int]:
    """Keep the frozen papers of an act and order their print: the jobs' ids.

    `waits`: nothing is printed before the hub's word.
    """
    catalogue = office.list_of(unit, case)
    scene = Scene(case, catalogue, office.terminal, who, office.now(), office.calendar)
    for paper in numbered:
        _keep(unit, paper, scene, event)
    return [] if waits else [_order(unit, office, paper) for paper in numbered]


def _keep(unit: Unit, numbered: Numbered, scene: Scene, event: Event) -> None:
    papers.add(
        unit,
        StoredPaper(
            number=numbered.number,
            kind=str(numbered.kind),
            case_id=scene.case.case_id,
            event_id=event.id,
            content=data_to_json(numbered.make(scene, numbered.number)),
            made_at=to_text(scene.at),
        ),
    )


def _order(unit: Unit, office: Office, numbered: Numbered) -> int:
    printer = printers.chosen(unit, str(numbered.kind), otherwise=office.default_printer)
    copies = copies_of(numbered.kind)
    at = to_text(office.now())
    return papers.order_print(unit, numbered.number, printer, copies=copies, at=at)


def order_again(
    unit: Unit, office: Office, case: Case, paper: StoredPaper, *, printer: str, who: Account
) -> int | Refusal:
    """Order another print of a paper (补打), which is in the journal: the job's id."""
    refusal = (
        act_refusal(unit, office, case, Kind.PRINTED, who)
        or void_refusal(case, paper)
        or _unconfirmed_refusal(paper)
    )
    if refusal is not None:
        return refusal
    at = to_text(office.now())
    job = papers.order_print(unit, paper.number, printer, copies=1, at=at)
    body: dict[str, object] = {"number": paper.number, "reprint": paper.prints}
    office.append(unit, Kind.PRINTED, body, who.name, case)
    return job


def _unconfirmed_refusal(paper: StoredPaper) -> Refusal | None:
    """A paper that was never printed waits for the hub's word on its act."""
    if paper.prints:
        return None
    return Refusal(
        "paper_unconfirmed",
        f"{paper.number} 还没有得到中心确认，不能打印。",
        hint="确认以后自动打印。",
    )
