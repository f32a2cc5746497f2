"""What each main-line event changes in a case, who holds it then, and what stays as it was."""

from __future__ import annotations

import pytest

from data.rules.case import Due, Holder, MaterialRow, Paper, Status, Stop, Supplement
from data.rules.event import MAIN_LINE
from data.rules.lifecycle import TABLE
from data.rules.projection import NotApplicable, apply

HERE = Holder(
    kind="terminal", address="station:0001", terminal="0001-03", feed="a" * 16, side="window"
)
THERE = Holder(
    kind="terminal", address="station:0002", terminal="0002-01", feed="b" * 16, side="window"
)
MARKET = Holder(kind="task", address="department:market", side="department")
TOWN = Holder(kind="task", address="station:0002", side="window")
HOME = Holder(kind="task", address="station:0001", side="window")
NOBODY = Holder(kind="none")

DUE = Due(promised="2026-12-07", statutory="2026-12-21")
FORM = MaterialRow(id="form", name="申请书", mark="ok")
PLAN = MaterialRow(id="plan", name="平面图", mark="missing")
PLAN_OK = MaterialRow(id="plan", name="平面图", mark="ok")
HANDED_OUT = {"day": "2026-12-10", "to": "甲", "id_number": "441803199001010012", "how": "pickup"}
CARD = MaterialRow(
    id="card",
    name="身份证",
    person="p1",
    mark="deferred",
    later_days=5,
    later_by="2026-11-30",
)
CARD_LATER = CARD.model_copy(update={"later_by": "2026-11-30"})
POINT = {"material": "plan", "person": None, "mark": "missing", "faults": [], "say": "补齐。"}
FIRST = Supplement(round=1, told_on="2026-11-24", deadline="2026-12-08", points=(POINT,))
BACK = Supplement(round=1, told_on="2026-12-01", deadline="2026-12-15", points=(POINT,))
STOPPED = Stop(name="检验", since="2026-11-25", stops_clock=True)
VISIT = {"name": "现场核查", "stops_clock": False}
VISITED = Stop(name="现场核查", since="2026-11-25")

DECIDED = "accepted step_passed approved"
# before, event, what differs in its body -> what changes (None: as the event is usually told)
ROWS = [
    ("", "offered", {}, {"holder": TOWN}),
    ("accepted", "offered", {"offer_to": "department:market"}, {}),
    ("", "supplement_requested", {}, {"status": "supplementing", "supplements": (FIRST,)}),
    (
        "supplement_requested",
        "supplemented",
        {},
        {
            "status": "received",
            "materials": (FORM, PLAN_OK, CARD),
            "materials_day": "2026-11-26",
            "notice_deadline": "2026-12-03",
        },
    ),
    (
        "",
        "declined",
        {},
        {
            "status": "declined",
            "holder": NOBODY,
            "ended_why": "不用办证。",
            "decline_ground": "not_needed",
        },
    ),
    (
        "",
        "declined",
        {"ground": "not_ours", "why": "到镇里办。", "competent": "镇政府"},
        {
            "status": "declined",
            "holder": NOBODY,
            "ended_why": "到镇里办。",
            "decline_ground": "not_ours",
            "competent": "镇政府",
        },
    ),
    (
        "",
        "accepted",
        {},
        {
            "status": "accepted",
            "holder": MARKET,
            "accepted_day": "2026-11-23",
            "accepted_how": "complete",
            "due": DUE,
        },
    ),
    (
        "",
        "accepted",
        {"how": "tolerant", "offer_to": None, "materials": [CARD_LATER.model_dump()]},
        {
            "status": "accepted",
            "accepted_day": "2026-11-23",
            "accepted_how": "tolerant",
            "due": DUE,
            "materials": (FORM, PLAN, CARD_LATER),
        },
    ),
    ("accepted", "step_passed", {}, {"status": "reviewing", "steps_passed": ("承办",)}),
    ("accepted step_passed", "step_passed", {"step": "审核"}, {"steps_passed": ("承办", "审核")}),
    (
        "accepted step_passed",
        "sent_back",
        {},
        {"status": "supplementing", "holder": HOME, "supplements": (BACK,)},
    ),
    ("accepted", "suspended", {}, {"status": "suspended", "stops": (STOPPED,)}),
    ("accepted", "suspended", VISIT, {"status": "reviewing", "stops": (VISITED,)}),
    ("accepted suspended", "suspended", VISIT, {"stops": (STOPPED, VISITED)}),
    (
        "accepted suspended",
        "resumed",
        {},
        {"status": "reviewing", "stops": (STOPPED.model_copy(update={"until": "2026-11-30"}),)},
    ),
    (
        "accepted",
        "extended",
        {},
        {
            "status": "reviewing",
            "extended_days": 10,
            "due": Due(promised="2026-12-21", statutory="2026-12-21"),
        },
    ),
    (
        "accepted step_passed",
        "approved",
        {},
        {"status": "approved", "decision": "approved", "decided_day": "2026-12-01"},
    ),
    (
        "accepted",
        "refused",
        {},
        {"status": "refused", "decision": "refused", "decided_day": "2026-12-01"},
    ),
    (
        DECIDED,
        "result_registered",
        {},
        {"status": "ready", "holder": TOWN, "result": {"number": "JY1"}},
    ),
    (
        f"{DECIDED} result_registered",
        "delivered",
        {},
        {"status": "delivered", "holder": NOBODY, "handed_out": HANDED_OUT},
    ),
    (
        "supplement_requested",
        "withdrawn",
        {},
        {"status": "withdrawn", "holder": NOBODY, "ended_why": "不办了"},
    ),
    (
        "supplement_requested",
        "lapsed",
        {},
        {
            "status": "lapsed",
            "holder": NOBODY,
            "ended_why": "逾期",
            "before_lapse": "supplementing",
            "before_holder": HERE,
        },
    ),
    (
        "accepted",
        "voided",
        {},
        {"status": "voided", "holder": NOBODY, "ended_why": "重复收件"},
    ),
    ("accepted step_passed", "taken_over", {"offer_to": "department:market"}, {}),
    ("accepted step_passed", "taken_over", {"offer_to": "station:0002"}, {"holder": TOWN}),
]


@pytest.mark.parametrize(("before", "kind", "told", "changes"), ROWS)
def test_what_an_event_changes_and_nothing_else(story, before, kind, told, changes):
    at_first = story().told(before)
    after = at_first.then(kind, **told)
    assert after.case == at_first.case.model_copy(update={**changes, "head": after.event.hash})


def test_every_main_line_event_is_tried():
    by_themselves = {"received", "arrived", "reopened"}
    assert {kind for _, kind, _, _ in ROWS} | by_themselves == MAIN_LINE


def test_received_freezes_what_it_was_told(story):
    begun = story(papers=[{"kind": "receipt", "number": "收字1号", "name": "接收凭证"}])
    case = begun.case
    assert (case.case_id, case.head) == ("case-1", begun.event.hash)
    assert (case.status, case.holder, case.is_errand) == (Status.RECEIVED, HERE, False)
    assert (case.received_at, case.received_by) == (begun.event.at, "wang")
    assert (case.materials_day, case.notice_deadline) == ("2026-11-23", "2026-11-30")
    assert case.materials == (FORM, PLAN, CARD)
    assert case.deferred_open == (CARD,)
    assert case.papers == (Paper(kind="receipt", number="收字1号", event=begun.event.id),)
    assert not case.ever_accepted


def test_an_errand_is_offered_and_its_days_begin_on_arrival(story):
    errand = story(offer_to="station:0002", carries_to="0002")
    assert (errand.case.holder, errand.case.is_errand) == (TOWN, True)
    arrived = errand.then("arrived", feed="b" * 16)
    assert arrived.case == errand.case.model_copy(
        update={
            "holder": THERE,
            "station": "0002",
            "is_errand": False,
            "materials_day": "2026-11-25",
            "notice_deadline": "2026-12-02",
            "head": arrived.event.hash,
        }
    )


def test_without_an_address_who_writes_it_holds_it(story):
    taken = story().told("accepted step_passed").then("taken_over", feed="b" * 16)
    assert taken.case.holder == THERE
    decided = story().then("accepted", offer_to=None).then("approved")
    assert decided.case.holder == HERE
    ready = decided.then("result_registered", offer_to=None, terminal="0001-03")
    assert ready.case.holder == HERE


@pytest.mark.parametrize("state", Status)
def test_an_event_the_state_does_not_know_is_not_applied(story, make_event, bodies, state):
    case = story().case.model_copy(update={"status": state})
    for kind in sorted(MAIN_LINE - {kind for start, kind in TABLE if start == state}):
        with pytest.raises(NotApplicable):
            apply(case, make_event(kind, bodies[kind]))


def test_nothing_comes_before_the_receipt(make_event, bodies):
    for kind in ("accepted", "printed"):
        with pytest.raises(NotApplicable):
            apply(None, make_event(kind, bodies.get(kind)))
