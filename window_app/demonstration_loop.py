"""The loop of the demo station on one machine: a hub and a department's terminal beside the desk.

All are folders, `hub` and `review` in the demo home: no process serves them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from data.errors import Refusal
from data.exchange import enrolling
from data.exchange.counter import HubCounter
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import catalogues
from data.store.home import Home
from data.store.members import Place
from data.store.settings import Terminal
from window_app import bootstrap, demonstration, hub_bootstrap
from window_app.demonstration import ADMIN, DEPARTMENT, PASSWORD
from window_app.services import access, intake, joining, syncing
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.settings import Settings

HUB, REVIEW = "hub", "review"
HUB_NAME = "演示中心"
OFFICE = Terminal(
    region="441803",
    station="0002",
    terminal="01",
    department=DEPARTMENT,
    hall="清远市清新区市场监督管理局(演示)",
    is_demo=True,
)
# What the department finds on its list: one in order, one with a material to follow.
IN_ORDER = {"layout": "ok", "rules": "ok"}
REVIEWED: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"name": "苏示例", "id_number": "441803198806121023"}, IN_ORDER),
    (
        {"name": "林示例", "id_number": "441803197902235018"},
        {**IN_ORDER, "manager": "deferred"},
    ),
)


def complete(office: Office, catalogue: Catalogue | None = None) -> Office:
    """Give a demo desk its hub and department where it has none; the desk can reach them then."""
    office.reach = partial(hub_bootstrap.reach, office)
    folder = office.home.folder
    if not Home(folder / HUB).exists:
        _build(office, catalogue or _list_of(office))
    return office


def _build(office: Office, catalogue: Catalogue) -> None:
    """The hub and the department, with what the desk has for it."""
    folder = office.home.folder
    for form in reviewed_intakes():
        intake.submit(office, form, demonstration.clerk(), folder)
    clock = office.clock
    hub = hub_bootstrap.create_hub(Settings(home=folder / HUB), HUB_NAME, catalogue, clock=clock)
    department = bootstrap.create(
        Settings(home=folder / REVIEW),
        OFFICE,
        catalogue,
        access.new_account(ADMIN, [Role.ADMINISTRATOR]),
        PASSWORD,
        clock=clock,
    )
    department.reach = partial(hub_bootstrap.reach, department)
    try:
        for one in (office, department):
            _join(one, hub, str((folder / HUB).resolve()))
            _exchange(one)
    finally:
        department.store.close()
        hub.store.close()


def reviewed_intakes() -> Iterator[IntakeForm]:
    """Cases that the department decides, as they are received."""
    for person, marks in REVIEWED:
        yield reviewed(person, marks)


def reviewed(person: dict[str, str], marks: dict[str, str]) -> IntakeForm:
    """A case that the department decides, with other marks than the demo's by material."""
    rows = [_marked(row, marks) for row in demonstration.CANTEEN["materials"]]
    return demonstration.form(person, {**demonstration.CANTEEN, "materials": rows})


def _marked(row: dict[str, Any], marks: dict[str, str]) -> dict[str, Any]:
    mark = marks.get(row["id"])
    return row if mark is None else {"id": row["id"], "mark": mark}


def _join(office: Office, hub: HubCounter, address: str) -> None:
    place = Place(office.terminal.station, office.terminal.level, office.terminal.department)
    code = enrolling.invite(hub, place)
    answer = joining.join(office, address, code, partial(enrolling.enrol, hub))
    assert not isinstance(answer, Refusal)  # a new hub knows none of them


def _exchange(office: Office) -> None:
    assert office.reach is not None
    hub = office.reach()
    try:
        syncing.exchange(office, hub)
    finally:
        hub.close()


def _list_of(office: Office) -> Catalogue:
    with office.store.read() as unit:
        return catalogues.load(unit, catalogues.versions(unit)[-1].digest)
