"""Base records and the archive follow from events, in whatever order these come."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from data.rules.case import Case
from data.store import journal, people, replay
from data.store.engine import Store
from data.store.home import Home

OWNER = "credit_code:91441803MA59L01K99"


def test_a_received_case_fills_both(store: Store, receive: Callable[..., Case]) -> None:
    case = receive()
    with store.read() as unit:
        assert people.records_of(unit, OWNER) == {
            "entity.name": "示例公司",
            "entity.address": "示例路1号",
        }
        (kept,) = people.certificates_of(unit, OWNER)
        assert people.records_of(unit, "credit_code:other") == {}
        assert people.certificates_of(unit, "credit_code:other") == []
    assert (kept.certificate, kept.name) == ("business_licence", "营业执照")
    assert (kept.case_number, kept.seen_on) == (case.number, "2026-11-23")


def test_the_later_case_counts(store: Store, receive: Callable[..., Case]) -> None:
    receive("case-1", at="2026-11-23T01:00:00.000Z", records={"entity.name": "旧", "entity.x": "1"})
    receive("case-2", at="2026-11-23T02:00:00.000Z", records={"entity.name": "新"})
    with store.read() as unit:
        assert people.records_of(unit, OWNER) == {"entity.name": "新", "entity.x": "1"}


def test_a_certificate_of_a_person_is_kept_under_that_person(
    store: Store, receive: Callable[..., Case]
) -> None:
    row = {"id": "id", "name": "身份证", "person": "p1", "mark": "ok", "certificate": "id_card"}
    receive(materials=[{**row, "owner": "resident_id:1"}])
    with store.read() as unit:
        assert [c.certificate for c in people.certificates_of(unit, "resident_id:1")] == ["id_card"]
        assert people.certificates_of(unit, OWNER) == []


@pytest.mark.parametrize("mark", ["missing", "defective", "deferred", "committed", "reused", None])
def test_what_was_not_seen_in_order_is_not_kept(
    store: Store, receive: Callable[..., Case], mark: str | None
) -> None:
    receive(materials=[{"id": "a", "name": "执照", "mark": mark, "certificate": "licence"}])
    with store.read() as unit:
        assert people.certificates_of(unit, OWNER) == []


CASES: list[dict[str, Any]] = [
    {"case_id": "case-1", "at": "2026-11-23T01:00:00.000Z", "records": {"entity.name": "甲"}},
    {"case_id": "case-2", "at": "2026-11-23T02:00:00.000Z", "records": {"entity.name": "乙"}},
    {"case_id": "case-3", "at": "2026-11-23T02:00:00.000Z", "records": {"entity.name": "丙"}},
]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_writing_does_not_matter(
    store: Store, receive: Callable[..., Case], order: tuple[int, ...]
) -> None:
    for place in order:
        receive(**CASES[place])
    with store.read() as unit:
        assert people.records_of(unit, OWNER) == {"entity.name": "丙"}
        (kept,) = people.certificates_of(unit, OWNER)
        assert kept.case_number[-5:-1] == "0000"
        assert kept.case_number[-1:] == "3"
        assert replay.verify(unit, replay=True).problems == ()


def test_replay_gives_what_is_stored(store: Store, receive: Callable[..., Case]) -> None:
    for place in (2, 0, 1):
        receive(**CASES[place])
    with store.read() as unit:
        events = [e for case in journal.case_ids(unit) for e in journal.events_of(unit, case)]
        assert people.expected(events) == people.stored(unit)
        assert people.expected(reversed(events)) == people.stored(unit)


def test_a_home_without_cases_knows_nobody(store: Store, folder: Home) -> None:
    with store.read() as unit:
        assert people.stored(unit) == ({}, {}, {})
    assert folder.exists
