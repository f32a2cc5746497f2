"""Builds a hub, and finds the hub that a terminal joined.

A hub's home is a folder like a terminal's: key, scans and log, with the store as a file in it or
on PostgreSQL. The hub is a terminal too: the commands for accounts, lists and `verify` work there.
"""

from __future__ import annotations

from pathlib import Path

from data.clock import Clock, to_text
from data.errors import InputError
from data.exchange.counter import HubCounter
from data.exchange.local_hub import LocalHub
from data.exchange.refusals import KEPT, HubUnreachable
from data.exchange.shapes import Enrolled, Enrolment, Hub
from data.rules.listing import Catalogue
from data.store import backup as backups
from data.store import (
    catalogues,
    hub_settings,
    journal,
    members,
    projections,
    queue,
    schema,
    settings,
    staff,
    taken,
)
from data.store.engine import Store
from data.store.home import Home, already_there, check_place, claim, give_up, make, write_private
from data.store.hub_settings import HubIdentity, Joined
from data.store.settings import HUB_STATION, Terminal
from data.store.staff import Account
from data.store.terminal_key import create_key
from window_app import bootstrap
from window_app.hub import auth
from window_app.services import access
from window_app.services.deeming import SYSTEM
from window_app.services.office import Office
from window_app.settings import Settings

TERMINAL = "00"  # the hub's own; no window has it


def create_hub(
    options: Settings,
    name: str,
    catalogue: Catalogue,
    *,
    database: str | None = None,
    admin: tuple[Account, str] | None = None,
    clock: Clock | None = None,
) -> HubCounter:
    """Make a hub's home. `database`: a PostgreSQL URL; `admin`: an account and its password."""
    home = Home(options.home_folder)
    if home.exists:
        raise already_there(home)
    if admin is not None:
        access.check_password(admin[1])
    url = None if database is None else _checked(database)
    make(home)
    check_place(home)
    if url is None:
        claim(home)
    else:
        write_private(home.database, url.encode())
    store = bootstrap.store_of(home, None)
    try:
        if database is not None:
            _check_empty(store)
        schema.make(store)
        projections.bring_up(store)
        place = Terminal(region=catalogue.region, station=HUB_STATION, terminal=TERMINAL, hall=name)
        signer = create_key(home)
        office = bootstrap.office_with(options, home, store, signer, place, clock, None)
        _fill(office, catalogue, admin)
    except BaseException:
        store.close()
        give_up(home)
        raise
    store.close()
    return open_hub(options, clock=clock)


def restore_hub(
    options: Settings,
    *,
    backup: Path | None = None,
    database: str | None = None,
    clock: Clock | None = None,
) -> HubCounter:
    """A new home of a hub from a backup, or on a database that was restored: a new key and epoch.

    Every terminal has to join again; until all have sent again what they had sent, no task is
    leased. `InputError` where neither or both are given, or it is no hub's.
    """
    home = Home(options.home_folder)
    if home.exists:
        raise already_there(home)
    if (backup is None) == (database is None):
        raise InputError("restore_from_one", "写备份文件，或者写 --database，只写一个。")
    url = None if database is None else _checked(database)
    make(home)
    check_place(home)
    try:
        _put_store(home, backup, url)
        store = bootstrap.store_of(home, None)
        schema.bring_up(store)
        bootstrap.bring_up(store)
        _check_hub(store, home)
        with store.read() as unit:
            place = settings.read_terminal(unit)
        signer = create_key(home)
        _begin_again(bootstrap.office_with(options, home, store, signer, place, clock, None))
        store.close()
    except BaseException:
        give_up(home)
        raise
    return open_hub(options, clock=clock)


def _put_store(home: Home, backup: Path | None, url: str | None) -> None:
    if backup is None:
        write_private(home.database, (url or "").encode())
        return
    claim(home)
    backups.copy_in(backup, home, backups.unlock(backup, None))
    backups.copy_scans_in(backup, home)


def _begin_again(office: Office) -> None:
    """The first unit of work of a restored hub: a feed and an epoch of its own."""
    with office.store.write() as unit:
        identity = hub_settings.read_identity(unit)
        assert identity is not None  # looked at before
        changes = {"epoch": journal.new_id(), "restored_at": to_text(office.now())}
        identity = identity.model_copy(update=changes)
        hub_settings.write_identity(unit, identity)
        journal.disown_feeds(unit)
        journal.open_feed(unit, office.signer, station=HUB_STATION, terminal=TERMINAL)
        members.await_all(unit)
        queue.give_back_everything(unit)
        office.note(unit, "hub_restored", identity.model_dump(mode="json"), SYSTEM)


def open_hub(options: Settings, *, clock: Clock | None = None) -> HubCounter:
    """The hub of a home; InputError where it is a terminal's."""
    return counter_of(bootstrap.open_office(options, clock=clock))


def counter_of(office: Office) -> HubCounter:
    """The hub that an opened home is."""
    identity = _check_hub(office.store, office.home)
    return HubCounter(
        store=office.store,
        signer=office.signer,
        clock=office.clock,
        name=identity.name,
        epoch=identity.epoch,
        blobs=office.blobs,
        was_restored=identity.restored_at is not None,
    )


def _check_hub(store: Store, home: Home) -> HubIdentity:
    with store.read() as unit:
        identity = hub_settings.read_identity(unit)
    if identity is None:
        raise InputError(
            "not_a_hub",
            f"这里不是中心的数据目录：{home.folder}",
            hint="先用 window hub init 建中心，或者用 --home 指定中心的目录。",
            field="--home",
        )
    return identity


def reach(office: Office) -> Hub:
    """A line to the hub that an opened terminal joined; HubUnreachable where it joined none."""
    with office.store.read() as unit:
        joined = hub_settings.read_joined(unit)
    if joined is None:
        raise HubUnreachable("not_joined", "这台终端还没有加入中心。", hint=KEPT)
    return hub_of(joined, clock=office.clock)


def hub_of(joined: Joined, *, clock: Clock | None = None) -> Hub:
    """The hub that a terminal joined; HubUnreachable or HubRefusal where it cannot be asked."""
    if is_url(joined.address):
        from data.exchange.hub_client import HttpHub  # needs what only a network needs

        authority = Path(joined.authority) if joined.authority else None
        return HttpHub(joined.address, joined.token, authority=authority)
    hub = _local(Path(joined.address), clock)
    try:
        return LocalHub(hub, auth.caller(hub, f"Bearer {joined.token}"))
    except BaseException:
        hub.store.close()
        raise


def enrol_at(
    address: str, wish: Enrolment, *, authority: Path | None = None, clock: Clock | None = None
) -> Enrolled:
    """Ask a hub, by its URL or folder, to let a terminal join."""
    if is_url(address):
        from data.exchange.hub_client import HttpHub

        with HttpHub(address, authority=authority) as far:
            return far.enrol(wish)
    from data.exchange import enrolling

    near = _local(Path(address), clock)
    try:
        return enrolling.enrol(near, wish)
    finally:
        near.store.close()


def place_of(address: str) -> str:
    """A hub's URL, or its whole folder where a folder or the store in it is named."""
    if is_url(address):
        return address
    path = Path(address).resolve()
    return str(path.parent if path.is_file() else path)


def is_url(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _local(folder: Path, clock: Clock | None) -> HubCounter:
    if not Home(folder).exists:
        raise HubUnreachable("hub_unreachable", f"这里没有中心：{folder}", hint=KEPT)
    return open_hub(Settings(home=folder), clock=clock)


def _fill(office: Office, catalogue: Catalogue, admin: tuple[Account, str] | None) -> None:
    """The first unit of work of a hub."""
    terminal, at = office.terminal, to_text(office.now())
    password_hash = staff.hash_password(admin[1]) if admin else ""
    with office.store.write() as unit:
        settings.write_terminal(unit, terminal)
        identity = HubIdentity(name=terminal.hall, epoch=journal.new_id())
        hub_settings.write_identity(unit, identity)
        journal.open_feed(unit, office.signer, station=terminal.station, terminal=terminal.terminal)
        taken.begin(unit)
        who = admin[0].name if admin else SYSTEM
        office.note(unit, "hub_created", identity.model_dump(mode="json"), who)
        refusal = catalogues.add(unit, catalogue, is_draft=False, at=at)
        assert refusal is None  # an empty store refuses no version
        if admin is not None:
            staff.add(unit, admin[0], password_hash)
            office.note(unit, "staff_added", access.staff_body(admin[0]), who)


def _checked(url: str) -> str:
    if not url.startswith(("postgresql://", "postgres://")):
        raise InputError(
            "database_wrong",
            "--database 要写成 postgresql://…",
            hint="不写就用数据目录里的 SQLite 文件。",
            field="--database",
        )
    try:
        from data.store.postgres import database_of
    except ImportError as error:
        raise InputError(
            "hub_not_installed",
            "这台机器没有装中心的组件，不能用 PostgreSQL。",
            hint="请管理员安装：pip install 'window-app[hub]'。",
        ) from error
    database_of(url)
    return url.replace("postgres://", "postgresql://", 1)


def _check_empty(store: Store) -> None:
    if schema.version(store) is not None:
        raise InputError(
            "database_used",
            "这个数据库里已经有一个中心，没有改动。",
            hint="请给一个空的数据库。",
            field="--database",
        )
