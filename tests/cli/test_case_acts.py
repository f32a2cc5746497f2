"""What comes after an intake, by command: the shape stays a case's, refusals have their codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Window = Callable[..., Any]
CASE = {
    *("number", "matter", "query_code", "item", "version", "status", "holder", "applicant"),
    *("received", "accepted", "due", "light", "materials", "documents", "sync"),
}
FLAG = {
    *("id_type", "id_number", "kind", "word", "source", "since", "until", "lifted", "stands"),
}
COMPANY = "91441803MA59L01K99"


def done(answer: Any) -> dict[str, Any]:
    assert answer.code == 0, answer.err
    case: dict[str, Any] = answer.json
    assert set(case) == CASE
    return case


def test_a_void_paper_is_told_and_stays_void(window: Window, number: str, tmp_path: Path) -> None:
    why = ["--why", "地址印错"]
    case = done(
        window("paper", "void", number, "acceptance", *why, "--anew", "--json", as_="clerk")
    )
    old, new = case["documents"]
    assert old["voided"] is True
    assert set(new) == {"kind", "number", "path"}
    target = tmp_path / "again.pdf"
    again = window("print", number, old["number"], "--out", target, "--json", as_="clerk")
    assert (again.code, again.error["code"]) == (1, "paper_is_void")
    assert "已作废" in window("case", "show", number).out


def test_correct_note_and_history(window: Window, lacking: str) -> None:
    given = ["--phone", "0763-5899999", "--why", "写错"]
    done(window("case", "correct", lacking, *given, "--json", as_="clerk"))
    done(window("case", "note", lacking, "notified", "--why", "电话告知", "--json", as_="clerk"))
    text = window("case", "history", lacking).out
    assert "corrected clerk 写错" in text and "notified clerk 电话告知" in text
    lines = window("case", "history", lacking, "--json").json
    keys = {"kind", "main_line", "at", "actor", "feed", "number", "hash"}
    assert all(set(line) == keys for line in lines)
    assert "电话更正过。" in window("case", "show", lacking).out


def test_lapse_reopen_and_void(window: Window, lacking: str, number: str) -> None:
    early = window("case", "lapse", lacking, "--json", as_="clerk")
    assert (early.code, early.error["code"]) == (1, "supplement_in_time")
    why = ["--why", "收件时选错事项"]
    wrong = window("case", "reopen", lacking, *why, "--json", as_="supervisor")
    assert (wrong.code, wrong.error["code"]) == (1, "not_in_this_state")
    case = done(
        window("case", "void", lacking, *why, "--replaced-by", number, "--json", as_="supervisor")
    )
    assert case["status"] == "voided"
    assert all(paper["voided"] for paper in case["documents"])


def test_a_new_point_in_a_supplement_file(
    window: Window, lacking: str, write_file: Callable[..., Path]
) -> None:
    rows = [
        {"id": "rules", "mark": "ok"},
        {"id": "form", "mark": "defective", "faults": ["未签名"]},
    ]
    path = write_file({"materials": rows}, "more.json")
    refused = window("case", "supplement", lacking, path, "--json", as_="clerk")
    assert (refused.code, refused.error["code"]) == (1, "new_point_needs_reason")
    rows[1]["new_reason"] = "核对时遗漏"
    again = window(
        "case", "supplement", lacking, write_file({"materials": rows}), "--json", as_="clerk"
    )
    assert again.code == 0, again.err
    assert again.json["conclusion"]["kind"] == "supplement"
    assert "第2次新增：核对时遗漏。" in window("case", "show", lacking).out


def test_fees_and_deferred_materials_refuse_in_words(
    window: Window, number: str, write_file: Callable[..., Path]
) -> None:
    free = window("case", "fee", number, "--json", as_="clerk")
    assert (free.code, free.error["code"]) == (1, "no_fee")
    paid = ["--amount", "20.00", "--receipt", "0042"]
    not_theirs = window("case", "paid", number, *paid, "--json", as_="clerk")
    assert (not_theirs.code, not_theirs.error["code"]) == (1, "role_may_not")
    path = write_file({"materials": [{"id": "form", "mark": "ok"}]})
    none = window("case", "handed-in", number, path, "--json", as_="clerk")
    assert (none.code, none.error["code"]) == (1, "not_deferred")


def test_flags(window: Window) -> None:
    given = ["--kind", "bad_credit", "--source", "名单〔2026〕3号", "--until", "2099-01-01"]
    set_ = window("person", "flag", COMPANY, *given, "--json", as_="supervisor")
    assert set_.code == 0, set_.err
    assert set(set_.json) == FLAG
    assert COMPANY not in set_.out
    (listed,) = window("person", "list", "--id", COMPANY, "--json", as_="lists").json
    assert (listed["stands"], listed["lifted"]) == (True, False)
    lift = ["--kind", "bad_credit", "--why", "信用已修复"]
    (lifted,) = window("person", "unflag", COMPANY, *lift, "--json", as_="lists").json
    assert (lifted["stands"], lifted["lifted"]) == (False, True)
    refused = window("person", "list", "--json", as_="clerk")
    assert (refused.code, refused.error["code"]) == (1, "role_may_not")


@pytest.mark.parametrize("is_filled", [False, True])
def test_a_proxy_to_sign(
    window: Window, write_file: Callable[..., Path], intake: Any, tmp_path: Path, is_filled: bool
) -> None:
    target = tmp_path / "proxy.pdf"
    filled = ["--intake", write_file(intake)] if is_filled else []
    answer = window("checklist", intake["item"], "--proxy", target, *filled, "--json")
    assert answer.code == 0, answer.err
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_proxy_is_of_the_same_item(
    window: Window, write_file: Callable[..., Path], intake: Any, tmp_path: Path
) -> None:
    args = ["--proxy", tmp_path / "proxy.pdf", "--intake", write_file(intake)]
    answer = window("checklist", "L-MARKET-006", *args, "--json")
    assert (answer.code, answer.error["code"]) == (2, "proxy_of_other_item")
