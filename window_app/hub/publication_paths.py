"""Paths of what the hub publishes: lists, calendars and accounts, by digest."""

from __future__ import annotations

import gzip
from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response

from data.exchange.shapes import CalendarFile, Publications, StaffFact
from window_app.hub.calls import JSON, Called, told
from window_app.hub.packed_lists import PackedLists

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
def catalogue(
    request: Request,
    call: Called,
    digest: Digest,
    accept_encoding: Annotated[str, Header()] = "",
) -> Response:
    """A list version, packed for whoever can unpack it."""
    lists: PackedLists = request.app.state.lists
    packed = lists.get(digest, lambda: call.hub.catalogue(call.member, digest))
    headers = {"Vary": "Accept-Encoding"}
    if "gzip" not in accept_encoding:
        return Response(gzip.decompress(packed), headers=headers, media_type=JSON)
    return Response(packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=JSON)


@router.get("/calendars/{digest}", response_model=CalendarFile)
def calendar(call: Called, digest: Digest) -> Response:
    """A calendar file."""
    name, content = call.hub.calendar(call.member, digest)
    return told(CalendarFile(name=name, content=content))


@router.get("/staff")
def staff(call: Called) -> tuple[StaffFact, ...]:
    """The accounts that may work at the caller's terminal."""
    return call.hub.staff(call.member)
