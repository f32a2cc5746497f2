"""`window printer`: shapes, refusals, and the prints that are not through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import virtual_ipp
import virtual_roll
from virtual_ipp import IDLE, STOPPED, VirtualIpp
from virtual_roll import NO_PAPER, PAPER, VirtualRoll

Run = Callable[..., Any]


@pytest.fixture
def ipp() -> Iterator[VirtualIpp]:
    with virtual_ipp.running(VirtualIpp()) as device:
        yield device


@pytest.fixture
def roll() -> Iterator[VirtualRoll]:
    with virtual_roll.running(VirtualRoll()) as device:
        yield device


@pytest.fixture
def hall(window: Run, ipp: VirtualIpp) -> VirtualIpp:
    """The office printer, for every kind."""
    done = window("printer", "add", "hall", "--address", ipp.address, as_="admin")
    assert done.code == 0, done.err
    assert window("printer", "use", "default", "hall", as_="admin").code == 0
    return ipp


def test_printers_are_added_chosen_listed_and_removed(window: Run, roll: VirtualRoll) -> None:
    shown = {"name": "slips", "address": roll.address, "paper": "58", "kinds": []}
    wanted = ("add", "slips", "--address", roll.address, "--paper", "58", "--json")
    assert window("printer", *wanted, as_="admin").json == shown
    chosen = {**shown, "kinds": ["slip"]}
    assert window("printer", "use", "slip", "slips", "--json", as_="admin").json == chosen
    assert window("printer", "list", "--json").json == [chosen]
    assert "slips" in window("printer", "list").out
    assert window("printer", "use", "slip", "none", "--json", as_="admin").json is None
    assert window("printer", "remove", "slips", "--json", as_="admin").json == shown
    assert window("printer", "list", "--json").json == []


@pytest.mark.parametrize(
    ("words", "code", "exit_code", "field"),
    [
        (["add", "hall", "--address", "hall"], "printer_address_wrong", 2, "--address"),
        (["add", "hall", "--address", "lp:x", "--paper", "a3"], "paper_unknown_size", 2, "--paper"),
        (
            ["add", "hall", "--address", "lp:x", "--paper", "58"],
            "printer_paper_wrong",
            2,
            "--paper",
        ),
        (["add", "file", "--address", "lp:x"], "printer_name_wrong", 2, "NAME"),
        (["use", "slip", "nobody"], "printer_unknown", 2, "NAME"),
        (["use", "letter", "none"], "paper_kind_unknown", 2, "KIND"),
        (["remove", "nobody"], "printer_unknown", 2, "NAME"),
        (["confirm", "7"], "print_settled", 1, "JOB"),
        (["set-aside", "7"], "print_settled", 1, "JOB"),
        (["retry", "7"], "print_settled", 1, "JOB"),
    ],
)
def test_what_is_refused_names_where(
    window: Run, words: list[str], code: str, exit_code: int, field: str
) -> None:
    done = window("printer", *words, "--json", as_="admin")
    assert (done.code, done.error["code"], done.error["field"]) == (exit_code, code, field)


def test_only_an_administrator_sets_printers(window: Run) -> None:
    for words in (["add", "x", "--address", "lp:x"], ["use", "slip", "x"], ["remove", "x"]):
        done = window("printer", *words, "--json", as_="clerk")
        assert (done.code, done.error["code"]) == (1, "role_may_not")


@pytest.mark.parametrize("paper", ["80", "58"])
def test_a_roll_prints_a_test_page(window: Run, roll: VirtualRoll, paper: str) -> None:
    window("printer", "add", "roll", "--address", roll.address, "--paper", paper, as_="admin")
    done = window("printer", "test", "roll", "--json")
    assert done.json == {"name": "roll", "reference": roll.address}
    assert len(roll.pictures) == 1
    roll.answers[PAPER] = NO_PAPER
    failed = window("printer", "test", "roll", "--json")
    assert (failed.code, failed.error["code"]) == (3, "printer_not_ready")
    assert "缺纸" in failed.error["message"]


def test_an_office_printer_prints_a_test_page(window: Run, hall: VirtualIpp) -> None:
    done = window("printer", "test", "hall")
    assert done.code == 0 and f"{hall.address}#1" in done.out
    assert hall.jobs[0].content.startswith(b"%PDF")


def test_an_act_is_done_whatever_the_printer_does(
    window: Run, write_file: Callable[..., Path], intake: Any, hall: VirtualIpp
) -> None:
    """The failed print is listed, tried again, and gone from the list once it is out."""
    hall.printer, hall.reasons = STOPPED, ("media-empty-error",)
    done = window("case", "submit", write_file(intake), "--json", as_="clerk")
    assert (done.code, done.json["status"]) == (0, "accepted")
    (job,) = window("printer", "jobs", "--json").json
    assert job["case"] == done.json["number"] and "缺纸" in job["reason"]
    assert {key: job[key] for key in ("printer", "title", "state", "choices")} == {
        "printer": "hall",
        "title": "受理通知书",
        "state": "failed",
        "choices": ["retry", "set_aside"],
    }
    assert set(job) == {
        *("job", "paper", "title", "case", "printer", "state", "word", "reason", "todo", "choices")
    }
    assert "缺纸" in window("printer", "jobs").out
    again = window("printer", "retry", job["job"], "--json", as_="clerk")
    assert (again.code, again.error["code"]) == (3, "printer_stopped")
    hall.printer = IDLE
    printed = window("printer", "retry", job["job"], "--json", as_="clerk").json
    assert printed == {
        "job": job["job"],
        "paper": job["paper"],
        "reference": f"{hall.address}#1",
    }
    assert window("printer", "jobs", "--json").json == []


def test_a_print_is_set_aside(window: Run, hall: VirtualIpp, number_on: Callable[[], str]) -> None:
    hall.printer = STOPPED
    number_on()
    (job,) = window("printer", "jobs", "--json").json
    done = window("printer", "set-aside", job["job"], "--json", as_="clerk")
    assert done.json == {"job": job["job"]}
    assert window("printer", "jobs", "--json").json == []


def test_a_slip_is_printed_again_on_the_roll_and_no_other_paper(
    window: Run, roll: VirtualRoll, number_on: Callable[[], str]
) -> None:
    window("printer", "add", "roll", "--address", roll.address, "--paper", "58", as_="admin")
    window("printer", "use", "slip", "roll", as_="admin")
    number = number_on()
    assert len(roll.pictures) == 1
    assert window("print", number, "slip", "--printer", "roll", as_="clerk").code == 0
    assert len(roll.pictures) == 2
    refused = window("print", number, "acceptance", "--printer", "roll", "--json", as_="clerk")
    assert (refused.code, refused.error["code"]) == (3, "paper_needs_sheets")


@pytest.fixture
def number_on(window: Run, write_file: Callable[..., Path], intake: Any) -> Callable[[], str]:
    """Take a case in with the printers as they are set by then."""

    def take() -> str:
        done = window("case", "submit", write_file(intake), "--json", as_="clerk")
        assert done.code == 0, done.err
        number: str = done.json["number"]
        return number

    return take
