"""A stick between a terminal and its hub, and files both ways that a test may spoil."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.errors import Refusal, WindowError
from data.store import cases, feeds, journal
from data.store.engine import Unit
from window_app.services import couriering
from window_app.services.office import Office
from window_app.views import CarriedView, CaseView, PackedView


@dataclass
class Stick:
    """What goes by stick in a world; `file` names a file in the world's folder."""

    world: Any

    def pack(self, name: str, file: str = "out") -> PackedView:
        found = couriering.pack(self.world.offices[name], self.world.folder / file)
        assert isinstance(found, PackedView), found
        return found

    def bring(self, file: str = "out") -> CarriedView:
        found = couriering.unpack_at_hub(self.world.counter, self.world.folder / file)
        assert isinstance(found, CarriedView), found
        return found

    def answer(self, label: str, file: str = "back") -> PackedView:
        found = couriering.pack_answer(self.world.counter, label, self.world.folder / file)
        assert isinstance(found, PackedView), found
        return found

    def take(self, name: str, file: str = "back") -> CarriedView:
        found = couriering.unpack(self.world.offices[name], self.world.folder / file)
        assert isinstance(found, CarriedView), found
        return found

    def there_and_back(self, name: str) -> CarriedView:
        self.pack(name, f"{name}-out")
        label = self.bring(f"{name}-out").writer
        self.answer(label, f"{name}-back")
        return self.take(name, f"{name}-back")

    def joined(self, name: str) -> Office:
        """A terminal that joined and exchanged once by line, before it went to its village."""
        office: Office = self.world.terminal(name)
        self.world.sync(name)
        return office

    def scanned(self, name: str, content: bytes) -> CaseView:
        """A case with a scan."""
        (self.world.folder / "scan.pdf").write_bytes(content)
        [case] = self.world.receive(name, scans={"form": ("scan.pdf",)})
        return case

    def scan_of(self, where: str, number: str) -> bytes:
        [row] = [row for row in self.world.case(where, number).materials if row.scans]
        hub, offices = self.world.counter, self.world.offices
        blobs = hub.blobs if where == "hub" else offices[where].blobs
        content: bytes = blobs.read(row.scans[0]["sha256"])
        return content

    def state(self, name: str, number: str) -> str:
        """How far a case is sent, as the terminal shows it."""
        with self.world.offices[name].store.read() as unit:
            return journal.sync_state(unit, self.id_of(unit, number))

    def id_of(self, unit: Unit, number: str) -> str:
        found = cases.by_number(unit, number)
        assert found is not None
        return found.case_id

    def last_at_hub(self, name: str) -> int:
        with self.world.counter.store.read() as unit:
            head = feeds.head(unit, self.world.offices[name].signer.feed)
        assert head is not None
        return head.number


@dataclass
class Road:
    """A hub and a window, with a file each way: `out` for the hub, `back` for the window."""

    world: Any
    office: Office
    out: Path
    back: Path

    def at_hub(self, file: Path) -> Any:
        return couriering.unpack_at_hub(self.world.counter, file)

    def at_window(self, file: Path) -> Any:
        return couriering.unpack(self.office, file)

    @staticmethod
    def said(act: Callable[[Path], Any], file: Path) -> str:
        """The code with which a file is refused."""
        try:
            found = act(file)
        except WindowError as error:
            assert error.message.endswith("。") or str(file) in error.message
            return error.code
        assert isinstance(found, Refusal), found
        return found.code

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Neither store is written to, and no scan is kept."""
        stores = (self.world.counter.store.path, self.office.store.path)
        with closing(sqlite3.connect(stores[0])) as one, closing(sqlite3.connect(stores[1])) as two:
            before = [self._seen(one), self._seen(two)]
            yield
            assert [self._seen(one), self._seen(two)] == before

    def _seen(self, connection: sqlite3.Connection) -> tuple[int, list[Path]]:
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        return version, sorted(self.world.folder.rglob("blobs/*/*"))


@pytest.fixture
def stick(world: Any) -> Stick:
    return Stick(world)


@pytest.fixture
def small_stick(small_world: Callable[[], Any]) -> Stick:
    return Stick(small_world())


@pytest.fixture
def road(small_world: Callable[[], Any]) -> Road:
    world = small_world()
    sends = Stick(world)
    office = world.terminal("window")
    sends.scanned("window", b"%PDF-1.7 a scan")
    sends.pack("window")
    sends.bring()
    sends.answer("0001-01")
    return Road(world, office, world.folder / "out", world.folder / "back")
