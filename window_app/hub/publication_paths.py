"""Paths of what the hub publishes: lists, calendars and accounts, by digest."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from data.exchange.shapes import CalendarFile, Publications, StaffFact
from window_app.hub.calls import JSON, Called, told

router = APIRouter(tags=["publications"])
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.get("/publications", response_model=Publications)
def publications(call: Called) -> Response:
    """The digests of all that is published; a terminal fetches what it has not."""
    return told(call.hub.publications(call.member))


@router.get(
    "/catalogues/{digest}",
    response_class=Response,
    responses={200: {"content": {JSON: {"schema": {"type": "object"}}}}},
)
def catalogue(call: Called, digest: Digest) -> Response:
    """A list version."""
    return Response(call.hub.catalogue(call.member, digest), media_type=JSON)


@router.get("/calendars/{digest}", response_model=CalendarFile)
def calendar(call: Called, digest: Digest) -> Response:
    """A calendar file."""
    name, content = call.hub.calendar(call.member, digest)
    return told(CalendarFile(name=name, content=content))


@router.get("/staff")
def staff(call: Called) -> tuple[StaffFact, ...]:
    """The accounts that may work at the caller's terminal."""
    return call.hub.staff(call.member)
