"""The hub over HTTP: one path an act of `HubCounter`; all synchronous but the news."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from data.exchange import enrolling
from data.exchange.counter import HubCounter
from data.exchange.shapes import (
    MOST_LINES,
    Batch,
    Claim,
    Cursor,
    Enrolled,
    Enrolment,
    LeaseFact,
    Publications,
    Pulled,
    Pushed,
    StaffFact,
    TaskFact,
)
from data.store.members import Member
from window_app.hub import auth, problems
from window_app.hub.limits import Limits
from window_app.hub.news import Bell, heard

MOST_WAIT = 55.0  # seconds a waiting terminal is answered at the latest
MOST_PART = 1024 * 1024
SHA_256 = r"^[0-9a-f]{64}$"


def build(hub: HubCounter, bell: Bell) -> FastAPI:
    """The application; `bell` wakes the terminals that wait for news."""

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        bell.bind(asyncio.get_running_loop())
        yield
        bell.ring()

    app = FastAPI(title="一窗 hub", version="1", lifespan=running, docs_url=None, redoc_url=None)
    app.add_middleware(Limits)
    problems.install(app)

    def member(authorization: Annotated[str | None, Header()] = None) -> Member:
        return auth.caller(hub, authorization)

    Caller = Annotated[Member, Depends(member)]

    @app.get("/health")
    def health() -> dict[str, object]:
        """Whether the store answers."""
        return {"status": "ok", "epoch": hub.epoch, "order": hub.order()}

    @app.post("/enrol")
    def enrol(wish: Enrolment) -> Enrolled:
        return enrolling.enrol(hub, wish)

    @app.get("/feed")
    def feed(caller: Caller) -> dict[str, int]:
        """The last number of the caller's feed that the hub has."""
        return {"last": hub.last_number(caller)}

    @app.post("/push")
    def push(caller: Caller, batch: Batch) -> Pushed:
        answer = hub.push(caller, batch)
        bell.ring()
        return answer

    @app.post("/pull")
    def pull(
        caller: Caller, cursor: Cursor, most: Annotated[int, Query(ge=1, le=MOST_LINES)] = 200
    ) -> Pulled:
        return hub.pull(caller, cursor, most)

    @app.get("/news")
    async def news(
        request: Request,
        cursor: Annotated[Cursor, Query()],
        seconds: Annotated[float, Query(ge=0, le=MOST_WAIT)] = MOST_WAIT,
        authorization: Annotated[str | None, Header()] = None,
    ) -> dict[str, bool]:
        """True as soon as there is something to pull; false in time."""
        caller = await run_in_threadpool(auth.caller, hub, authorization)
        until = time.monotonic() + seconds
        while True:
            ring = bell.next()
            if await run_in_threadpool(hub.is_news, caller, cursor):
                return {"news": True}
            left = until - time.monotonic()
            if left <= 0 or not await heard(ring, left) or await request.is_disconnected():
                return {"news": False}

    @app.get("/tasks")
    def tasks(caller: Caller, address: str) -> tuple[TaskFact, ...]:
        return hub.tasks(caller, address)

    @app.post("/claim")
    def claim(caller: Caller, wanted: Claim) -> tuple[LeaseFact, ...]:
        return hub.claim(caller, wanted)

    @app.post("/renew")
    def renew(caller: Caller, lease: LeaseFact) -> LeaseFact:
        return hub.renew(caller, lease)

    @app.post("/give-back", status_code=204)
    def give_back(caller: Caller, lease: LeaseFact) -> None:
        hub.give_back(caller, lease)
        bell.ring()

    @app.post("/scans/lacking")
    def lacking(caller: Caller, digests: tuple[str, ...]) -> dict[str, int]:
        return hub.lacking(caller, digests)

    @app.put("/scans/{digest}", status_code=204)
    async def put_part(
        request: Request,
        digest: str,
        offset: Annotated[int, Query(ge=0)],
        authorization: Annotated[str | None, Header()] = None,
    ) -> None:
        caller = await run_in_threadpool(auth.caller, hub, authorization)
        part = await request.body()
        await run_in_threadpool(hub.put_part, caller, digest, offset, part)

    @app.get("/scans/{digest}")
    def get_part(
        caller: Caller,
        digest: str,
        offset: Annotated[int, Query(ge=0)] = 0,
        most: Annotated[int, Query(ge=1, le=MOST_PART)] = MOST_PART,
    ) -> Response:
        part = hub.get_part(caller, digest, offset, most)
        return Response(part, media_type="application/octet-stream")

    @app.get("/publications")
    def publications(caller: Caller) -> Publications:
        return hub.publications(caller)

    @app.get("/catalogues/{digest}")
    def catalogue(caller: Caller, digest: str) -> Response:
        return Response(hub.catalogue(caller, digest), media_type="application/json")

    @app.get("/calendars/{digest}")
    def calendar(caller: Caller, digest: str) -> dict[str, str]:
        name, content = hub.calendar(caller, digest)
        return {"name": name, "content": content}

    @app.get("/staff")
    def staff(caller: Caller) -> tuple[StaffFact, ...]:
        return hub.staff(caller)

    return app
