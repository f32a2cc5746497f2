"""A journal on disk without a list: a store, a key and a feed; and cases as plain bodies.

The store is a plain file in one run of a test, and an encrypted one in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data.rules.case import Case
from data.rules.event import Event
from data.store import cipher, journal, schema
from data.store.engine import Store
from data.store.home import Home
from data.store.home_keys import HomeKeys
from data.store.journal import Entry
from data.store.signing import Signer

KEYS = (None, HomeKeys(bytes(32)).store)
AT = "2026-11-23T01:30:00.000Z"
TERMINAL = "0001-03"
BODY: dict[str, Any] = {
    "number": "441803261123000103001275",
    "query_code": "305118",
    "item": "L-MARKET-006",
    "item_name": "食品经营许可",
    "item_kind": "licence",
    "version": "2026.11",
    "catalogue_digest": "d" * 64,
    "calendar_digest": "c" * 64,
    "is_sample": True,
    "accept_days": 5,
    "station": "0001",
    "terminal": TERMINAL,
    "department": "market",
    "subject": "legal",
    "applicant": {"name": "示例公司", "id_type": "credit_code", "id_number": "91441803MA59L01K99"},
    "answers": {"matter": ["new"]},
    "fields": {"floor_area": "120"},
    "delivery": "pickup",
    "limits": {"statutory": 10, "promised": 7, "unit": "working", "extension": 5},
    "supplement_way": "keep",
    "supplement_days": 20,
    "materials": [
        {"id": "form", "name": "申请书", "mark": "ok", "originals": 1},
        {
            "id": "licence",
            "name": "营业执照",
            "mark": "ok",
            "certificate": "business_licence",
            "valid_until": None,
        },
    ],
    "papers": [],
    "materials_day": "2026-11-23",
    "notice_deadline": "2026-11-30",
    "owner": "credit_code:91441803MA59L01K99",
    "records": {"entity.name": "示例公司", "entity.address": "示例路1号"},
}
ACCEPTED: dict[str, Any] = {
    "how": "complete",
    "accepted_day": "2026-11-23",
    "due": {"promised": "2026-12-02", "statutory": "2026-12-07", "estimated": False},
    "materials": [],
    "terminal": TERMINAL,
    "offer_to": "department:market",
}


@pytest.fixture
def body() -> dict[str, Any]:
    """What a `received` freezes."""
    return {**BODY}


@pytest.fixture
def accepted() -> dict[str, Any]:
    return {**ACCEPTED}


@pytest.fixture(scope="session")
def empties(tmp_path_factory: pytest.TempPathFactory) -> dict[bytes | None, Path]:
    """Store files with the newest schema and nothing in them, by their key."""
    made: dict[bytes | None, Path] = {}
    for key in KEYS:
        made[key] = tmp_path_factory.mktemp("empty") / "store.db"
        store = Store(made[key], key)
        schema.make(store)
        store.close()
    return made


@pytest.fixture(params=KEYS, ids=["plain", "encrypted"])
def cipher_key(request: pytest.FixtureRequest) -> bytes | None:
    """SQLCipher's key, where the store is encrypted."""
    key: bytes | None = request.param
    return key


@pytest.fixture
def empty(empties: dict[bytes | None, Path], cipher_key: bytes | None) -> Path:
    """A store file with the newest schema and nothing in it."""
    return empties[cipher_key]


@pytest.fixture
def folder(tmp_path: Path) -> Home:
    (tmp_path / "folder").mkdir()
    return Home(tmp_path / "folder")


@pytest.fixture
def store(empty: Path, folder: Home, cipher_key: bytes | None) -> Iterator[Store]:
    folder.store.write_bytes(empty.read_bytes())
    store = Store(folder.store, cipher_key)
    yield store
    store.close()


@pytest.fixture
def signer(store: Store) -> Signer:
    """The key of the store's own feed."""
    signer = Signer(bytes(range(32)))
    with store.write() as unit:
        journal.open_feed(unit, signer, station="0001", terminal="03")
    return signer


@pytest.fixture
def receive(store: Store, signer: Signer, body: dict[str, Any]) -> Callable[..., Case]:
    """Write a `received`; `changes` replace parts of its body."""

    def write(case_id: str = "case-1", *, at: str = AT, **changes: Any) -> Case:
        number = {"number": f"{body['number'][:-4]}{case_id[-1:]:>04}"}
        entry = Entry("received", {**body, **number, **changes}, "窗口员", at, case_id)
        with store.write() as unit:
            case = journal.append(unit, signer, entry).case
        assert case is not None
        return case

    return write


@pytest.fixture
def write(store: Store, signer: Signer) -> Callable[..., tuple[Event, Case]]:
    """Write one event on a case."""

    def append(case: Case, kind: str, body: dict[str, Any], at: str = AT) -> tuple[Event, Case]:
        entry = Entry(kind, body, "窗口员", at, case.case_id)
        with store.write() as unit:
            written = journal.append(unit, signer, entry, case)
        assert written.case is not None
        return written.event, written.case

    return append


@pytest.fixture
def tamper(store: Store, folder: Home) -> Callable[..., None]:
    """Change the file behind the program's back."""

    def change(statement: str, *values: object) -> None:
        store.close()
        with closing(cipher.connect(folder.store, store.key)) as connection, connection:
            connection.execute(statement, values)

    return change
