"""Whatever is changed in a feed behind the program's back is found by `verify`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.rules.case import Case
from data.store import cipher, journal, replay
from data.store.engine import Store
from data.store.home import Home
from data.store.journal import Entry
from data.store.signing import Signer

AT = "2026-11-23T01:30:00.000Z"
TEXTS = ("id", "feed", "link", "base", "case_id", "kind", "at", "actor", "body_hash", "hash")
COLUMNS = (*TEXTS, "signature")
REUSED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def written(
    store: Store, signer: Signer, receive: Callable[..., Case], write: Any, accepted: Any
) -> Store:
    """Five events: two cases, one of them accepted and noted on, and one without a case."""
    first = receive("case-1")
    write(write(first, "accepted", accepted)[1], "corrected", {"contact": {"phone": "13800138210"}})
    receive("case-2")
    with store.write() as unit:
        journal.append(unit, signer, Entry("clock_confirmed", {"at": AT}, "监督员", AT))
    with store.read() as unit:
        assert replay.verify(unit, replay=True) == replay.Report(2, 5, ())
    return store


def problems(store: Store) -> set[str]:
    with store.read() as unit:
        return {problem.problem for problem in replay.verify(unit, replay=True).problems}


def flipped(content: bytes, place: int, mask: int) -> bytes:
    place %= len(content)
    return content[:place] + bytes([content[place] ^ mask]) + content[place + 1 :]


@REUSED
@given(
    number=st.integers(1, 5),
    column=st.sampled_from(COLUMNS),
    place=st.integers(0, 10_000),
    mask=st.integers(1, 255),
)
def test_a_flipped_byte_in_a_line_is_found(
    written: Store, folder: Home, number: int, column: str, place: int, mask: int
) -> None:
    one = f"select cast({column} as blob), id from event where number = ?"
    change = f"update event set {column} = cast(? as text) where rowid = ?"
    with closing(cipher.connect(folder.store, written.key)) as connection:
        content, _id = connection.execute(one, (number,)).fetchone()
        query = "select rowid from event where number = ?"
        (row,) = connection.execute(query, (number,)).fetchone()
        changed = b"x" if content is None else flipped(content, place, mask)
        with connection:
            connection.execute(change, (changed, row))
        try:
            assert problems(written)
        finally:
            with connection:
                back = f"update event set {column} = cast(? as text) where rowid = ?"
                connection.execute(back, (content, row))
    assert problems(written) == set()


@REUSED
@given(number=st.integers(1, 5), place=st.integers(0, 10_000), mask=st.integers(1, 255))
def test_a_flipped_byte_in_a_body_is_found(
    written: Store, folder: Home, number: int, place: int, mask: int
) -> None:
    query = (
        "select b.rowid, cast(b.body as blob) from event_body b "
        "join event e on e.id = b.event_id where e.number = ?"
    )
    change = "update event_body set body = cast(? as text) where rowid = ?"
    with closing(cipher.connect(folder.store, written.key)) as connection:
        row, content = connection.execute(query, (number,)).fetchone()
        with connection:
            connection.execute(change, (flipped(content, place, mask), row))
        try:
            assert "事件内容被改动" in problems(written)
        finally:
            with connection:
                connection.execute(change, (content, row))
    assert problems(written) == set()


@pytest.mark.parametrize("column", ["number", "schema_version"])
@pytest.mark.parametrize("value", [0, 7, -1, 2**53, 2**62, 1.5, "x"])
def test_a_changed_number_is_found(
    written: Store, tamper: Callable[..., None], column: str, value: object
) -> None:
    tamper(f"update event set {column} = ? where number = 3", value)
    assert problems(written)


def test_a_body_that_means_the_same_is_found(written: Store, tamper: Callable[..., None]) -> None:
    tamper("update event_body set body = replace(body, '\":', '\" :')")
    assert problems(written) == {"事件内容被改动"}


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_removed_line_is_found(written: Store, tamper: Callable[..., None], number: int) -> None:
    tamper("delete from event where number = ?", number)
    assert "日志编号不连续" in problems(written)


def test_a_cut_off_end_is_found(written: Store, tamper: Callable[..., None]) -> None:
    tamper("delete from event where number >= 4")
    assert "日志末尾缺少事件" in problems(written)


def test_lines_that_changed_places_are_found(written: Store, tamper: Callable[..., None]) -> None:
    tamper("update event set number = 99 where number = 4")
    tamper("update event set number = 4 where number = 5")
    tamper("update event set number = 5 where number = 99")
    assert "日志链断开" in problems(written)


def test_a_removed_body_is_found(written: Store, tamper: Callable[..., None]) -> None:
    tamper("delete from event_body where event_id = (select id from event where number = 5)")
    assert problems(written) == {"事件内容不见了"}


def test_an_event_of_an_unknown_feed_is_found(written: Store, tamper: Callable[..., None]) -> None:
    tamper("update event set feed = 'stranger' where number = 5")
    assert "事件的终端不在登记之内" in problems(written)


@pytest.mark.parametrize("key", ["00" * 32, "no key", "abc", ""])
def test_another_public_key_is_found(written: Store, tamper: Callable[..., None], key: str) -> None:
    tamper("update feed set public_key = ?", key)
    assert {"公钥和终端指纹对不上", "签名不对"} <= problems(written)


PROJECTIONS = [
    ("update \"case\" set status = 'approved' where case_id = 'case-1'", "办件表和事件对不上"),
    ("update \"case\" set value = replace(value, '示例公司', '别家')", "办件表和事件对不上"),
    ("update mark set mark = 'missing' where position = 1", "办件表和事件对不上"),
    ("delete from mark where case_id = 'case-2'", "办件表和事件对不上"),
    ("delete from task", "办件表和事件对不上"),
    ("update task set address = 'department:police'", "办件表和事件对不上"),
    ("update base_record set value = '别处'", "基础信息、证照档案或失信标记和事件对不上"),
    ("delete from archive", "基础信息、证照档案或失信标记和事件对不上"),
    ("update archive set valid_until = '2030-01-01'", "基础信息、证照档案或失信标记和事件对不上"),
    (
        "insert into \"case\" select 'case-9', '9', status, item, department, station, "
        'applicant_name, applicant_number, received_at, value from "case" limit 1',
        "办件没有事件",
    ),
]


@pytest.mark.parametrize(("statement", "problem"), PROJECTIONS)
def test_a_changed_projection_is_found_by_replay_alone(
    written: Store, tamper: Callable[..., None], statement: str, problem: str
) -> None:
    tamper(statement)
    assert problems(written) == {problem}
    with written.read() as unit:
        assert replay.verify(unit, replay=False).problems == ()


def test_progress_is_told_line_by_line(written: Store) -> None:
    seen: list[int] = []
    with written.read() as unit:
        replay.verify(unit, replay=False, progress=seen.append)
    assert seen == [1, 2, 3, 4, 5]
