"""A hub on either kind of store, terminals that joined it, and the hub as a process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from data.clock import SystemClock
from data.exchange import enrolling
from data.exchange.counter import HubCounter
from data.exchange.hub_client import HttpHub
from data.exchange.lines import line_of
from data.exchange.shapes import Batch, Enrolment, Line, StaffFact
from data.rules.event import Event
from data.rules.numbers import CaseNumber, build_case_number
from data.rules.words import Role
from data.store import journal, schema, signing, taken
from data.store.blobs import Blobs
from data.store.engine import Store
from data.store.journal import new_id
from data.store.members import Place
from data.store.postgres import PostgresStore
from data.store.signing import Signer

HERE = Path(__file__).parent
AT = "2026-11-23T01:30:00.000Z"
RECEIVED: dict[str, Any] = {
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
    "applicant": {"name": "示例公司", "id_type": "credit_code", "id_number": "91441803MA59L01K99"},
    "answers": {"matter": ["new"]},
    "fields": {"floor_area": "120"},
    "delivery": "pickup",
    "limits": {"statutory": 10, "promised": 7, "unit": "working", "extension": 5},
    "supplement_way": "keep",
    "supplement_days": 20,
    "materials": [{"id": "form", "name": "申请书", "mark": "ok", "originals": 1}],
    "papers": [],
    "materials_day": "2026-11-23",
    "notice_deadline": "2026-11-30",
    "owner": "credit_code:91441803MA59L01K99",
    "records": {"entity.name": "示例公司"},
}
ACCEPTED: dict[str, Any] = {
    "how": "complete",
    "accepted_day": "2026-11-23",
    "due": {"promised": "2026-12-02", "statutory": "2026-12-07", "estimated": False},
    "materials": [],
    "offer_to": "department:market",
}


class Terminal:
    """A terminal that joined: signs lines of its own feed, and knows its token."""

    def __init__(self, station: str, terminal: str) -> None:
        self.station, self.terminal = station, terminal
        self.signer = Signer(Signer.new_seed())
        self.token = ""
        self.lines: list[Line] = []
        self._cases = 0

    def batch(self, after: int = 0, upto: int | None = None) -> Batch:
        """The feed's lines after a number."""
        return Batch(feed=self.signer.feed, after=after, lines=tuple(self.lines[after:upto]))

    def receive(self, **changes: Any) -> Line:
        """Write a `received` of a new case."""
        self._cases += 1
        day = date(2026, 11, 23)
        place = {"station": self.station, "terminal": self.terminal}
        number = build_case_number("441803", day, serial=self._cases, **place)
        assert isinstance(number, CaseNumber)
        label = f"{self.station}-{self.terminal}"
        own = {"number": str(number), "station": self.station, "terminal": label}
        return self.write("received", {**RECEIVED, **own, **changes})

    def accept(self, case: Line) -> Line:
        """Write an `accepted` that offers the case to its department."""
        body = {**ACCEPTED, "terminal": f"{self.station}-{self.terminal}"}
        return self.write("accepted", body, case_id=case.case_id, base=case.hash)

    def write(
        self,
        kind: str,
        body: dict[str, Any],
        *,
        case_id: str | None = None,
        base: str | None = None,
        text: str | None = None,
        event_id: str | None = None,
    ) -> Line:
        """Sign one more line; `text` instead of the body's canonical JSON."""
        written = signing.canonical(body).decode() if text is None else text
        event = Event(
            id=event_id or new_id(),
            feed=self.signer.feed,
            number=len(self.lines) + 1,
            link="",
            case_id=case_id or new_id(),
            base=base,
            kind=kind,
            at=AT,
            actor="窗口员",
            schema=1,
            body_hash=signing.digest(written.encode("utf-8")),
            hash="",
            signature="",
            body=None,
        )
        content = signing.event_hash(event)
        before = self.lines[-1].link if self.lines else signing.GENESIS
        link = signing.link(event.feed, event.number, before, content)
        signed = replace(event, hash=content, link=link, signature=self.signer.sign(link))
        self.lines.append(line_of(signed, written))
        return self.lines[-1]


@dataclass(frozen=True)
class Serving:
    """A hub's process and where it listens."""

    process: subprocess.Popen[str]
    url: str


@pytest.fixture
def sqlite_place(tmp_path: Path) -> str:
    return str(tmp_path / "hub.db")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> str:
    """Where a hub's store is: a file, or a PostgreSQL URL."""
    kind = "sqlite_place" if request.param == "sqlite" else "empty_database"
    return str(request.getfixturevalue(kind))


@pytest.fixture
def hub_on(tmp_path: Path) -> Iterator[Callable[[str], HubCounter]]:
    """Make an empty hub on a store."""
    made: list[HubCounter] = []

    def make(place: str) -> HubCounter:
        store = PostgresStore(place) if "://" in place else Store(Path(place))
        schema.make(store)
        key = Signer(bytes(32))
        with store.write() as unit:
            taken.begin(unit)
            journal.open_feed(unit, key, station="0000", terminal="00")
        blobs = Blobs(tmp_path / "scans")
        made.append(HubCounter(store, key, SystemClock(), "示例中心", "epoch-1", blobs))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


@pytest.fixture
def hub(place: str, hub_on: Callable[[str], HubCounter]) -> HubCounter:
    """An empty hub on either kind of store."""
    return hub_on(place)


@pytest.fixture
def sqlite_hub(sqlite_place: str, hub_on: Callable[[str], HubCounter]) -> HubCounter:
    return hub_on(sqlite_place)


@pytest.fixture
def join() -> Callable[..., Terminal]:
    """Let a new terminal join a hub; `department` where it stands in one."""

    def enrol(
        hub: HubCounter, station: str = "0001", terminal: str = "03", department: str | None = None
    ) -> Terminal:
        made = Terminal(station, terminal)
        code = enrolling.invite(hub, Place(station, "county", department))
        made.token = enrolling.enrol(hub, wish(made, code)).token
        return made

    return enrol


def wish(terminal: Terminal, code: str) -> Enrolment:
    """How a terminal asks to join."""
    clerk = StaffFact(
        name="窗口员",
        roles=(Role.CLERK,),
        department=None,
        authorised=(),
        title=None,
        password_hash="x",
        is_locked=False,
    )
    return Enrolment(
        code=code,
        public_key=terminal.signer.public_key.hex(),
        region="441803",
        station=terminal.station,
        terminal=terminal.terminal,
        level="county",
        staff=(clerk,),
    )


@pytest.fixture
def ask_to_join() -> Callable[[Terminal, str], Enrolment]:
    return wish


@pytest.fixture
def newcomer() -> Callable[[str, str], Terminal]:
    """A terminal that did not join yet."""
    return Terminal


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """Start the hub on a store as a process of its own, on a free port of this machine."""
    started: list[subprocess.Popen[str]] = []

    def start(place: str, certificate: Path | None = None) -> Serving:
        command = [sys.executable, str(HERE / "serving_process.py"), place, str(tmp_path / "scans")]
        command += [str(certificate)] if certificate else []
        process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
        started.append(process)
        assert process.stdout is not None
        return Serving(process, process.stdout.readline().strip())

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def reach() -> Iterator[Callable[..., HttpHub]]:
    """A terminal's client of a hub."""
    opened: list[HttpHub] = []

    def client(url: str, terminal: Terminal, **how: Any) -> HttpHub:
        opened.append(HttpHub(url, terminal.token, **how))
        return opened[-1]

    yield client
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of certificates made for this run: good, expired, another host's, the authority."""
    folder = tmp_path_factory.mktemp("certificates")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    past = datetime(2020, 1, 1, tzinfo=UTC)
    for name, made in (
        ("good", authority.issue_cert("127.0.0.1", "localhost")),
        ("other", authority.issue_cert("other.example")),
        ("expired", authority.issue_cert("127.0.0.1", not_before=past, not_after=past)),
    ):
        made.private_key_and_cert_chain_pem.write_to_path(str(folder / f"{name}.pem"))
    return folder
