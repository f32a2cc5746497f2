"""A set-aside step is done anew: by the same service, on today's case, with new papers."""

from __future__ import annotations

from typing import Any

import pytest

from data.clock import to_text
from data.errors import Refusal
from data.rules.case import Status
from data.rules.event import Kind
from data.store import cases, journal, outbox, papers
from data.store.journal import Entry
from window_app.services import handing, retrying
from window_app.views import CaseView


@pytest.fixture
def world(small_world) -> Any:
    found = small_world()
    found.terminal("window")
    found.terminal("second")
    found.terminal("market")
    return found


def write(world: Any, at: str, number: str, kind: Kind, actor: str, **body: object) -> None:
    office = world.offices[at]
    with office.store.write() as unit:
        case = cases.by_number(unit, number)
        body = {**body, "terminal": office.terminal.label}
        entry = Entry(kind, body, actor, to_text(office.now()), case.case_id)
        journal.append(unit, office.signer, entry, case)


def test_an_offer_is_made_anew_by_whoever_holds_the_case_now(world) -> None:
    [case] = world.receive("window", conclude=False)
    world.sync("window")
    world.sync("second")
    who = world.who("窗口员")
    write(
        world, "second", case.number, Kind.OFFERED, "窗口员", offer_to="station:0002", why="归县里"
    )
    assert len(world.sync("second").set_aside) == 1
    refused = retrying.retry(world.offices["second"], case.number, who)
    assert isinstance(refused, Refusal) and refused.code == "not_holder"
    handing.offer(world.offices["window"], case.number, "station:0001", who, why="换人")
    world.sync("window")
    world.sync("second")
    second = world.offices["second"]
    second.reach = lambda: world.hub("second")
    done = retrying.retry(second, case.number, who)
    assert isinstance(done, CaseView) and done.holder.address == "station:0002", done
    world.sync("second")
    assert world.case("hub", case.number) == world.case("second", case.number)
    with second.store.read() as unit:
        assert outbox.aside(unit) == set()
    again = retrying.retry(second, case.number, who)
    assert isinstance(again, Refusal) and again.code == "nothing_set_aside"
    assert world.is_clean("hub") and world.is_clean("second")


def test_papers_of_the_first_time_are_voided(world) -> None:
    """The second window withdrew what it did not hold; once it does, it withdraws anew."""
    [case] = world.receive("window", conclude=False)
    world.sync("window")
    world.sync("second")
    second, who = world.offices["second"], world.who("窗口员")
    with second.store.read() as unit:
        known = cases.by_number(unit, case.number)
    paper = {"kind": "return", "number": "清新市监退字〔2026〕00010200099号"}
    write(
        world,
        "second",
        case.number,
        Kind.WITHDRAWN,
        "窗口员",
        why="申请人撤回",
        day="2026-11-23",
        papers=[paper],
    )
    with second.store.write() as unit:
        event = journal.events_of(unit, known.case_id)[-1]
        stored = papers.StoredPaper(
            paper["number"], "return", known.case_id, event.id, "{}", to_text(second.now()), 1
        )
        papers.add(unit, stored)
    world.sync("second")
    handing.offer(world.offices["window"], case.number, "station:0001", who, why="换人")
    world.sync("window")
    world.sync("second")
    second.reach = lambda: world.hub("second")
    done = retrying.retry(second, case.number, who)
    assert isinstance(done, CaseView) and done.status == "withdrawn", done
    assert {one.number: one.voided for one in done.documents}[paper["number"]]
    assert any(not one.voided for one in done.documents if one.kind == "return")
    world.sync("second")
    assert world.case("hub", case.number).status is Status.WITHDRAWN
    assert world.is_clean("hub") and world.is_clean("second")


def test_what_needs_the_screen_says_so(world) -> None:
    [case] = world.receive("window")
    world.sync("window")
    world.sync("market")
    write(world, "market", case.number, Kind.STEP_PASSED, "承办人", step="没有的一步")
    write(
        world,
        "market",
        case.number,
        Kind.SUSPENDED,
        "承办人",
        name="检验",
        since="2026-11-23",
        stops_clock=True,
    )
    world.sync("market")
    who, office = world.who("承办人"), world.offices["market"]
    moved = retrying.retry(office, case.number, who)
    assert isinstance(moved, Refusal) and moved.code == "step_moved_on"
    with office.store.write() as unit:
        first = min(outbox.aside(unit))
        outbox.mark(unit, first, "received")
    on_screen = retrying.retry(office, case.number, who)
    assert isinstance(on_screen, Refusal) and on_screen.code == "retry_on_screen"
