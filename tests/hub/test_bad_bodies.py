"""Whatever is sent: a problem document with a code and a Chinese sentence, never a server error."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from data.exchange.counter import HubCounter
from data.store import members, signing
from window_app.hub import api
from window_app.hub.limits import MOST_BYTES, Allowance

BODIES = 300
DEEP = 50_000
SHAPES = ("push", "pull", "enrol", "claim", "renew", "give-back", "ask", "scans/lacking")
WRONG: tuple[Any, ...] = (
    *(
        None,
        True,
        -1,
        0,
        2**53,
        2**63,
        10**30,
        1.5,
        1e308,
        "",
        "\0",
        "x" * 5000,
        "𠮷",
        "-1",
        "null",
    ),
    *([], {}, [[]], {"x": {}}, [None] * 300, "a" * 64, "A" * 64, "0" * 63 + "\n", "\x7f", "\u202e"),
)
RAW: tuple[bytes, ...] = (
    *(b"", b" ", b"{", b"}", b"nul", b"\xff\xfe", b'"\xed\xa0\x80"', b'{"a":\x00}', b"NaN"),
    *(b'"\\ud800"', b'{"feed": "\\u0000"}', b"[" * DEEP, b'{"lines":' * DEEP, b"1" * 5000),
    *(b"[" * DEEP + b"]" * DEEP, b'{"a":1}{"a":2}', b"-Infinity", b"1e999999", b"\xef\xbb\xbf{}"),
)


@pytest.fixture
def client(hub: HubCounter) -> Iterator[TestClient]:
    """Reaches the hub in this process; a defect there is raised here."""
    app = api.build(hub, allowance=Allowance(rate=1e6, burst=1e6))
    with TestClient(app, base_url="http://127.0.0.1") as opened:
        yield opened


def is_problem(answer: Any) -> bool:
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.content)
    said = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert said["status"] == answer.status_code and said["code"] and said["type"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said["title"])
    return True


def bent(value: Any, chance: random.Random) -> Any:
    """The value with one place in it made wrong."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        name = chance.choice(sorted(value))
        match chance.randrange(8):
            case 0:
                return {key: item for key, item in value.items() if key != name}
            case 1:
                return {**value, "more": 1}
            case _:
                return {**value, name: bent(value[name], chance)}
    if isinstance(value, list) and value and chance.random() < 0.85:
        place = chance.randrange(len(value))
        return [*value[:place], bent(value[place], chance), *value[place + 1 :]]
    return chance.choice(WRONG)


def samples(terminal: Any, wish: Any) -> dict[str, Any]:
    """A right body for every path."""
    terminal.accept(terminal.receive())
    lease = {"case_id": "x", "address": "department:market", "fence": 1, "person": "x"}
    return {
        "push": json.loads(terminal.batch().model_dump_json(by_alias=True)),
        "pull": {"epoch": "epoch-1", "order": 0, "within": 0},
        "enrol": json.loads(wish.model_dump_json()),
        "claim": {"address": "station:0001", "person": "x", "count": 1},
        "renew": {**lease, "until": None},
        "give-back": {**lease, "until": None},
        "ask": {"number": "0" * 24, "person": "x"},
        "scans/lacking": ["a" * 64, "b" * 64],
    }


def test_three_hundred_bent_bodies_on_every_path(
    hub: HubCounter, client: TestClient, join, newcomer, ask_to_join
) -> None:
    terminal = join(hub)
    headers = {"Authorization": f"Bearer {terminal.token}"}
    right = samples(terminal, ask_to_join(newcomer("0007", "01"), "AAAAA-AAAAA"))
    for path in SHAPES:
        chance = random.Random(path)
        for number in range(BODIES):
            content = json.dumps(bent(right[path], chance), ensure_ascii=chance.random() < 0.5)
            answer = client.post(f"/{path}", content=content.encode(), headers=headers)
            assert answer.is_success or is_problem(answer), (path, number, content)
    with hub.store.read() as unit:
        assert [member.feed for member in members.everybody(unit)] == [terminal.signer.feed]


def test_what_is_no_json_is_refused_on_every_path(
    hub: HubCounter, client: TestClient, join
) -> None:
    headers = {"Authorization": f"Bearer {join(hub).token}"}
    for path in SHAPES:
        for content in RAW:
            assert is_problem(client.post(f"/{path}", content=content, headers=headers)), content


@pytest.mark.parametrize(
    "path",
    [
        *("/news?order=x", "/news?order=1e99", "/news?order=-1", f"/news?order={10**40}"),
        *(
            "/news?seconds=nan",
            "/news?seconds=-1",
            "/news?seconds=1e9",
            "/news?epoch=%00&seconds=0",
        ),
        *("/tasks", "/tasks?address=", "/tasks?address=%00", "/tasks?address=station:0009"),
        *("/scans/x", "/scans/%00", f"/scans/{'a' * 64}?offset=-1", f"/scans/{'a' * 64}?most=0"),
        *(f"/scans/{'a' * 64}?offset={10**30}", f"/scans/{'a' * 64}", f"/calendars/{'a' * 64}"),
        *(f"/catalogues/{'a' * 64}", "/catalogues/..%2f..%2fstore.db", "/nowhere", "/push", "/%ff"),
    ],
)
def test_wrong_addresses_are_problems(sqlite_hub: HubCounter, join, path: str) -> None:
    with TestClient(api.build(sqlite_hub)) as client:
        headers = {"Authorization": f"Bearer {join(sqlite_hub).token}"}
        assert is_problem(client.get(path, headers=headers))


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        (None, 401, "token_missing"),
        ("Bearer", 401, "token_missing"),
        ("Basic abc", 401, "token_missing"),
        ("Bearer wrong", 401, "token_wrong"),
        (b"Bearer \xff\xfe", 401, "token_wrong"),
    ],
)
def test_who_does_not_say_who_it_is_learns_nothing(
    sqlite_hub: HubCounter, header: Any, status: int, code: str
) -> None:
    with TestClient(api.build(sqlite_hub)) as client:
        headers = {"Authorization": header} if header else {}
        for path in ("/feed", "/staff", "/publications", "/news"):
            answer = client.get(path, headers=headers)
            assert is_problem(answer)
            assert (answer.status_code, answer.json()["code"]) == (status, code)
        # The body is not even looked at.
        assert client.post("/push", content=b"{", headers=headers).json()["code"] == code


def test_a_body_over_the_limit_is_refused_before_it_is_read(sqlite_hub: HubCounter, join) -> None:
    headers = {"Authorization": f"Bearer {join(sqlite_hub).token}"}
    with TestClient(api.build(sqlite_hub)) as client:
        great = client.post("/push", content=b"x" * (100 * 1024 * 1024), headers=headers)
        parts = (b"x" * 1024 * 1024 for _ in range(MOST_BYTES // 1024 // 1024 + 1))
        unsaid = client.post("/push", content=parts, headers=headers)
        for answer in (great, unsaid):
            assert is_problem(answer)
            assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_who_asks_too_often_is_told_when_to_come_back(sqlite_hub: HubCounter, join) -> None:
    headers = {"Authorization": f"Bearer {join(sqlite_hub).token}"}
    allowance = Allowance(rate=1e-9, burst=3, shared=2)
    with TestClient(api.build(sqlite_hub, allowance=allowance)) as client:
        asked = [client.get("/feed", headers=headers) for _ in range(4)]
        assert [answer.status_code for answer in asked] == [200, 200, 200, 429]
        assert is_problem(asked[3])
        assert asked[3].json()["code"] == "too_many_requests"
        assert int(asked[3].headers["retry-after"]) > 0
        # Made-up tokens do not help: the address has a measure of its own.
        tries = [client.get("/feed", headers={"Authorization": f"Bearer {n}"}) for n in range(3)]
        assert [answer.status_code for answer in tries] == [401, 401, 429]


BAD_TEXTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "NUL": lambda body: signing.canonical({**body, "item_name": "a\0b"}).decode(),
    "half a character": lambda body: json.dumps({**body, "item_name": "\ud800"}),
    "deep": lambda body: json.dumps(body)[:-1] + ', "x": ' + "[" * DEEP + "]" * DEEP + "}",
    "no object": lambda _body: "[]",
    "no JSON": lambda _body: "{",
    "a huge number": lambda body: json.dumps({**body, "accept_days": 10**400}),
    "a number out of range": lambda body: json.dumps({**body, "accept_days": 2**70}),
    "a fraction": lambda body: json.dumps({**body, "accept_days": 1.5}),
    "in another order": lambda body: json.dumps(dict(sorted(body.items(), reverse=True))),
    "not a number": lambda body: json.dumps({**body, "accept_days": float("nan")}),
    "an object for a text": lambda body: json.dumps({**body, "item": {"a": 1}}),
    "nothing": lambda _body: "{}",
}


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_a_signed_body_that_cannot_be_kept_is_refused_or_set_aside(
    hub: HubCounter, client: TestClient, join, newcomer, name: str
) -> None:
    terminal = join(hub)
    spare = newcomer("0001", "03")
    body = json.loads(spare.receive().body)
    terminal.write("received", body, text=BAD_TEXTS[name](body))
    content = terminal.batch().model_dump_json(by_alias=True)
    headers = {"Authorization": f"Bearer {terminal.token}"}
    answer = client.post("/push", content=content, headers=headers)
    if answer.is_success:
        assert [word["outcome"] for word in answer.json()["verdicts"]] == ["set_aside"]
    else:
        assert is_problem(answer)
        assert client.get("/feed", headers=headers).json() == {"last": 0}


def test_an_event_that_came_before_under_another_feed_is_refused(
    hub: HubCounter, client: TestClient, join
) -> None:
    first, second = join(hub), join(hub, "0001", "04")
    line = first.receive()
    second.write("received", json.loads(line.body), event_id=line.id)
    for terminal in (first, second):
        content = terminal.batch().model_dump_json(by_alias=True)
        headers = {"Authorization": f"Bearer {terminal.token}"}
        answer = client.post("/push", content=content, headers=headers)
        assert answer.is_success if terminal is first else is_problem(answer)
    assert answer.json()["code"] == "event_twice"
