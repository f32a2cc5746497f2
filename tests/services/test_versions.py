"""A case keeps the list it was received under, and of that list only its own item is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from data.clock import FixedClock
from data.errors import Refusal
from data.rules.listing import Catalogue
from data.store import cases, catalogues
from data.store.catalogue_json import digest
from data.store.staff import Account
from window_app.services import intake, lists
from window_app.services.desk.desk import Desk
from window_app.services.desk.station import Person
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.views import Submitted

AT = "2026-11-22T00:00:00.000Z"


@contextmanager
def items_read() -> Iterator[list[str]]:
    """The codes of the items that are opened meanwhile."""
    codes: list[str] = []

    def note(_c: Any, _cursor: Any, text: str, values: Any, _x: Any, _many: bool) -> None:
        if text.startswith("SELECT catalogue_item.content"):
            codes.append(values[1] if len(values) > 1 else "all of them")

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield codes
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def renamed(shipped: Catalogue, clock: FixedClock) -> Catalogue:
    """The next version: in force from tomorrow, every item under a new name."""
    items = tuple(i.model_copy(update={"name": f"新{i.name}"}) for i in shipped.items)
    tomorrow = clock.now().date() + timedelta(days=1)
    changes = {"items": items, "version": f"{shipped.version}.9", "effective": tomorrow}
    found = shipped.model_copy(update=changes)
    return found.model_copy(update={"digest": digest(found)})


def test_a_case_keeps_its_version_and_only_its_item_is_read(
    office: Office,
    reopen: Callable[[], Office],
    clock: FixedClock,
    clerk: Account,
    shop: IntakeForm,
    shipped: Catalogue,
) -> None:
    answer = intake.submit(office, shop, clerk, office.home.folder)
    assert isinstance(answer, Submitted)
    with office.store.write() as unit:
        catalogues.add(unit, renamed(shipped, clock), is_draft=False, at=AT)
    clock.moment += timedelta(days=1)
    later = reopen()
    with later.store.read() as unit, items_read() as codes:
        case = cases.by_number(unit, answer.case.number)
        assert case is not None
        own = later.list_of(unit, case)
        assert own.version == shipped.version
        assert codes == []
        assert own.item(case.item) == shipped.item(case.item)
        assert codes == [case.item]
        now = later.live_list(unit)
        assert not isinstance(now, Refusal)
        assert now.version == f"{shipped.version}.9"
        found = now.item(case.item)
        assert found is not None and found.name.startswith("新")
        assert codes == [case.item] * 2


def test_the_desk_opens_an_item_when_it_is_chosen(office: Office, clerk: Account) -> None:
    desk = Desk(office)
    with items_read() as codes:
        found = desk.items("食品经营许可", first=1)
        assert [(line.code, line.department, line.kind) for line in found] == [
            ("L-MARKET-006", "清新市监", "承诺")
        ]
        assert len(desk.items("")) == 50
        assert codes == []
        session = desk.begin(Person(clerk), item="L-MARKET-006")
        assert not isinstance(session, Refusal)
        session.choose_item("L-MARKET-006")
        assert set(codes) == {"L-MARKET-006"} and len(codes) == 1


def test_two_stored_versions_are_compared_whole(
    office: Office, clock: FixedClock, shipped: Catalogue
) -> None:
    new = renamed(shipped, clock)
    with office.store.write() as unit:
        catalogues.add(unit, new, is_draft=True, at=AT)
    changes = lists.compare(office, shipped.version, new.version)
    changed = {change.about for change in changes if change.about}
    assert changed == {item.code for item in shipped.items}
