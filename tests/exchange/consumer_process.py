"""A consumer of the queue as a process of its own: STORE FEED MOST SECONDS HANGS.

It sweeps, claims and does what it claimed, each in a unit of work of its own, until all is done.
What it claimed and did is written in tables beside the queue, in the same unit of work. HANGS: at
which claim it stands still, holding what it claimed.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.clock import to_text
from data.store import queue
from data.store.engine import Store
from data.store.postgres import PostgresStore

ADDRESS = "department:market"
CLAIMED = "INSERT INTO claimed (case_id, fence, feed) VALUES (:case_id, :fence, :feed)"
DONE = "INSERT INTO done (case_id, fence, feed) VALUES (:case_id, :fence, :feed)"
LEFT = "SELECT count(*) FROM queue WHERE state <> 'done'"

place, feed = sys.argv[1:3]
most, seconds, hangs = int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
store = PostgresStore(place) if "://" in place else Store(Path(place))
print("ready", flush=True)
sys.stdin.readline()  # all begin at one time
while True:
    now = datetime.now(UTC)
    until = to_text(now + timedelta(seconds=seconds))
    with store.write() as unit:
        queue.sweep(unit, now=to_text(now))
        leases = queue.claim(unit, ADDRESS, most=most, feed=feed, person=feed, until=until)
        for lease in leases:
            unit.run(CLAIMED, {"case_id": lease.case_id, "fence": lease.fence, "feed": feed})
    print(len(leases), flush=True)
    hangs -= bool(leases)
    time.sleep(600 if hangs == 0 and leases else 0.005)  # the work itself, while others claim
    with store.write() as unit:
        for lease in leases:
            # Under an old fence nothing is done: somebody else has claimed it since.
            last = queue.last_claim(unit, lease.case_id)
            if last is None or (last.fence, last.feed) != (lease.fence, feed):
                continue
            unit.run(DONE, {"case_id": lease.case_id, "fence": lease.fence, "feed": feed})
            queue.acknowledge(unit, lease.case_id)
    if not leases:
        with store.read() as unit:
            [[left]] = unit.run(LEFT, {})
        if not left:
            break
        time.sleep(0.05)
store.close()
