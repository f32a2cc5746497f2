"""Bad input files: each is told with its code and its field, exit 2 or 1, and stores nothing."""

from __future__ import annotations

import copy
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from window_app import demonstration

Window = Callable[..., Any]
PERSON = demonstration.INTAKE["applicant"]


def counts(home: Path) -> dict[str, int]:
    """How many rows stand in each table of a home."""
    with closing(sqlite3.connect(home / "store.db")) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "select name from sqlite_master where type = 'table' and name != 'staff'"
            )
        ]
        return {
            name: connection.execute(f'select count(*) from "{name}"').fetchone()[0]
            for name in names
        }


def changed(**values: Any) -> dict[str, Any]:
    return {**copy.deepcopy(demonstration.INTAKE), **values}


def person(**values: Any) -> dict[str, Any]:
    return changed(applicant={**PERSON, **values})


def rows(*marks: dict[str, Any]) -> dict[str, Any]:
    return changed(materials=list(marks))


def deep(levels: int) -> str:
    return '{"a":' * levels + "1" + "}" * levels


FORM = {"id": "form", "mark": "ok"}
FAULTY = {**FORM, "faults": ["未签名"]}
MEMBER = {"id": "p1", "name": "龚小"}
BORN = {**MEMBER, "birth": "2019-05-06"}
TWO = ["personal", "family"]
NUMBER, BIRTH = "applicant.id_number", "household[0].birth"


def family(**values: str) -> dict[str, Any]:
    return changed(household=[{**MEMBER, **values}])


FILES: list[tuple[str, Any, str, int, str | None]] = [
    # the file itself
    ("empty", "", "json_broken", 2, "FILE"),
    ("no_json", "item: L-MARKET-001", "json_broken", 2, "FILE"),
    ("cut_off", '{"item": "L-MARKET', "json_broken", 2, "FILE"),
    ("trailing_comma", '{"item": "x",}', "json_broken", 2, "FILE"),
    ("two_documents", "{}{}", "json_broken", 2, "FILE"),
    ("gbk", "{\"item\": \"个体\"}".encode("gbk"), "file_not_utf8", 2, "FILE"),
    ("utf16", "{}".encode("utf-16"), "file_not_utf8", 2, "FILE"),
    ("too_large", " " * 2_000_001, "file_too_large", 2, "FILE"),
    ("a_list", "[]", "json_no_object", 2, "FILE"),
    ("a_text", '"L-MARKET-001"', "json_no_object", 2, "FILE"),
    ("null", "null", "json_no_object", 2, "FILE"),
    ("too_deep", deep(100_000), "json_too_deep", 2, "FILE"),
    ("long_number", '{"item": ' + "1" * 5000 + "}", "number_too_long", 2, "FILE"),
    ("nan", '{"fields": {"staff": NaN}}', "number_not_finite", 2, "FILE"),
    ("infinity", '{"fields": {"staff": -Infinity}}', "number_not_finite", 2, "FILE"),
    ("key_twice", '{"item": "x", "item": "y"}', "key_twice", 2, "item"),
    ("control", person(name="龚\u0007"), "control_character", 2, "applicant.name"),
    ("nul", person(name="龚\u0000"), "control_character", 2, "applicant.name"),
    ("surrogate", '{"item": "\\ud800"}', "control_character", 2, "item"),
    # the form
    ("nothing", {}, "field_missing", 2, "item"),
    ("no_applicant", {"item": "x", "subject": "natural"}, "field_missing", 2, "applicant"),
    ("unknown_key", changed(hello=1), "field_unknown", 2, "hello"),
    ("unknown_item", changed(item="L-NONE-001"), "unknown_item", 2, "item"),
    ("item_number", changed(item=7), "wrong_value", 2, "item"),
    ("subject_word", changed(subject="person"), "value_not_allowed", 2, "subject"),
    ("subject_code", person(id_type="credit_code"), "subject_mismatch", 2, "applicant.id_type"),
    ("subject_not_served", changed(subject="legal"), "subject_not_served", 1, "subject"),
    ("conclude_word", changed(conclude="yes"), "wrong_value", 2, "conclude"),
    ("conclude_one", changed(conclude=1), "wrong_value", 2, "conclude"),
    ("delivery", changed(delivery="pigeon"), "value_not_allowed", 2, "delivery"),
    ("applicant_list", changed(applicant=[]), "wrong_value", 2, "applicant"),
    # people
    ("name_empty", person(name="  "), "text_empty", 2, "applicant.name"),
    ("name_long", person(name="龚" * 51), "text_too_long", 2, "applicant.name"),
    ("name_number", person(name=7), "wrong_value", 2, "applicant.name"),
    ("id_type", person(id_type="library_card"), "id_type_unknown", 2, "applicant.id_type"),
    ("id_check", person(id_number="441803199001011156"), "id_number_wrong", 2, NUMBER),
    ("id_short", person(id_number="4418031990"), "id_number_wrong", 2, NUMBER),
    ("id_future", person(id_number="441803209901010111"), "id_number_wrong", 2, NUMBER),
    ("phone", person(phone="call me"), "phone_wrong", 2, "applicant.phone"),
    ("agent", changed(agent={**PERSON, "id_number": "1"}), "id_number_wrong", 2, "agent.id_number"),
    ("birth_none", family(), "birth_missing", 2, BIRTH),
    ("birth_form", family(birth="2019/5/6"), "wrong_value", 2, BIRTH),
    ("birth_day", family(birth="2019-02-30"), "birth_wrong", 2, BIRTH),
    ("birth_wide", family(birth="２０１９-02-01"), "birth_wrong", 2, BIRTH),
    ("birth_future", family(birth="9999-12-31"), "birth_wrong", 2, BIRTH),
    ("birth_old", family(birth="1899-12-31"), "birth_wrong", 2, BIRTH),
    ("member_twice", changed(household=[BORN, BORN]), "member_twice", 2, "household[1].id"),
    ("member_id", family(id="p 1"), "wrong_value", 2, "household[0].id"),
    # answers, materials, fields, scans
    ("answers_list", changed(answers=[]), "wrong_value", 2, "answers"),
    ("answer_number", changed(answers={"activity": 5}), "wrong_value", 2, "answers.activity"),
    ("question", changed(answers={"weather": "fine"}), "unknown_question", 2, "answers.weather"),
    ("choice", changed(answers={"activity": "fly"}), "unknown_choice", 2, "answers.activity"),
    ("two", changed(answers={"form": TWO}), "one_choice_only", 2, "answers.form"),
    ("mark_word", rows({**FORM, "mark": "good"}), "value_not_allowed", 2, "materials[0].mark"),
    ("mark_none", rows({"id": "form"}), "field_missing", 2, "materials[0].mark"),
    ("row_twice", rows(FORM, FORM), "material_twice", 2, "materials[1].id"),
    ("row_faults", rows(FAULTY), "faults_without_defect", 2, "materials[0].faults"),
    ("row_person", rows({**FORM, "person": "p1"}), "person_not_asked", 2, "materials[0].person"),
    ("rows_many", rows(*[FORM] * 501), "list_too_long", 2, "materials"),
    ("not_listed", rows({"id": "gold", "mark": "ok"}), "not_on_list", 1, "materials[0].id"),
    ("field_unknown", changed(fields={"colour": "red"}), "field_not_asked", 2, "fields.colour"),
    ("field_word", changed(fields={"staff": "many"}), "field_wrong", 2, "fields.staff"),
    ("field_float", changed(fields={"staff": 1.5}), "field_wrong", 2, "fields.staff"),
    ("field_int", changed(fields={"staff": 10**30}), "field_wrong", 2, "fields.staff"),
    ("field_list", changed(fields={"staff": ["1"]}), "field_wrong", 2, "fields.staff"),
    ("field_long", changed(fields={"scope": "业" * 501}), "field_wrong", 2, "fields.scope"),
    ("scan_none", changed(scans={"form": "nothing.pdf"}), "scan_unreadable", 2, "scans.form"),
    ("scan_folder", changed(scans={"form": "home"}), "scan_unreadable", 2, "scans.form"),
    ("scan_stray", changed(scans={"gold": "file.json"}), "scan_not_asked", 2, "scans.gold"),
    ("incomplete", changed(materials=[]), "incomplete", 1, None),
]  # fmt: skip


def test_the_table_is_long_enough() -> None:
    assert len(FILES) >= 40
    assert len({row[0] for row in FILES}) == len(FILES)


@pytest.mark.parametrize(
    ("content", "code", "exit_code", "field"),
    [row[1:] for row in FILES],
    ids=[row[0] for row in FILES],
)
def test_a_bad_intake_file(
    window: Window,
    write_file: Callable[..., Path],
    home: Path,
    content: Any,
    code: str,
    exit_code: int,
    field: str | None,
) -> None:
    path = write_file(content)
    before = counts(home)
    done = window("case", "submit", path, "--json", as_="clerk")
    assert (done.error["code"], done.code, done.error["field"]) == (code, exit_code, field)
    assert "Traceback" not in done.err
    assert counts(home) == before
    assert not (home / "papers").exists()
    assert not (home / "window.log").exists()


@pytest.mark.parametrize("levels", [200, 500, 800, 900, 930, 950, 960, 970, 980, 990, 2000])
def test_a_deep_file_is_told_at_every_depth(
    window: Window, write_file: Callable[..., Path], levels: int
) -> None:
    done = window("case", "submit", write_file(deep(levels)), "--json", as_="clerk")
    assert done.code == 2
    assert done.error["code"] in ("json_too_deep", "field_missing", "field_unknown")


def test_a_file_that_is_not_there(window: Window, tmp_path: Path) -> None:
    done = window("case", "submit", tmp_path / "none.json", "--json", as_="clerk")
    assert (done.error["code"], done.code, done.error["field"]) == ("file_missing", 2, "FILE")
    done = window("case", "submit", tmp_path, "--json", as_="clerk")
    assert (done.error["code"], done.code, done.error["field"]) == ("file_unreadable", 2, "FILE")


SUPPLEMENTS: list[tuple[Any, str, int, str]] = [
    ({}, "field_missing", 2, "materials"),
    ({"materials": []}, "list_too_short", 2, "materials"),
    ({"materials": [{"id": "gold", "mark": "ok"}]}, "not_in_case", 2, "materials[0].id"),
    ({"materials": [FORM], "answers": {}}, "field_unknown", 2, "answers"),
    ({"materials": [FORM, FORM]}, "material_twice", 2, "materials[1].id"),
    ({"materials": [FAULTY]}, "faults_without_defect", 2, "materials[0].faults"),
    ({"materials": [FORM], "scans": {"gold": "x.pdf"}}, "scan_not_asked", 2, "scans.gold"),
    ({"materials": [{**FORM, "mark": "?"}]}, "value_not_allowed", 2, "materials[0].mark"),
    ({"materials": [FORM], "scans": {"form": "none.pdf"}}, "scan_unreadable", 2, "scans.form"),
]


@pytest.mark.parametrize(("content", "code", "exit_code", "field"), SUPPLEMENTS)
def test_a_bad_supplement_file(
    window: Window,
    write_file: Callable[..., Path],
    home: Path,
    lacking: str,
    content: Any,
    code: str,
    exit_code: int,
    field: str,
) -> None:
    before = counts(home)
    path = write_file(content, "supplement.json")
    done = window("case", "supplement", lacking, path, "--json", as_="clerk")
    assert (done.error["code"], done.code, done.error["field"]) == (code, exit_code, field)
    assert counts(home) == before


def test_a_refusal_lists_every_point(window: Window, write_file: Callable[..., Path]) -> None:
    done = window(
        "case", "submit", write_file(changed(materials=[], fields={})), "--json", as_="clerk"
    )
    document = json.loads(done.out)
    assert set(document) == {"error", "conclusion"}
    assert set(document["conclusion"]) == {"kind", "findings"}
    assert document["conclusion"]["kind"] == "incomplete"
    keys = {"material", "person", "question", "field", "mark", "faults", "say"}
    assert all(set(finding) == keys for finding in document["conclusion"]["findings"])
    assert len(document["conclusion"]["findings"]) >= 4
