"""The hub over HTTP: one path an act of `HubCounter`; all synchronous but the news.

A synchronous path runs in a worker thread and has a store connection only meanwhile.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI

from data.exchange.counter import HubCounter
from window_app.hub import (
    exchange_paths,
    problems,
    publication_paths,
    queue_paths,
    scan_paths,
)
from window_app.hub.limits import USUAL, Allowance, Limits
from window_app.hub.news import Newsroom
from window_app.hub.packed_lists import PackedLists

THREADS = 12  # no more than the store's pool has connections


def build(hub: HubCounter, *, allowance: Allowance = USUAL) -> FastAPI:
    """The application on a hub; its `state.newsroom` ends all waiting when it is closed."""
    room = Newsroom(hub)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        async with room.open():
            yield

    app = FastAPI(
        title="一窗 hub",
        version="1",
        lifespan=running,
        docs_url=None,
        redoc_url=None,
        responses=problems.RESPONSES,
    )
    app.state.hub, app.state.newsroom, app.state.lists = hub, room, PackedLists()
    app.add_middleware(Limits, allowance=allowance)
    problems.install(app)
    for paths in (exchange_paths, queue_paths, scan_paths, publication_paths):
        app.include_router(paths.router)
    return app
