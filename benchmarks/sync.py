"""500 cases of about 2 KB pushed in batches of 50 over loopback HTTP, committed before the answer.

Beside it in the same run: ten transactions of 50 cases in raw SQLite, and the same batches again.
The hub is a process of its own; every hash, link and signature is checked there.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks import servers
from benchmarks.figures import ROUNDS, Figure
from data.clock import SystemClock
from data.exchange import enrolling
from data.exchange.counter import HubCounter
from data.exchange.hub_client import HttpHub
from data.exchange.lines import line_of
from data.exchange.shapes import Batch, Enrolment, Line, StaffFact
from data.rules.event import Event
from data.rules.numbers import CaseNumber, build_case_number
from data.rules.words import Role
from data.store import signing, taken
from data.store.blobs import Blobs
from data.store.journal import new_id
from data.store.members import Place
from data.store.signing import Signer

CASES, BATCH = 500, 50
STATION, TERMINAL = "0001", "03"
DAY = date(2026, 11, 23)
CLERK = "窗口员"
_SERVE = """
import sys
from benchmarks import sync
sync.serve(sys.argv[1], sys.argv[2])
"""


def run() -> list[Figure]:
    figures: list[Figure] = []
    with servers.folder() as folder:
        figures += _figures("sync, SQLite", str(folder / "hub.db"), folder)
    with servers.postgres() as url, servers.folder() as folder:
        figures += _figures("sync, PostgreSQL", url, folder)
    return figures


def serve(place: str, folder: str) -> None:
    """The hub's process."""
    from window_app.hub import serving

    where = serving.listening("127.0.0.1:0", None, None)
    serving.serve(_hub(place, Path(folder)), where, started=lambda url: print(url, flush=True))


def _figures(subject: str, place: str, folder: Path) -> list[Figure]:
    store = servers.empty_store(place if "://" in place else Path(place))
    with store.write() as unit:
        taken.begin(unit)
    signer = Signer(Signer.new_seed())
    token = _join(_hub(place, folder), signer)
    raw = servers.raw_sqlite(folder / "raw.db")
    raw.execute("CREATE TABLE line (id TEXT PRIMARY KEY, body TEXT, link TEXT)")
    fresh: list[float] = []
    again: list[float] = []
    ten: list[float] = []
    written: list[Line] = []
    with _served(place, folder) as url, HttpHub(url, token) as hub:
        for _ in range(ROUNDS):
            before = len(written)
            written += _lines(signer, written)
            batches = [
                Batch.model_construct(
                    feed=signer.feed, after=at, lines=tuple(written[at : at + BATCH])
                )
                for at in range(before, before + CASES, BATCH)
            ]
            fresh.append(_pushed(hub, batches, "taken"))
            again.append(_pushed(hub, batches, "known"))
            ten.append(_ten(raw, written[before:]))
    store.close()
    of_ten = median(one / its for one, its in zip(fresh, ten, strict=True))
    repeated = median(its / one for one, its in zip(fresh, again, strict=True))
    return [
        Figure(subject, "500 cases in batches of 50 over HTTP", median(fresh), "/s"),
        Figure(subject, "ten raw SQLite transactions of 50", median(ten), "/s"),
        Figure(subject, "of ten raw transactions", of_ten, "x", ">= 0.33"),
        Figure(subject, "time of a repeated batch, of a fresh one", 1 / repeated, "x", "<= 0.3"),
    ]


def _hub(place: str, folder: Path) -> HubCounter:
    store = servers.empty_store(place if "://" in place else Path(place))
    blobs = Blobs(folder / "scans")
    return HubCounter(store, Signer(bytes(32)), SystemClock(), "hub", "epoch", blobs)


def _join(hub: HubCounter, signer: Signer) -> str:
    clerk = StaffFact(
        name=CLERK,
        roles=(Role.CLERK,),
        department=None,
        authorised=(),
        title=None,
        password_hash="x",
        is_locked=False,
    )
    wish = Enrolment(
        code=enrolling.invite(hub, Place(STATION, "county")),
        public_key=signer.public_key.hex(),
        region="441803",
        station=STATION,
        terminal=TERMINAL,
        level="county",
        staff=(clerk,),
    )
    joined = enrolling.enrol(hub, wish)
    hub.store.close()
    return joined.token


@contextmanager
def _served(place: str, folder: Path) -> Iterator[str]:
    command = [sys.executable, "-c", _SERVE, place, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate()


def _pushed(hub: HttpHub, batches: list[Batch], outcome: str) -> float:
    """Cases a second."""
    begun = perf_counter()
    answers = [hub.push(batch) for batch in batches]
    rate = CASES / (perf_counter() - begun)
    assert {word.outcome for answer in answers for word in answer.verdicts} == {outcome}
    return rate


def _ten(raw: Any, lines: list[Line]) -> float:
    begun = perf_counter()
    for at in range(0, len(lines), BATCH):
        raw.execute("BEGIN IMMEDIATE")
        rows = [(line.id, line.body, line.link) for line in lines[at : at + BATCH]]
        raw.executemany("INSERT INTO line VALUES (?, ?, ?)", rows)
        raw.execute("COMMIT")
    return len(lines) / (perf_counter() - begun)


def _lines(signer: Signer, before: list[Line]) -> list[Line]:
    """The next cases of the feed, signed."""
    made: list[Line] = []
    link = before[-1].link if before else signing.GENESIS
    for number in range(len(before) + 1, len(before) + CASES + 1):
        body = _body(number)
        event = Event(
            id=new_id(),
            feed=signer.feed,
            number=number,
            link="",
            case_id=new_id(),
            base=None,
            kind="received",
            at="2026-11-23T01:30:00.000Z",
            actor=CLERK,
            schema=1,
            body_hash=signing.body_hash(body),
            hash="",
            signature="",
            body=body,
        )
        content = signing.event_hash(event)
        link = signing.link(signer.feed, number, link, content)
        event = replace(event, hash=content, link=link, signature=signer.sign(link))
        made.append(line_of(event, signing.canonical(body).decode()))
    return made


def _body(serial: int) -> dict[str, Any]:
    """A `received` of about 2 KB."""
    place = {"station": STATION, "terminal": TERMINAL}
    number = build_case_number("441803", DAY, serial=serial, **place)
    assert isinstance(number, CaseNumber)
    mark = {"mark": "ok", "originals": 1, "copies": 1}
    return {
        "number": str(number),
        "station": STATION,
        "terminal": f"{STATION}-{TERMINAL}",
        "query_code": "305118",
        "item": "L-MARKET-006",
        "item_name": "食品经营许可",
        "item_kind": "licence",
        "version": "2026.11",
        "catalogue_digest": "d" * 64,
        "calendar_digest": "c" * 64,
        "is_sample": True,
        "accept_days": 5,
        "department": "market",
        "subject": "legal",
        "applicant": {"name": "示例公司", "id_type": "credit_code", "id_number": f"{serial:018}"},
        "answers": {"matter": ["new"]},
        "fields": {"floor_area": "120"},
        "delivery": "pickup",
        "limits": {"statutory": 10, "promised": 7, "unit": "working", "extension": 5},
        "supplement_way": "keep",
        "supplement_days": 20,
        "materials": [{"id": f"m{n}", "name": f"申请材料第{n}份", **mark} for n in range(12)],
        "papers": [],
        "materials_day": "2026-11-23",
        "notice_deadline": "2026-11-30",
        "owner": f"credit_code:{serial:018}",
        "records": {"entity.name": "示例公司", "entity.address": "示例路1号"},
    }
