"""Bringing a store file to the newest schema; Alembic is loaded only where there is work."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from sqlalchemy import Connection

from data.errors import StorageError, StoreBusy, StoreDamaged, StoreFull, StoreReadOnly
from data.store import backup
from data.store.engine import SCHEMA_HEAD, Store


def make(store: Store) -> None:
    """Give a file the newest schema, wholly or not at all."""
    with store.write() as unit:
        migrate(unit.connection)


def bring_up(store: Store) -> None:
    """Migrate the file to the newest schema; a copy of what it was stays beside it.

    The copy is a backup like any other. A migration that fails leaves the file as it was.
    """
    if not is_older(store):
        return
    if not store.IS_FILE:  # its own administrator keeps its backups
        make(store)
        return
    copy = before(store.path)
    backup.write(store, copy)
    try:
        make(store)
    except (StoreBusy, StoreFull, StoreReadOnly):
        raise
    except StorageError as error:
        raise StorageError(
            "migration_failed",
            f"数据库没有升级成功，原来的文件没有改动：{store.path}",
            hint=f"请先用原来版本的程序办件，把日志文件交给管理员。升级前的副本：{copy}",
        ) from error


def before(path: Path) -> Path:
    """Where the copy from before this product's newest schema lies."""
    return path.with_name(f"{path.name}.before-{SCHEMA_HEAD}")


def is_older(store: Store) -> bool:
    """Whether the file has an older schema than this product's.

    A file from a newer product is refused, and one that is no store of ours is left as it is.
    """
    found = version(store)
    if found is None:
        raise StoreDamaged(
            "store_not_ours",
            f"这个文件不是本系统的数据库，没有改动：{store.path}",
            hint="请用 --home 指定正确的数据目录，或者用 window restore 从备份恢复。",
        )
    if found > SCHEMA_HEAD:
        raise StoreDamaged(
            "store_newer",
            f"数据库是更新版本的程序写的({found})，这个版本不能打开：{store.path}",
            hint="请升级程序；办件都在，没有改动。",
        )
    return found < SCHEMA_HEAD


def version(store: Store) -> str | None:
    """The schema version of the file; None where it has none."""
    with store.read() as unit:
        if unit.connection.exec_driver_sql(store.HAS_VERSION).scalar() is None:
            return None
        query = "select version_num from alembic_version"
        return unit.connection.exec_driver_sql(query).scalar()


def migrate(connection: Connection, target: str = "head") -> None:
    """Run the migrations up to a revision on an open connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("data.store.migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
