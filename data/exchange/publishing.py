"""What a hub publishes to its terminals: list versions, calendar files and accounts, by digest."""

from __future__ import annotations

from collections.abc import Iterable

from data.exchange.refusals import HubRefusal
from data.exchange.shapes import CatalogueFact, Publications, StaffFact
from data.rules.words import Role
from data.store import calendars, catalogues, signing, staff
from data.store.catalogues import Version
from data.store.engine import Unit
from data.store.members import Member
from data.store.staff import Account

# Who works at a window, and who oversees everywhere.
WINDOW = frozenset({Role.CLERK, Role.AGENT, Role.ISSUER, Role.CASHIER})
EVERYWHERE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.LIST_MANAGER})


def publications(unit: Unit, member: Member) -> Publications:
    """The digests of all that is published for a terminal."""
    return Publications(
        catalogues=facts_of(catalogues.versions(unit)),
        calendars=tuple(calendars.files(unit)),
        staff=staff_digest(accounts(unit, member)),
    )


def lacks(known: Iterable[Version | CatalogueFact], fact: CatalogueFact) -> bool:
    """Whether a version is to be fetched where these are known: a draft may come into force."""
    return not any(one.digest == fact.digest and one.is_draft <= fact.is_draft for one in known)


def facts_of(versions: Iterable[Version]) -> tuple[CatalogueFact, ...]:
    """List versions as they are told of."""
    names = CatalogueFact.model_fields
    return tuple(
        CatalogueFact(**{name: getattr(version, name) for name in names}) for version in versions
    )


def catalogue(unit: Unit, digest: str) -> str:
    """A list version as JSON."""
    try:
        return catalogues.text(unit, digest)
    except KeyError as error:
        raise HubRefusal("catalogue_unknown", "中心没有这个清单版本。") from error


def calendar(unit: Unit, digest: str) -> tuple[str, str]:
    """A calendar file: its name and content."""
    found = calendars.files(unit).get(digest)
    if found is None:
        raise HubRefusal("calendar_unknown", "中心没有这个日历文件。")
    return found


def accounts(unit: Unit, member: Member) -> tuple[StaffFact, ...]:
    """The accounts that may work at a terminal: its department's, or a window's; overseers too."""
    everybody = staff.with_hashes(unit)
    return tuple(fact(*one) for one in everybody if _works_at(one[0], member.place.department))


def fact(account: Account, password_hash: str) -> StaffFact:
    """An account as it travels."""
    return StaffFact(
        name=account.name,
        roles=tuple(sorted(account.roles)),
        department=account.department,
        authorised=tuple(sorted(account.authorised)),
        title=account.title,
        password_hash=password_hash,
        is_locked=account.is_locked,
    )


def account_of(one: StaffFact) -> Account:
    """An account that travelled, as this home keeps it."""
    roles = frozenset(Role(role) for role in one.roles)
    authorised = frozenset(one.authorised)
    return Account(one.name, roles, one.department, authorised, one.title, 0, one.is_locked)


def staff_digest(facts: tuple[StaffFact, ...]) -> str:
    """SHA-256 over accounts as they travel."""
    content = [one.model_dump(mode="json") for one in facts]
    return signing.digest(signing.canonical(content))


def _works_at(account: Account, department: str | None) -> bool:
    if not account.roles.isdisjoint(EVERYWHERE):
        return True
    if department is None:
        return not account.roles.isdisjoint(WINDOW)
    return account.department in (None, department)
