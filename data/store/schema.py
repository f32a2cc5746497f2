"""Bringing a store file to the newest schema; Alembic is loaded only where there is work."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Connection

from data.errors import StoreDamaged
from data.store.engine import SCHEMA_HEAD, Store, in_our_words


def bring_up(store: Store) -> None:
    """Migrate the file to the newest schema; a file from a newer product is refused."""
    found = version(store)
    if found == SCHEMA_HEAD:
        return
    if found is not None and found > SCHEMA_HEAD:
        raise StoreDamaged(
            "store_newer",
            f"数据库是更新版本的程序写的({found})，这个版本不能打开：{store.path}",
            hint="请升级程序；办件都在，没有改动。",
        )
    with in_our_words(store.path), store.connect() as connection:
        migrate(connection)


def version(store: Store) -> str | None:
    """The schema version of the file; None for an empty one."""
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
