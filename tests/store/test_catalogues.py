"""Versions of the list: immutable, found by digest; the effective date picks the live one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from data.errors import Refusal
from data.rules.catalogue_check import catalogue_problems
from data.rules.listing import Catalogue, Listing
from data.store import catalogue_index, catalogue_json, catalogues
from data.store.engine import Store
from data.store.search_entries import Entry

TODAY = date(2026, 11, 23)


def version(base: Catalogue, number: str, effective: str, **changes: Any) -> Catalogue:
    """A small list: the first items of the shipped one."""
    values = {
        "version": number,
        "effective": date.fromisoformat(effective),
        "items": base.items[:2],
        "bundles": (),
        **changes,
    }
    small = base.model_copy(update=values)
    return small.model_copy(update={"digest": catalogue_json.digest(small)})


def add(store: Store, catalogue: Catalogue, *, is_draft: bool = False) -> Refusal | None:
    with store.write() as unit:
        return catalogues.add(
            unit, catalogue, is_draft=is_draft, at=f"2026-11-23T00:00:00.{len(known(store)):03d}Z"
        )


def known(store: Store) -> list[tuple[str, bool]]:
    with store.read() as unit:
        return [(v.version, v.is_draft) for v in catalogues.versions(unit)]


def live(store: Store, day: date = TODAY) -> str | None:
    with store.read() as unit:
        found = catalogues.live(unit, day)
        return None if found is None else catalogues.load(unit, found.digest).version


@contextmanager
def sent() -> Iterator[list[tuple[str, Any]]]:
    """The queries that reach SQLite meanwhile, with their values."""
    queries: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, text: str, values: Any, _x: Any, _many: bool) -> None:
        if text.startswith("SELECT"):
            queries.append((text, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield queries
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_version_reads_back_whole(store: Store, shipped: Catalogue) -> None:
    assert add(store, shipped) is None
    with store.read() as unit:
        found = catalogues.load(unit, shipped.digest)
        index = catalogue_index.load(unit, found)
    assert found == shipped
    assert catalogue_json.digest(found) == shipped.digest
    assert catalogue_problems(found) == []
    assert [hit.code for hit in index.search("食品经营许可", first=1)] == ["L-MARKET-006"]


def test_an_item_is_read_alone_and_once(store: Store, shipped: Catalogue) -> None:
    add(store, shipped)
    with sent() as queries:
        with store.read() as unit:
            listing = catalogues.open_list(unit, store, shipped.digest)
        assert len(queries) == 1 and "catalogue_item" not in queries[0][0]
        found = listing.item("L-MARKET-006")
        assert len(queries) == 2
        assert queries[1][1] == (shipped.digest, "L-MARKET-006")
        assert listing.item("L-MARKET-006") is found
        assert len(queries) == 2
    assert found == shipped.item("L-MARKET-006")
    assert listing.item("L-NOWHERE-001") is None


def test_a_list_opened_by_its_head_says_what_the_whole_says(
    store: Store, shipped: Catalogue
) -> None:
    add(store, shipped)
    with store.read() as unit:
        listing = catalogues.open_list(unit, store, shipped.digest)
        with pytest.raises(KeyError):
            catalogues.open_list(unit, store, "0" * 64)
    for name in Listing.model_fields:
        assert getattr(listing, name) == getattr(shipped, name), name
    assert listing.department("market") == shipped.department("market")
    bundle = shipped.bundles[0]
    assert listing.bundle(bundle.id) == bundle
    assert [listing.item(item.code) for item in shipped.items] == list(shipped.items)


def test_the_item_finder_opens_no_item(store: Store, shipped: Catalogue) -> None:
    add(store, shipped)
    with store.read() as unit:
        listing = catalogues.open_list(unit, store, shipped.digest)
        with sent() as queries:
            index = catalogue_index.load(unit, listing)
            hits = index.search("", first=len(shipped.items))
            entries = [index.entry(hit.code) for hit in hits]
    assert len(queries) == 1
    assert not any("catalogue_item" in text for text, _ in queries)
    assert entries == [Entry.of(item) for item in shipped.items]


def test_the_effective_date_picks_the_live_one(store: Store, shipped: Catalogue) -> None:
    for number, effective in (
        ("2026.10", "2026-10-01"),
        ("2026.11", "2026-11-23"),
        ("2026.12", "2026-12-01"),
    ):
        assert add(store, version(shipped, number, effective)) is None
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 22), TODAY, date(2026, 12, 1)]
    assert [live(store, day) for day in days] == [
        None,
        "2026.10",
        "2026.10",
        "2026.11",
        "2026.12",
    ]


def test_of_two_in_force_from_one_day_the_higher_version_counts(
    store: Store, shipped: Catalogue
) -> None:
    for number in ("2026.11.10", "2026.11.9", "2026.11"):
        add(store, version(shipped, number, "2026-11-01"))
    assert live(store) == "2026.11.10"


def test_a_draft_is_not_in_force(store: Store, shipped: Catalogue) -> None:
    add(store, version(shipped, "2026.11", "2026-11-01"))
    add(store, version(shipped, "2026.12", "2026-11-02"), is_draft=True)
    assert live(store) == "2026.11"
    assert known(store) == [("2026.11", False), ("2026.12", True)]


def test_a_draft_can_be_changed_and_then_put_in_force(store: Store, shipped: Catalogue) -> None:
    first = version(shipped, "2026.12", "2026-11-02")
    second = version(shipped, "2026.12", "2026-11-02", name="改过的清单")
    assert add(store, first, is_draft=True) is None
    assert add(store, second, is_draft=True) is None
    assert add(store, second) is None
    assert known(store) == [("2026.12", False)]
    assert live(store) == "2026.12"
    with store.read() as unit:
        with pytest.raises(KeyError):
            catalogues.load(unit, first.digest)
        kept = unit.connection.exec_driver_sql("select distinct digest from catalogue_item")
        assert kept.scalars().all() == [second.digest]


@pytest.mark.parametrize("is_draft", [False, True])
def test_the_same_version_with_other_content_is_refused(
    store: Store, shipped: Catalogue, is_draft: bool
) -> None:
    one = version(shipped, "2026.11", "2026-11-01")
    add(store, one)
    other = version(shipped, "2026.11", "2026-11-01", name="另一份清单")
    refusal = add(store, other, is_draft=is_draft)
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("version_differs", "version")
    with store.read() as unit:
        assert catalogues.load(unit, one.digest).name == one.name


@pytest.mark.parametrize("is_draft", [False, True])
def test_the_same_content_again_changes_nothing(
    store: Store, shipped: Catalogue, is_draft: bool
) -> None:
    one = version(shipped, "2026.11", "2026-11-01")
    add(store, one)
    assert add(store, one, is_draft=is_draft) is None
    assert known(store) == [("2026.11", False)]
    assert live(store) == "2026.11"


def test_a_version_is_found_by_its_text_or_the_head_of_its_digest(
    store: Store, shipped: Catalogue
) -> None:
    one = version(shipped, "2026.11", "2026-11-01")
    add(store, one)
    with store.read() as unit:
        for name in ("2026.11", one.digest, one.digest[:8]):
            found = catalogues.find(unit, name)
            assert found is not None
            assert found.digest == one.digest
        assert catalogues.find(unit, one.digest[:7]) is None
        assert catalogues.find(unit, "2026.12") is None
        with pytest.raises(KeyError):
            catalogues.load(unit, "0" * 64)
