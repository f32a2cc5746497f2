"""Scans on their way: by SHA-256, in parts, going on where the line broke off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from data.errors import InputError
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Hub
from data.store.blobs import Blobs

PART = 512 * 1024  # bytes in one request
MOST_ASKED = 500  # scans in one question
# What the hub says where two sent one scan and their parts were mixed.
CROSSED = frozenset({"scan_part_wrong", "scan_changed"})
DIGEST = re.compile(r"[0-9a-f]{64}")


def named_in(bodies: Iterable[Mapping[str, Any] | None]) -> set[str]:
    """The scans that these bodies name."""
    found: set[str] = set()
    for body in bodies:
        _gather(body, found)
    return found


def named_in_text(bodies: Iterable[str | None]) -> set[str]:
    """The same of bodies as stored; most name none and are not read."""
    return named_in(json.loads(body) for body in bodies if body and '"sha256"' in body)


def send(blobs: Blobs, digests: Iterable[str], hub: Hub) -> int:
    """Send what the hub has not whole; how many scans were finished.

    A part that is shorter than PART is the last one, if need be an empty one.
    """
    wanted = tuple(sorted(one for one in set(digests) if blobs.has(one)))
    sent = 0
    for start in range(0, len(wanted), MOST_ASKED):
        for digest, offset in sorted(hub.lacking(wanted[start : start + MOST_ASKED]).items()):
            _send_one(blobs.read(digest), digest, offset, hub)
            sent += 1
    return sent


def _send_one(content: bytes, digest: str, offset: int, hub: Hub) -> None:
    """Send a scan from where the hub has it; anew where somebody else was sending it too."""
    for last_try in (False, False, True):
        try:
            _send_parts(content, digest, offset if offset <= len(content) else 0, hub)
            return
        except HubRefusal as refusal:
            if refusal.code not in CROSSED or last_try:
                raise
        lacking = hub.lacking((digest,))
        if digest not in lacking:
            return
        offset = lacking[digest]


def _send_parts(content: bytes, digest: str, offset: int, hub: Hub) -> None:
    part = content[offset : offset + PART]
    hub.put_part(digest, offset, part)
    while len(part) == PART:
        offset += PART
        part = content[offset : offset + PART]
        hub.put_part(digest, offset, part)


def fetch(blobs: Blobs, digests: Iterable[str], hub: Hub) -> int:
    """Fetch what is not here; one the hub has not yet is asked for again next time.

    So is one that another process of this terminal is fetching.
    """
    fetched = 0
    for digest in sorted(set(digests)):
        if blobs.has(digest):
            continue
        try:
            while not _is_whole(blobs, digest, hub):
                pass
        except HubRefusal as refusal:
            if refusal.code not in ("scan_unknown", "scan_part_wrong"):
                raise
            continue
        fetched += 1
    return fetched


def _is_whole(blobs: Blobs, digest: str, hub: Hub) -> bool:
    """Fetch one more part; whether that was the last."""
    offset = blobs.part_size(digest)
    part = hub.get_part(digest, offset, PART)
    try:
        return blobs.add_part(digest, offset, part, is_last=len(part) < PART)
    except InputError as error:
        raise HubRefusal(error.code, error.message, hint=error.hint) from error


def _gather(value: Any, found: set[str]) -> None:
    if isinstance(value, Mapping):
        digest = value.get("sha256")
        if isinstance(digest, str) and DIGEST.fullmatch(digest):
            found.add(digest)
        for part in value.values():
            _gather(part, found)
    elif isinstance(value, list):
        for part in value:
            _gather(part, found)
