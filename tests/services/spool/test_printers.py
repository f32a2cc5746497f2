"""The printers of a window: who may set them, what they may print, what follows a change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.store.staff import Account
from window_app.services import printers, spooling
from window_app.services.office import Office

OFFICE = {"address": "ipp://127.0.0.1:9/printers/hall", "paper": "a4"}
ROLL = {"address": "socket://127.0.0.1:9", "paper": "58"}


@pytest.fixture
def admin(staff: dict[str, Account]) -> Account:
    return staff["管理员"]


def events(office: Office) -> list[tuple[str, str]]:
    with office.store.read() as unit:
        rows = unit.connection.exec_driver_sql(
            "select kind, body from event join event_body on event_id = event.id"
            " where kind like 'printer_%' order by number"
        )
        return [(row.kind, row.body) for row in rows]


def test_what_an_administrator_sets_is_in_the_journal(office: Office, admin: Account) -> None:
    printers.add(office, "hall", **OFFICE, by=admin)
    used = printers.use(office, "default", "hall", by=admin)
    printers.use(office, "default", "none", by=admin)
    removed = printers.remove(office, "hall", by=admin)
    assert not isinstance(used, Refusal | None) and used.kinds == ("default",)
    assert not isinstance(removed, Refusal) and removed.name == "hall"
    assert printers.everything(office) == []
    assert events(office) == [
        (
            "printer_added",
            '{"address":"ipp://127.0.0.1:9/printers/hall","name":"hall","paper":"a4"}',
        ),
        ("printer_chosen", '{"kind":"default","printer":"hall"}'),
        ("printer_chosen", '{"kind":"default","printer":"none"}'),
        ("printer_removed", '{"name":"hall"}'),
    ]


def test_nobody_else_sets_printers(office: Office, clerk: Account, admin: Account) -> None:
    printers.add(office, "hall", **OFFICE, by=admin)
    for refusal in (
        printers.add(office, "other", **OFFICE, by=clerk),
        printers.use(office, "default", "hall", by=clerk),
        printers.remove(office, "hall", by=clerk),
    ):
        assert isinstance(refusal, Refusal) and refusal.code == "role_may_not"
    assert [printer.name for printer in printers.everything(office)] == ["hall"]


def test_a_name_is_given_once(office: Office, admin: Account) -> None:
    printers.add(office, "hall", **OFFICE, by=admin)
    refusal = printers.add(office, "hall", **ROLL, by=admin)
    assert isinstance(refusal, Refusal) and refusal.code == "printer_exists"


@pytest.mark.parametrize("name", ["", "file", "default", "none", "a b", "ipp://x", "x" * 31])
def test_a_name_that_means_something_else_is_refused(
    office: Office, admin: Account, name: str
) -> None:
    with pytest.raises(InputError) as refused:
        printers.add(office, name, **OFFICE, by=admin)
    assert (refused.value.code, refused.value.field) == ("printer_name_wrong", "NAME")


def test_what_is_wrong_is_named(office: Office, admin: Account) -> None:
    printers.add(office, "hall", **OFFICE, by=admin)
    for act, code, field in (
        (lambda: printers.add(office, "x", address="hall", paper="a4", by=admin), *ADDRESS),
        (lambda: printers.add(office, "x", address="lp:x", paper="a5", by=admin), *SIZE),
        (lambda: printers.use(office, "letter", "hall", by=admin), *KIND),
        (lambda: printers.use(office, "slip", "nobody", by=admin), *NAME),
        (lambda: printers.remove(office, "nobody", by=admin), *NAME),
    ):
        with pytest.raises(InputError) as refused:
            act()
        assert (refused.value.code, refused.value.field) == (code, field)


ADDRESS = "printer_address_wrong", "--address"
SIZE = "paper_unknown_size", "--paper"
KIND = "paper_kind_unknown", "KIND"
NAME = "printer_unknown", "NAME"


@pytest.mark.parametrize("kind", ["acceptance", "guide", "default"])
def test_a_roll_prints_slips_alone(office: Office, admin: Account, kind: str) -> None:
    printers.add(office, "roll", **ROLL, by=admin)
    refusal = printers.use(office, kind, "roll", by=admin)
    assert isinstance(refusal, Refusal) and refusal.code == "roll_for_slips"
    used = printers.use(office, "slip", "roll", by=admin)
    assert not isinstance(used, Refusal | None) and used.kinds == ("slip",)


def test_what_did_not_come_out_follows_its_kind(
    office: Office, admin: Account, clerk: Account, catering: Any, submit: Any, tmp_path: Path
) -> None:
    """The printer fails; another is chosen, then removed: what waits goes along each time."""
    printers.add(office, "dead", address=f"file:{tmp_path / 'no' / 'folder'}", paper="a4", by=admin)
    printers.add(office, "well", address=f"file:{tmp_path}", paper="a4", by=admin)
    printers.use(office, "acceptance", "dead", by=admin)
    submit(catering)
    (found,) = spooling.waiting_list(office)
    assert (found.printer, found.state) == ("dead", "failed")
    printers.use(office, "default", "well", by=admin)
    assert [one.printer for one in spooling.waiting_list(office)] == ["dead"]
    printers.remove(office, "dead", by=admin)
    assert [one.printer for one in spooling.waiting_list(office)] == ["well"]
    printed = spooling.retry(office, found.job, clerk)
    assert not isinstance(printed, Refusal) and printed.problem is None
    assert Path(printed.reference or "").parent == tmp_path
