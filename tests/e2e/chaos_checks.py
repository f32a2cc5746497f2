"""What must hold once the line is quiet: all comes to rest, all is equal, nothing is lost."""

from __future__ import annotations

import json
import random
from typing import Any

from chaos_places import MARKET, PLACES, REVIEWERS, Places  # beside this file
from chaos_work import ReviewWork

from data.rules.case import Case
from data.store import cases, replay
from data.store.blobs import Blobs
from data.store.engine import Store, Unit
from window_app.services import queueing, spooling, syncing
from window_app.services.office import Office
from window_app.views import SyncView

ROUNDS = 12  # exchanges of all until nothing moves
MOST_CLAIMED = 100  # at once
ACTS = 10  # that the department does when all is quiet
DEPARTMENT = f"department:{MARKET}"
LINES = "SELECT number, id, link, hash FROM event WHERE feed = :feed ORDER BY number"
STATES = """
SELECT event.id, outbox.state FROM outbox JOIN event ON event.id = outbox.event_id
WHERE event.feed = :feed ORDER BY event.number
"""
ASIDE = "SELECT event_id FROM verdict WHERE outcome = 'set_aside'"
WHY = """
SELECT verdict.code, event.kind, count(*) FROM verdict JOIN event ON event.id = verdict.event_id
WHERE verdict.outcome = 'set_aside' GROUP BY verdict.code, event.kind
"""
REFUSED = "SELECT terminal, refused_code FROM member WHERE refused_code IS NOT NULL"
QUEUE = "SELECT case_id, address, state FROM queue"
SCOPE = "SELECT case_id FROM scope WHERE address = :address"
PAPERS = """
SELECT document.number, document.prints, outbox.state FROM document
JOIN outbox ON outbox.event_id = document.event_id
"""
CLAIMS = """
SELECT event.case_id, event.feed, event_body.body FROM event
JOIN event_body ON event_body.event_id = event.id WHERE event.kind = 'claimed'
"""


def counted(places: Places) -> dict[str, int]:
    """Events and cases at the hub, events set aside and why, and cases that were decided."""
    hub = places.hub()
    with hub.store.read() as unit:
        [[events]] = unit.run("SELECT count(*) FROM event", {})
        found = every_case(unit).values()
        aside = {f"set aside: {kind}, {code}": n for code, kind, n in lines(unit, WHY, {})}
    hub.store.close()
    decided = sum(1 for case in found if case.decision is not None)
    figures = {"events": events, "set aside": sum(aside.values())}
    return {**figures, **aside, "cases": len(found), "decided": decided}


def settle(places: Places) -> None:
    """Exchange until nothing moves; the department does what waits for it."""
    offices = {name: places.office(name) for name in PLACES}
    try:
        come_to_rest(offices)
        finish(offices[REVIEWERS])
        come_to_rest(offices)
        for office in offices.values():
            spooling.resume(office)
    finally:
        for office in offices.values():
            office.store.close()


def come_to_rest(offices: dict[str, Office]) -> None:
    for _round in range(ROUNDS):
        moved = [exchanged(name, office) for name, office in offices.items()]
        if not any(moved):
            return
    raise AssertionError("the exchange never comes to rest")


def exchanged(name: str, office: Office) -> bool:
    """Whether an exchange moved anything."""
    assert office.reach is not None
    hub = office.reach()
    try:
        found = syncing.exchange(office, hub)
    finally:
        hub.close()
    expect(isinstance(found, SyncView), f"{name}: {found}")
    assert isinstance(found, SyncView)
    return bool(found.pushed or found.pulled or found.queued)


def finish(office: Office) -> None:
    """Whatever is offered to the department can be done, and claimed."""
    work = ReviewWork(office, REVIEWERS, random.Random(0))
    for _act in range(ACTS):
        said = work.do({"goes_on": 1})
        expect(said == "goes_on", said)
    hub = work.reach()
    try:
        while queueing.claim(office, hub, work.who("reviewer"), number=None, count=MOST_CLAIMED):
            pass
    finally:
        hub.close()


def check(places: Places) -> None:
    """All of it; AssertionError says what does not hold. The hub's processes are stopped."""
    hub = places.hub()
    try:
        clean("hub", hub.store)
        with hub.store.read() as unit:
            check_queue(unit)
            check_claims(unit)
            refused = lines(unit, REFUSED, {})
            expect(not refused, f"a feed is refused: {refused}")
            aside = {row[0] for row in unit.run(ASIDE, {})}
        for name in PLACES:
            check_terminal(places, name, hub.store, hub.blobs, aside)
    finally:
        hub.store.close()


def check_terminal(places: Places, name: str, hub: Store, scans: Blobs, aside: set[str]) -> None:
    """A terminal's feed is whole at the hub, and it has what is its business, as the hub has it."""
    office = places.office(name)
    clean(name, office.store)
    feed = {"feed": office.signer.feed}
    address = DEPARTMENT if name == REVIEWERS else office.terminal.address
    with office.store.read() as unit:
        own, states = lines(unit, LINES, feed), lines(unit, STATES, feed)
        mine = every_case(unit)
        check_papers(name, office, lines(unit, PAPERS, {}))
    with hub.read() as unit:
        theirs = lines(unit, LINES, feed)
        seen = {row[0] for row in unit.run(SCOPE, {"address": address})}
        wanted = {number: case for number, case in every_case(unit).items() if case.case_id in seen}
    office.store.close()
    expect(own == theirs, f"{name}: {len(own)} events here, {len(theirs)} at the hub")
    expect([row[0] for row in own] == list(range(1, len(own) + 1)), f"{name}: numbers")
    for event_id, state in states:
        told = "set_aside" if event_id in aside else "received"
        expect(state == told, f"{name}: {event_id} is {state}, not {told}")
    expect(mine.keys() == wanted.keys(), f"{name}: cases {mine.keys() ^ wanted.keys()}")
    for number, case in wanted.items():
        expect(mine[number] == case, f"{name}: {number} differs")
        for digest in scans_of(case):
            expect(office.blobs.has(digest) and scans.has(digest), f"{name}: no scan {digest}")


def check_papers(name: str, office: Office, papers: list[tuple[Any, ...]]) -> None:
    """What the hub took is printed; what a department wrote and the hub set aside never was."""
    printed = {path.stem for path in office.home.papers.glob("*.pdf")}
    for number, prints, state in papers:
        if state == "received":
            expect(prints == 1 and number in printed, f"{name}: {number} is not printed")
        elif name == REVIEWERS:
            expect(prints == 0 and number not in printed, f"{name}: {number} is printed")


def check_queue(unit: Unit) -> None:
    """One task for every case that is offered, none for any other; the department's are leased."""
    tasks = {row[0]: (row[1], row[2]) for row in unit.run(QUEUE, {})}
    for case in every_case(unit).values():
        address, state = tasks.get(case.case_id, (None, "done"))
        offered = case.holder.address if case.holder.kind == "task" else None
        expect((state != "done") == (offered is not None), f"{case.number}: task {state}")
        expect(offered in (None, address), f"{case.number}: task of {address}")
        expect(offered != DEPARTMENT or state == "leased", f"{case.number}: cannot be claimed")


def check_claims(unit: Unit) -> None:
    """No lease was ever given to two."""
    holders: dict[tuple[str, int], str] = {}
    for case_id, feed, text in unit.run(CLAIMS, {}):
        body: Any = json.loads(text)
        claim = (case_id, int(body["fence"]))
        expect(holders.setdefault(claim, feed) == feed, f"claimed twice: {claim}")


def clean(name: str, store: Store) -> None:
    with store.read() as unit:
        report = replay.verify(unit, replay=True)
    expect(report.problems == (), f"{name}: {report.problems[:5]}")
    expect(report.events > 0, f"{name}: empty")


def every_case(unit: Unit) -> dict[str, Case]:
    rows = unit.run('SELECT case_id FROM "case"', {})
    found = [cases.by_id(unit, row[0]) for row in rows]
    return {case.number: case for case in found if case is not None}


def scans_of(case: Case) -> set[str]:
    return {scan["sha256"] for row in case.materials for scan in row.scans}


def lines(unit: Unit, statement: str, values: dict[str, str]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in unit.run(statement, values)]


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)
