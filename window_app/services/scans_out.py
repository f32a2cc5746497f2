"""A case's scans, written out of the home for somebody to look at; it is written down."""

from __future__ import annotations

from pathlib import Path

from data.errors import InputError, Refusal
from data.rules.event import Kind
from data.store.home import write_private
from data.store.staff import Account
from window_app.services import holding
from window_app.services.cases import find
from window_app.services.exporting import not_written
from window_app.services.office import Office


def write_out(office: Office, number: str, folder: Path, who: Account) -> list[Path] | Refusal:
    """Every scan of a case into a folder of its own; the files, in the order of the list."""
    if folder.exists():
        raise InputError("export_exists", f"已经有了，没有覆盖：{folder}", field="FOLDER")
    with office.store.read() as unit:
        case = find(unit, number)
    kept = [
        (f"{row.id}-{turn}-{scan['name']}", office.blobs.read(scan["sha256"]))
        for row in case.materials_now
        for turn, scan in enumerate(row.scans, 1)
    ]
    with office.store.write() as unit:
        case = find(unit, number)
        refusal = holding.act_refusal(unit, office, case, Kind.UNMASKED, who)
        if refusal is not None:
            return refusal
        office.append(unit, Kind.UNMASKED, {"scans": len(kept)}, who.name, case)
    try:
        folder.mkdir(parents=True, mode=0o700)
        for name, content in kept:
            write_private(folder / name, content)
    except OSError as error:
        raise not_written(folder) from error
    return [folder / name for name, _content in kept]
