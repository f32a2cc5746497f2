"""Papers: their numbers, what is printed when, again, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, PaperError, Refusal
from data.store import numbering, papers
from data.store.staff import Account
from printing.spool import printing_alone
from window_app.services import cases, intake, keeping, reprinting, supplementing, turns
from window_app.services.forms import SupplementForm
from window_app.services.office import Office

Jobs = Callable[[str], list[Any]]
RARE = "𠮷田一郎"  # U+20BB7 is in none of the shipped faces


def paper(answer: Any, kind: str) -> Any:
    (found,) = [d for d in answer.case.documents if d.kind == kind]
    return found


def test_each_department_word_and_year_is_a_series(catering: Any, filled: Any, submit: Any) -> None:
    first, second = submit(catering), submit(catering)
    other = submit(filled("L-HR-004"))
    lacking = submit(catering.mark("layout", "missing"))
    assert paper(first, "acceptance").number == "清新市监许受字〔2026〕00010300001号"
    assert paper(second, "acceptance").number == "清新市监许受字〔2026〕00010300002号"
    assert paper(other, "acceptance").number.endswith("受字〔2026〕00010300001号")
    assert paper(lacking, "supplement").number == "清新市监许补字〔2026〕00010300001号"
    assert paper(lacking, "receipt").number == "清新市监收字〔2026〕00010300001号"


def test_case_numbers_count_the_day(catering: Any, submit: Any, clock: Any) -> None:
    numbers = [submit(catering).case.number for _ in range(2)]
    clock.moment += timedelta(days=1)
    numbers.append(submit(catering).case.number)
    assert [number[:-1] for number in numbers] == [
        "44180326112300010300001",
        "44180326112300010300002",
        "44180326112400010300001",
    ]


@pytest.mark.parametrize(
    "series", ["case/2026-11-23", "paper/market/许受/2026"], ids=["case", "paper"]
)
def test_where_a_series_is_used_up_nothing_is_written(
    office: Office, clerk: Account, catering: Any, stored: Any, tmp_path: Path, series: str
) -> None:
    with office.store.write() as unit:
        numbering.next_serials(unit, office.home, [series])
        unit.connection.exec_driver_sql(
            "update counter set last = 99999 where series = ?", (series,)
        )
    before = stored()
    refusal = intake.submit(office, catering.form, clerk, tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "serial_exhausted"
    after = stored()
    assert {name: n for name, n in after.items() if name != "counter"} == {
        name: n for name, n in before.items() if name != "counter"
    }


def test_a_supplement_that_cannot_be_numbered_writes_nothing(
    office: Office, clerk: Account, catering: Any, submit: Any, tmp_path: Path
) -> None:
    number = submit(catering.mark("layout", "missing")).case.number
    with office.store.write() as unit:
        series = "paper/market/许受/2026"
        numbering.next_serials(unit, office.home, [series])
        unit.connection.exec_driver_sql(
            "update counter set last = 99999 where series = ?", (series,)
        )
    form = SupplementForm.model_validate({"materials": [{"id": "layout", "mark": "ok"}]})
    refusal = supplementing.bring(office, number, form, clerk, tmp_path)
    assert isinstance(refusal, Refusal)
    assert [line.kind for line in cases.history(office, number)] == [
        "received",
        "supplement_requested",
    ]


def test_a_name_that_cannot_be_set_leaves_the_case_stored(
    catering: Any, submit: Any, office: Office, jobs: Jobs
) -> None:
    catering.document["applicant"] = {**catering.document["applicant"], "name": RARE}
    answer = submit(catering)
    assert answer.case.status == "accepted"
    notice = paper(answer, "acceptance")
    assert notice.path is None
    assert "𠮷" in notice.problem
    (job,) = jobs(notice.number)
    assert (job.state, job.attempts, job.reason) == ("failed", 1, notice.problem)
    assert list(office.home.papers.glob("*")) == []
    assert keeping.verify(office, replay=True).problems == ()


def test_a_failed_print_waits_for_a_person(
    catering: Any, submit: Any, reopen: Callable[[], Office], jobs: Jobs
) -> None:
    catering.document["applicant"] = {**catering.document["applicant"], "name": RARE}
    notice = paper(submit(catering), "acceptance")
    reopen()
    assert [(job.state, job.attempts) for job in jobs(notice.number)] == [("failed", 1)]


def test_a_reprint_is_the_same_paper_and_says_so(
    catering: Any,
    submit: Any,
    office: Office,
    clerk: Account,
    tmp_path: Path,
    pdf_text: Callable[[Path], str],
) -> None:
    answer = submit(catering)
    first = pdf_text(Path(paper(answer, "acceptance").path))
    assert "补打" not in first
    for count in (1, 2):
        target = tmp_path / f"again{count}.pdf"
        printed = reprinting.reprint(
            office, answer.case.number, "acceptance", clerk, printer=f"file:{target}"
        )
        assert not isinstance(printed, Refusal)
        assert printed.path == str(target)
        assert f"补打第{count}次" in pdf_text(target)
        assert answer.case.number in pdf_text(target)
    kinds = [line.kind for line in cases.history(office, answer.case.number)]
    assert kinds == ["received", "accepted", "printed", "printed"]


def test_a_paper_is_named_by_its_number_too(
    catering: Any, submit: Any, office: Office, clerk: Account, tmp_path: Path
) -> None:
    answer = submit(catering)
    number = paper(answer, "acceptance").number
    target = f"file:{tmp_path / 'again.pdf'}"
    printed = reprinting.reprint(office, answer.case.number, number, clerk, printer=target)
    assert not isinstance(printed, Refusal)
    assert printed.number == number


def test_a_paper_that_the_case_has_not(
    catering: Any, submit: Any, office: Office, clerk: Account
) -> None:
    number = submit(catering).case.number
    with pytest.raises(InputError) as refused:
        reprinting.reprint(office, number, "refusal", clerk, printer="file")
    assert (refused.value.code, refused.value.field) == ("paper_unknown", "DOCUMENT")
    assert "acceptance" in (refused.value.hint or "")


def test_who_may_not_see_the_case_may_not_print_it(
    catering: Any, submit: Any, office: Office, staff: dict[str, Account]
) -> None:
    number = submit(catering).case.number
    for name in ("清单员", "管理员"):
        answer = reprinting.reprint(office, number, "acceptance", staff[name], printer="file")
        assert isinstance(answer, Refusal)
        assert answer.code == "role_may_not"


def test_a_printer_that_fails_leaves_the_job_with_its_reason(
    catering: Any, submit: Any, office: Office, clerk: Account, jobs: Jobs, tmp_path: Path
) -> None:
    answer = submit(catering)
    target = f"file:{tmp_path / 'nowhere' / 'again.pdf'}"
    with pytest.raises(PaperError) as failed:
        reprinting.reprint(office, answer.case.number, "acceptance", clerk, printer=target)
    assert failed.value.code == "paper_not_written"
    _first, second = jobs(paper(answer, "acceptance").number)
    assert (second.state, second.reason) == ("failed", failed.value.message)


@pytest.mark.parametrize("state", ["waiting", "printing"])
def test_what_a_dead_process_left_is_printed_once(
    catering: Any,
    submit: Any,
    office: Office,
    reopen: Callable[[], Office],
    jobs: Jobs,
    state: str,
) -> None:
    notice = paper(submit(catering), "acceptance")
    path = Path(notice.path)
    whole = path.read_bytes()
    path.unlink()
    with office.store.write() as unit:
        unit.connection.exec_driver_sql(
            "update print_job set state = ?, reference = null", (state,)
        )
    reopen()
    assert path.read_bytes() == whole
    assert [(job.state, job.attempts) for job in jobs(notice.number)] == [("done", 2)]
    path.unlink()
    reopen()
    assert not path.exists()


def test_what_another_process_prints_is_left_to_it(
    catering: Any, submit: Any, office: Office, reopen: Callable[[], Office], jobs: Jobs
) -> None:
    notice = paper(submit(catering), "acceptance")
    with office.store.write() as unit:
        unit.connection.exec_driver_sql("update print_job set state = 'printing'")
    with printing_alone(office.home.spool_lock("file")) as alone:
        assert alone
        reopen()
        assert [(job.state, job.attempts) for job in jobs(notice.number)] == [("printing", 1)]
    reopen()
    assert [(job.state, job.attempts) for job in jobs(notice.number)] == [("done", 2)]


def test_the_same_paper_gives_the_same_bytes(catering: Any, submit: Any, office: Office) -> None:
    notice = paper(submit(catering), "acceptance")
    with office.store.read() as unit:
        stored = papers.find(unit, notice.number)
    assert stored is not None
    printed = Path(notice.path).read_bytes()
    assert turns.make_pdf(stored, office) == printed
    assert turns.make_pdf(stored, office, reprint=1) != printed
