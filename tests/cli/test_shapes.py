"""The shapes of `--json` as they are promised: one document, exactly these keys, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from data.rules.numbers import parse_case_number

Window = Callable[..., Any]
CASE = {
    *("number", "matter", "query_code", "item", "version", "status", "holder", "applicant"),
    *("received", "accepted", "due", "light", "materials", "documents", "sync"),
}
FINDING = {"material", "person", "question", "field", "mark", "faults", "say"}


def assert_case(case: dict[str, Any], *, keys: set[str]) -> None:
    assert set(case) == keys
    assert set(case["holder"]) == {"kind", "address", "terminal"}
    assert set(case["applicant"]) == {"name", "id_type", "id_number", "phone"}
    assert case["due"] is None or set(case["due"]) == {"promised", "statutory", "estimated"}
    for material in case.get("materials", ()):
        assert set(material) == {"id", "person", "mark", "faults"}
    for document in case["documents"]:
        assert set(document) == {"kind", "number", "path"}
    assert case["sync"] in ("queued", "sending", "received", "set_aside")
    assert str(parse_case_number(case["number"])) == case["number"]


def test_a_submitted_case(
    window: Window, write_file: Callable[..., Path], intake: Any, home: Path
) -> None:
    done = window("case", "submit", write_file(intake), "--json", as_="clerk")
    assert done.code == 0
    case = done.json
    assert_case(case, keys=CASE | {"conclusion"})
    assert case["conclusion"] == {"kind": "accept", "findings": []}
    assert case["status"] == "accepted"
    assert case["holder"] == {"kind": "task", "address": "department:market", "terminal": None}
    assert case["applicant"]["name"] != intake["applicant"]["name"]
    assert intake["applicant"]["id_number"] not in done.out
    assert intake["applicant"]["phone"] not in done.out
    (paper,) = case["documents"]
    assert (paper["kind"], Path(paper["path"]).parent) == ("acceptance", home / "papers")
    assert Path(paper["path"]).read_bytes().startswith(b"%PDF-")


def test_a_supplement(window: Window, lacking: str, write_file: Callable[..., Path]) -> None:
    path = write_file({"materials": [{"id": "rules", "mark": "fixed"}]}, "more.json")
    done = window("case", "supplement", lacking, path, "--json", as_="clerk")
    assert done.code == 0
    assert_case(done.json, keys=CASE | {"conclusion"})
    assert done.json["conclusion"]["kind"] == "accept"
    assert done.json["status"] == "accepted"


def test_the_findings_of_a_supplement_to_be(
    window: Window, write_file: Callable[..., Path], intake: Any
) -> None:
    intake["materials"][0].update(mark="defective", faults=["未签名"])
    done = window("case", "submit", write_file(intake), "--json", as_="clerk")
    assert done.code == 0
    assert done.json["conclusion"]["kind"] == "return"
    (finding,) = done.json["conclusion"]["findings"]
    assert set(finding) == FINDING
    assert (finding["material"], finding["mark"]) == ("form", "defective")
    assert "未签名" in finding["faults"]


def test_show_list_history(window: Window, number: str) -> None:
    shown = window("case", "show", number, "--json").json
    assert_case(shown, keys=CASE)
    grouped = f"{number[:6]} {number[6:12]}-{number[12:]}"
    assert window("case", "show", grouped, "--json").json == shown
    (listed,) = window("case", "list", "--json").json
    assert_case(listed, keys=CASE - {"materials"})
    lines = window("case", "history", number, "--json").json
    keys = {"kind", "main_line", "at", "actor", "feed", "number", "hash"}
    assert all(set(line) == keys for line in lines)
    assert [line["kind"] for line in lines] == ["received", "accepted"]
    assert all(line["main_line"] is True for line in lines)


def test_withdraw(window: Window, lacking: str) -> None:
    done = window("case", "withdraw", lacking, "--json", as_="clerk")
    assert done.code == 0
    assert_case(done.json, keys=CASE)
    assert done.json["status"] == "withdrawn"
    again = window("case", "withdraw", lacking, "--json", as_="clerk")
    assert (again.code, again.error["code"]) == (1, "not_in_this_state")


def test_print(window: Window, number: str, tmp_path: Path) -> None:
    target = tmp_path / "again.pdf"
    done = window("print", number, "acceptance", "--out", target, "--json", as_="clerk")
    assert done.code == 0
    assert done.json["kind"] == "acceptance"
    assert done.json["path"] == str(target)
    with pypdfium2.PdfDocument(target) as document:
        assert len(document) >= 1


def test_verify(window: Window, number: str) -> None:
    done = window("verify", "--replay", "--json")
    assert done.code == 0
    assert set(done.json) == {"cases", "events", "problems"}
    assert (done.json["cases"], done.json["problems"]) == (1, [])
    assert number


def test_init(window: Window, tmp_path: Path) -> None:
    place = tmp_path / "new"
    args = ["init", "--region", "441803", "--station", "0002", "--terminal", "07", "--admin", "a"]
    done = window(*args, "--json", home=place, env={"WINDOW_PASSWORD": "secret"})
    assert done.code == 0
    assert set(done.json) == {"home", "station", "terminal", "feed", "catalogue"}
    assert (done.json["home"], done.json["station"]) == (str(place), "0002")
    assert window("verify", "--replay", "--json", home=place).json["problems"] == []
    (account,) = window("staff", "list", "--json", home=place).json
    assert (account["name"], account["roles"]) == ("a", ["administrator"])


def test_backup_and_restore(window: Window, number: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    done = window("backup", copy, "--json", as_="admin")
    assert (done.code, done.json) == (0, {"file": str(copy)})
    place = tmp_path / "restored"
    done = window("restore", copy, "--terminal", "04", "--json", home=place)
    assert done.code == 0
    assert set(done.json) == {"home", "terminal", "feed"}
    assert window("case", "show", number, "--json", home=place).json["number"] == number
    assert window("verify", "--replay", "--json", home=place).json["problems"] == []
    again = window("restore", copy, "--terminal", "03", "--json", home=tmp_path / "other")
    assert (again.code, again.error["code"]) == (2, "terminal_used")


def test_staff(window: Window) -> None:
    keys = {"name", "roles", "department", "authorised", "title", "locked"}
    env = {"WINDOW_NEW_PASSWORD": "new"}
    args = ["--role", "clerk,issuer", "--department", "market", "--authorised", "market,hr"]
    done = window("staff", "add", "new", *args, "--title", "科员", "--json", as_="admin", env=env)
    assert done.code == 0
    assert done.json == {
        "name": "new",
        "roles": ["clerk", "issuer"],
        "department": "market",
        "authorised": ["hr", "market"],
        "title": "科员",
        "locked": False,
    }
    assert window("staff", "lock", "new", "--json", as_="admin").json["locked"] is True
    assert window("staff", "unlock", "new", "--json", as_="admin").json["locked"] is False
    listed = window("staff", "list", "--json").json
    assert all(set(account) == keys for account in listed)
    assert "new" in {account["name"] for account in listed}


def test_clock_and_calendar(window: Window, write_file: Callable[..., Path]) -> None:
    done = window("clock", "confirm", "--json", as_="supervisor")
    assert (done.code, set(done.json)) == (0, {"confirmed"})
    path = write_file("date,kind,name\n2031,estimated,推算\n2031-01-01,rest,元旦\n", "days.csv")
    done = window("calendar", "import", path, "--json", as_="admin")
    assert (done.code, set(done.json)) == (0, {"published", "digest"})


def test_five_wrong_passwords_lock(window: Window) -> None:
    bad = {"WINDOW_PASSWORD": "wrong"}
    codes = [window("case", "list", "--json", as_="clerk", env=bad).error["code"] for _ in range(5)]
    assert codes == [*["wrong_password"] * 4, "account_locked"]
    done = window("case", "list", "--json", as_="clerk")
    assert (done.code, done.error["code"]) == (1, "account_locked")
    window("staff", "unlock", "clerk", as_="admin")
    assert window("case", "list", "--json", as_="clerk").code == 0


@pytest.mark.parametrize("args", [["case", "list"], ["staff", "list"], ["catalogue", "list"]])
def test_without_json_the_answer_is_plain_text(window: Window, number: str, args: Any) -> None:
    done = window(*args)
    assert done.code == 0
    assert done.out.strip()
    with pytest.raises(json.JSONDecodeError):
        json.loads(done.out)
    assert number


def test_a_refusal_speaks_on_standard_error(window: Window) -> None:
    done = window("case", "show", "1")
    assert (done.code, done.out) == (2, "")
    assert "24" in done.err


def test_demo(window: Window, tmp_path: Path) -> None:
    place = tmp_path / "demo"
    done = window("demo", "--json", home=place)
    assert done.code == 0
    assert_case(done.json, keys=CASE)
    assert done.json["status"] == "accepted"
    assert window("verify", "--replay", "--json", home=place).json["problems"] == []
