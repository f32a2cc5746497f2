"""A restored home: read-only for what the old terminal held, until somebody takes it over."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

FILES = Path(__file__).parents[1] / "store" / "files"


def test_restored_cases_wait_until_the_administrator_takes_them_over(
    window: Any, lacking: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    assert window("backup", copy, "--json", as_="admin").code == 0
    waiting, alone = tmp_path / "waiting", tmp_path / "alone"
    restored = window("restore", copy, "--terminal", "04", "--json", home=waiting)
    assert restored.code == 0
    act = ("case", "withdraw", lacking, "--json")
    refused = window(*act, home=waiting, as_="clerk")
    assert (refused.code, refused.error["code"]) == (1, "not_holder")

    unproved = window("restore", copy, "--terminal", "05", "--no-hub", "--json", home=alone)
    assert (unproved.code, unproved.error["code"]) == (1, "administrator_wanted")
    taken = ("restore", copy, "--terminal", "05", "--no-hub", "--json")
    assert window(*taken, home=alone, as_="admin").code == 0
    done = window(*act, home=alone, as_="clerk")
    assert (done.code, done.json["status"]) == (0, "withdrawn")
    assert window("verify", "--replay", "--json", home=alone).json["problems"] == []


def test_a_store_of_the_first_product_is_restored_and_worked_with(
    window: Any, intake: Any, write_file: Any, tmp_path: Path
) -> None:
    old, home = tmp_path / "old.db", tmp_path / "new"
    old.write_bytes(gzip.decompress((FILES / "store-0001.db.gz").read_bytes()))
    admin = {"as_": "演示管理员", "env": {"WINDOW_PASSWORD": "demo-only"}, "home": home}
    taken = ("restore", old, "--terminal", "02", "--no-hub", "--json")
    assert window(*taken, **admin).code == 0
    clerk = {**admin, "as_": "演示窗口员"}
    done = window("case", "submit", write_file(intake), "--json", **clerk)
    assert done.code == 0, done.err
    assert len(window("case", "list", "--json", home=home).json) == 6
    assert window("verify", "--replay", "--json", home=home).json["problems"] == []
