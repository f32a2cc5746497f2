"""Who may fetch a scan from the hub: whoever sees a case that names it, and who sent it."""

from __future__ import annotations

from collections.abc import Iterable

from data.store.engine import Unit

_KEEP = """
INSERT INTO scan_reader (digest, reader) VALUES (:digest, :reader) ON CONFLICT DO NOTHING
"""
_SENT = "SELECT 1 FROM scan_reader WHERE digest = :digest AND reader = :feed"
_SEEN = """
SELECT 1 FROM scan_reader JOIN scope ON scope.case_id = scan_reader.reader
WHERE scan_reader.digest = :digest AND scope.address = :address
"""


def keep(unit: Unit, digests: Iterable[str], reader: str) -> None:
    """Let whoever sees this case, or the terminal with this feed, fetch these scans."""
    unit.run_all(_KEEP, [{"digest": digest, "reader": reader} for digest in sorted(digests)])


def may_read(unit: Unit, digest: str, *, feed: str, addresses: Iterable[str]) -> bool:
    """Whether a terminal may fetch a scan."""
    if unit.run(_SENT, {"digest": digest, "feed": feed}):
        return True
    return any(unit.run(_SEEN, {"digest": digest, "address": one}) for one in addresses)
