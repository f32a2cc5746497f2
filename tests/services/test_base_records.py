"""What was written once fills the next form; a certificate seen once need not come again."""

from __future__ import annotations

from typing import Any

import pytest

from data.store import cases, people
from window_app.services import intake
from window_app.services.assessing import Assessment
from window_app.services.office import Office

OWNER = "credit_code:91441803MA59L01K99"
RENEW = {"matter": ["renew"], "same": ["same"], "who": ["self"]}


@pytest.fixture
def renewal(filled: Any) -> Any:
    return filled("L-MARKET-006", RENEW, "legal")


def test_a_field_left_empty_is_filled_from_the_last_visit(
    renewal: Any, submit: Any, office: Office
) -> None:
    renewal.document["fields"]["old_number"] = "JY14418030000001"
    submit(renewal)
    del renewal.document["fields"]["old_number"]
    number = submit(renewal).case.number
    with office.store.read() as unit:
        case = cases.by_number(unit, number)
        records = people.records_of(unit, OWNER)
    assert case is not None
    assert case.fields["old_number"] == "JY14418030000001"
    assert records["entity.food_licence"] == "JY14418030000001"


def test_on_the_first_visit_it_is_missing(renewal: Any, office: Office) -> None:
    del renewal.document["fields"]["old_number"]
    found = intake.preview(office, renewal.form)
    assert isinstance(found, Assessment)
    assert found.conclusion is not None
    assert found.conclusion.kind == "incomplete"
    assert [f.field for f in found.conclusion.findings] == ["old_number"]


def test_the_applicant_step_fills_what_it_knows(renewal: Any, office: Office) -> None:
    for name in ("name", "credit_code", "rep", "address"):
        del renewal.document["fields"][name]
    found = intake.preview(office, renewal.form)
    assert isinstance(found, Assessment)
    assert found.conclusion is not None
    assert found.conclusion.kind == "accept"
    assert found.fields["name"] == "清远市清新区示例餐饮有限公司"
    assert found.fields["rep"] == "龚䶮㛃"


def test_another_body_sees_nothing_of_it(renewal: Any, submit: Any, office: Office) -> None:
    submit(renewal)
    del renewal.document["fields"]["old_number"]
    renewal.document["applicant"] = {
        **renewal.document["applicant"],
        "id_type": "resident_id",
        "id_number": "441803199001011155",
    }
    found = intake.preview(office, renewal.form)
    assert isinstance(found, Assessment)
    assert "old_number" not in found.fields


def test_a_certificate_seen_in_order_is_in_the_archive(
    catering: Any, submit: Any, office: Office
) -> None:
    number = submit(catering).case.number
    with office.store.read() as unit:
        kept = {c.certificate: c for c in people.certificates_of(unit, OWNER)}
    assert "business_licence" in kept
    assert kept["business_licence"].case_number == number
    assert kept["business_licence"].seen_on == "2026-11-23"


def test_a_reused_certificate_is_not_collected(catering: Any, submit: Any, office: Office) -> None:
    submit(catering)
    answer = submit(catering.mark("licence_copy", "reused"))
    assert answer.case.status == "accepted"
    marks = {m.id: m.mark for m in answer.case.materials}
    assert marks["licence_copy"] == "reused"
