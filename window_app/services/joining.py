"""Joining a hub: the terminal's key, place and accounts go there, and what it is known by stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from data.errors import Refusal
from data.exchange import publishing
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Enrolled, Enrolment
from data.rules.words import Role
from data.store import hub_settings, staff
from data.store.engine import Unit
from data.store.hub_settings import Joined
from data.store.staff import Account
from window_app.services import access
from window_app.services.deeming import SYSTEM
from window_app.services.office import Office

Enrol = Callable[[Enrolment], Enrolled]


def join(
    office: Office,
    address: str,
    code: str,
    enrol: Enrol,
    *,
    by: Account | None = None,
    authority: Path | None = None,
) -> Joined | Refusal:
    """Join the hub at a URL or folder with a one-time code; or why not.

    `enrol` asks the hub; HubUnreachable where it does not answer, and then nothing has changed.
    `by`: who says so, the machine's owner where nobody is named.
    """
    if by is not None and Role.ADMINISTRATOR not in by.roles:
        return access.not_allowed(by, Role.ADMINISTRATOR, "加入中心")
    with office.store.read() as unit:
        if hub_settings.read_identity(unit) is not None:
            return Refusal("hub_joins_none", "这里是中心，不能再加入别的中心。")
        wish = _wish(unit, office, code, address)
    try:
        said = enrol(wish)
    except HubRefusal as no:
        return Refusal(no.code, no.message, hint=no.hint)
    joined = Joined(
        address=address,
        token=said.token,
        hub_feed=said.hub_feed,
        hub_public_key=said.hub_public_key,
        hub_name=said.hub_name,
        authority=str(authority) if authority else None,
        is_new=True,
    )
    _keep(office, joined, by.name if by else SYSTEM)
    return joined


def _keep(office: Office, joined: Joined, by: str) -> None:
    body: dict[str, object] = {
        "address": joined.address,
        "hub": joined.hub_name,
        "hub_feed": joined.hub_feed,
    }
    with office.store.write() as unit:
        hub_settings.write_joined(unit, joined)
        office.note(unit, "hub_joined", body, by)


def _wish(unit: Unit, office: Office, code: str, address: str) -> Enrolment:
    terminal, known = office.terminal, hub_settings.read_joined(unit)
    is_member = known is not None and known.token != ""
    return Enrolment(
        code=code,
        public_key=office.signer.public_key.hex(),
        region=terminal.region,
        station=terminal.station,
        terminal=terminal.terminal,
        level=terminal.level,
        staff=tuple(publishing.fact(*one) for one in staff.with_hashes(unit)),
        moved=is_member and known is not None and known.address != address,
    )
