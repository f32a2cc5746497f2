"""Paths of the scans: by SHA-256, in parts, each way."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from data.exchange.shapes import Digests, Hex64
from window_app.hub.calls import Called, Raw, body_of, sent

MOST_PART = 1024 * 1024  # bytes in one answer
MOST_OFFSET = 2**40
BINARY = "application/octet-stream"
_BYTES = {"schema": {"type": "string", "format": "binary"}}

router = APIRouter(prefix="/scans", tags=["scans"])
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Offset = Annotated[int, Query(ge=0, le=MOST_OFFSET)]


@router.post("/lacking", openapi_extra=body_of(Digests))
def lacking(
    call: Called, digests: Annotated[tuple[Hex64, ...], Depends(sent(Digests))]
) -> dict[str, int]:
    """Of these scans those that the hub has not whole, and the bytes it has of them."""
    return call.hub.lacking(call.member, digests)


@router.put(
    "/{digest}",
    status_code=204,
    openapi_extra={"requestBody": {"required": True, "content": {BINARY: _BYTES}}},
)
def put_part(call: Called, digest: Digest, offset: Offset, part: Raw) -> None:
    """Add a part at the place where the hub's copy ends."""
    call.hub.put_part(call.member, digest, offset, part)


@router.get("/{digest}", response_class=Response, responses={200: {"content": {BINARY: _BYTES}}})
def get_part(
    call: Called,
    digest: Digest,
    offset: Offset = 0,
    most: Annotated[int, Query(ge=1, le=MOST_PART)] = MOST_PART,
) -> Response:
    """A part of a scan of one of the caller's cases; shorter than asked for at its end."""
    return Response(call.hub.get_part(call.member, digest, offset, most), media_type=BINARY)
