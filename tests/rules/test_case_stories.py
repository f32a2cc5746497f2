"""A case over several events: rounds of supplements, special procedures, lapse and reopening."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.case import FINAL, Case, Due, Holder, Status
from data.rules.lifecycle import TABLE

DUE = Due(promised="2026-12-07", statutory="2026-12-21")
MARKET = Holder(kind="task", address="department:market", side="department")
NOBODY = Holder(kind="none")


def test_acceptance_happens_once_whatever_rounds_follow(story):
    first = story().told("supplement_requested supplemented accepted").case
    assert (first.accepted_day, first.accepted_how, first.due) == ("2026-11-23", "complete", DUE)
    case = story().told("supplement_requested supplemented accepted step_passed")
    for day in ("2026-12-02", "2026-12-16"):
        case = case.then("sent_back")
        case = case.then("supplemented", materials_day=day, offer_to="department:market")
        after = case.case
        assert (after.accepted_day, after.accepted_how, after.due) == (
            first.accepted_day,
            first.accepted_how,
            first.due,
        )
        assert (after.status, after.holder) == (Status.REVIEWING, MARKET)
        assert after.materials_day == day
    assert [s.round for s in case.case.supplements] == [1, 2, 3]
    assert [s.told_on for s in case.case.supplements] == ["2026-11-24", "2026-12-01", "2026-12-01"]


def test_before_acceptance_a_supplement_leads_back_to_received_every_time(story):
    case = story()
    for _ in range(3):
        case = case.told("supplement_requested supplemented")
        assert case.case.status == "received"
        assert case.case.accepted_day is None
        assert case.case.holder == story().case.holder
    assert len(case.case.supplements) == 3


def test_a_supplement_keeps_what_was_not_brought_again_and_adds_what_is_new(story):
    more = {"id": "extra", "name": "说明", "mark": "ok"}
    case = story().then("supplement_requested").then("supplemented", materials=[more]).case
    assert [(row.id, row.mark) for row in case.materials] == [
        ("form", "ok"),
        ("plan", "missing"),
        ("card", "deferred"),
        ("extra", "ok"),
    ]


def test_a_row_of_another_person_is_another_row(story):
    other = {"id": "card", "name": "身份证", "person": "p2", "mark": "ok"}
    case = story().then("supplement_requested").then("supplemented", materials=[other]).case
    assert [row.key for row in case.materials[2:]] == [("card", "p1"), ("card", "p2")]
    assert [row.key for row in case.deferred_open] == [("card", "p1")]


def test_an_item_that_returns_ends_with_the_supplement_notice(story):
    case = story(supplement_way="return").then("supplement_requested").case
    assert (case.status, case.holder) == (Status.RETURNED, NOBODY)
    assert [s.deadline for s in case.supplements] == ["2026-12-08"]


def test_papers_of_every_event_are_kept_in_order(story):
    asked = story().then("supplement_requested", papers=[{"kind": "supplement", "number": "补1"}])
    done = asked.then("supplemented", papers=[{"kind": "receipt", "number": "收1"}])
    assert [(p.kind, p.number, p.event) for p in done.case.papers] == [
        ("supplement", "补1", asked.event.id),
        ("receipt", "收1", done.event.id),
    ]


def test_a_case_is_suspended_while_any_procedure_that_stops_the_clock_is_open(story):
    both = story().told("accepted suspended").then("suspended", name="听证")
    visited = both.then("suspended", name="现场核查", stops_clock=False)
    one = visited.then("resumed")
    left = one.then("resumed", name="现场核查", until="2026-12-02")
    none = left.then("resumed", name="听证", until="2026-12-03")
    states = [s.case.status for s in (both, visited, one, left, none)]
    assert states == [*["suspended"] * 4, "reviewing"]
    assert [s.until for s in none.case.stops] == ["2026-11-30", "2026-12-03", "2026-12-02"]


def test_the_same_procedure_may_come_again(story):
    again = story().told("accepted suspended resumed").then("suspended", since="2026-12-07")
    assert [(s.since, s.until) for s in again.case.stops] == [
        ("2026-11-25", "2026-11-30"),
        ("2026-12-07", None),
    ]
    assert again.case.status == "suspended"
    over = again.then("resumed", until="2026-12-09").case
    assert [s.until for s in over.stops] == ["2026-11-30", "2026-12-09"]
    assert over.status == "reviewing"


def test_the_days_of_an_extension_add_to_what_was_there(story):
    assert story().told("accepted extended").case.extended_days == 10
    assert story().told("accepted extended").then("extended", days=5).case.extended_days == 15


LAPSING = [
    "supplement_requested",
    "accepted",
    "accepted step_passed",
    "accepted suspended",
    "accepted step_passed sent_back",
    "accepted step_passed approved",
]


@pytest.mark.parametrize("before", LAPSING)
def test_reopened_is_as_before_it_lapsed_and_offered_to_who_held_it(story, before):
    at_first = story().told(before)
    again = at_first.told("lapsed reopened")
    held = at_first.case.holder
    side = "department" if held.address == "department:market" else "window"
    offered = Holder(kind="task", address=held.address, side=side)
    assert again.case == at_first.case.model_copy(
        update={"holder": offered, "head": again.event.hash}
    )
    assert again.told("lapsed reopened").case.status == at_first.case.status


# Where an event leads, by itself; the others are worked out in `leads_to`.
LEADS_TO = {
    "declined": "declined",
    "accepted": "accepted",
    "step_passed": "reviewing",
    "sent_back": "supplementing",
    "extended": "reviewing",
    "approved": "approved",
    "refused": "refused",
    "result_registered": "ready",
    "delivered": "delivered",
    "withdrawn": "withdrawn",
    "lapsed": "lapsed",
    "voided": "voided",
}
STOPS = ("检验", "听证", "现场核查")


def leads_to(way: str, states: list[str], kinds: list[str], open_stops: set[str]) -> str:
    """The state after the last of `kinds`, from the states so far and the stops that are open."""
    match kinds[-1]:
        case "supplement_requested":
            return "returned" if way == "return" else "supplementing"
        case "supplemented":
            return "reviewing" if "accepted" in kinds else "received"
        case "suspended" | "resumed":
            return "suspended" if open_stops - {"现场核查"} else "reviewing"
        case "reopened":
            return states[-2]
    return LEADS_TO.get(kinds[-1], states[-1])


@given(data=st.data())
def test_any_legal_walk_follows_the_table(story, data):
    way = data.draw(st.sampled_from(["keep", "return"]))
    walk = story(supplement_way=way)
    states, kinds, open_stops = ["received"], ["received"], set()
    for _ in range(data.draw(st.integers(0, 20))):
        known = sorted(kind for state, kind in TABLE if state == states[-1])
        if not known:
            break
        kind = data.draw(st.sampled_from(known))
        changed = {}
        if kind in ("suspended", "resumed"):
            name = data.draw(st.sampled_from(STOPS))
            changed = {"name": name}
            if kind == "suspended":
                changed["stops_clock"] = name != "现场核查"
            (open_stops.add if kind == "suspended" else open_stops.discard)(name)
        before, walk = walk.case, walk.then(kind, **changed)
        kinds.append(kind)
        states.append(leads_to(way, states, kinds, open_stops))
        check(before, walk, states[-1])
    assert walk.case.ever_accepted == ("accepted" in kinds)
    told = sum(kind in ("supplement_requested", "sent_back") for kind in kinds)
    assert [s.round for s in walk.case.supplements] == list(range(1, told + 1))


def check(before, walk, state):
    """What is true of every step, whatever the event."""
    case = walk.case
    assert case.status == state
    assert case.status in TABLE[before.status, walk.event.kind].to
    assert (case.holder == NOBODY) == (case.status in FINAL)
    assert case.head == walk.event.hash
    assert (case.number, case.received_at) == (before.number, before.received_at)
    if before.ever_accepted:
        assert case.accepted_day == before.accepted_day
    assert case.papers[: len(before.papers)] == before.papers
    assert Case.model_validate_json(case.model_dump_json()) == case
