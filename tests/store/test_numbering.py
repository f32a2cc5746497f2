"""No number is given twice: not by two processes, not after an old copy of the store came back."""

from __future__ import annotations

import json
import multiprocessing
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from data.errors import StorageError
from data.store import numbering
from data.store.engine import Store
from data.store.home import Home

CASES = "case/2026-11-23"


@pytest.fixture
def give(store: Store, folder: Home) -> Callable[..., list[int]]:
    def next_ones(*series: str) -> list[int]:
        with store.write() as unit:
            return numbering.next_serials(unit, folder, list(series))

    return next_ones


def test_serials_grow_by_one_in_each_series(give: Callable[..., list[int]]) -> None:
    assert give(CASES) == [1]
    assert give(CASES, "paper/a") == [2, 1]
    assert give("paper/a", "paper/a", CASES) == [2, 3, 3]


def test_what_was_rolled_back_was_given_to_nobody(
    give: Callable[..., list[int]], store: Store, folder: Home
) -> None:
    with pytest.raises(RuntimeError), store.write() as unit:
        assert numbering.next_serials(unit, folder, [CASES]) == [1]
        raise RuntimeError
    assert give(CASES) == [1]


def test_an_older_copy_of_the_store_repeats_nothing(
    give: Callable[..., list[int]], store: Store, empty: Path, folder: Home
) -> None:
    series = [f"paper/{n}" for n in range(60)]
    give(CASES, *series)
    given = give(CASES, *series)
    give("paper/0")
    store.close()
    for path in folder.folder.glob("store.db*"):
        path.unlink()
    folder.store.write_bytes(empty.read_bytes())
    assert given == [2] * 61
    assert give(CASES, *series) == [3, 4, *[3] * 59]


def test_the_store_counts_where_the_ledger_is_older(
    give: Callable[..., list[int]], folder: Home
) -> None:
    give(CASES)
    old = folder.ledger.read_bytes()
    give(CASES)
    folder.ledger.write_bytes(old)
    assert give(CASES) == [3]


DAMAGED: list[Any] = [
    b"",
    b"\xff\xfe",
    b"{",
    b"[]",
    b"7",
    b'{"serials": 5, "terminals": {}}',
    b'{"serials": {"case/2026-11-23": "9"}, "terminals": [1, null]}',
]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_ledger_leaves_the_store_to_count(
    give: Callable[..., list[int]], folder: Home, content: bytes
) -> None:
    give(CASES)
    folder.ledger.write_bytes(content)
    assert not numbering.is_terminal_used(folder, "0001", "03")
    assert give(CASES) == [2]
    assert json.loads(folder.ledger.read_bytes())["serials"] == {CASES: 2}


def test_the_ledger_is_its_owners_alone(give: Callable[..., list[int]], folder: Home) -> None:
    give(CASES)
    assert stat.S_IMODE(folder.ledger.stat().st_mode) == 0o600


def test_a_ledger_that_cannot_be_written_stops_the_act(
    give: Callable[..., list[int]], store: Store, folder: Home
) -> None:
    folder.ledger.mkdir()
    with pytest.raises(StorageError) as stopped:
        give(CASES)
    assert stopped.value.code == "ledger_not_written"
    folder.ledger.rmdir()
    assert give(CASES) == [1]


def test_terminal_numbers_are_remembered(folder: Home) -> None:
    numbering.use_terminal(folder, "0001", "03")
    numbering.use_terminal(folder, "0001", "04")
    assert numbering.is_terminal_used(folder, "0001", "03")
    assert not numbering.is_terminal_used(folder, "0002", "03")


def test_serials_keep_the_terminals_and_the_other_way_round(
    give: Callable[..., list[int]], folder: Home
) -> None:
    numbering.use_terminal(folder, "0001", "03")
    give(CASES)
    numbering.use_terminal(folder, "0001", "04")
    content = json.loads(folder.ledger.read_bytes())
    assert content == {"serials": {CASES: 1}, "terminals": ["0001-03", "0001-04"]}


def take(folder: Path, count: int, key: bytes | None) -> list[int]:
    """What another process does."""
    home = Home(folder)
    store = Store(home.store, key)
    given = []
    for _ in range(count):
        with store.write() as unit:
            given += numbering.next_serials(unit, home, [CASES])
    store.close()
    return given


def test_threads_share_one_series(store: Store, folder: Home) -> None:
    with ThreadPoolExecutor(3) as pool:
        parts = list(pool.map(lambda _: take(folder.folder, 15, store.key), range(3)))
    assert sorted(number for part in parts for number in part) == list(range(1, 46))


def test_processes_share_one_series(store: Store, folder: Home) -> None:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        parts = pool.starmap(take, [(folder.folder, 15, store.key)] * 2)
    assert sorted(number for part in parts for number in part) == list(range(1, 31))
