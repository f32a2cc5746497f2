"""One process serves a hub on SQLite: it would not hear what another takes in.

The operating system lets go of the lock when a process dies, however it dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from data.errors import InputError
from data.store.engine import Store
from data.store.home import Home, not_writable


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """Hold the lock beside the store's file; InputError where another process serves it.

    PostgreSQL tells all processes, so that several may serve.
    """
    if not store.IS_FILE or os.name == "nt":
        yield
        return
    import fcntl

    folder = store.path.parent
    try:
        descriptor = os.open(folder / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise not_writable(Home(folder)) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(
                "hub_already_served",
                f"这个中心已经在运行，没有开始第二个服务：{folder}",
                hint="存在 SQLite 里的中心只运行一个服务；要几个一起，请用 PostgreSQL。",
                field="--home",
            ) from error
        yield
    finally:
        os.close(descriptor)
