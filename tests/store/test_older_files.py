"""Store files of earlier products open, become today's, and hold what they held.

How the files were made stands in `files/README.md`.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import StorageError
from data.rules.case import Status
from data.store import backup, cases, drafts, projections, queue, replay, schema
from data.store.engine import SCHEMA_HEAD, Store

FILES = Path(__file__).with_name("files")
STATES = {
    "0001": [Status.ACCEPTED] * 3 + [Status.RECEIVED, Status.WITHDRAWN],
    "0002": [Status.ACCEPTED, Status.RECEIVED, Status.SUPPLEMENTING],
    "0006": [Status.ACCEPTED] * 3,
}


@pytest.fixture
def older(tmp_path: Path) -> Callable[[str], Store]:
    """A store file of an earlier product."""

    def unpack(version: str) -> Store:
        path = tmp_path / "store.db"
        path.write_bytes(gzip.decompress((FILES / f"store-{version}.db.gz").read_bytes()))
        store = Store(path)
        assert schema.version(store) == version
        return store

    return unpack


@pytest.mark.parametrize("version", STATES)
def test_it_becomes_todays(older: Callable[[str], Store], version: str) -> None:
    store = older(version)
    schema.bring_up(store)
    projections.bring_up(store)
    assert schema.version(store) == SCHEMA_HEAD
    with store.read() as unit:
        report = replay.verify(unit, replay=True)
        found = cases.newest(unit)
        kept = drafts.everyone(unit)
    assert report.problems == ()
    assert sorted(case.status for case in found) == sorted(STATES[version])
    assert len(kept) == (version == "0002")
    store.close()


def test_a_hubs_queue_goes_on(older: Callable[[str], Store]) -> None:
    """One of the three tasks was leased; its fence stays, and the others can be claimed."""
    store = older("0006")
    schema.bring_up(store)
    with store.write() as unit:
        found = queue.of_address(unit, "department:market", most=9)
        [held] = [lease for _task, lease in found if lease is not None]
        assert len(found) == 3 and held.fence == 1
        assert queue.give_back(unit, held)
        given = queue.claim(
            unit, held.address, most=9, feed="f" * 64, person="承办人", until="2099-01-01"
        )
    assert sorted(lease.fence for lease in given) == [1, 1, 2]
    store.close()


def test_what_it_was_stays_beside_it(older: Callable[[str], Store]) -> None:
    store = older("0001")
    schema.bring_up(store)
    store.close()
    copy = Store(schema.before(store.path))
    assert schema.version(copy) == "0001"
    assert backup.quick_check(copy)
    with copy.read() as unit:
        assert len(cases.newest(unit)) == 5
    copy.close()


def test_a_migration_that_fails_leaves_it_as_it_was(older: Callable[[str], Store]) -> None:
    store = older("0001")
    with store.write() as unit:  # in the way of a table of a later version
        unit.connection.exec_driver_sql("create table draft (other text)")
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(StorageError) as refused:
        schema.bring_up(store)
    assert refused.value.code == "migration_failed"
    assert refused.value.hint is not None and str(schema.before(store.path)) in refused.value.hint
    assert schema.version(store) == "0001"
    store.close()
    assert store.path.read_bytes() == before


def test_without_room_for_the_copy_nothing_is_migrated(older: Callable[[str], Store]) -> None:
    store = older("0001")
    schema.before(store.path).mkdir()
    with pytest.raises(StorageError) as refused:
        schema.bring_up(store)
    assert refused.value.code == "backup_not_written"
    assert schema.version(store) == "0001"
    store.close()
