"""What the hub publishes, taken over by a terminal: list versions, calendars and accounts."""

from __future__ import annotations

from data.clock import to_text
from data.errors import InputError
from data.exchange import publishing
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import CatalogueFact, Publisher
from data.rules.listing import Catalogue
from data.store import calendars, catalogue_json, catalogues, hub_settings, staff
from window_app.services.deeming import SYSTEM
from window_app.services.office import Office


def take_all(office: Office, hub: Publisher) -> None:
    """Fetch what is not here yet; HubRefusal where something does not fit."""
    told = hub.publications()
    with office.store.read() as unit:
        versions = catalogues.versions(unit)
        known_calendars = calendars.files(unit)
        joined = hub_settings.read_joined(unit)
    for digest in told.calendars:
        if digest not in known_calendars:
            _take_calendar(office, hub, digest)
    if joined is not None and joined.staff != told.staff:
        _take_staff(office, hub)
    for fact in told.catalogues:
        if publishing.lacks(versions, fact):
            _take_catalogue(office, hub, fact)


def _take_catalogue(office: Office, hub: Publisher, fact: CatalogueFact) -> None:
    found = Catalogue.model_validate_json(hub.catalogue(fact.digest))
    if catalogue_json.digest(found) != fact.digest:
        raise HubRefusal("catalogue_changed", f"清单 {fact.version} 在路上变了，没有采用。")
    found = found.model_copy(update={"digest": fact.digest})
    with office.store.write() as unit:
        at = to_text(office.now())
        no = catalogues.add(unit, found, is_draft=fact.is_draft, at=at)
        if no is not None:
            raise HubRefusal(no.code, no.message, hint=no.hint)
        body: dict[str, object] = {
            "version": fact.version,
            "digest": fact.digest,
            "is_draft": fact.is_draft,
        }
        office.note(unit, "catalogue_imported", body, SYSTEM)
    office.forget_calendar()


def _take_calendar(office: Office, hub: Publisher, digest: str) -> None:
    name, content = hub.calendar(digest)
    if calendars.digest_of(name, content) != digest:
        raise HubRefusal("calendar_changed", f"日历 {name} 在路上变了，没有采用。")
    with office.store.write() as unit:
        try:
            calendars.add(unit, name, content, at=to_text(office.now()))
        except InputError as error:
            raise HubRefusal(error.code, error.message, hint=error.hint) from error
        office.note(unit, "calendar_imported", {"name": name, "digest": digest}, SYSTEM)
    office.forget_calendar()


def _take_staff(office: Office, hub: Publisher) -> None:
    """The hub's word counts for everybody it names; whoever it does not name stays as they are."""
    facts = hub.staff()
    digest = publishing.staff_digest(facts)
    with office.store.write() as unit:
        for fact in facts:
            staff.put(unit, publishing.account_of(fact), fact.password_hash)
        names = [fact.name for fact in facts]
        office.note(unit, "staff_taken_over", {"names": names, "digest": digest}, SYSTEM)
        hub_settings.change_joined(unit, staff=digest)
