"""What is handed in with an intake: scans kept, material rows as they are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from data.errors import InputError
from window_app.services import bodies
from window_app.services.assessing import Assessment
from window_app.services.office import Office

Scans = Mapping[str, tuple[dict[str, Any], ...]]


def take_scans(office: Office, assessment: Assessment, folder: Path) -> Scans:
    """Keep the scans; a scan belongs to a material that is asked for."""
    asked = {row.material.id for row in assessment.rows}
    kept: dict[str, tuple[dict[str, Any], ...]] = {}
    for material, names in assessment.form.scans.items():
        where = f"scans.{material}"
        if material not in asked:
            raise InputError("scan_not_asked", f"清单里没有材料“{material}”。", field=where)
        kept[material] = tuple(asdict(office.blobs.take(folder / n, where)) for n in names)
    return kept


def material_rows(assessment: Assessment, today: date, scans: Scans) -> list[dict[str, Any]]:
    """Every line of the list with its mark; a material's scans stand at its first line."""
    rows: list[dict[str, Any]] = []
    told: set[str] = set()
    for row in assessment.rows:
        material = row.material.id
        rows.append(
            bodies.material_row(
                row,
                assessment.marks.get(row.key),
                item=assessment.item.code,
                owner=bodies.owner(assessment),
                members=assessment.household,
                today=today,
                scans=() if material in told else scans.get(material, ()),
            )
        )
        told.add(material)
    return rows
