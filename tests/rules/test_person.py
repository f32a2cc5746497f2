"""What events teach about a person or body, for the next visit."""

from __future__ import annotations

from datetime import date

import pytest

from data.rules.person import (
    BaseRecord,
    Certificate,
    Flag,
    FlagKind,
    bar_until,
    base_records,
    certificates,
    flags,
    owner_key,
    standing,
)

OWNER = "resident_id:441803199001010012"
RECORDS = {"person.phone": "0763-5812315", "person.address": "太和镇"}
AT = "2026-11-23T02:00:00.000Z"


def row(mark, **keys):
    return {"certificate": "resident_id", "name": "身份证", "mark": mark, **keys}


def body(*rows):
    return {
        "owner": OWNER,
        "number": "441803261123000103001275",
        "materials_day": "2026-11-23",
        "materials": list(rows),
    }


def test_owner_key_tells_kinds_of_papers_apart():
    assert owner_key("resident_id", "441803199001010012") == OWNER
    assert owner_key("passport", "E1") != owner_key("resident_id", "E1")


@pytest.mark.parametrize("kind", ["received", "result_registered", "corrected"])
def test_form_values_are_left_by_a_receipt_a_result_and_a_correction(make_event, kind):
    event = make_event(kind, {"owner": OWNER, "records": RECORDS}, at=AT)
    assert list(base_records(event)) == [
        BaseRecord(OWNER, "person.phone", "0763-5812315", "case-1", AT),
        BaseRecord(OWNER, "person.address", "太和镇", "case-1", AT),
    ]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("supplemented", {"owner": OWNER, "records": RECORDS}),
        ("corrected", {"contact": {"phone": "1"}}),
        ("received", {"owner": OWNER}),
        ("received", {"records": RECORDS}),
        ("received", None),  # erased
    ],
)
def test_nothing_else_leaves_form_values(make_event, kind, content):
    assert list(base_records(make_event(kind, content))) == []


@pytest.mark.parametrize("kind", ["received", "supplemented", "deferred_handed_in"])
@pytest.mark.parametrize("mark", ["ok", "fixed"])
def test_a_certificate_seen_in_order_is_kept(make_event, kind, mark):
    event = make_event(kind, body(row(mark, valid_until="2027-01-01")))
    assert list(certificates(event)) == [
        Certificate(
            owner=OWNER,
            certificate="resident_id",
            name="身份证",
            case_number="441803261123000103001275",
            seen_on="2026-11-23",
            valid_until="2027-01-01",
        )
    ]


@pytest.mark.parametrize("mark", ["missing", "defective", "deferred", "committed", "reused", None])
def test_a_certificate_that_was_not_seen_in_order_is_not(make_event, mark):
    assert list(certificates(make_event("received", body(row(mark))))) == []


def test_only_certificates_are_kept(make_event):
    plain = {"certificate": None, "name": "申请书", "mark": "ok"}
    assert list(certificates(make_event("received", body(plain)))) == []


def test_a_certificate_of_a_member_is_the_members(make_event):
    child = "resident_id:441803202001010015"
    event = make_event("received", body(row("ok"), row("ok", owner=child)))
    assert [c.owner for c in certificates(event)] == [OWNER, child]


@pytest.mark.parametrize("content", [None, {}])
def test_an_erased_body_teaches_nothing(make_event, content):
    assert list(certificates(make_event("received", content))) == []


def test_other_events_show_no_certificate(make_event):
    assert list(certificates(make_event("accepted", body(row("ok"))))) == []


FLAGGED = {
    "owner": OWNER,
    "kind": "bad_credit",
    "source": "失信名单〔2026〕3号",
    "since": "2026-11-23",
    "until": "2027-11-22",
}
CHECKED = {"owner": OWNER, "number": "441803261123000103001275", "day": "2026-12-01"}
REFUSED = {**CHECKED, "decided_day": "2026-12-01", "false_materials": True}


@pytest.mark.parametrize(("kind", "is_lifted"), [("person_flagged", False), ("flag_lifted", True)])
def test_a_flag_is_set_and_lifted_by_hand(make_event, kind, is_lifted):
    assert list(flags(make_event(kind, FLAGGED, at=AT))) == [
        Flag(**FLAGGED, is_lifted=is_lifted, at=AT)
    ]


def test_a_broken_commitment_stands_until_it_is_lifted(make_event):
    (flag,) = flags(make_event("commitment_checked", {**CHECKED, "is_kept": False}))
    assert (flag.kind, flag.source) == (FlagKind.BROKEN_PROMISE, CHECKED["number"])
    assert (flag.since, flag.until, flag.is_lifted) == ("2026-12-01", None, False)
    assert list(flags(make_event("commitment_checked", {**CHECKED, "is_kept": True}))) == []


def test_false_materials_bar_for_one_year(make_event):
    """行政许可法 78: refused on 2026-12-01, barred to 2027-12-01."""
    (flag,) = flags(make_event("refused", REFUSED))
    assert (flag.kind, flag.until) == (FlagKind.FALSE_MATERIALS, "2027-12-01")
    assert list(flags(make_event("refused", {**REFUSED, "false_materials": False}))) == []


@pytest.mark.parametrize(
    ("kind", "since", "until"),
    [
        ("false_materials", date(2026, 11, 23), date(2027, 11, 23)),  # 行政许可法 78
        ("fraud", date(2026, 11, 23), date(2029, 11, 23)),  # 行政许可法 79
        ("fraud", date(2028, 2, 29), date(2031, 2, 28)),  # no 29 February in 2031
        ("bad_credit", date(2026, 11, 23), None),
        ("broken_promise", date(2026, 11, 23), None),
    ],
)
def test_how_long_a_bar_of_the_law_lasts(kind, since, until):
    assert bar_until(FlagKind(kind), since) == until


@pytest.mark.parametrize(
    ("day", "stands"),
    [(date(2026, 11, 23), True), (date(2027, 11, 22), True), (date(2027, 11, 23), False)],
)
def test_a_flag_stands_to_its_last_day(make_event, day, stands):
    found = list(flags(make_event("person_flagged", FLAGGED)))
    assert (standing(found, day) == found) is stands
    assert standing(flags(make_event("flag_lifted", FLAGGED)), day) == []
