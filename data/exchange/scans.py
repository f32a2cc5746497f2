"""Scans on their way: by SHA-256, in parts, going on where the line broke off."""

from __future__ import annotations

from collections.abc import Iterable

from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Hub
from data.store.blobs import Blobs

PART = 512 * 1024  # bytes in one request


def send(blobs: Blobs, digests: Iterable[str], hub: Hub) -> int:
    """Send what the hub has not whole; how many scans were finished."""
    wanted = tuple(sorted(set(digests)))
    sent = 0
    for start in range(0, len(wanted), 500):
        for digest, offset in sorted(hub.lacking(wanted[start : start + 500]).items()):
            if not blobs.has(digest):
                continue
            content = blobs.read(digest)
            while offset < len(content):
                hub.put_part(digest, offset, content[offset : offset + PART])
                offset += PART
            sent += 1
    return sent


def fetch(blobs: Blobs, digests: Iterable[str], hub: Hub) -> int:
    """Fetch what is not here; one the hub has not yet is asked for again next time."""
    fetched = 0
    for digest in sorted(set(digests)):
        if blobs.has(digest):
            continue
        try:
            while not _is_whole(blobs, digest, hub):
                pass
        except HubRefusal as refusal:
            if refusal.code != "scan_unknown":
                raise
            continue
        fetched += 1
    return fetched


def _is_whole(blobs: Blobs, digest: str, hub: Hub) -> bool:
    """Fetch one more part; whether that was the last."""
    part = hub.get_part(digest, blobs.part_size(digest), PART)
    return blobs.add_part(digest, blobs.part_size(digest), part, is_last=len(part) < PART)
