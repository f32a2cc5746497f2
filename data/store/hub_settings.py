"""What a hub is, and what a terminal knows of the hub it joined: each one row of settings."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, select

from data.store.engine import Unit
from data.store.tables import SettingRow

SETTINGS = SettingRow.__table__  # type: ignore[attr-defined]
Value = TypeVar("Value", bound=BaseModel)


class HubIdentity(BaseModel):
    """The hub's name, and its epoch: a new one after every restore, which was at `restored_at`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    epoch: str
    restored_at: str | None = None


class FeedRefused(BaseModel):
    """Why the hub takes nothing more of this terminal's feed, in its words; `at` UTC text."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    message: str
    hint: str | None
    at: str


class Joined(BaseModel):
    """The hub as a terminal knows it, and how far it has pulled.

    address: a URL, or the folder of a hub on this machine
    token: what the hub knows this terminal by; as secret as the store
    order, within: the place in the hub's order up to which was pulled, in this `epoch`
    last_contact, clock_difference: UTC text, and the hub's clock less ours in seconds
    refused: None as long as the hub takes our feed
    scans_sent: the own feed's number up to which its scans are at the hub
    scans_wanted: SHA-256 of the scans that pulled events name and that are not here yet
    staff: digest of the accounts as they came last
    authority: the certificate file of a hub that no public one vouches for
    asked: the cases that other stations have asked for and that were not answered yet
    is_new: it joined, or joined again, and has not sent yet what the hub may lack
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    address: str
    token: str
    hub_feed: str
    hub_public_key: str
    hub_name: str
    epoch: str = ""
    order: int = 0
    within: int = 0
    last_contact: str | None = None
    clock_difference: float = 0.0
    refused: FeedRefused | None = None
    scans_sent: int = 0
    scans_wanted: tuple[str, ...] = ()
    staff: str = ""
    authority: str | None = None
    is_new: bool = False
    asked: tuple[str, ...] = ()


def write_identity(unit: Unit, identity: HubIdentity) -> None:
    unit.upsert(SettingRow, {"key": "hub", "value": identity.model_dump_json()})


def read_identity(unit: Unit) -> HubIdentity | None:
    """Who this hub is; None in a terminal's home."""
    return _read(unit, "hub", HubIdentity)


def write_joined(unit: Unit, joined: Joined) -> None:
    unit.upsert(SettingRow, {"key": "joined", "value": joined.model_dump_json()})


def change_joined(unit: Unit, **changes: object) -> Joined:
    """Note something new about the hub; in one unit of work, so that nobody's note is lost."""
    joined = read_joined(unit)
    assert joined is not None  # only a terminal that joined hears of its hub
    joined = joined.model_copy(update=changes)
    write_joined(unit, joined)
    return joined


def leave(unit: Unit, *, for_good: bool) -> None:
    """A restored home is no member of the old one's hub: it joins anew, or never."""
    if for_good:
        unit.connection.execute(delete(SETTINGS).where(SETTINGS.c.key == "joined"))
    elif read_joined(unit) is not None:
        change_joined(unit, token="", epoch="", order=0, within=0, is_new=True, refused=None)


def read_joined(unit: Unit) -> Joined | None:
    """The hub this terminal joined; None where it works alone."""
    return _read(unit, "joined", Joined)


def _read(unit: Unit, key: str, shape: type[Value]) -> Value | None:
    query = select(SETTINGS.c.value).where(SETTINGS.c.key == key)
    value = unit.connection.execute(query).scalar()
    return None if value is None else shape.model_validate_json(value)
