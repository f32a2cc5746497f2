"""Waiting for news costs neither thread nor connection; a push wakes who it concerns."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx2
import uvicorn

from data.exchange.counter import HubCounter
from data.exchange.shapes import Cursor
from window_app.hub import api

WAITERS = 200


def headers(terminal) -> dict[str, str]:
    return {"Authorization": f"Bearer {terminal.token}"}


def test_two_hundred_wait_and_hold_nothing(sqlite_hub: HubCounter, join) -> None:
    desk, office = join(sqlite_hub), join(sqlite_hub, "0002", "01", "market")
    for _ in range(10):
        desk.accept(desk.receive())
    asyncio.run(_wait_and_push(sqlite_hub, desk, office))


async def _wait_and_push(hub: HubCounter, desk, office) -> None:
    app = api.build(hub, allowance=api.Allowance(rate=10_000, burst=10_000))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    room = app.state.newsroom
    limits = httpx2.Limits(max_connections=WAITERS + 10)
    async with httpx2.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=60, trust_env=False
    ) as client:
        # The office waits at a place in the order that is not reached before the tenth batch.
        ask = {"epoch": hub.epoch, "order": 18, "within": 18, "seconds": 50}
        waiting = [
            asyncio.create_task(client.get("/news", params=ask, headers=headers(office)))
            for _ in range(WAITERS)
        ]
        while room.waiting < WAITERS or hub.store.connections_in_use:
            await asyncio.sleep(0.01)
        threads = threading.active_count()
        assert threads <= api.THREADS + 3
        for after in range(0, 20, 2):
            content = desk.batch(after, after + 2).model_dump_json(by_alias=True)
            said = await client.post("/push", content=content, headers=headers(desk))
            assert said.json()["last"] == after + 2
            if after < 18:
                assert not any(task.done() for task in waiting)
                assert room.waiting == WAITERS
        answers = await asyncio.gather(*waiting)
        assert {answer.text for answer in answers} == {'{"news":true}'}
    assert threading.active_count() <= max(threads, api.THREADS + 3)
    server.should_exit = True
    await serving


def test_a_push_to_one_process_wakes_who_waits_at_another(
    empty_database: str, join, serve, reach, hub_on
) -> None:
    hub = hub_on(empty_database)
    desk, office = join(hub), join(hub, "0002", "01", "market")
    first, second = serve(empty_database).url, serve(empty_database).url
    desk.accept(desk.receive())
    waiter = reach(second, office)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(waiter.wait, Cursor(epoch=hub.epoch), 50)
        reach(first, desk).push(desk.batch())
        assert waiting.result(timeout=30)


def test_two_processes_take_in_at_once_and_a_puller_misses_nothing(
    empty_database: str, join, serve, reach, hub_on
) -> None:
    hub = hub_on(empty_database)
    desks = [join(hub, "0001", f"{number:02}") for number in (1, 2, 3, 4)]
    office = join(hub, "0002", "01", "market")
    urls = [serve(empty_database).url, serve(empty_database).url]
    for desk in desks:
        for _ in range(6):
            desk.accept(desk.receive())
    done = threading.Event()

    def push(number: int) -> None:
        desk = desks[number]
        client = reach(urls[number % 2], desk)
        for after in range(len(desk.lines)):
            client.push(desk.batch(after, after + 1))

    def pull() -> list[str]:
        client, cursor, seen = reach(urls[0], office), Cursor(), []
        while True:
            last = done.is_set()
            pulled = client.pull(cursor, 3)
            seen += [line.id for line in pulled.lines]
            cursor = pulled.cursor
            if last and not pulled.more:
                return seen

    with ThreadPoolExecutor(5) as pool:
        pulling = pool.submit(pull)
        list(pool.map(push, range(4)))
        done.set()
        seen = pulling.result(timeout=60)
    written = [line.id for desk in desks for line in desk.lines]
    assert sorted(seen) == sorted(written)
    with hub.store.read() as unit:
        numbers = [row[0] for row in unit.run("SELECT number FROM taken ORDER BY number", {})]
    assert numbers == list(range(1, len(written) + 1))
