"""The printers of a window and which prints what kind of paper: rows of the home's store."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import RowMapping, delete, select

from data.store.engine import Unit
from data.store.tables import PrinterChoiceRow, PrinterRow

PRINTERS = PrinterRow.__table__  # type: ignore[attr-defined]
CHOICES = PrinterChoiceRow.__table__  # type: ignore[attr-defined]
EVERY_KIND = "default"  # the choice for all kinds that have none of their own
_CHOICES = "SELECT kind, printer FROM printer_choice"


@dataclass(frozen=True, slots=True)
class StoredPrinter:
    """address: ipp://…, socket://…, device:…, lp:… or file:…; paper: a4, 80 or 58 (mm)."""

    name: str
    address: str
    paper: str
    kinds: tuple[str, ...] = ()


def add(unit: Unit, printer: StoredPrinter) -> None:
    values = {"name": printer.name, "address": printer.address, "paper": printer.paper}
    unit.insert(PrinterRow, values)


def find(unit: Unit, name: str) -> StoredPrinter | None:
    row = unit.connection.execute(select(PRINTERS).where(PRINTERS.c.name == name)).mappings()
    found = row.first()
    return None if found is None else _printer(unit, found)


def everything(unit: Unit) -> list[StoredPrinter]:
    """All printers by name."""
    rows = unit.connection.execute(select(PRINTERS).order_by(PRINTERS.c.name)).mappings()
    return [_printer(unit, row) for row in rows.all()]


def remove(unit: Unit, name: str) -> None:
    """A printer and what was chosen for it."""
    unit.connection.execute(delete(CHOICES).where(CHOICES.c.printer == name))
    unit.connection.execute(delete(PRINTERS).where(PRINTERS.c.name == name))


def choose(unit: Unit, kind: str, printer: str | None) -> None:
    """From now on this printer prints this kind; None: as if nothing had been chosen."""
    if printer is None:
        unit.connection.execute(delete(CHOICES).where(CHOICES.c.kind == kind))
    else:
        unit.upsert(PrinterChoiceRow, {"kind": kind, "printer": printer})


def choices(unit: Unit) -> dict[str, str]:
    """Kind -> the printer chosen for it."""
    return {row[0]: row[1] for row in unit.run(_CHOICES, {})}


def chosen(unit: Unit, kind: str, *, otherwise: str) -> str:
    """The printer of a kind: its own, that of every kind, or `otherwise`."""
    found = choices(unit)
    return found.get(kind) or found.get(EVERY_KIND) or otherwise


def _printer(unit: Unit, row: RowMapping) -> StoredPrinter:
    query = select(CHOICES.c.kind).where(CHOICES.c.printer == row["name"]).order_by(CHOICES.c.kind)
    kinds = unit.connection.execute(query).scalars()
    return StoredPrinter(row["name"], row["address"], row["paper"], tuple(kinds))
