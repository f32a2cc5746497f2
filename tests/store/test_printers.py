"""The printers of a window, and which of them prints what."""

from __future__ import annotations

import pytest

from data.errors import StorageError
from data.store import printers
from data.store.engine import Store
from data.store.printers import EVERY_KIND, StoredPrinter

OFFICE = StoredPrinter("办公室", "ipp://10.0.0.8/ipp/print", "a4")
ROLL = StoredPrinter("小票", "socket://10.0.0.9:9100", "80")


@pytest.fixture(autouse=True)
def two_printers(store: Store) -> None:
    with store.write() as unit:
        printers.add(unit, OFFICE)
        printers.add(unit, ROLL)


def test_a_printer_reads_back_with_what_it_prints(store: Store) -> None:
    with store.write() as unit:
        for kind in ("slip", "guide"):
            printers.choose(unit, kind, ROLL.name)
        found = printers.find(unit, ROLL.name)
        assert printers.find(unit, "没有") is None
        names = [printer.name for printer in printers.everything(unit)]
    assert found == StoredPrinter(ROLL.name, ROLL.address, "80", ("guide", "slip"))
    assert sorted(names) == sorted([OFFICE.name, ROLL.name])


def test_a_name_stands_once(store: Store) -> None:
    with pytest.raises(StorageError), store.write() as unit:
        printers.add(unit, OFFICE)


def test_a_kinds_own_printer_comes_before_that_of_every_kind(store: Store) -> None:
    with store.write() as unit:
        assert printers.chosen(unit, "slip", otherwise="file") == "file"
        printers.choose(unit, EVERY_KIND, OFFICE.name)
        assert printers.chosen(unit, "slip", otherwise="file") == OFFICE.name
        printers.choose(unit, "slip", ROLL.name)
        assert printers.chosen(unit, "slip", otherwise="file") == ROLL.name
        assert printers.choices(unit) == {EVERY_KIND: OFFICE.name, "slip": ROLL.name}
        printers.choose(unit, "slip", None)
        assert printers.chosen(unit, "slip", otherwise="file") == OFFICE.name


def test_a_printer_goes_with_its_choices(store: Store) -> None:
    with store.write() as unit:
        printers.choose(unit, "slip", ROLL.name)
        printers.remove(unit, ROLL.name)
        assert printers.choices(unit) == {}
        assert printers.everything(unit) == [OFFICE]


def test_only_a_printer_that_is_there_is_chosen(store: Store) -> None:
    with pytest.raises(StorageError), store.write() as unit:
        printers.choose(unit, "slip", "没有")
