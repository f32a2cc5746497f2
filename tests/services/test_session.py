"""An intake under the clerk's hands: what is kept from one key to the next is what stands."""

from __future__ import annotations

from random import Random

import pytest

from data.rules.listing import Catalogue
from data.store.staff import Account
from window_app.services.desk.desk import Desk
from window_app.services.desk.session import IntakeSession
from window_app.services.desk.station import Person
from window_app.services.office import Office

MARKS = ("ok", "missing", "defective", "deferred", "reused", "fixed", "committed", None)
NUMBER = "441803199001011155"


@pytest.fixture
def session(office: Office, clerk: Account) -> IntakeSession:
    begun = Desk(office).begin(Person(clerk), identity=NUMBER)
    assert isinstance(begun, IntakeSession)
    return begun


@pytest.mark.parametrize("code", ["L-MARKET-001", "L-CIVIL-001"])
def test_after_every_act_it_stands_as_if_weighed_afresh(
    session: IntakeSession, shipped: Catalogue, code: str
) -> None:
    item, dice = shipped.item(code), Random(code)
    assert item is not None
    session.choose_item(code)
    for _ in range(60):
        rows = session.view().materials
        match dice.randrange(6):
            case 0:
                question = dice.choice(item.questions)
                session.answer(question.id, dice.choice(question.choices).id)
            case 1 if rows:
                session.toggle_fault(dice.choice(rows).key, 1)
            case 2 if rows:
                session.own_fault(dice.choice(rows).key, dice.choice(["看不清", ""]))
            case 3 if len(session.view().household) < 3:
                session.add_member()
            case _ if rows:
                session.mark(dice.choice(rows).key, dice.choice(MARKS))
        assert session.view() == session.snapshot().view()


def test_marks_keep_the_list_and_answers_make_it_anew(session: IntakeSession) -> None:
    session.choose_item("L-MARKET-001")
    session.answer("activity", "business")
    view, listed = session.view(), session.standing.checklist
    assert session.view() is view
    session.mark(view.materials[0].key, "missing")
    assert session.standing.checklist is listed and session.view() != view
    assert "缺1份" in session.view().outlook.known
    session.answer("form", "personal")
    assert session.standing.checklist is not listed
    assert session.view().materials != view.materials
