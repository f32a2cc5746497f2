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
from data.rules.item import Catalogue
from data.rules.words import Role
from data.store import catalogues, journal, numbering, projections, schema, settings, staff
from data.store.backup import copy_in
from data.store.blobs import Blobs
from data.store.engine import Store
from data.store.home import (
    Home,
    check_place,
    create_key,
    load_signer,
    make,
    not_writable,
    sweep,
)
from data.store.settings import Terminal
from data.store.signing import Signer
from data.store.staff import Account
from printing.printers import FilePrinter, LpPrinter, Printer
from window_app.services import access, deeming, handing, spooling
from window_app.services.deeming import SYSTEM
from window_app.services.office import Office
from window_app.settings import Settings

if TYPE_CHECKING:
    from printing.faces import Faces

HALF_WRITTEN = 3600.0  # seconds after which no living process still writes a file
FILE = "file"  # the printer that writes papers into the home


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
    clock: Clock | None = None,
) -> Office:
    """Make a new home: store, key, feed, first list and administrator."""
    home = Home(options.home_folder)
    _check_terminal(terminal)
    access.check_password(password)
    _check_new(home, terminal)
    make(home)
    check_place(home)
    password_hash = staff.hash_password(password)
    _claim(home)
    store = Store(home.store)
    try:
        schema.make(store)
        projections.bring_up(store)
        signer = create_key(home)
        office = _office(options, home, store, signer, terminal, clock)
        _fill(office, catalogue, admin, password_hash)
    except BaseException:
        store.close()
        _remove_unfinished(home)
        raise
    store.close()
    return open_office(options, clock=clock)


def restore(
    options: Settings,
    backup: Path,
    terminal_number: str,
    *,
    no_hub: bool = False,
    administrator: tuple[str, str] | None = None,
    clock: Clock | None = None,
) -> Office | Refusal:
    """A new home from a backup, under a new terminal number, key and feed.

    `administrator`: name and password as the backup knows them; `no_hub` needs one.

    `no_hub`: the administrator says that no hub will be met; the new feed takes over by itself
    what the old one held. Otherwise restored cases are read-only till the hub was met.
    """
    home = Home(options.home_folder)
    if home.exists:
        raise _exists(home)
    make(home)
    check_place(home)
    _claim(home)
    try:
        copy_in(backup, home.store)
        store = Store(home.store)
        schema.bring_up(store)
        projections.bring_up(store)
        with store.read() as unit:
            old = settings.read_terminal(unit)
            used = {(feed["station"], feed["terminal"]) for feed in journal.feeds(unit)}
        terminal = old.model_copy(update={"terminal": terminal_number})
        _check_terminal(terminal)
        _check_unused(home, terminal, used)
        office = _office(options, home, store, create_key(home), terminal, clock)
        refusal = _restorer_refusal(office, administrator, no_hub)
        if refusal is None:
            who = administrator[0] if administrator else SYSTEM
            _begin_again(office, old, no_hub=no_hub, who=who)
    except BaseException:
        _remove_unfinished(home)
        raise
    if refusal is not None:
        store.close()
        _remove_unfinished(home)
        return refusal
    numbering.use_terminal(home, terminal.station, terminal.terminal)
    store.close()
    return open_office(options, clock=clock)


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


def _begin_again(office: Office, old: Terminal, *, no_hub: bool, who: str) -> None:
    terminal = office.terminal
    with office.store.write() as unit:
        journal.disown_feeds(unit)
        settings.write_terminal(unit, terminal)
        journal.open_feed(unit, office.signer, station=terminal.station, terminal=terminal.terminal)
        body: dict[str, object] = {"from": old.label, "terminal": terminal.label, "no_hub": no_hub}
        office.note(unit, "home_restored", body, who)
        if no_hub:
            handing.take_over_restored(unit, office, who)


def open_office(options: Settings, *, clock: Clock | None = None) -> Office:
    """Open a home, to look or, once it is awake, to act."""
    home = Home(options.home_folder)
    if not home.exists:
        raise InputError(
            "home_missing",
            f"这里还没有建站：{home.folder}",
            hint="先用 window init 建站，或者用 --home 指定数据目录；试用请用 window demo。",
            field="--home",
        )
    check_place(home)
    store = Store(home.store)
    schema.bring_up(store)
    projections.bring_up(store)
    signer = load_signer(home)
    with store.read() as unit:
        terminal = settings.read_terminal(unit)
    return _office(options, home, store, signer, terminal, clock)


def wake(office: Office) -> None:
    """Before any act: what counts as accepted by now, and papers that were left behind."""
    deeming.accept_overdue(office)
    spooling.resume(office)
    sweep(office.home, older_than=office.now().timestamp() - HALF_WRITTEN)


def _office(
    options: Settings,
    home: Home,
    store: Store,
    signer: Signer,
    terminal: Terminal,
    clock: Clock | None,
) -> Office:
    return Office(
        home=home,
        store=store,
        signer=signer,
        clock=clock or SystemClock(),
        terminal=terminal,
        blobs=Blobs(home.blobs),
        printer=partial(printer_named, home),
        faces=partial(_faces, options),
        default_printer=options.printer or FILE,
    )


def printer_named(home: Home, name: str) -> Printer:
    """The printer behind a name: files in the home, a file or folder, or a queue of `lp`."""
    if name == FILE:
        home.papers.mkdir(parents=True, exist_ok=True, mode=0o700)
        return FilePrinter(home.papers)
    if name.startswith(f"{FILE}:"):
        return FilePrinter(Path(name.removeprefix(f"{FILE}:")))
    return LpPrinter(name)


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
        raise _exists(home)
    _check_unused(home, terminal, set())


def _claim(home: Home) -> None:
    """Make the store's file, readable by its owner alone; of two at once only one succeeds."""
    try:
        home.store.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise _exists(home) from error
    except OSError as error:
        raise not_writable(home) from error


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


def _exists(home: Home) -> InputError:
    return InputError(
        "home_exists",
        f"这里已经建过站：{home.folder}",
        hint="换一个空目录；要恢复备份请用 window restore。",
        field="--home",
    )


def _remove_unfinished(home: Home) -> None:
    """A home that was not finished leaves nothing behind that looks like one."""
    for path in (home.store, home.key):
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
