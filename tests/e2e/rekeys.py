"""Kill the change of a passphrase at random moments: `python tests/e2e/rekeys.py 15 [SEED]`.

A process changes an encrypted home's passphrase to and fro until it is killed (SIGKILL). After
each kill exactly one of the two opens the home, and the journal is whole.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import tempfile
import time
from pathlib import Path

from data.errors import Refusal, StorageError
from data.rules.words import Role
from data.store import home_keys
from window_app import bootstrap, demonstration
from window_app.services import access, keeping
from window_app.services.office import Office
from window_app.settings import Settings

SECRETS = tuple(map(home_keys.passphrase, ("一句只用于测试的话", "另一句只用于测试的话")))
ADMIN = access.new_account(demonstration.ADMIN, [Role.ADMINISTRATOR])
WAIT = 30.0  # seconds until a child that tells nothing counts as hanging
SPAN = 0.05  # seconds within which it is killed, after its first change: some ten changes


def opened(folder: Path) -> tuple[Office, int]:
    """The home, and which secret opens it; AssertionError where not exactly one does."""
    found = []
    for which, secret in enumerate(SECRETS):
        try:
            found.append((bootstrap.open_office(Settings(home=folder), secret=secret), which))
        except StorageError as error:
            assert error.code == "wrong_key", error.code
    assert len(found) == 1, f"{len(found)} secrets open the home"
    return found[0]


def child(folder: Path, pipe: int) -> None:
    """Changes the passphrase until it is killed."""
    office, which = opened(folder)
    while True:
        which = 1 - which
        assert not isinstance(keeping.rekey(office, SECRETS[which], ADMIN), Refusal)
        os.write(pipe, b".")


def killed(folder: Path, rng: random.Random) -> int:
    """Kill a child within SPAN seconds of its first change; how many it told of."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            child(folder, writer)
        finally:
            os._exit(70)
    os.close(writer)
    assert select.select([reader], [], [], WAIT)[0], "the child told nothing"
    time.sleep(rng.uniform(0, SPAN))
    os.kill(process, signal.SIGKILL)
    _pid, status = os.waitpid(process, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "the child ended by itself"
    told = len(os.read(reader, 65536))
    os.close(reader)
    return told


def main(times: int, seed: int) -> None:
    # The work factor has no part in this; a slow passphrase would only take time.
    home_keys.MEMORY_KIB, home_keys.PASSES = 8, 1
    rng, told = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "home"
        demonstration.create(folder, SECRETS[0]).store.close()
        for _ in range(times):
            told += killed(folder, rng)
            office, _which = opened(folder)
            assert keeping.verify(office).problems == ()
            office.store.close()
    print(f"{times} kills (seed {seed}), {told} changes told")


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    main(wanted, int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6))
