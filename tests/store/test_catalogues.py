"""Versions of the list: immutable, found by digest; the effective date picks the live one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.errors import Refusal
from data.rules.item import Catalogue
from data.store import catalogue_json, catalogues
from data.store.engine import Store

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


def test_a_version_reads_back_whole(store: Store, shipped: Catalogue) -> None:
    assert add(store, shipped) is None
    with store.read() as unit:
        assert catalogues.load(unit, shipped.digest) == shipped
        index = catalogues.load_index(unit, shipped)
    assert [hit.code for hit in index.search("食品经营许可", first=1)] == ["L-MARKET-006"]


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
