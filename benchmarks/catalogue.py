"""Reading and checking the shipped list; storing and opening one as long as a real county's."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import county
from benchmarks.figures import Figure, middle, milliseconds
from data.rules.listing import Catalogue
from data.store import catalogue_index, catalogues, schema
from data.store.catalogue_files import lint, load_catalogue
from data.store.engine import Store
from data.store.stored_list import StoredList
from window_app.bootstrap import shipped_catalogue

AT = "2026-11-22T00:00:00Z"
OPENED = 97  # every such item is opened


def run() -> list[Figure]:
    folder = shipped_catalogue()
    items = len(load_catalogue(folder).items)
    return [
        Figure("catalogue", f"load {items} items", middle(lambda: load_catalogue(folder))),
        Figure("catalogue", f"lint {items} items", middle(lambda: lint(folder))),
        *_of_a_county(),
    ]


def _of_a_county() -> Iterator[Figure]:
    what = f"{county.LISTED:,} items"
    with tempfile.TemporaryDirectory(prefix="window-bench-") as name:
        store = Store(Path(name) / "store.db")
        schema.make(store)
        large = county.county()
        yield Figure("catalogue", f"{what}: store them", milliseconds(partial(_add, store, large)))
        digest, codes = large.digest, [item.code for item in large.items[::OPENED]]
        del large  # a window never holds it
        yield Figure("catalogue", f"{what}: open the list", middle(partial(_open, store, digest)))
        listing = _open(store, digest)
        with store.read() as unit:
            index = middle(partial(catalogue_index.load, unit, listing))
        yield Figure("catalogue", f"{what}: read the index", index, target="<= 100")
        times = [milliseconds(partial(listing.item, code)) for code in codes]
        yield Figure("catalogue", f"{what}: open an item, median", median(times))
        yield Figure("catalogue", f"{what}: open an item, worst", max(times), target="<= 100")
        store.close()


def _add(store: Store, catalogue: Catalogue) -> None:
    with store.write() as unit:
        assert catalogues.add(unit, catalogue, is_draft=False, at=AT) is None


def _open(store: Store, digest: str) -> StoredList:
    with store.read() as unit:
        return catalogues.open_list(unit, store, digest)
