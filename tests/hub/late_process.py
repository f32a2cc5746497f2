"""A hub's process that is slow to commit: URL SCANS FEED. A batch comes on standard input.

It takes the batch in, says `held`, and commits once it is told to.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.clock import SystemClock
from data.exchange.counter import HubCounter
from data.exchange.shapes import Batch
from data.store import members
from data.store.blobs import Blobs
from data.store.postgres import PostgresStore
from data.store.signing import Signer
from data.store.units import Unit


class Late(PostgresStore):
    @contextmanager
    def write(self) -> Iterator[Unit]:
        with super().write() as unit:
            yield unit
            print("held", flush=True)
            sys.stdin.readline()


url, scans, feed = sys.argv[1:]
store = Late(url)
hub = HubCounter(store, Signer(bytes(32)), SystemClock(), "示例中心", "epoch-1", Blobs(Path(scans)))
with store.read() as unit:
    member = members.by_feed(unit, feed)
assert member is not None
hub.push(member, Batch.model_validate_json(sys.stdin.readline()))
store.close()
