"""`--json` of the commands about lists, dates and numbers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from window_app import bootstrap

Window = Callable[..., Any]
CHECKED = {"valid", "kind", "normalised", "birth", "sex", "warnings", "problem"}
VECTORS = Path(__file__).parents[1] / "vectors" / "identity.json"


def test_due(window: Window) -> None:
    done = window("due", "2026-11-20", "20", "--json", home=None)
    assert (done.code, done.json) == (0, {"due": "2026-12-18", "estimated": False})
    done = window("due", "2026-11-23", "29", "--json", home=None)
    assert set(done.json) == {"due", "estimated"}
    assert done.json["estimated"] is True
    stop = ["--stopped", "2026-11-24..2026-11-25", "--stopped", "2026-11-25..2026-11-26"]
    done = window("due", "2026-11-23", "1", *stop, "--json", home=None)
    assert done.json["due"] == "2026-11-27"
    done = window("due", "2026-11-27", "2", "--unit", "calendar", "--json", home=None)
    assert done.json["due"] == "2026-11-29"


def test_identity_numbers(window: Window) -> None:
    known = json.loads(VECTORS.read_text("utf-8"))["resident_id"]
    good = window("id-check", known["valid"][0], "--json", home=None)
    assert (good.code, set(good.json), good.json["valid"]) == (0, CHECKED, True)
    bad = window("id-check", known["invalid"][0], "--json", home=None)
    assert (bad.code, set(bad.json), bad.json["valid"]) == (1, CHECKED, False)
    assert bad.json["problem"]


def test_credit_codes(window: Window) -> None:
    good = window("credit-check", "91441803MA59L01K99", "--json", home=None)
    assert (good.code, set(good.json)) == (0, CHECKED)
    assert (good.json["kind"], good.json["birth"]) == ("credit_code", None)
    assert window("credit-check", "91441803MA59L01K98", "--json", home=None).code == 1


def test_a_checklist(window: Window) -> None:
    args = ["-a", "activity=business", "-a", "place=platform", "--fact", "age=36"]
    done = window("checklist", "L-MARKET-001", *args, "--json")
    assert done.code == 0
    found = done.json
    assert set(found) == {
        *("item", "version", "provisional", "exit", "open_questions", "materials"),
        *("groups", "fields", "fees", "limits"),
    }
    assert found["item"] == "L-MARKET-001"
    assert found["provisional"] is bool(found["open_questions"])
    for material in found["materials"]:
        assert set(material) == {
            *("id", "name", "need", "group", "per", "originals", "copies"),
            *("check_original", "surrender"),
        }
    assert all(set(group) == {"id", "name", "need"} for group in found["groups"])
    assert all(set(fee) == {"name", "amount"} for fee in found["fees"])
    assert set(found["limits"]) == {"statutory", "promised", "unit"}


def test_a_checklist_that_ends_at_an_exit(window: Window) -> None:
    args = ["-a", "matter=new", "-a", "form=prepackaged_only"]
    found = window("checklist", "L-MARKET-006", *args, "--json").json
    assert set(found["exit"]) == {"outcome", "say", "refer"}
    assert (found["exit"]["outcome"], found["exit"]["refer"]) == ("use_item", "L-MARKET-007")


def test_a_checklist_with_several_choices_and_on_paper(window: Window, tmp_path: Path) -> None:
    target = tmp_path / "guide.pdf"
    args = ["-a", "matter=change", "-a", "change=name,rep", "--subject", "legal"]
    done = window("checklist", "L-MARKET-006", *args, "--pdf", target, "--json")
    assert done.code == 0
    assert "change_proof" in {m["id"] for m in done.json["materials"]}
    assert target.read_bytes().startswith(b"%PDF-")


def test_versions_and_items(window: Window) -> None:
    (version,) = window("catalogue", "list", "--json").json
    assert set(version) == {"digest", "version", "name", "effective", "is_draft", "imported_at"}
    item = window("catalogue", "show", "L-MARKET-006", "--json").json
    assert (item["code"], item["version"]) == ("L-MARKET-006", version["version"])
    hits = window("catalogue", "search", "spjy", "--first", "3", "--json").json
    assert "L-MARKET-006" in {hit["code"] for hit in hits}
    assert len(hits) <= 3
    assert window("catalogue", "search", "没有这样的事", "--json").json == []


def test_lint(window: Window, tmp_path: Path) -> None:
    folder = bootstrap.shipped_catalogue()
    done = window("catalogue", "lint", folder, "--json", home=None)
    assert (done.code, done.json) == (0, {"faults": []})
    bad = window("catalogue", "lint", tmp_path, "--json", home=None)
    assert bad.code == 2
    assert set(bad.json) == {"error", "faults"}


def test_the_same_version_with_other_content_is_refused(window: Window, tmp_path: Path) -> None:
    """The home's list has the shipped version's number and another day."""
    folder = bootstrap.shipped_catalogue()
    for draft in ([], ["--draft"]):
        done = window("catalogue", "import", folder, *draft, "--json", as_="lists")
        assert (done.code, done.error["code"]) == (1, "version_differs")
    place = tmp_path / "new"
    args = ["init", "--region", "441803", "--station", "0002", "--terminal", "07", "--admin", "a"]
    env = {"WINDOW_PASSWORD": "secret"}
    assert window(*args, home=place, env=env).code == 0
    done = window("catalogue", "import", folder, "--json", home=place, as_="a")
    assert (done.code, set(done.json)) == (0, {"version", "digest", "is_draft"})


@pytest.mark.parametrize("args", [["2026.11", "2026.11"], ["DIR", "DIR"]])
def test_a_list_does_not_differ_from_itself(window: Window, args: list[str]) -> None:
    folder = str(bootstrap.shipped_catalogue())
    named = [folder if one == "DIR" else one for one in args]
    done = window("catalogue", "diff", *named, "--json")
    assert (done.code, done.json) == (0, [])


def test_forms_of_a_list_come_into_the_home(window: Window, tmp_path: Path) -> None:
    """With the first list at `init`, and again with every import."""
    folder = Path(shutil.copytree(bootstrap.shipped_catalogue(), tmp_path / "list"))
    (folder / "forms").mkdir()
    form = folder / "forms" / "灵活就业人员参保登记表.pdf"
    form.write_bytes(b"%PDF-1.7 first")
    place = tmp_path / "new"
    args = ["init", "--region", "441803", "--station", "0002", "--terminal", "07", "--admin", "a"]
    env = {"WINDOW_PASSWORD": "secret"}
    assert window(*args, "--catalogue", folder, home=place, env=env).code == 0
    (kept,) = place.glob("forms/*/*.pdf")
    assert (kept.name, kept.read_bytes()) == (form.name, b"%PDF-1.7 first")
    form.write_bytes(b"%PDF-1.7 second")
    assert window("catalogue", "import", folder, home=place, as_="a").code == 0
    assert kept.read_bytes() == b"%PDF-1.7 second"
