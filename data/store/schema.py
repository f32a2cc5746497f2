"""Bringing a store file to the newest schema; Alembic is loaded only where there is work."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Connection

from data.errors import StoreDamaged
from data.store.engine import SCHEMA_HEAD, Store, in_our_words


def make(store: Store) -> None:
    """Give a new file the newest schema."""
    with in_our_words(store.path), store.connect() as connection:
        migrate(connection)


def bring_up(store: Store) -> None:
    """Migrate the file to the newest schema.

    A file from a newer product is refused, and one that is no store of ours is left as it is.
    """
    found = version(store)
    if found == SCHEMA_HEAD:
        return
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
    make(store)


def version(store: Store) -> str | None:
    """The schema version of the file; None where it has none."""
    with store.read() as unit:
        known = unit.connection.exec_driver_sql(
            "select 1 from sqlite_master where name = 'alembic_version'"
        ).scalar()
        if known is None:
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
