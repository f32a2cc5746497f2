"""The two drivers of a store file: SQLite, and SQLCipher where the home is encrypted.

SQLCipher is given its 32 bytes as they are: nothing is derived anew for each connection.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from types import ModuleType
from typing import cast

from data.errors import StorageError

DRIVER = "sqlcipher3.dbapi2"


def driver() -> ModuleType:
    """SQLCipher's driver; told in words where it is not installed."""
    try:
        import sqlcipher3.dbapi2
    except ImportError as error:
        raise StorageError(
            "encryption_not_installed",
            "数据目录是加密的，这台机器没有装加密组件，打不开。",
            hint="请管理员安装：pip install 'window-app[encryption]'。数据没有改动。",
        ) from error
    return cast(ModuleType, sqlcipher3.dbapi2)


def connect(path: Path, key: bytes | None) -> sqlite3.Connection:
    """A bare connection to a store file of either kind."""
    module = sqlite3 if key is None else driver()
    connection: sqlite3.Connection = module.connect(path)
    if key is not None:
        give_key(key, connection)
    return connection


def give_key(key: bytes, connection: sqlite3.Connection, _record: object = None) -> None:
    """What must come before anything else on a connection to an encrypted file."""
    # A wrong key is told to the caller; SQLCipher would print it over the screen as well.
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")


def errors() -> tuple[type[Exception], ...]:
    """What the drivers in use raise; SQLCipher's is a family of its own."""
    loaded = sys.modules.get(DRIVER)
    return (sqlite3.Error,) if loaded is None else (sqlite3.Error, loaded.Error)
