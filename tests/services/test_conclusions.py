"""What an intake comes to: each conclusion, its state, its holder and its papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.errors import Refusal
from data.store.staff import Account
from window_app.services import intake, keeping
from window_app.services.forms import IntakeForm
from window_app.services.office import Office

Stored = Callable[[], dict[str, int]]


def kinds(answer: Any) -> list[str]:
    return sorted(document.kind for document in answer.case.documents)


def test_everything_in_order_is_accepted(catering: Any, submit: Any) -> None:
    answer = submit(catering)
    case = answer.case
    assert answer.conclusion.kind == "accept"
    assert answer.conclusion.findings == ()
    assert (case.status, case.accepted) == ("accepted", "2026-11-23")
    assert (case.holder.kind, case.holder.address) == ("task", "department:market")
    assert kinds(answer) == ["acceptance"]
    # 11-24 is day 1; seven working days end on 12-02, ten on 12-07.
    assert (case.due.promised, case.due.statutory) == ("2026-12-02", "2026-12-07")
    assert not case.due.estimated
    assert case.sync == "queued"


def test_a_deferred_material_is_tolerated_with_its_day(
    catering: Any, submit: Any, pdf_text: Callable[[str], str]
) -> None:
    answer = submit(catering.mark("manager", "deferred"))
    assert answer.conclusion.kind == "tolerant"
    assert answer.case.status == "accepted"
    assert kinds(answer) == ["acceptance", "commitment", "tolerance"]
    # Five working days after 11-23.
    (tolerance,) = [d for d in answer.case.documents if d.kind == "tolerance"]
    assert "2026年11月30日" in pdf_text(tolerance.path)


def test_a_commitment_takes_the_place_of_a_material(catering: Any, submit: Any) -> None:
    answer = submit(catering.mark("rules", "committed"))
    assert answer.conclusion.kind == "accept"
    assert kinds(answer) == ["acceptance", "commitment"]


def test_defects_are_told_at_once(
    catering: Any, submit: Any, pdf_text: Callable[[str], str]
) -> None:
    catering.mark("layout", "missing").mark("rules", "defective", "未盖章")
    answer = submit(catering)
    assert answer.conclusion.kind == "supplement"
    assert [f.material for f in answer.conclusion.findings] == ["layout", "rules"]
    assert (answer.case.status, answer.case.accepted, answer.case.due) == (
        "supplementing",
        None,
        None,
    )
    assert answer.case.holder.kind == "terminal"
    assert answer.case.holder.terminal == "0001-03"
    assert kinds(answer) == ["receipt", "supplement"]
    (told,) = [d for d in answer.case.documents if d.kind == "supplement"]
    text = pdf_text(told.path)
    assert "未盖章" in text
    assert "2026年12月21日" in text  # twenty working days


def test_an_item_that_returns_hands_everything_back(submit: Any, shop: IntakeForm) -> None:
    document = shop.model_dump(by_alias=True)
    document["materials"][0].update(mark="missing")
    answer = submit(IntakeForm.model_validate(document))
    assert answer.conclusion.kind == "return"
    assert (answer.case.status, answer.case.holder.kind) == ("returned", "none")
    assert kinds(answer) == ["return"]


@pytest.mark.parametrize(
    ("answers", "code", "outcome", "word"),
    [
        ({"matter": ["new"], "form": ["produce"]}, "L-MARKET-006", "not_needed", "许不受"),
        (None, "L-MARKET-008", "not_ours", "许不予受"),
        (None, "L-MARKET-009", "not_needed", "不受"),
        (None, "L-MARKET-002", "not_ours", "不予受"),
    ],
)
def test_a_decline_names_its_ground(
    exiting: Callable[..., Any], submit: Any, answers: Any, code: str, outcome: str, word: str
) -> None:
    answer = submit(exiting(code, outcome))
    assert answer.conclusion.kind == f"exit:{outcome}"
    assert (answer.case.status, answer.case.holder.kind) == ("declined", "none")
    assert kinds(answer) == ["decline"]
    (decline,) = answer.case.documents
    assert f"{word}字〔2026〕" in decline.number
    assert decline.number.partition("字")[0].endswith(word)
    assert "许" in word or "许" not in decline.number


def test_not_eligible_is_explained_and_taken_in_where_they_insist(
    exiting: Callable[..., Any],
    office: Office,
    clerk: Account,
    submit: Any,
    stored: Stored,
    tmp_path: Path,
) -> None:
    given = exiting("L-MARKET-004", "not_eligible")
    before = stored()
    refusal = intake.submit(office, given.form, clerk, tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "not_eligible"
    assert refusal.findings[0].kind == "exit:not_eligible"
    assert stored() == before
    answer = submit(given.set(insists=True))
    assert answer.case.status == "accepted"


def test_use_item_is_refused_however_they_insist(
    exiting: Callable[..., Any], office: Office, clerk: Account, stored: Stored, tmp_path: Path
) -> None:
    given = exiting("L-MARKET-006", "use_item").set(insists=True)
    before = stored()
    refusal = intake.submit(office, given.form, clerk, tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "use_item"
    assert refusal.hint is not None
    assert "L-MARKET-007" in refusal.hint
    assert stored() == before


def test_all_that_is_unfinished_is_listed_and_nothing_stored(
    catering: Any, office: Office, clerk: Account, stored: Stored, tmp_path: Path
) -> None:
    catering.document["materials"] = [
        row for row in catering.document["materials"] if row["id"] not in ("layout", "rules")
    ]
    del catering.document["fields"]["floor_area"]
    catering.mark("form", "deferred")
    before = stored()
    refusal = intake.submit(office, catering.form, clerk, tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "incomplete"
    findings = refusal.findings[0].findings
    assert {f.material or f.field for f in findings} == {"layout", "rules", "floor_area", "form"}
    assert stored() == before
    assert not office.home.papers.exists() or not list(office.home.papers.iterdir())


def test_an_open_question_is_unfinished(
    catering: Any, office: Office, clerk: Account, stored: Stored, tmp_path: Path
) -> None:
    del catering.document["answers"]["area"]
    before = stored()
    refusal = intake.submit(office, catering.form, clerk, tmp_path)
    assert isinstance(refusal, Refusal)
    assert "area" in {f.question for f in refusal.findings[0].findings}
    assert stored() == before


def test_a_guess_that_would_end_the_intake_is_asked_first(
    exiting: Callable[..., Any], office: Office, clerk: Account, tmp_path: Path
) -> None:
    given = exiting("L-HR-002", "not_eligible")
    del given.document["answers"]["age"]  # guessed from the birthday: under sixty
    refusal = intake.submit(office, given.form, clerk, tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "incomplete"
    assert "age" in {finding.question for finding in refusal.findings[0].findings}


def test_materials_can_be_taken_in_without_a_conclusion(
    catering: Any, submit: Any, pdf_text: Callable[[str], str]
) -> None:
    catering.document["materials"] = catering.document["materials"][:1]
    answer = submit(catering.set(conclude=False, answers={}, fields={}))
    assert answer.conclusion is None
    assert (answer.case.status, answer.case.accepted) == ("received", None)
    assert answer.case.holder.terminal == "0001-03"
    assert answer.case.notice_deadline == "2026-11-30"  # five working days
    assert kinds(answer) == ["receipt"]
    assert "2026年11月30日" in pdf_text(answer.case.documents[0].path)
    marks = {m.id: m.mark for m in answer.case.materials}
    assert marks["form"] == "ok"
    assert set(marks.values()) == {"ok", None}


def test_what_the_list_does_not_ask_for_is_refused(
    catering: Any, office: Office, clerk: Account, stored: Stored, tmp_path: Path
) -> None:
    for material in ("vending", "nothing_like_it"):
        catering.document["materials"].append({"id": material, "mark": "ok"})
        before = stored()
        refusal = intake.submit(office, catering.form, clerk, tmp_path)
        assert isinstance(refusal, Refusal)
        assert refusal.code == "not_on_list"
        assert refusal.rule is not None
        assert "清单版本 2026.11" in refusal.rule
        assert stored() == before
        catering.document["materials"].pop()


def test_a_second_case_of_the_same_person_is_warned_of(catering: Any, submit: Any) -> None:
    first, second = submit(catering), submit(catering)
    assert first.warnings == ()
    assert first.case.number in second.warnings[0]


def test_the_journal_holds_after_all_of_it(catering: Any, submit: Any, office: Office) -> None:
    for mark in ("ok", "missing", "deferred"):
        submit(catering.mark("manager", mark))
    report = keeping.verify(office, replay=True)
    assert (report.cases, report.problems) == (3, ())
