"""Side notes: each tells one thing, none moves the case, and in any order they tell the same."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.event import SIDE_NOTES
from data.rules.noted import Contact, FeeNotice, HandedIn, Payment
from data.rules.projection import apply

TELLING = {
    "deferred_handed_in",
    "paper_voided",
    "corrected",
    "withdrawal_asked",
    "brought_in",
    "asked_for",
    "fee_assessed",
    "fee_paid",
}
CARD = {"id": "card", "person": "p1", "mark": "ok"}
CAME = {"day": "2026-11-27", "materials": [CARD]}
ASSESSED = {"day": "2026-11-27", "total": "20.00", "papers": [{"number": "缴字1号"}]}
PAID = {"day": "2026-11-27", "amount": "20.00", "receipt": "0042"}
TOLD = [
    ("fee_paid", PAID, {"payments": (Payment(**PAID),)}),
    ("paper_voided", {"number": "受字1号"}, {"voided_papers": ("受字1号",)}),
    ("withdrawal_asked", {"why": "不办了"}, {"is_withdrawal_asked": True}),
    ("brought_in", {"day": "2026-11-27"}, {"brought_in": ("2026-11-27",)}),
]


@pytest.mark.parametrize(("kind", "body", "changes"), TOLD)
def test_what_a_note_tells_and_nothing_else(story, make_event, kind, body, changes):
    case = story().case
    after = apply(case, make_event(kind, body))
    assert after == case.model_copy(update=changes)
    assert apply(after, make_event(kind, body)) == after


@pytest.mark.parametrize("kind", sorted(SIDE_NOTES - TELLING))
def test_other_notes_leave_the_case_as_it_is(story, make_event, kind):
    case = story().case
    assert apply(case, make_event(kind, {"why": "说明"})) == case


def test_what_was_deferred_is_open_until_it_is_handed_in(story, make_event):
    case = story().told("accepted").case
    assert [row.key for row in case.deferred_open] == [("card", "p1")]
    nobodys = {**CAME, "materials": [{**CARD, "person": None}]}
    other = apply(case, make_event("deferred_handed_in", nobodys))
    assert [row.key for row in other.deferred_open] == [("card", "p1")]
    note = make_event("deferred_handed_in", CAME)
    done = apply(case, note)
    assert done.deferred_open == ()
    came = HandedIn(id="card", person="p1", mark="ok", day="2026-11-27", order=note.order)
    assert done == case.model_copy(update={"handed_in": (came,)})
    assert [row.mark for row in done.materials] == ["ok", "missing", "deferred"]
    assert [row.mark for row in done.materials_now] == ["ok", "missing", "ok"]


def test_the_latest_assessment_counts_by_its_order(story, make_event):
    first = make_event("fee_assessed", ASSESSED, at="2026-11-27T02:00:00Z", number=9)
    second = make_event(
        "fee_assessed",
        {**ASSESSED, "total": "30.00", "papers": [{"number": "缴字2号"}]},
        at="2026-11-28T02:00:00Z",
        number=2,
    )
    for order in permutations([first, second]):
        case = story().case
        for note in order:
            case = apply(case, note)
        assert case.fee == FeeNotice(
            total="30.00", day="2026-11-27", paper="缴字2号", order=second.order
        )


def test_the_papers_of_a_voided_case_are_void_with_it(story, make_event):
    case = story().case
    assert not case.is_paper_void("受字1号")
    noted = apply(case, make_event("paper_voided", {"number": "受字1号"}))
    assert (noted.is_paper_void("受字1号"), noted.is_paper_void("受字2号")) == (True, False)
    voided = story().told("accepted").then("voided", replaced_by="441803261123000103001283").case
    assert voided.is_paper_void("受字2号")
    assert voided.replaced_by == "441803261123000103001283"


def test_the_latest_correction_counts_by_its_order(story, make_event):
    notes = [
        make_event("corrected", {"contact": {"phone": "1"}}, at="2026-11-23T02:00:00Z", number=9),
        make_event("corrected", {"contact": {"phone": "2"}}, at="2026-11-24T02:00:00Z", number=2),
        make_event("corrected", {"contact": {"phone": "3"}}, at="2026-11-24T02:00:00Z", number=3),
        make_event("corrected", {"contact": {"address": "太和镇"}}, number=4),
    ]
    for order in permutations(notes):
        case = story().case
        for note in order:
            case = apply(case, note)
        assert case.contact == {
            "address": Contact(value="太和镇", order=notes[3].order),
            "phone": Contact(value="3", order=notes[2].order),
        }


def test_at_the_same_moment_feed_and_number_decide(story, make_event):
    first = make_event("corrected", {"contact": {"phone": "1"}}, feed="b" * 16, number=1)
    second = make_event("corrected", {"contact": {"phone": "2"}}, feed="a" * 16, number=7)
    assert apply(apply(story().case, first), second).contact["phone"].value == "1"
    assert apply(apply(story().case, second), first).contact["phone"].value == "1"


def test_a_note_applies_in_a_final_state(story, make_event):
    ended = story().told("accepted withdrawn").case
    after = apply(ended, make_event("paper_voided", {"number": "受字1号"}))
    assert after == ended.model_copy(update={"voided_papers": ("受字1号",)})


CONTACT = st.dictionaries(
    st.sampled_from(["phone", "address"]), st.sampled_from(["甲", "乙", "丙"]), min_size=1
)
BODIES = st.one_of(
    st.tuples(st.just("corrected"), CONTACT.map(lambda c: {"contact": c})),
    st.tuples(
        st.just("deferred_handed_in"),
        st.lists(
            st.sampled_from([CARD, {**CARD, "mark": "fixed"}, {"id": "plan", "mark": "reused"}])
        ).map(lambda rows: {"day": "2026-11-27", "materials": rows}),
    ),
    st.tuples(st.just("paper_voided"), st.sampled_from("12").map(lambda n: {"number": n})),
    st.tuples(
        st.just("fee_assessed"), st.sampled_from("12").map(lambda n: {**ASSESSED, "total": n})
    ),
    st.tuples(st.just("fee_paid"), st.sampled_from("12").map(lambda n: {**PAID, "receipt": n})),
    st.tuples(st.just("brought_in"), st.sampled_from("34").map(lambda d: {"day": d})),
    st.tuples(st.sampled_from(["withdrawal_asked", "nudged", "printed"]), st.just({})),
)
TIMES = st.sampled_from(["2026-11-23T02:00:00Z", "2026-11-24T02:00:00Z"])
FEEDS = st.sampled_from(["a" * 16, "b" * 16])
NOTES = st.lists(st.tuples(BODIES, TIMES, FEEDS), max_size=6)
MAIN = "accepted step_passed sent_back supplemented approved result_registered delivered"


@given(notes=NOTES, data=st.data())
def test_notes_tell_the_same_in_any_order_and_at_any_head(story, make_event, bodies, notes, data):
    events = [
        make_event(kind, body, at=at, feed=feed, number=number)
        for number, ((kind, body), at, feed) in enumerate(notes)
    ]
    main = [make_event(kind, bodies[kind]) for kind in MAIN.split()]
    case = story().case
    in_order = [*main, *sorted(events, key=lambda e: e.order)]
    expected = case
    for event in in_order:
        expected = apply(expected, event)
    mixed = list(main)
    for note in data.draw(st.permutations(events)):
        mixed.insert(data.draw(st.integers(0, len(mixed))), note)
    for event in mixed:
        case = apply(case, event)
    assert case == expected
