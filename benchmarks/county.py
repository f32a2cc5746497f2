"""A list as long as a real county's: the shipped items under many places' names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from pathlib import Path

from data.rules.item import Item
from data.rules.listing import Catalogue
from data.store import catalogues
from data.store.catalogue_files import load_catalogue
from data.store.catalogue_json import digest
from data.store.pinyin_keys import SearchKeys, readings, search_keys
from data.store.search_entries import Entry
from data.store.search_spelling import Named
from window_app import demonstration
from window_app.bootstrap import shipped_catalogue

LISTED = 6_416
# Two of these make the place that stands before a name: 1,444 places.
PLACES = """
太和 龙颈 禾云 浸潭 石潭 三坑 山塘 太平 笔架 回澜 源潭 龙塘 石角 飞来 东城 洲心 横荷 凤城 小市
佛冈 汤塘 龙山 迳头 水头 高岗 石排 阳山 黎埠 七拱 太保 连山 永和 三江 寨岗 连州 东陂 星子 英城
"""


def county(count: int = LISTED) -> Catalogue:
    """The shipped list, then its items under other places' names and new codes."""
    shipped = load_catalogue(shipped_catalogue())
    items = (*shipped.items, *islice(_items(shipped), count - len(shipped.items)))
    large = shipped.model_copy(update={"items": items, "version": f"{shipped.version}.1"})
    return large.model_copy(update={"digest": digest(large)})


def home_of_county(folder: Path) -> None:
    """A demo home in which that list is in force."""
    office = demonstration.create(folder)
    with office.store.write() as unit:
        assert catalogues.add(unit, county(), is_draft=False, at="2026-11-22T00:00:00Z") is None
    office.store.close()


def entries(count: int) -> Iterator[tuple[Entry, Named]]:
    """What the item finder has of so many items; the keys are put together, not looked up."""
    own = [
        (Entry.of(item), search_keys(item)) for item in load_catalogue(shipped_catalogue()).items
    ]
    spoken = {place: readings(place) for place in PLACES.split()}
    found = ((place, *one) for place in _places() for one in own)
    for (number, outer, inner), entry, keys in islice(found, count):
        longer = replace(
            entry, code=f"{entry.code}-{number:04d}", name=f"{outer}{inner}{entry.name}"
        )
        said = SearchKeys(f"{spoken[outer]} {spoken[inner]} {keys.name}", keys.aliases)
        yield longer, Named(longer.code, (longer.name, *longer.aliases), said)


def _items(shipped: Catalogue) -> Iterator[Item]:
    for number, outer, inner in _places():
        for item in shipped.items:
            changes = {"code": f"{item.code}-{number:04d}", "name": f"{outer}{inner}{item.name}"}
            yield item.model_copy(update=changes)


def _places() -> Iterator[tuple[int, str, str]]:
    for number, (outer, inner) in enumerate(product(PLACES.split(), repeat=2)):
        yield number, outer, inner
