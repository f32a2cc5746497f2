"""Reading and checking the shipped list."""

from __future__ import annotations

from benchmarks.figures import Figure, middle
from data.store.catalogue_files import lint, load_catalogue
from window_app.bootstrap import shipped_catalogue


def run() -> list[Figure]:
    folder = shipped_catalogue()
    items = len(load_catalogue(folder).items)
    return [
        Figure("catalogue", f"load {items} items", middle(lambda: load_catalogue(folder))),
        Figure("catalogue", f"lint {items} items", middle(lambda: lint(folder))),
    ]
