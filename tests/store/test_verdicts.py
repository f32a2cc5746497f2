"""An event that was set aside, and all main-line events based on it, are left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from data.rules.case import Case, Status
from data.store import cases, journal, people, replay
from data.store.engine import Store
from data.store.tables import VerdictRow


@pytest.fixture
def line(receive: Callable[..., Case], write: Any, accepted: Any) -> list[str]:
    """received, accepted, step_passed, and a note between: their ids."""
    case = receive()
    ids = []
    for kind, body in (
        ("accepted", accepted),
        ("corrected", {"contact": {"phone": "1"}}),
        ("step_passed", {"step": "材料审查", "terminal": "0001-03"}),
    ):
        event, case = write(case, kind, body)
        ids.append(event.id)
    return ids


def aside(store: Store, event_id: str) -> None:
    with store.write() as unit:
        unit.insert(
            VerdictRow,
            {
                "event_id": event_id,
                "outcome": "set_aside",
                "why": "别处已经办理",
                "at": "2026-11-23T02:00:00.000Z",
                "hub_feed": "h" * 64,
                "signature": "",
            },
        )


def test_what_rests_on_it_goes_with_it_and_notes_stay(store: Store, line: list[str]) -> None:
    aside(store, line[0])
    with store.read() as unit:
        events = journal.events_of(unit, "case-1")
        case, problem = replay.project(events, journal.set_aside(unit))
        assert journal.set_aside(unit) == {line[0]: "别处已经办理"}
    assert problem is None
    assert case is not None
    assert case.status is Status.RECEIVED
    assert case.due is None
    assert case.contact["phone"].value == "1"
    assert replay.based_on(events, [line[0]]) == {line[0], line[2]}


def test_the_last_event_alone(store: Store, line: list[str]) -> None:
    aside(store, line[2])
    with store.read() as unit:
        case, problem = replay.project(journal.events_of(unit, "case-1"), journal.set_aside(unit))
    assert problem is None
    assert case is not None
    assert case.status is Status.ACCEPTED
    assert case.steps_passed == ()


def test_a_note_alone(store: Store, line: list[str]) -> None:
    aside(store, line[1])
    with store.read() as unit:
        case, problem = replay.project(journal.events_of(unit, "case-1"), journal.set_aside(unit))
    assert problem is None
    assert case is not None
    assert (case.status, case.contact) == (Status.REVIEWING, {})


def test_without_its_first_event_there_is_no_case(store: Store, line: list[str]) -> None:
    with store.read() as unit:
        events = journal.events_of(unit, "case-1")
    received = next(e for e in events if e.kind == "received")
    assert replay.project(events, [received.id]) == (None, None)


def test_verify_wants_the_tables_to_mind_the_verdict(store: Store, line: list[str]) -> None:
    aside(store, line[0])
    with store.read() as unit:
        events = journal.events_of(unit, "case-1")
        case, _problem = replay.project(events, journal.set_aside(unit))
        assert [p.problem for p in replay.verify(unit, replay=True).problems] == [
            "办件表和事件对不上"
        ]
    assert case is not None
    with store.write() as unit:
        cases.save(unit, case, next(e for e in events if e.kind == "received"))
    with store.read() as unit:
        assert replay.verify(unit, replay=True).problems == ()


def test_what_it_taught_is_left_out_too(
    store: Store, receive: Callable[..., Case], write: Any
) -> None:
    case = receive(supplement_way="keep")
    told = {"told_on": "2026-11-23", "deadline": "2026-12-21", "points": [], "terminal": "0001-03"}
    first, case = write(case, "supplement_requested", told)
    brought = {
        "number": case.number,
        "owner": "credit_code:91441803MA59L01K99",
        "materials": [{"id": "x", "name": "许可证", "mark": "ok", "certificate": "permit"}],
        "materials_day": "2026-11-24",
        "terminal": "0001-03",
    }
    write(case, "supplemented", brought)
    with store.read() as unit:
        owner = "credit_code:91441803MA59L01K99"
        assert len(people.certificates_of(unit, owner)) == 2
    aside(store, first.id)
    with store.read() as unit:
        events = journal.events_of(unit, "case-1")
        left_out = replay.based_on(events, journal.set_aside(unit))
        _records, archive, _flags = people.expected([e for e in events if e.id not in left_out])
    assert [certificate for _owner, certificate in archive] == ["business_licence"]
