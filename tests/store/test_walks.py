"""Random legal walks through the lifecycle: the projection is what replay gives, at every step.

Real events in a real file; a second terminal writes side notes, and clocks step to and fro.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from data.rules.case import FINAL, OPEN, Case, Status
from data.rules.event import MAIN_LINE, Kind
from data.rules.lifecycle import FINAL_NOTES, NOTES, TABLE
from data.store import cases, journal, replay, schema
from data.store.engine import Store
from data.store.journal import Entry
from data.store.signing import Signer

ADDRESSES = st.sampled_from([None, "department:market", "department:police", "station:0002"])
MARKS = ["ok", "fixed", "missing", "defective", "deferred", "committed", "reused", None]
MATERIALS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["form", "licence", "layout"]),
            "name": st.just("材料"),
            "person": st.sampled_from([None, "p1"]),
            "mark": st.sampled_from(MARKS),
            "certificate": st.sampled_from([None, "licence", "L-1.layout"]),
            "valid_until": st.sampled_from([None, "2027-01-01", "2028-01-01"]),
        }
    ),
    max_size=4,
    unique_by=lambda row: (row["id"], row["person"]),
)
PAPERS = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["receipt", "acceptance"]), "number": st.text("01", min_size=4)}
    ),
    max_size=2,
)
DAYS = st.dates().map(lambda day: day.isoformat())
DUE = st.fixed_dictionaries({"promised": DAYS, "statutory": DAYS, "estimated": st.booleans()})
STOP_NAMES = st.sampled_from(["听证", "检验", "现场核查"])
POINTS = st.just([{"material": "form", "person": None, "mark": "missing", "say": "补齐"}])
OWNER = "credit_code:91441803MA59L01K99"

# What a case that was taken in without a conclusion comes to be once it is concluded.
SITUATION = st.fixed_dictionaries(
    {
        "answers": st.dictionaries(st.sampled_from(["matter", "form"]), st.lists(st.text("ab"))),
        "fields": st.dictionaries(st.sampled_from(["a", "b"]), st.text("xy")),
        "materials": MATERIALS,
    }
)
TOLD = {"told_on": DAYS, "deadline": DAYS, "points": POINTS}
CHECKED = {"owner": st.just(OWNER), "number": st.sampled_from(["4418", "4419"])}
BODIES: dict[Kind, dict[str, Any]] = {
    Kind.ARRIVED: {"materials_day": DAYS, "notice_deadline": DAYS},
    Kind.SUPPLEMENT_REQUESTED: TOLD,
    Kind.SENT_BACK: TOLD,
    Kind.SUPPLEMENTED: {
        "materials": MATERIALS,
        "materials_day": DAYS,
        "owner": st.just(OWNER),
        "number": st.just("441803261123000103000015"),
    },
    Kind.DECLINED: {"why": st.just("不属于"), "ground": st.sampled_from(["not_ours"])},
    Kind.ACCEPTED: {
        "how": st.sampled_from(["complete", "tolerant", "deemed"]),
        "accepted_day": DAYS,
        "due": DUE,
        "materials": MATERIALS,
        "situation": st.none() | SITUATION,
    },
    Kind.STEP_PASSED: {"step": st.sampled_from(["承办", "审核"])},
    Kind.SUSPENDED: {"name": STOP_NAMES, "since": DAYS, "stops_clock": st.booleans()},
    Kind.RESUMED: {"name": STOP_NAMES, "until": DAYS},
    Kind.EXTENDED: {"days": st.integers(1, 20), "due": DUE},
    Kind.APPROVED: {"decided_day": DAYS},
    Kind.REFUSED: CHECKED | {"decided_day": DAYS, "false_materials": st.booleans()},
    Kind.RESULT_REGISTERED: {
        "result": st.just({"number": "JY1"}),
        "owner": st.just(OWNER),
        "records": st.dictionaries(st.sampled_from(["entity.a", "entity.b"]), st.text("xy")),
    },
    Kind.DELIVERED: {
        "day": DAYS,
        "to": st.just("龚小"),
        "id_number": st.just("441803199001011155"),
        "how": st.sampled_from(["pickup", "post", "electronic"]),
    },
    Kind.WITHDRAWN: {"why": st.just("书面撤回")},
    Kind.LAPSED: {"why": st.just("逾期")},
    Kind.VOIDED: {"why": st.just("重复")},
    Kind.DEFERRED_HANDED_IN: {
        "day": DAYS,
        "materials": MATERIALS.map(lambda rows: [row for row in rows if row["mark"] is not None]),
        "materials_day": DAYS,
        "owner": st.just(OWNER),
        "number": st.just("441803261123000103000015"),
    },
    Kind.FEE_ASSESSED: {
        "day": DAYS,
        "total": st.sampled_from(["1.00", "2.00"]),
        "papers": st.just([{"kind": "payment", "number": "缴字1号"}]),
    },
    Kind.FEE_PAID: {
        "day": DAYS,
        "amount": st.sampled_from(["1.00", "2.00"]),
        "receipt": st.sampled_from(["0041", "0042"]),
    },
    Kind.COMMITMENT_CHECKED: CHECKED | {"day": DAYS, "is_kept": st.booleans()},
    Kind.PAPER_VOIDED: {"number": st.text("01", min_size=4, max_size=4)},
    Kind.CORRECTED: {
        "contact": st.dictionaries(st.sampled_from(["phone", "address"]), st.text("12"))
    },
    Kind.BROUGHT_IN: {"day": DAYS},
}
# `received` freezes what a case needs; the walk itself varies what the rules read.
RECEIVED = {
    "materials": MATERIALS,
    "papers": PAPERS,
    "supplement_way": st.sampled_from(["keep", "return"]),
    "offer_to": ADDRESSES,
    "carries_to": st.sampled_from([None, "0002"]),
    "records": st.dictionaries(st.sampled_from(["entity.a", "entity.b"]), st.text("xy")),
}
FIXED: dict[str, Any] = {
    "query_code": "305118",
    "item": "L-MARKET-006",
    "item_name": "食品经营许可",
    "item_kind": "licence",
    "version": "2026.11",
    "catalogue_digest": "d" * 64,
    "is_sample": True,
    "accept_days": 5,
    "station": "0001",
    "terminal": "0001-03",
    "department": "market",
    "subject": "legal",
    "applicant": {"name": "示例", "id_type": "credit_code", "id_number": "91441803MA59L01K99"},
    "limits": {"statutory": 10, "promised": 7, "unit": "working", "extension": 5},
    "owner": OWNER,
    "materials_day": "2026-11-23",
    "notice_deadline": "2026-11-30",
}
AT = st.integers(0, 59).map(lambda second: f"2026-11-23T01:30:{second:02d}.000Z")


def file_with_schema() -> Callable[[], bytes]:
    """The bytes of a store with nothing in it; made once."""
    made: list[bytes] = []

    def content() -> bytes:
        if not made:
            with tempfile.TemporaryDirectory() as folder:
                store = Store(Path(folder) / "store.db")
                schema.make(store)
                store.close()
                made.append(store.path.read_bytes())
        return made[0]

    return content


schema_file = file_with_schema()


class Walk(RuleBasedStateMachine):
    """One home, up to three cases, two feeds."""

    @initialize()
    def open_home(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "store.db"
        path.write_bytes(schema_file())
        self.store = Store(path)
        self.own, self.other = Signer(bytes(32)), Signer(bytes(31) + b"\1")
        self.known: dict[str, Case] = {}
        with self.store.write() as unit:
            journal.open_feed(unit, self.own, station="0001", terminal="03")
            journal.open_feed(unit, self.other, station="0002", terminal="01")

    def append(self, signer: Signer, kind: Kind, body: dict[str, Any], at: str, case: Any) -> None:
        case_id = case.case_id if case else journal.new_id()
        entry = Entry(kind, {"terminal": "0001-03", **body}, "窗口员", at, case_id)
        with self.store.write() as unit:
            after = journal.append(unit, signer, entry, case).case
        assert after is not None
        self.known[case_id] = after

    @precondition(lambda self: len(self.known) < 3)
    @rule(body=st.fixed_dictionaries(RECEIVED), at=AT)
    def receive(self, body: dict[str, Any], at: str) -> None:
        number = f"44180326112300010300{len(self.known):03d}5"
        self.append(self.own, Kind.RECEIVED, {**FIXED, **body, "number": number}, at, None)

    @precondition(lambda self: any(case.status in OPEN for case in self.known.values()))
    @rule(data=st.data(), at=AT)
    def go_on(self, data: st.DataObject, at: str) -> None:
        case = data.draw(st.sampled_from([c for c in self.known.values() if self.ways(c)]))
        kind = data.draw(st.sampled_from(self.ways(case)))
        extra = {"papers": PAPERS, "offer_to": ADDRESSES}
        body = data.draw(st.fixed_dictionaries(BODIES.get(kind, {}) | extra))
        self.append(self.own, kind, body, at, case)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), at=AT, is_own=st.booleans())
    def note(self, data: st.DataObject, at: str, is_own: bool) -> None:
        case = data.draw(st.sampled_from(list(self.known.values())))
        allowed = FINAL_NOTES if case.status in FINAL else NOTES.keys()
        kind = data.draw(st.sampled_from(sorted(allowed)))
        body = data.draw(st.fixed_dictionaries(BODIES.get(kind, {})))
        self.append(self.own if is_own else self.other, kind, body, at, case)

    @staticmethod
    def ways(case: Case) -> list[Kind]:
        return [kind for state, kind in TABLE if state == case.status]

    @invariant()
    def the_projection_is_what_replay_gives(self) -> None:
        with self.store.read() as unit:
            assert replay.verify(unit, replay=True).problems == ()
            for case_id, case in self.known.items():
                assert cases.by_id(unit, case_id) == case
                projected, _problem = replay.project(journal.events_of(unit, case_id), ())
                assert projected == case

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestWalks = Walk.TestCase
# Not shrunk: a walk takes minutes to shrink, and the one that failed tells enough.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
TestWalks.settings = settings(max_examples=30, stateful_step_count=20, deadline=None, phases=PHASES)


def test_every_main_line_event_can_be_walked() -> None:
    walked = {kind for state, kind in TABLE}
    assert walked == MAIN_LINE
    assert {state for state, _ in TABLE} - {Status.DRAFT} >= OPEN
