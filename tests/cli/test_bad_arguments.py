"""Bad arguments: numbers, dates, words, accounts; each is told with code, exit and field."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Window = Callable[..., Any]
STRANGER = "441803261123000103001275"
NEW = {"WINDOW_NEW_PASSWORD": "new"}
NO_WORD = {"WINDOW_NEW_PASSWORD": ""}
INIT = ["init", "--region", "441803", "--station", "0001", "--terminal", "07", "--admin", "chief"]


def rows_in(home: Path) -> dict[str, int]:
    with closing(sqlite3.connect(home / "store.db")) as connection:
        tables = ["event", "case", "document", "print_job", "staff", "calendar"]
        names = [*tables, "catalogue_version", "catalogue_item", "flag", "printer"]
        return {
            name: connection.execute(f'select count(*) from "{name}"').fetchone()[0]
            for name in names
        }


def with_option(name: str, value: str) -> list[str]:
    """The command that makes a home, with one option changed or added."""
    if name in INIT:
        changed = list(INIT)
        changed[INIT.index(name) + 1] = value
        return changed
    return [*INIT, name, value]


ARGUMENTS: list[tuple[list[str], str, int, str | None]] = [
    (["due", "2026-02-30", "5"], "date_wrong", 2, "DATE"),
    (["due", "tomorrow", "5"], "date_wrong", 2, "DATE"),
    (["due", "", "5"], "date_wrong", 2, "DATE"),
    (["due", "2026-11-20", "many"], "days_wrong", 2, "DAYS"),
    (["due", "2026-11-20", "1.5"], "days_wrong", 2, "DAYS"),
    (["due", "2026-11-20", "３"], "days_wrong", 2, "DAYS"),
    (["due", "2026-11-20", "3661"], "days_wrong", 2, "DAYS"),
    (["due", "2026-11-20", "9" * 5000], "days_wrong", 2, "DAYS"),
    (["due", "9999-12-31", "20"], "date_out_of_range", 2, "date"),
    (["due", "2026-11-20", "5", "--unit", "weeks"], "unit_unknown", 2, "--unit"),
    (["due", "2026-11-20", "5", "--stopped", "2026-11-23"], "period_wrong", 2, "--stopped"),
    (["due", "2026-11-20", "5", "--stopped", "a..b"], "date_wrong", 2, "--stopped"),
    (["due", "2026-11-20", "5", "--stopped", "2026-11-25..2026-11-23"],
     "stopped_period_reversed", 2, "stopped"),
    (["due", "2026-11-20"], "usage", 2, "days"),
    (["due", "--never"], "usage", 2, "--never"),
    (["checklist", "L-NONE"], "unknown_item", 2, "item"),
    (["checklist", "L-MARKET-001", "-a", "place"], "answer_wrong", 2, "-a"),
    (["checklist", "L-MARKET-001", "-a", "=x"], "answer_wrong", 2, "-a"),
    (["checklist", "L-MARKET-001", "-a", "place=sea"], "unknown_choice", 2, "answers.place"),
    (["checklist", "L-MARKET-001", "-a", "x=y"], "unknown_question", 2, "answers.x"),
    (["checklist", "L-MARKET-001", "-a", "place=home", "-a", "place=home"],
     "answer_twice", 2, "-a"),
    (["checklist", "L-MARKET-001", "--subject", "body"], "subject_wrong", 2, "--subject"),
    (["checklist", "L-MARKET-001", "--subject", "legal"], "subject_not_served", 2, "--subject"),
    (["checklist", "L-MARKET-001", "--fact", "age=old"], "fact_wrong", 2, "--fact"),
    (["checklist", "L-MARKET-001", "--fact", "weight=7"], "fact_wrong", 2, "--fact"),
    (["checklist", "L-MARKET-001", "--pdf", "/nowhere/x.pdf"], "paper_not_written", 3, None),
    (["case", "show", "123"], "case_number_invalid", 2, "number"),
    (["case", "show", STRANGER[:-1] + "9"], "case_number_invalid", 2, "number"),
    (["case", "show", STRANGER], "case_unknown", 2, "NUMBER"),
    (["case", "history", STRANGER], "case_unknown", 2, "NUMBER"),
    (["case", "list", "--limit", "0"], "usage", 2, "limit"),
    (["case", "list", "--limit", "many"], "usage", 2, "limit"),
    (["case", "submit"], "usage", 2, "file"),
    (["catalogue", "show", "L-NONE"], "unknown_item", 2, "item"),
    (["catalogue", "diff", "2026.11", "2026.12"], "version_unknown", 2, "version"),
    (["catalogue", "lint", "/nowhere"], "catalogue_faulty", 2, "/nowhere:1"),
    (["nonsense"], "usage", 2, None),
    (["case", "nonsense"], "usage", 2, None),
]  # fmt: skip

AS_SOMEBODY: list[tuple[str, list[str], dict[str, str], str, int, str | None]] = [
    ("nobody", ["case", "list"], {}, "wrong_password", 1, "--as"),
    ("clerk", ["case", "list"], {"WINDOW_PASSWORD": ""}, "wrong_password", 1, "--as"),
    ("clerk", ["case", "withdraw", STRANGER], {}, "case_unknown", 2, "NUMBER"),
    ("clerk", ["print", STRANGER, "acceptance"], {}, "where_to_print", 2, "--out"),
    ("clerk", ["print", STRANGER, "x", "--out", "x.pdf"], {}, "case_unknown", 2, "NUMBER"),
    ("admin", ["staff", "add", "new", "--role", "king"], NEW, "role_unknown", 2, "--role"),
    ("admin", ["staff", "add", "new", "--role", "system"], NEW, "role_unknown", 2, "--role"),
    ("admin", ["staff", "add", "new", "--role", ""], NEW, "role_unknown", 2, "--role"),
    ("admin", ["staff", "add", "a b", "--role", "clerk"], NEW, "staff_name_wrong", 2, "name"),
    ("admin", ["staff", "add", "clerk", "--role", "clerk"], NEW, "staff_exists", 1, "name"),
    ("admin", ["staff", "add", "new", "--role", "clerk", "--department", "moon"], NEW,
     "department_unknown", 2, "--department"),
    ("admin", ["staff", "add", "new", "--role", "clerk", "--authorised", "market,moon"], NEW,
     "department_unknown", 2, "--authorised"),
    ("admin", ["staff", "add", "new", "--role", "clerk"], NO_WORD,
     "password_empty", 2, "WINDOW_NEW_PASSWORD"),
    ("admin", ["staff", "add", "new", "--role", "clerk"], {},
     "password_missing", 2, "WINDOW_NEW_PASSWORD"),
    ("admin", ["staff", "lock", "nobody"], {}, "staff_unknown", 2, "name"),
    ("clerk", ["staff", "add", "new", "--role", "clerk"], NEW, "role_may_not", 1, None),
    ("clerk", ["staff", "lock", "admin"], {}, "role_may_not", 1, None),
    ("clerk", ["clock", "confirm"], {}, "role_may_not", 1, None),
    ("clerk", ["catalogue", "import", "/nowhere"], {}, "role_may_not", 1, None),
    ("lists", ["catalogue", "import", "/nowhere"], {}, "catalogue_faulty", 2, "/nowhere:1"),
    ("clerk", ["calendar", "import", "/nowhere"], {}, "role_may_not", 1, None),
    ("lists", ["calendar", "import", "/nowhere"], {}, "calendar_file_unreadable", 2, "FILE"),
    ("clerk", ["backup", "copy.db"], {}, "role_may_not", 1, None),
]  # fmt: skip

NEW_HOMES: list[tuple[list[str], str, int, str | None]] = [
    (with_option("--region", "44180"), "terminal_wrong", 2, "--region"),
    (with_option("--region", "４４１８０３"), "terminal_wrong", 2, "--region"),
    (with_option("--station", "1"), "terminal_wrong", 2, "--station"),
    (with_option("--terminal", "00"), "terminal_wrong", 2, "--terminal"),
    (with_option("--terminal", "100"), "terminal_wrong", 2, "--terminal"),
    (with_option("--carries-to", "2"), "terminal_wrong", 2, "--carries-to"),
    (with_option("--admin", "a/b"), "staff_name_wrong", 2, "name"),
    (with_option("--level", "moon"), "level_wrong", 2, "--level"),
    (with_option("--subjects", "cats"), "subjects_wrong", 2, "--subjects"),
    (with_option("--subjects", ""), "subjects_wrong", 2, "--subjects"),
    (with_option("--themes", "moon"), "theme_unknown", 2, "--themes"),
    (with_option("--department", "moon"), "department_unknown", 2, "--department"),
    (with_option("--catalogue", "/nowhere"), "catalogue_faulty", 2, "/nowhere:1"),
    (INIT[:-2], "usage", 2, "admin"),
]


@pytest.mark.parametrize(("args", "code", "exit_code", "field"), ARGUMENTS)
def test_bad_arguments(
    window: Window, home: Path, args: list[str], code: str, exit_code: int, field: str | None
) -> None:
    before = rows_in(home)
    done = window(*args, "--json")
    assert (done.error["code"], done.code, done.error["field"]) == (code, exit_code, field)
    assert "Traceback" not in done.err
    assert rows_in(home) == before
    assert not (home / "window.log").exists()


@pytest.mark.parametrize(("who", "args", "env", "code", "exit_code", "field"), AS_SOMEBODY)
def test_bad_arguments_of_somebody(
    window: Window,
    home: Path,
    who: str,
    args: list[str],
    env: dict[str, str],
    code: str,
    exit_code: int,
    field: str | None,
) -> None:
    before = rows_in(home)
    done = window(*args, "--json", as_=who, env=env)
    assert (done.error["code"], done.code, done.error["field"]) == (code, exit_code, field)
    assert rows_in(home) == before
    assert not (home / "window.log").exists()


@pytest.mark.parametrize(("args", "code", "exit_code", "field"), NEW_HOMES)
def test_a_home_that_cannot_be_made(
    window: Window,
    tmp_path: Path,
    args: list[str],
    code: str,
    exit_code: int,
    field: str | None,
) -> None:
    place = tmp_path / "new"
    done = window(*args, "--json", home=place, env={"WINDOW_PASSWORD": "secret"})
    assert (done.error["code"], done.code, done.error["field"]) == (code, exit_code, field)
    assert not (place / "store.db").exists()
    assert not (place / "terminal.key").exists()


@pytest.mark.parametrize(
    ("env", "code", "field"),
    [
        ({}, "password_missing", "WINDOW_PASSWORD"),
        ({"WINDOW_PASSWORD": ""}, "password_empty", "WINDOW_PASSWORD"),
    ],
)
def test_a_home_without_a_password(
    window: Window, tmp_path: Path, env: dict[str, str], code: str, field: str
) -> None:
    done = window(*INIT, "--json", home=tmp_path / "new", env=env)
    assert (done.error["code"], done.code, done.error["field"]) == (code, 2, field)
    assert not (tmp_path / "new").exists()


def test_nobody_is_named(window: Window, write_file: Callable[..., Path], intake: Any) -> None:
    done = window("case", "submit", write_file(intake), "--json")
    assert (done.error["code"], done.code, done.error["field"]) == ("who_missing", 2, "--as")


CALENDARS: list[tuple[str | bytes, str, str]] = [
    ("", "calendar_file_faulty", "days.csv:1"),
    (b"\xff\xfe\x00", "calendar_file_unreadable", "FILE"),
    ("date,kind,name\n2027-02-30,rest,x\n", "calendar_file_faulty", "days.csv:2"),
    ("date,kind,name\n2027-01-01,maybe,x\n", "calendar_file_faulty", "days.csv:2"),
]


@pytest.mark.parametrize(("content", "code", "field"), CALENDARS)
def test_a_bad_calendar_file(
    window: Window,
    write_file: Callable[..., Path],
    home: Path,
    content: str | bytes,
    code: str,
    field: str,
) -> None:
    before = rows_in(home)
    path = write_file(content, "days.csv")
    done = window("calendar", "import", path, "--json", as_="admin")
    assert (done.error["code"], done.code, done.error["field"]) == (code, 2, field)
    assert rows_in(home) == before


LISTS: list[tuple[str, str, str]] = [
    ("catalog.yaml", "version: [", "catalog.yaml"),
    ("catalog.yaml", "- a\n- b\n", "catalog.yaml"),
    ("catalog.yaml", "region: 1\x00", "catalog.yaml"),
    ("catalog.yaml", "a: &a [*a]\n", "catalog.yaml"),
    ("catalog.yaml", "!!python/object/apply:os.system [ls]\n", "catalog.yaml"),
    ("catalog.yaml", "[" * 3000, "catalog.yaml"),
    ("departments.yaml", "\ttab: x\n", "departments.yaml"),
    ("themes.yaml", "themes: {}\nthemes: {}\n", "themes.yaml"),
]


@pytest.mark.parametrize(("name", "content", "where"), LISTS)
def test_a_bad_list_is_told_by_file_and_line(
    window: Window, home: Path, tmp_path: Path, name: str, content: str, where: str
) -> None:
    folder = tmp_path / "list"
    folder.mkdir()
    (folder / name).write_text(content, "utf-8")
    before = rows_in(home)
    for done in (
        window("catalogue", "lint", folder, "--json"),
        window("catalogue", "import", folder, "--json", as_="lists"),
    ):
        assert (done.error["code"], done.code) == ("catalogue_faulty", 2)
        faults = done.json["faults"]
        assert all(set(fault) == {"file", "line", "key", "message"} for fault in faults)
        assert where in {fault["file"] for fault in faults}
    assert rows_in(home) == before
