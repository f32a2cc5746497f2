"""Builds what a terminal needs: the only file that knows all concretes.

`create` makes a new home, `open_office` opens one; `wake` does what must come before any act.
"""

from __future__ import annotations

import re
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from data.clock import Clock, SystemClock, to_text
from data.errors import InputError, Refusal
from data.rules.listing import Catalogue
from data.store import backup as backups
from data.store import (
    catalogues,
    home_keys,
    hub_settings,
    journal,
    numbering,
    printers,
    projections,
    schema,
    settings,
    staff,
)
from data.store.blobs import Blobs
from data.store.engine import Store, Unit
from data.store.home import (
    Home,
    already_there,
    check_place,
    claim,
    give_up,
    make,
)
from data.store.home_keys import HomeKeys, Secret
from data.store.settings import HUB_STATION, Terminal
from data.store.signing import Signer
from data.store.staff import Account
from data.store.terminal_key import create_key, load_signer
from printing.addresses import FILE, open_printer
from printing.files import FilePrinter
from printing.printers import Paper, Printer
from window_app.services import access, restoring
from window_app.services.office import Office
from window_app.services.waking import wake as wake
from window_app.settings import Settings

if TYPE_CHECKING:
    from printing.faces import Faces


def shipped_catalogue() -> Path:
    """The list that comes with the product."""
    return Path(str(resources.files("data").joinpath("catalogue")))


def create(
    options: Settings,
    terminal: Terminal,
    catalogue: Catalogue,
    admin: Account,
    password: str,
    *,
    secret: Secret | None = None,
    clock: Clock | None = None,
) -> Office:
    """Make a new home: store, key, feed, first list and administrator.

    `secret`: the home is encrypted, and opens with this from now on.
    """
    home = Home(options.home_folder)
    _check_terminal(terminal)
    access.check_password(password)
    _check_new(home, terminal)
    make(home)
    check_place(home)
    password_hash = staff.hash_password(password)
    claim(home)
    try:
        keys = home_keys.create(home, secret) if secret else None
        store = store_of(home, keys)
        schema.make(store)
        projections.bring_up(store)
        signer = create_key(home, keys)
        office = office_with(options, home, store, signer, terminal, clock, keys)
        _fill(office, catalogue, admin, password_hash)
        store.close()
    except BaseException:
        give_up(home)
        raise
    return open_office(options, secret=secret, clock=clock)


def restore(
    options: Settings,
    backup: Path,
    terminal_number: str,
    *,
    no_hub: bool = False,
    administrator: tuple[str, str] | None = None,
    secret: Secret | None = None,
    clock: Clock | None = None,
) -> Office | Refusal:
    """A new home from a backup, under a new terminal number, key and feed.

    `administrator`: name and password as the backup knows them; `no_hub` needs one.
    `secret` opens an encrypted backup, and the new home from then on.

    `no_hub`: the administrator says that no hub will be met; the new feed takes over by itself
    what the old one held. Otherwise restored cases are read-only till the hub was met.
    """
    home = Home(options.home_folder)
    if home.exists:
        raise already_there(home)
    keys = backups.unlock(backup, secret)
    make(home)
    check_place(home)
    claim(home)
    try:
        backups.copy_in(backup, home, keys)
        backups.copy_scans_in(backup, home)
        store = store_of(home, keys)
        if schema.is_older(store):
            schema.make(store)
        bring_up(store)
        with store.read() as unit:
            _check_no_hub(unit, backup)
            old = settings.read_terminal(unit)
            used = {(feed["station"], feed["terminal"]) for feed in journal.feeds(unit)}
        terminal = old.model_copy(update={"terminal": terminal_number})
        _check_terminal(terminal)
        _check_unused(home, terminal, used)
        office = office_with(options, home, store, create_key(home, keys), terminal, clock, keys)
        refusal = restoring.begin_again(office, old, administrator, no_hub=no_hub)
        store.close()
    except BaseException:
        give_up(home)
        raise
    if refusal is not None:
        give_up(home)
        return refusal
    numbering.use_terminal(home, terminal.station, terminal.terminal)
    return open_office(options, secret=secret, clock=clock)


def _check_no_hub(unit: Unit, backup: Path) -> None:
    if hub_settings.read_identity(unit) is not None:
        raise InputError(
            "backup_of_hub",
            f"这是中心的备份，不能恢复成终端：{backup}",
            hint="恢复中心请用 window hub restore。",
            field="FILE",
        )


def open_office(
    options: Settings, *, secret: Secret | None = None, clock: Clock | None = None
) -> Office:
    """Open a home, to look or, once it is awake, to act; `secret` opens an encrypted one."""
    home = Home(options.home_folder)
    if not home.exists:
        raise InputError(
            "home_missing",
            f"这里还没有建站：{home.folder}",
            hint="先用 window init 建站，或者用 --home 指定数据目录；试用请用 window demo。",
            field="--home",
        )
    check_place(home)
    keys = home_keys.unlock(home, secret)
    store = store_of(home, keys)
    schema.bring_up(store)
    bring_up(store)
    signer = load_signer(home, keys)
    with store.read() as unit:
        terminal = settings.read_terminal(unit)
        is_hub = terminal.station == HUB_STATION and hub_settings.read_identity(unit) is not None
    office = office_with(options, home, store, signer, terminal, clock, keys)
    if is_hub:
        from data.exchange import own_acts  # what only a hub needs

        office.order = own_acts
    return office


def store_of(home: Home, keys: HomeKeys | None) -> Store:
    """The home's store: its own file, or the database that a hub's home names."""
    if home.database.exists():
        from data.store.postgres import PostgresStore  # a driver that only hubs have

        return PostgresStore(home.database.read_text("utf-8").strip())
    return Store(home.store, keys.store if keys else None)


def bring_up(store: Store) -> None:
    """What an older product stored is made anew where this one keeps it otherwise."""
    projections.bring_up(store)
    catalogues.bring_up(store)


def office_with(
    options: Settings,
    home: Home,
    store: Store,
    signer: Signer,
    terminal: Terminal,
    clock: Clock | None,
    keys: HomeKeys | None,
) -> Office:
    return Office(
        home=home,
        store=store,
        signer=signer,
        clock=clock or SystemClock(),
        terminal=terminal,
        blobs=Blobs(home.blobs, keys),
        keys=keys,
        second_backup=options.backup,
        printer=partial(printer_named, home, store),
        faces=partial(_faces, options),
        default_printer=options.printer or FILE,
    )


def printer_named(home: Home, store: Store, name: str) -> Printer:
    """The printer behind a name: the home's folder of papers, one of this window, or an address.

    A word that is none of these is a queue of `lp`.
    """
    if name == FILE:
        home.papers.mkdir(parents=True, exist_ok=True, mode=0o700)
        return FilePrinter(home.papers)
    if ":" in name:
        return open_printer(name, Paper.A4)
    with store.read() as unit:
        stored = printers.find(unit, name)
    if stored is None:
        return open_printer(f"lp:{name}", Paper.A4)
    return open_printer(stored.address, Paper(stored.paper))


def _faces(options: Settings) -> Faces:
    from printing.faces import faces  # loads reportlab: only where a paper is made

    return faces(official=options.official_font, extra=options.extra_font)


def _fill(office: Office, catalogue: Catalogue, admin: Account, password_hash: str) -> None:
    """The first unit of work of a home."""
    terminal, at = office.terminal, to_text(office.now())
    with office.store.write() as unit:
        settings.write_terminal(unit, terminal)
        journal.open_feed(unit, office.signer, station=terminal.station, terminal=terminal.terminal)
        office.note(unit, "home_created", terminal.model_dump(mode="json"), admin.name)
        refusal = catalogues.add(unit, catalogue, is_draft=False, at=at)
        assert refusal is None  # an empty store refuses no version
        office.note(
            unit,
            "catalogue_imported",
            {"version": catalogue.version, "digest": catalogue.digest, "is_draft": False},
            admin.name,
        )
        staff.add(unit, admin, password_hash)
        office.note(unit, "staff_added", access.staff_body(admin), admin.name)
    numbering.use_terminal(office.home, terminal.station, terminal.terminal)


def _check_terminal(terminal: Terminal) -> None:
    """Region, station and terminal in the form the numbers need."""
    for field, text, pattern, form in (
        ("--region", terminal.region, r"\d{6}(\d{3}|\d{6})?", "6、9 或者 12 位数字"),
        ("--station", terminal.station, r"\d{4}", "4 位数字"),
        ("--terminal", terminal.terminal, r"(?!00)\d{2}", "01 至 99"),
        ("--carries-to", terminal.carries_to or "0000", r"\d{4}", "4 位数字"),
    ):
        if not re.fullmatch(pattern, text, re.ASCII):
            raise InputError("terminal_wrong", f"{field} 应当是{form}：{text}", field=field)


def _check_new(home: Home, terminal: Terminal) -> None:
    if home.exists:
        raise already_there(home)
    _check_unused(home, terminal, set())


def _check_unused(home: Home, terminal: Terminal, used: set[tuple[str, str]]) -> None:
    """A terminal number is given once: the ledger beside the store and the feeds remember."""
    place = terminal.station, terminal.terminal
    if place in used or numbering.is_terminal_used(home, *place):
        raise InputError(
            "terminal_used",
            f"终端号 {terminal.label} 在这里用过，不能再用。",
            hint="请换一个从未用过的终端号。",
            field="--terminal",
        )
