"""What a push of one case takes beside 200 terminals that wait for news, and beside none.

Those that wait are of other stations, so no push wakes them; they are plain sockets here.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import cycle
from statistics import median
from urllib.parse import urlsplit

from benchmarks import hubs, servers
from benchmarks.figures import ROUNDS, Figure, milliseconds
from data.exchange.hub_client import HttpHub
from data.exchange.shapes import Batch, Line
from data.store.signing import Signer

WAITERS = 200
OTHERS = [f"{number:04}" for number in range(2, 22)]  # a caller may ask only so often
PUSHES = 40  # a round
SETTLE = 4.0  # seconds until the hub has heard everybody


def run() -> list[Figure]:
    with servers.folder() as folder:
        place = str(folder / "hub.db")
        hubs.begin(place)
        signer = Signer(Signer.new_seed())
        token = hubs.join(hubs.on(place, folder), signer)
        others = [
            hubs.join(hubs.on(place, folder), Signer(Signer.new_seed()), station=station)
            for station in OTHERS
        ]
        written: list[Line] = []
        alone: list[float] = []
        beside: list[float] = []
        with hubs.served(place, folder) as url, HttpHub(url, token) as hub:
            _push(hub, signer, written)
            for _ in range(ROUNDS):
                alone.append(_push(hub, signer, written))
                with _waiting(url, others):
                    beside.append(_push(hub, signer, written))
    ratio = median(one / its for one, its in zip(beside, alone, strict=True))
    return [
        Figure("waiting", "push of one case, nobody waits", median(alone)),
        Figure("waiting", f"push of one case, {WAITERS} wait for news", median(beside)),
        Figure("waiting", "beside them, of alone", ratio, "x"),
    ]


def _push(hub: HttpHub, signer: Signer, written: list[Line]) -> float:
    """The median push, in milliseconds."""
    after = len(written)
    fresh = hubs.lines(signer, written, most=PUSHES)
    written += fresh
    batches = [
        Batch.model_construct(feed=signer.feed, after=after + number, lines=(line,))
        for number, line in enumerate(fresh)
    ]
    return median(milliseconds(partial(hub.push, batch)) for batch in batches)


@contextmanager
def _waiting(url: str, tokens: list[str]) -> Iterator[None]:
    """Terminals that have pulled everything wait; nobody is answered meanwhile."""
    place = urlsplit(url)
    ask = (
        f"GET /news?epoch={hubs.EPOCH}&order=0&within=0&seconds=50 HTTP/1.1\r\n"
        f"Host: {place.netloc}\r\nAuthorization: Bearer "
    )
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection((place.hostname or "", place.port or 0)))
            for _ in range(WAITERS)
        ]
        for line, token in zip(lines, cycle(tokens), strict=False):
            line.sendall(f"{ask}{token}\r\n\r\n".encode())
        time.sleep(SETTLE)
        yield
        assert not select.select(lines, [], [], 0)[0]
