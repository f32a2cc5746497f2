"""Paths of the exchange: health, joining, push, pull, and the news that alone is waited for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from data.exchange import enrolling
from data.exchange.shapes import (
    MOST_LINES,
    Batch,
    Cursor,
    Enrolled,
    Enrolment,
    FeedEnd,
    Health,
    Hex64,
    News,
    Pulled,
    Pushed,
)
from window_app.hub.calls import Asked, Called, body_of, sent, told
from window_app.hub.news import newsroom

MOST_WAIT = 70.0  # seconds after which a waiting terminal is answered at the latest

router = APIRouter(tags=["exchange"])


class Waiting(Cursor):
    """How far the terminal has pulled, and how long it waits at most."""

    seconds: Annotated[float, Field(ge=0, le=MOST_WAIT)] = MOST_WAIT


@router.get("/health", response_model=Health)
def health(hub: Asked) -> Response:
    """Whether the store answers, and how far the hub is."""
    return told(Health(status="ok", epoch=hub.epoch, order=hub.order()))


@router.post("/enrol", response_model=Enrolled, openapi_extra=body_of(Enrolment))
def enrol(hub: Asked, wish: Annotated[Enrolment, Depends(sent(Enrolment))]) -> Response:
    """Join with a one-time code; the token is shown once."""
    return told(enrolling.enrol(hub, wish))


@router.get("/feed", response_model=FeedEnd)
def feed(call: Called, of: Annotated[Hex64 | None, Query()] = None) -> Response:
    """The last number that the hub has of the caller's feed, or of one it came in for."""
    return told(FeedEnd(last=call.hub.last_number(call.member, of)))


@router.post("/push", response_model=Pushed, openapi_extra=body_of(Batch))
def push(request: Request, call: Called, batch: Annotated[Batch, Depends(sent(Batch))]) -> Response:
    """Send lines of the own feed; a word on each comes back, after they are stored."""
    answer = call.hub.push(call.member, batch)
    newsroom(request).ring()
    return told(answer)


@router.post("/pull", response_model=Pulled, openapi_extra=body_of(Cursor))
def pull(
    call: Called,
    cursor: Annotated[Cursor, Depends(sent(Cursor))],
    most: Annotated[int, Query(ge=1, le=MOST_LINES)] = MOST_LINES,
) -> Response:
    """Others' lines on the caller's cases after the cursor."""
    return told(call.hub.pull(call.member, cursor, most))


@router.get("/news", response_model=News)
async def news(request: Request, call: Called, waiting: Annotated[Waiting, Query()]) -> Response:
    """Wait: true as soon as there is something to pull; false in time."""
    room = newsroom(request)

    async def is_there() -> bool:
        return await run_in_threadpool(call.hub.is_news, call.member, waiting)

    return told(News(news=await room.wait(call.member.addresses, waiting.seconds, is_there)))
