"""Every state x event x role x side: who may, and where it leads.

The expectations are written out from the design's tables, not read from the code.
"""

from __future__ import annotations

from itertools import product

import pytest

from data.rules.case import CLOCK_RUNS, FINAL, OPEN, Status
from data.rules.event import MAIN_LINE, MATTER_NOTES, SIDE_NOTES, Kind
from data.rules.lifecycle import TABLE, refusal, who_may
from data.rules.words import EVENT_NAMES, ROLE_NAMES, STATUS_NAMES, Role

ENDED = "delivered declined returned withdrawn lapsed voided"
LIVE = "received supplementing accepted reviewing suspended approved refused ready"
WORKING = "accepted reviewing suspended"

# event: from | to (= keeps the state) | who at the window | who in the department
MAIN = f"""
received: draft | received | clerk agent |
arrived: received | = | clerk |
offered: {LIVE} | = | clerk agent issuer system |
supplement_requested: received | supplementing returned | clerk |
supplemented: supplementing | received reviewing | clerk |
declined: received | declined | clerk |
accepted: received | accepted | clerk system |
step_passed: accepted reviewing | reviewing | | reviewer head
sent_back: accepted reviewing | supplementing | | head
suspended: {WORKING} | suspended reviewing | | reviewer
resumed: {WORKING} | suspended reviewing | | reviewer
extended: accepted reviewing | reviewing | | head
approved: accepted reviewing | approved | clerk | head
refused: accepted reviewing | refused | | head
result_registered: approved refused | ready | clerk | reviewer
delivered: ready | delivered | issuer agent |
withdrawn: received supplementing {WORKING} | withdrawn | clerk agent | reviewer head
lapsed: supplementing | lapsed | clerk |
lapsed: {WORKING} approved | lapsed | clerk | head
reopened: lapsed | supplementing {WORKING} approved | supervisor | supervisor
voided: received supplementing accepted | voided | supervisor | supervisor
taken_over: {LIVE} | = | supervisor administrator system | supervisor administrator system
"""

WINDOW = "clerk agent issuer"
WORKS = f"{WINDOW} reviewer head"
SEES = f"{WORKS} cashier supervisor system"
NOTES = f"""
claimed released: {WORKS}
reassigned nudged: head supervisor
brought_in asked_for withdrawal_asked deferred_handed_in: {WINDOW}
moved notified: {WINDOW} reviewer
commitment_checked: reviewer
fee_assessed: clerk reviewer
fee_paid: cashier
rated: system
corrected: clerk reviewer
printed paper_voided unmasked: {SEES}
exported: supervisor administrator
verdict_resolved: supervisor
joint_called joint_closed lead_decided joint_opinion: reviewer head
"""
MATTER = "joint_called joint_closed lead_decided joint_opinion"
IN_FINAL_STATES = f"printed paper_voided rated unmasked exported commitment_checked moved {MATTER}"


def main_cells():
    """(state, event) -> (states after, roles at the window, roles in the department)."""
    cells = {}
    for line in MAIN.strip().splitlines():
        event, _, rest = line.partition(":")
        states, to, window, department = (part.split() for part in rest.split("|"))
        for state in states:
            assert (state, event) not in cells
            after = {state} if to == ["="] else set(to)
            cells[state, event] = (after, set(window), set(department))
    return cells


def note_roles():
    return {
        event: set(roles.split())
        for line in NOTES.strip().splitlines()
        for events, _, roles in [line.partition(":")]
        for event in events.split()
    }


CELLS, NOTE_ROLES = main_cells(), note_roles()


def expected(state, event, side):
    """The roles that may; None where the state does not know the event."""
    if event in NOTE_ROLES:
        known = state in LIVE.split() or (
            state in ENDED.split() and event in IN_FINAL_STATES.split()
        )
        return NOTE_ROLES[event] if known else None
    cell = CELLS.get((state, event))
    return None if cell is None else cell[1] if side == "window" else cell[2]


def test_every_event_has_an_expectation():
    assert {event for _, event in CELLS} | set(NOTE_ROLES) == set(Kind)
    assert {event for _, event in CELLS} == MAIN_LINE
    assert set(NOTE_ROLES) == SIDE_NOTES
    assert set(MATTER.split()) == MATTER_NOTES
    assert MATTER_NOTES < SIDE_NOTES


@pytest.mark.parametrize("kind", Kind)
def test_who_may_write_it(kind):
    for state, side in product(Status, ("window", "department")):
        assert who_may(state, kind, side) == expected(state, kind, side), (state, side)


@pytest.mark.parametrize("kind", Kind)
def test_each_role_by_itself(kind):
    for state, side, role in product(Status, ("window", "department"), Role):
        allowed = expected(state, kind, side)
        found = refusal(state, kind, [role], side)
        if allowed is None:
            assert found is not None and found.code == "not_in_this_state", (state, side, role)
        elif role in allowed:
            assert found is None, (state, side, role)
        else:
            assert found is not None and found.code == "role_may_not", (state, side, role)


@pytest.mark.parametrize("kind", sorted(MAIN_LINE))
def test_where_it_leads(kind):
    for state in Status:
        row, cell = TABLE.get((state, kind)), CELLS.get((state, kind))
        assert (row is None) == (cell is None), state
        if row is not None:
            assert set(row.to) == cell[0], state
            assert len(row.to) == len(set(row.to)), state


def test_only_a_supervisors_acts_go_over_the_holders_head():
    over = {kind for (_, kind), row in TABLE.items() if not row.needs_holder}
    assert over == {"reopened", "voided", "taken_over"}
    for (_, kind), row in TABLE.items():
        assert row.needs_holder == (kind not in over)
        if kind in over:
            assert Role.SUPERVISOR in row.window & row.department


def test_one_of_several_roles_is_enough():
    roles = [Role.CASHIER, Role.ISSUER]
    assert refusal(Status.READY, Kind.DELIVERED, roles, "window") is None
    found = refusal(Status.READY, Kind.DELIVERED, [], "window")
    assert found is not None and found.code == "role_may_not"


def test_a_department_holds_no_acts_of_the_window_and_the_other_way_round():
    """Only these are known to both sides; a refusal is never the window's."""
    both = {kind for (_, kind), row in TABLE.items() if row.window and row.department}
    assert both == {
        "approved",
        "result_registered",
        "withdrawn",
        "lapsed",
        "reopened",
        "voided",
        "taken_over",
    }
    for state in Status:
        assert not who_may(state, Kind.REFUSED, "window")


@pytest.mark.parametrize("state", sorted(FINAL))
def test_a_final_state_is_left_by_reopening_alone(state):
    leaving = {kind for (start, kind) in TABLE if start == state}
    assert leaving == ({"reopened"} if state == "lapsed" else set())
    notes = {kind for kind in SIDE_NOTES if who_may(state, kind, "window") is not None}
    assert notes == set(IN_FINAL_STATES.split())


def test_a_draft_knows_nothing_but_its_receipt():
    for side in ("window", "department"):
        known = {kind for kind in Kind if who_may(Status.DRAFT, kind, side) is not None}
        assert known == {"received"}


def test_groups_of_states():
    assert set(ENDED.split()) == FINAL
    assert set(LIVE.split()) == OPEN
    assert {"accepted", "reviewing"} == CLOCK_RUNS
    assert {"draft"} == set(Status) - FINAL - OPEN


def test_a_refusal_says_in_words_where_the_case_is_and_who_may():
    found = refusal(Status.DELIVERED, Kind.ACCEPTED, [Role.CLERK], "window")
    assert found is not None
    assert (found.code, found.message) == (
        "not_in_this_state",
        "这件事现在是“已领取”，不能受理。",
    )
    found = refusal(Status.REVIEWING, Kind.REFUSED, [Role.REVIEWER], "department")
    assert found is not None
    assert found.message == "您的角色是承办人，不能作出不予决定。"
    assert found.hint == "由首席代表办理。"
    found = refusal(Status.REVIEWING, Kind.REFUSED, [Role.CLERK], "window")
    assert found is not None
    assert found.hint == "这一步不由持有办件的一方办理。"


@pytest.mark.parametrize(
    ("names", "known"),
    [(STATUS_NAMES, Status), (EVENT_NAMES, Kind), (ROLE_NAMES, Role)],
    ids=["states", "events", "roles"],
)
def test_everything_has_a_name_of_its_own_in_chinese(names, known):
    assert set(names) == set(known)
    assert all(name and not name.isascii() for name in names.values())


def test_states_and_roles_are_told_apart_by_name():
    assert len(set(STATUS_NAMES.values())) == len(STATUS_NAMES)
    assert len(set(ROLE_NAMES.values())) == len(ROLE_NAMES)
