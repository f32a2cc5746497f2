"""A restored home begins again: a feed of its own, and what the old terminal held."""

from __future__ import annotations

from data.errors import Refusal
from data.rules.words import Role
from data.store import hub_settings, journal, leases, papers, settings
from data.store.settings import Terminal
from window_app.services import access, handing
from window_app.services.deeming import SYSTEM
from window_app.services.office import Office

PRINTED_SINCE = "这份打印来自备份，可能在备份以后已经打印过。"


def begin_again(
    office: Office,
    old: Terminal,
    administrator: tuple[str, str] | None,
    *,
    no_hub: bool,
) -> Refusal | None:
    """Open the new feed and, where no hub will be met, take over what `old` held; or why not.

    `administrator`: name and password as the backup knows them; `no_hub` needs one.
    """
    refusal = _restorer_refusal(office, administrator, no_hub)
    if refusal is not None:
        return refusal
    terminal, who = office.terminal, administrator[0] if administrator else SYSTEM
    with office.store.write() as unit:
        journal.disown_feeds(unit)
        settings.write_terminal(unit, terminal)
        journal.open_feed(unit, office.signer, station=terminal.station, terminal=terminal.terminal)
        body: dict[str, object] = {"from": old.label, "terminal": terminal.label, "no_hub": no_hub}
        office.note(unit, "home_restored", body, who)
        papers.doubt_under_way(unit, reason=PRINTED_SINCE)
        leases.drop_all(unit)
        hub_settings.leave(unit, for_good=no_hub)
        if no_hub:
            handing.take_over_restored(unit, office, who)
    return None


def _restorer_refusal(
    office: Office, administrator: tuple[str, str] | None, no_hub: bool
) -> Refusal | None:
    if administrator is None:
        return access.who_is_missing() if no_hub else None
    found = access.log_in(office, *administrator)
    if isinstance(found, Refusal):
        return found
    allowed = Role.ADMINISTRATOR in found.roles
    return None if allowed else access.not_allowed(found, Role.ADMINISTRATOR, "恢复备份")
