"""Cases as CSV: who may, what stands in it, and what the journal keeps of it."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest

PERSON = ["龚䶮㛃", "441803199001011155", "13800138210"]
DONE = ("--from", "2000-01-01", "--to", "2099-12-31")


def rows(path: Path) -> list[dict[str, str]]:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("args", [(), ("--unmasked",), ("--unmasked", *DONE)])
def test_the_cases_of_a_time_are_written_and_noted(
    window: Any, number: str, tmp_path: Path, args: tuple[str, ...]
) -> None:
    path = tmp_path / "cases.csv"
    done = window("case", "export", path, *args, "--json", as_="supervisor")
    assert (done.code, done.json) == (0, {"file": str(path), "cases": 1})
    (row,) = rows(path)
    assert (row["办件编号"], row["状态"]) == (number, "已受理")
    shown = [row["申请人"], row["证件号码"], row["联系电话"]]
    assert (shown == PERSON) == ("--unmasked" in args)
    assert set(row.values()).isdisjoint(PERSON) or "--unmasked" in args
    last = window("case", "history", number, "--json").json[-1]
    assert (last["kind"], last["actor"], last["main_line"]) == ("exported", "supervisor", False)
    assert window("verify", "--replay", "--json").json["problems"] == []


@pytest.mark.parametrize(
    "args", [("--to", "2000-01-01"), ("--from", "2099-01-01"), ("--to", "0001-01-01")]
)
def test_other_days_give_an_empty_file(
    window: Any, number: str, tmp_path: Path, args: tuple[str, ...]
) -> None:
    done = window("case", "export", tmp_path / "cases.csv", *args, "--json", as_="admin")
    assert (done.code, done.json["cases"]) == (0, 0)
    assert rows(tmp_path / "cases.csv") == []
    kinds = [line["kind"] for line in window("case", "history", number, "--json").json]
    assert "exported" not in kinds


@pytest.mark.parametrize("who", ["clerk", "reviewer", "lists"])
def test_nobody_else_may(window: Any, number: str, tmp_path: Path, who: str) -> None:
    done = window("case", "export", tmp_path / "cases.csv", "--json", as_=who)
    assert (done.code, done.error["code"]) == (1, "role_may_not")
    assert not (tmp_path / "cases.csv").exists()


def test_what_cannot_be_exported_is_told(window: Any, number: str, tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("mine")
    for args, code, exit_code in (
        ((tmp_path / "there.csv",), "export_exists", 2),
        ((tmp_path / "new.csv", "--from", "soon"), "date_wrong", 2),
        ((tmp_path / "nowhere" / "new.csv",), "export_not_written", 3),
    ):
        done = window("case", "export", *args, "--json", as_="admin")
        assert (done.error["code"], done.code) == (code, exit_code)
    assert (tmp_path / "there.csv").read_text() == "mine"


def test_a_name_is_no_formula(window: Any, intake: Any, write_file: Any, tmp_path: Path) -> None:
    intake["applicant"]["name"] = "=cmd()"
    intake["applicant"]["phone"] = "13800138210"
    done = window("case", "submit", write_file(json.dumps(intake)), "--json", as_="clerk")
    path = tmp_path / "cases.csv"
    assert window("case", "export", path, "--unmasked", "--json", as_="admin").code == 0
    assert [row["申请人"] for row in rows(path)] == ["'=cmd()"] * (done.code == 0)
