"""A hub's home whose store is a database on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import InputError
from data.rules.listing import Catalogue
from data.rules.words import Role
from window_app import bootstrap, hub_bootstrap
from window_app.services import access, keeping
from window_app.settings import Settings


def test_its_backup_is_the_database_servers(
    tmp_path: Path, empty_database: str, shipped: Catalogue, password: str
) -> None:
    admin = access.new_account("李明", [Role.ADMINISTRATOR])
    options = Settings(home=tmp_path / "hub")
    made = hub_bootstrap.create_hub(
        options, "示例中心", shipped, database=empty_database, admin=(admin, password)
    )
    made.store.close()
    office = bootstrap.open_office(options)
    bootstrap.wake(office)
    target = tmp_path / "copy.db"
    with pytest.raises(InputError) as refused:
        keeping.back_up(office, target, admin)
    office.store.close()
    assert refused.value.code == "backup_by_server"
    assert not target.exists() and not office.home.backups.exists()


@pytest.mark.parametrize("url", ["mysql://x", "postgresql://hub:se/cret@127.0.0.1/window"])
def test_a_wrong_url_leaves_no_home_behind(tmp_path: Path, shipped: Catalogue, url: str) -> None:
    home = tmp_path / "hub"
    with pytest.raises(InputError) as wrong:
        hub_bootstrap.create_hub(Settings(home=home), "示例中心", shipped, database=url)
    assert wrong.value.code == "database_wrong"
    assert not home.exists()
