"""Two desks of one home have the same draft open: one case comes of it."""

from __future__ import annotations

from pathlib import Path

from data.errors import Refusal
from data.store import cases
from data.store.staff import Account
from window_app.services import intake
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.views import Submitted

DRAFT = "01a20106-5c5a-7787-b7ac-6884b937f474"


def test_of_one_draft_comes_one_case(
    office: Office, clerk: Account, shop: IntakeForm, tmp_path: Path
) -> None:
    first = intake.submit(office, shop, clerk, tmp_path, draft=DRAFT)
    again = intake.submit(office, shop, clerk, tmp_path, draft=DRAFT)
    assert isinstance(first, Submitted) and isinstance(again, Refusal)
    assert again.code == "draft_taken_in" and first.case.number in again.message
    with office.store.read() as unit:
        assert cases.count(unit) == 1
