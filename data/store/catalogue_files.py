"""A catalogue folder becomes a Catalogue, or all its faults at once.

The files are read by catalogue_reader, the sense of what they say is checked by
data.rules.catalogue_check; here the two meet, and a problem gets its file and line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.errors import CatalogueError, Fault
from data.rules.catalogue_check import Known, Problem, catalogue_problems
from data.rules.listing import Catalogue, Head
from data.store.catalogue_json import digest
from data.store.catalogue_reader import HEAD, KINDS, Parts, Placed, read_parts

_LISTS = ("departments", "themes", "life_events", "shared_materials", "calendar")


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in a folder. Raises CatalogueError with every fault of every file."""
    catalogue, faults = _read(folder)
    if faults:
        raise CatalogueError(faults)
    return catalogue.model_copy(update={"digest": digest(catalogue)})


def lint(folder: Path) -> list[Fault]:
    """Every fault of a catalogue folder, by file and line; empty where it can be used."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Catalogue, list[Fault]]:
    if not folder.is_dir():
        raise CatalogueError([Fault(str(folder), 1, "", "没有这个文件夹，请检查路径。")])
    parts = read_parts(folder)
    places = _in_order(parts)
    catalogue = _assembled(parts, places)
    problems = catalogue_problems(catalogue, _known(parts))
    faults = [*parts.faults, *(_placed(problem, parts, places) for problem in problems)]
    return catalogue, sorted(set(faults), key=lambda f: (f.file, f.line, f.key))


def _in_order(parts: Parts) -> dict[str, list[Placed]]:
    """The parts in list order: items by department, then code, whatever their files are called."""
    places = {kind: parts.placed(kind) for kind in _LISTS}
    rank = {placed.value.id: n for n, placed in enumerate(places["departments"])}
    places["items"] = sorted(
        parts.placed("items"),
        key=lambda p: (rank.get(p.value.department, len(rank)), p.value.code),
    )
    places["bundles"] = sorted(parts.placed("bundles"), key=lambda p: str(p.value.id))
    return places


def _assembled(parts: Parts, places: dict[str, list[Placed]]) -> Catalogue:
    """A catalogue of all parts that could be read; a head that could not is left empty."""
    head = parts.head.value if parts.head else None
    values: dict[str, Any] = {name: getattr(head, name, None) for name in Head.model_fields}
    for kind, placed in places.items():
        values[kind] = tuple(p.value for p in placed)
    return Catalogue.model_construct(**values)


def _known(parts: Parts) -> Known:
    """What may be referred to: faulty parts too, and anything of a kind that was not read."""
    return Known(
        **{
            kind: None if kind in parts.unread else frozenset(parts.named.get(kind, ()))
            for kind in KINDS
        }
    )


def _placed(problem: Problem, parts: Parts, places: dict[str, list[Placed]]) -> Fault:
    """The problem with the file and line that its path leads to."""
    kind, *rest = problem.path
    if isinstance(kind, str) and kind in places:
        place = places[kind][int(rest[0])]
        return place.document.fault((*place.path, *rest[1:]), problem.message)
    if parts.head is None:
        return Fault(HEAD, 1, str(kind), problem.message)
    return parts.head.document.fault(problem.path, problem.message)
