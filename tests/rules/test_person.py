"""What events teach about a person or body, for the next visit."""

from __future__ import annotations

import pytest

from data.rules.person import BaseRecord, Certificate, base_records, certificates, owner_key

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


@pytest.mark.parametrize("kind", ["received", "result_registered"])
def test_form_values_are_left_by_a_receipt_and_by_a_result(make_event, kind):
    event = make_event(kind, {"owner": OWNER, "records": RECORDS}, at=AT)
    assert list(base_records(event)) == [
        BaseRecord(OWNER, "person.phone", "0763-5812315", "case-1", AT),
        BaseRecord(OWNER, "person.address", "太和镇", "case-1", AT),
    ]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("supplemented", {"owner": OWNER, "records": RECORDS}),
        ("corrected", {"owner": OWNER, "records": RECORDS}),
        ("received", {"owner": OWNER}),
        ("received", {"records": RECORDS}),
        ("received", None),  # erased
    ],
)
def test_nothing_else_leaves_form_values(make_event, kind, content):
    assert list(base_records(make_event(kind, content))) == []


@pytest.mark.parametrize("kind", ["received", "supplemented"])
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
