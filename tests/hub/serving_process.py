"""A hub as a process of its own, which tells its URL: STORE SCANS [CERTIFICATE]."""

import sys
from pathlib import Path

from data.clock import SystemClock
from data.exchange.counter import HubCounter
from data.store.blobs import Blobs
from data.store.engine import Store
from data.store.postgres import PostgresStore
from data.store.signing import Signer
from window_app.hub import serving

place, scans, *certificates = sys.argv[1:]
store = PostgresStore(place) if "://" in place else Store(Path(place))
certificate = Path(certificates[0]) if certificates else None
hub = HubCounter(store, Signer(bytes(32)), SystemClock(), "示例中心", "epoch-1", Blobs(Path(scans)))
where = serving.listening("127.0.0.1:0", certificate, certificate)
serving.serve(hub, where, started=lambda url: print(url, flush=True))
