"""Papers of acts that wait for the hub's word: printed once it has come, whenever that is."""

from __future__ import annotations

from data.clock import to_text
from data.rules.numbers import DocumentKind, copies_of
from data.store import papers, printers
from window_app.services import spooling
from window_app.services.office import Office


def print_all(office: Office) -> None:
    """Order and print the papers whose acts the hub has taken since."""
    with office.store.read() as unit:
        if not papers.confirmed(unit):
            return
    jobs: list[int] = []
    with office.store.write() as unit:
        for paper in papers.confirmed(unit):
            printer = printers.chosen(unit, paper.kind, otherwise=office.default_printer)
            copies = copies_of(DocumentKind(paper.kind))
            at = to_text(office.now())
            jobs.append(papers.order_print(unit, paper.number, printer, copies=copies, at=at))
    spooling.print_jobs(office, jobs)
