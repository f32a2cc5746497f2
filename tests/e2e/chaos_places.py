"""The places of the chaos: a hub, two stations, one with two windows, and a department's office."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from data.errors import Refusal
from data.exchange import enrolling
from data.exchange.counter import HubCounter
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import staff
from data.store.catalogue_files import load_catalogue
from data.store.members import Place
from data.store.settings import Terminal
from data.store.staff import Account
from window_app import bootstrap, hub_bootstrap
from window_app.services import access, joining
from window_app.services.office import Office
from window_app.settings import Settings

PASSWORD = "for-tests-only"
MARKET = "market"
PLACES = {
    "hall": Terminal(region="441803", station="0001", terminal="01"),
    "hall2": Terminal(region="441803", station="0001", terminal="02"),
    "town": Terminal(region="441803", station="0003", terminal="01"),
    "office": Terminal(region="441803", station="0002", terminal="01", department=MARKET),
}
REVIEWERS = "office"
# Who works where: the roles by the word that follows the place in an account's name.
ROLES = {
    "clerk": [Role.CLERK, Role.ISSUER],
    "supervisor": [Role.SUPERVISOR],
    "reviewer": [Role.REVIEWER],
    "head": [Role.HEAD],
}
AT_A_WINDOW, IN_AN_OFFICE = ("clerk", "supervisor"), ("reviewer", "head")


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of all homes; each is named as in PLACES, the hub's is `hub`."""

    folder: Path

    def office(self, name: str) -> Office:
        """A terminal's home, opened, with its line to the hub."""
        office = bootstrap.open_office(Settings(home=self.folder / name))
        office.reach = partial(hub_bootstrap.reach, office)
        return office

    def hub(self) -> HubCounter:
        return hub_bootstrap.open_hub(Settings(home=self.folder / "hub"))


def make(folder: Path, url: str, database: str | None) -> Places:
    """Make hub and terminals; they joined it, and reach it at this URL."""
    places, shipped = Places(folder), load_catalogue(bootstrap.shipped_catalogue())
    options = Settings(home=folder / "hub")
    hub = hub_bootstrap.create_hub(options, "混乱测试中心", shipped, database=database)
    for name in PLACES:
        office = _made(folder, name, shipped)
        department = MARKET if name == REVIEWERS else None
        code = enrolling.invite(hub, Place(office.terminal.station, "county", department))
        found = joining.join(office, url, code, partial(enrolling.enrol, hub))
        assert not isinstance(found, Refusal), found
        office.store.close()
    hub.store.close()
    return places


def worker(office: Office, place: str, what: str) -> Account:
    """Whoever does this at a place."""
    with office.store.read() as unit:
        found = staff.find(unit, f"{place}-{what}")
    assert found is not None
    return found[0]


def _made(folder: Path, name: str, shipped: Catalogue) -> Office:
    admin = access.new_account(f"{name}-admin", [Role.ADMINISTRATOR])
    options = Settings(home=folder / name)
    office = bootstrap.create(options, PLACES[name], shipped, admin, PASSWORD)
    department = MARKET if name == REVIEWERS else None
    for what in IN_AN_OFFICE if department else AT_A_WINDOW:
        access.add_staff(
            office, f"{name}-{what}", PASSWORD, roles=ROLES[what], department=department, by=admin
        )
    return office
