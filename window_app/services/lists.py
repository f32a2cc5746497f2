"""The published list: import, versions, search, the checklist of a situation.

What reads, compares and searches lists is loaded by the act that needs it: a terminal opens
without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from data.clock import to_text
from data.errors import InputError, Refusal
from data.rules import checklist as lists
from data.rules.calendar import WorkCalendar
from data.rules.checklist import Checklist
from data.rules.item import Item, Subject
from data.rules.listing import Catalogue, Listing
from data.rules.situation import Facts, check_answers, resolve
from data.rules.words import Role
from data.store import calendars, cases, catalogues, forms
from data.store.catalogues import Version
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services.access import not_allowed
from window_app.services.assessing import find_item
from window_app.services.office import Office

if TYPE_CHECKING:
    from data.rules.catalogue_diff import Change
    from data.store.search_entries import Filters, Hit

USUAL = timedelta(days=30)  # how far back use at this window ranks a search


@dataclass(frozen=True, slots=True)
class Imported:
    version: str
    digest: str
    is_draft: bool


def import_list(
    office: Office, folder: Path, who: Account, *, is_draft: bool = False
) -> Imported | Refusal:
    """Store a version with its forms.

    CatalogueError names every fault, Refusal a version that differs.
    """
    if Role.LIST_MANAGER not in who.roles and Role.ADMINISTRATOR not in who.roles:
        return not_allowed(who, Role.LIST_MANAGER, "导入清单")
    from data.store.catalogue_files import load_catalogue

    catalogue = load_catalogue(folder)
    forms.keep(office.home, catalogue, folder)
    with office.store.write() as unit:
        refusal = catalogues.add(unit, catalogue, is_draft=is_draft, at=to_text(office.now()))
        if refusal is not None:
            return refusal
        body: dict[str, object] = {
            "version": catalogue.version,
            "digest": catalogue.digest,
            "is_draft": is_draft,
        }
        office.note(unit, "catalogue_imported", body, who.name)
    office.forget_calendar()
    return Imported(catalogue.version, catalogue.digest, is_draft)


def import_calendar(office: Office, path: Path, who: Account) -> WorkCalendar | Refusal:
    """Lay a calendar file over what is known; due dates are computed anew by it."""
    if Role.ADMINISTRATOR not in who.roles and Role.LIST_MANAGER not in who.roles:
        return not_allowed(who, Role.ADMINISTRATOR, "导入日历")
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "calendar_file_unreadable", f"读不到日历文件 {path}。", field="FILE"
        ) from error
    with office.store.write() as unit:
        calendars.add(unit, path.name, content, at=to_text(office.now()))
        found = calendars.load(unit)
        body: dict[str, object] = {"name": path.name, "digest": found.digest}
        office.note(unit, "calendar_imported", body, who.name)
    office.forget_calendar()
    return found


def versions(office: Office) -> list[Version]:
    """Every stored version, oldest first."""
    with office.store.read() as unit:
        return catalogues.versions(unit)


def live(office: Office) -> Listing | Refusal:
    """The list in force today."""
    with office.store.read() as unit:
        return office.live_list(unit)


def search(
    office: Office, text: str, *, first: int = 20, filters: Filters | None = None
) -> list[Hit] | Refusal:
    """The best items for what was typed; what this window took lately ranks higher."""
    from data.store import catalogue_index

    with office.store.read() as unit:
        catalogue = office.live_list(unit)
        if isinstance(catalogue, Refusal):
            return catalogue
        index = catalogue_index.load(unit, catalogue)
        used = cases.uses(unit, since=to_text(office.now() - USUAL))
    return index.search(text, first=first, used=used, filters=filters)


def compare(office: Office, old: str, new: str) -> Sequence[Change]:
    """What changed between two stored versions."""
    from data.rules.catalogue_diff import diff

    with office.store.read() as unit:
        return diff(_stored(unit, old), _stored(unit, new))


def checklist(
    catalogue: Listing,
    code: str,
    answers: Mapping[str, Sequence[str]],
    *,
    subject: Subject | None = None,
    facts: Facts | None = None,
) -> Checklist:
    """The list for a situation; InputError names an unknown item, question or choice."""
    item = find_item(catalogue, code)
    chosen = _subject(item, subject)
    check_answers(item.questions, answers)
    situation = resolve(
        item.questions, answers, subject=chosen, facts=facts or Facts(), region=catalogue.region
    )
    return lists.build(item, situation)


def _subject(item: Item, subject: Subject | None) -> Subject:
    if subject is not None and subject not in item.subjects:
        raise InputError(
            "subject_not_served",
            f"“{item.name}”不受理这类申请人。",
            hint="可用：" + "、".join(item.subjects),
            field="--subject",
        )
    return subject or item.subjects[0]


def _stored(unit: Unit, name: str) -> Catalogue:
    version = catalogues.find(unit, name)
    if version is None:
        raise InputError("version_unknown", f"没有清单版本“{name}”。", field="version")
    return catalogues.load(unit, version.digest)
