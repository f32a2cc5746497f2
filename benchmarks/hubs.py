"""A hub in a process of its own, terminals that have joined it, and the cases that they send."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import servers
from data.clock import SystemClock
from data.exchange import enrolling
from data.exchange.counter import HubCounter
from data.exchange.lines import line_of
from data.exchange.shapes import Enrolment, Line, StaffFact
from data.rules.event import Event
from data.rules.numbers import CaseNumber, build_case_number
from data.rules.words import Role
from data.store import journal, signing, taken
from data.store.blobs import Blobs
from data.store.engine import Store
from data.store.journal import new_id
from data.store.members import Place
from data.store.signing import Signer

EPOCH = "epoch"
STATION, TERMINAL = "0001", "03"
DAY = date(2026, 11, 23)
CLERK = "窗口员"
HUB = Signer(bytes(32))
_SERVE = """
import sys
from benchmarks import hubs
hubs.serve(sys.argv[1], sys.argv[2])
"""


def serve(place: str, folder: str) -> None:
    """The hub's process."""
    from window_app.hub import serving

    where = serving.listening("127.0.0.1:0", None, None)
    serving.serve(on(place, Path(folder)), where, started=lambda url: print(url, flush=True))


@contextmanager
def served(place: str, folder: Path) -> Iterator[str]:
    """The URL of a hub that runs meanwhile."""
    command = [sys.executable, "-c", _SERVE, place, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate()


def begin(place: str) -> None:
    """A hub that has taken nothing."""
    store = _store(place)
    with store.write() as unit:
        taken.begin(unit)
        journal.open_feed(unit, HUB, station="0000", terminal="00")
    store.close()


def on(place: str, folder: Path) -> HubCounter:
    """A hub on a file or a database URL."""
    return HubCounter(_store(place), HUB, SystemClock(), "hub", EPOCH, Blobs(folder / "scans"))


def join(hub: HubCounter, signer: Signer, *, station: str = STATION) -> str:
    """Let a terminal join; its token."""
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
        code=enrolling.invite(hub, Place(station, "county")),
        public_key=signer.public_key.hex(),
        region="441803",
        station=station,
        terminal=TERMINAL,
        level="county",
        staff=(clerk,),
    )
    joined = enrolling.enrol(hub, wish)
    hub.store.close()
    return joined.token


def _store(place: str) -> Store:
    return servers.empty_store(place if "://" in place else Path(place))


def lines(signer: Signer, before: list[Line], *, most: int) -> list[Line]:
    """The next cases of the feed, signed."""
    made: list[Line] = []
    link = before[-1].link if before else signing.GENESIS
    for number in range(len(before) + 1, len(before) + most + 1):
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
