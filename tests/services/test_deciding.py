"""What the window itself decides: granted, registered, handed out; and what it may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from data.errors import InputError, Refusal
from data.rules.words import Role
from data.store.staff import Account
from window_app.services import deciding, keeping
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.views import CaseView, Submitted

Submit = Callable[..., Submitted]
RESULT = {"registered_name": "清新区示例小店", "credit_code": "92441803U0E0QQ878T"}


@pytest.fixture
def trusted(clerk: Account) -> Account:
    """A clerk who may decide for the market department, and hands out."""
    roles = frozenset({Role.CLERK, Role.ISSUER})
    return replace(clerk, roles=roles, authorised=frozenset({"market"}))


@pytest.fixture
def accepted(submit: Submit, trusted: Account, shop: IntakeForm) -> str:
    return submit(shop, trusted).case.number


def shown(answer: CaseView | Refusal) -> CaseView:
    assert isinstance(answer, CaseView), answer
    return answer


def test_an_instant_item_is_granted_registered_and_handed_out(
    office: Office,
    trusted: Account,
    accepted: str,
    shop: IntakeForm,
    pdf_text: Callable[[str], str],
) -> None:
    granted = shown(deciding.approve(office, accepted, trusted))
    assert (granted.status, granted.holder.kind) == ("approved", "terminal")
    assert [d.kind for d in granted.documents] == ["acceptance", "approval"]
    ready = shown(deciding.register(office, accepted, trusted, RESULT))
    assert (ready.status, ready.holder.terminal) == ("ready", office.terminal.label)
    person = shop.applicant
    handed = deciding.hand_out(
        office, accepted, trusted, to=person.name, id_number=person.id_number, how="pickup"
    )
    assert (shown(handed).status, shown(handed).holder.kind) == ("delivered", "none")
    assert {d.kind for d in shown(handed).documents} == {"acceptance", "approval", "delivery"}
    served = pdf_text(str(shown(handed).documents[-1].path))
    assert "准予登记通知书" in served and "备注" in served
    assert keeping.verify(office, replay=True).problems == ()


def test_without_authority_the_case_goes_to_the_department(
    office: Office, clerk: Account, trusted: Account, submit: Submit, shop: IntakeForm
) -> None:
    number = submit(shop, clerk).case.number
    refused = deciding.approve(office, number, trusted)
    assert isinstance(refused, Refusal)
    assert refused.code == "role_may_not"


def test_a_clerk_who_lost_the_authority_may_not_decide(
    office: Office, clerk: Account, accepted: str
) -> None:
    refused = deciding.approve(office, accepted, clerk)
    assert isinstance(refused, Refusal)
    assert refused.code == "not_authorised"


def test_the_result_goes_to_nobody_else(office: Office, trusted: Account, accepted: str) -> None:
    deciding.approve(office, accepted, trusted)
    deciding.register(office, accepted, trusted, RESULT)
    refused = deciding.hand_out(
        office, accepted, trusted, to="别人", id_number="650105193006280237", how="pickup"
    )
    assert isinstance(refused, Refusal)
    assert refused.code == "not_receiver"


def test_only_the_results_own_fields_are_registered(
    office: Office, trusted: Account, accepted: str
) -> None:
    deciding.approve(office, accepted, trusted)
    with pytest.raises(InputError) as unknown:
        deciding.register(office, accepted, trusted, {"shop_name": "别的"})
    assert (unknown.value.code, unknown.value.field) == ("field_not_asked", "shop_name")
    with pytest.raises(InputError) as wrong:
        deciding.register(office, accepted, trusted, {"credit_code": "92441803U0E0QQ8780"})
    assert (wrong.value.code, wrong.value.field) == ("field_wrong", "credit_code")
