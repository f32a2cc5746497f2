"""Flags on a person: no 容缺 and no 告知承诺 while one stands, and the clerk is told why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.rules.event import Kind
from data.store.staff import Account
from window_app.services import cases, flags, intake, keeping, late_concluding, supplementing
from window_app.services.desk.desk import Desk
from window_app.services.desk.station import Person
from window_app.services.forms import SupplementForm
from window_app.services.office import Office
from window_app.views import Submitted

COMPANY = "91441803MA59L01K99"
SOURCE = "失信惩戒名单〔2026〕3号"


@pytest.fixture
def put(office: Office, staff: dict[str, Account]) -> Callable[..., Any]:
    def flag(number: str = COMPANY, who: str = "监督员", **given: Any) -> Any:
        told = {"kind": "bad_credit", "source": SOURCE, "until": "2027-11-22", **given}
        return flags.put(office, number, staff[who], **told)

    return flag


def findings(answer: object) -> list[str]:
    """What an intake that was not concluded says."""
    assert isinstance(answer, Refusal), answer
    assert answer.code == "incomplete"
    return [finding.say for finding in answer.findings[0].findings]


def test_a_flag_is_shown_masked_with_source_and_end(put: Callable[..., Any]) -> None:
    flag = put()
    assert (flag.word, flag.source, flag.until) == ("失信名单", SOURCE, "2027-11-22")
    assert (flag.since, flag.stands, flag.lifted) == ("2026-11-23", True, False)
    assert COMPANY not in flag.id_number and flag.id_number.startswith("914418")


@pytest.mark.parametrize(("material", "mark"), [("manager", "deferred"), ("rules", "committed")])
def test_while_it_stands_there_is_no_tolerance_and_no_commitment(
    put: Callable[..., Any],
    catering: Any,
    office: Office,
    clerk: Account,
    tmp_path: Path,
    on: Callable[[str], None],
    material: str,
    mark: str,
) -> None:
    put()
    form = catering.mark(material, mark).form
    (said,) = findings(intake.submit(office, form, clerk, tmp_path))
    assert "失信名单" in said and SOURCE in said and "2027-11-22" in said
    on("2026-12-25")
    flags.lift(office, COMPANY, _supervisor(office), kind="bad_credit", why="信用已修复")
    assert isinstance(intake.submit(office, form, clerk, tmp_path), Submitted)


def test_others_are_not_touched(put: Callable[..., Any], catering: Any, submit: Any) -> None:
    put("441803199001011155")
    assert submit(catering.mark("manager", "deferred")).case.status == "accepted"


def test_what_is_brought_later_is_weighed_the_same(
    put: Callable[..., Any],
    catering: Any,
    submit: Any,
    office: Office,
    clerk: Account,
    tmp_path: Path,
) -> None:
    lacking = submit(catering.mark("manager", "missing")).case.number
    taken = submit(catering.set(conclude=False)).case.number
    put()
    rows = {"materials": [{"id": "manager", "mark": "deferred"}]}
    answer = supplementing.bring(
        office, lacking, SupplementForm.model_validate(rows), clerk, tmp_path
    )
    assert SOURCE in findings(answer)[0]
    form = catering.mark("manager", "deferred").form
    assert SOURCE in findings(late_concluding.conclude(office, taken, form, clerk, tmp_path))[0]


def test_the_desk_says_why_at_the_key(
    put: Callable[..., Any], office: Office, clerk: Account
) -> None:
    put()
    desk = Desk(office)
    session = desk.begin(Person(clerk), identity=COMPANY, item="L-MARKET-006")
    assert not isinstance(session, Refusal)
    for question, choice in (
        ("matter", "new"),
        ("form", "catering"),
        ("special", "none"),
        ("area", "micro"),
        ("who", "self"),
    ):
        session.answer(question, choice)
    why = session.mark(("manager", None), "deferred")
    assert why is not None and SOURCE in why
    assert session.mark(("manager", None), "ok") is None


def test_a_flag_ends_by_itself(
    put: Callable[..., Any], office: Office, on: Callable[[str], None]
) -> None:
    put(until="2026-11-30")
    on("2026-11-30")
    assert _bar(office) is not None
    on("2026-12-01")
    assert _bar(office) is None
    (flag,) = flags.everyone(office, _supervisor(office))  # type: ignore[misc]
    assert (flag.stands, flag.lifted) == (False, False)


def test_the_law_says_how_long(put: Callable[..., Any]) -> None:
    """行政许可法 78: one year; 79: three years; a broken promise until it is lifted."""
    assert put(kind="false_materials", until=None).until == "2027-11-23"
    assert put(kind="fraud", until=None).until == "2029-11-23"
    assert put(kind="broken_promise", until=None).until is None


def test_several_stand_together_and_are_lifted_by_kind_and_source(
    put: Callable[..., Any], office: Office, staff: dict[str, Account]
) -> None:
    put()
    put(source="另一份名单")
    put(kind="fraud", source="处罚决定书", until=None)
    bar = _bar(office)
    assert bar is not None and bar.count("来源") == 3
    one = flags.lift(office, COMPANY, staff["清单员"], kind="bad_credit", why="错", source=SOURCE)
    assert not isinstance(one, Refusal)
    assert [flag.source for flag in one] == [SOURCE]
    rest = flags.lift(office, COMPANY, staff["清单员"], kind="bad_credit", why="修复")
    assert not isinstance(rest, Refusal)
    assert [flag.source for flag in rest] == ["另一份名单"]
    again = flags.lift(office, COMPANY, staff["清单员"], kind="bad_credit", why="修复")
    assert isinstance(again, Refusal) and again.code == "flag_unknown"
    assert "骗" in (_bar(office) or "")
    assert keeping.verify(office, replay=True).problems == ()


def test_put_again_it_stands_again(
    put: Callable[..., Any], office: Office, staff: dict[str, Account], on: Callable[[str], None]
) -> None:
    put()
    on("2026-11-24")
    flags.lift(office, COMPANY, staff["监督员"], kind="bad_credit", why="修复")
    on("2026-11-25")
    put(until="2028-01-01")
    (flag,) = flags.everyone(office, staff["监督员"], id_number=COMPANY)  # type: ignore[misc]
    assert (flag.stands, flag.until, flag.since) == (True, "2028-01-01", "2026-11-25")


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "lazy"}, "flag_kind_unknown", "--kind"),
    ({"source": "  "}, "flag_source_wrong", "--source"),
    ({"until": None}, "until_missing", "--until"),
    ({"until": "明年"}, "date_wrong", "--until"),
    ({"until": "2026-11-22"}, "until_past", "--until"),
    ({"number": "123"}, "id_number_wrong", "ID_NUMBER"),
]


def test_what_is_wrong_is_named(
    put: Callable[..., Any], stored: Callable[[], dict[str, int]]
) -> None:
    before = stored()
    for given, code, field in WRONG:
        with pytest.raises(InputError) as refused:
            put(**given)
        assert (refused.value.code, refused.value.field) == (code, field)
    assert stored() == before


def test_only_a_supervisor_or_list_manager(
    put: Callable[..., Any], office: Office, staff: dict[str, Account]
) -> None:
    for name in ("窗口员", "承办人", "首席代表", "管理员"):
        for refusal in (
            put(who=name),
            flags.lift(office, COMPANY, staff[name], kind="bad_credit", why="修复"),
            flags.everyone(office, staff[name]),
        ):
            assert isinstance(refusal, Refusal) and refusal.code == "role_may_not"


def test_a_passport_names_its_kind(put: Callable[..., Any]) -> None:
    assert put("E12345678", id_type="passport").id_type == "passport"


@pytest.mark.parametrize(
    ("kind", "body", "word"),
    [
        (Kind.COMMITMENT_CHECKED, {"day": "2026-12-01", "is_kept": False}, "未履行承诺"),
        (Kind.REFUSED, {"decided_day": "2026-12-01", "false_materials": True}, "提供虚假材料"),
    ],
)
def test_what_a_department_found_sets_a_flag_by_itself(
    catering: Any,
    submit: Any,
    office: Office,
    write: Callable[..., Any],
    kind: Kind,
    body: dict[str, Any],
    word: str,
) -> None:
    number = submit(catering.mark("rules", "committed")).case.number
    write(number, kind, {**body, "owner": f"credit_code:{COMPANY}", "number": number})
    bar = _bar(office)
    assert bar is not None and word in bar and number in bar
    assert any(word in sentence for sentence in cases.told(office, number))
    assert keeping.verify(office, replay=True).problems == ()


def _bar(office: Office) -> str | None:
    with office.store.read() as unit:
        return flags.bar(unit, f"credit_code:{COMPANY}", office.today())


def _supervisor(office: Office) -> Account:
    from window_app.services import access

    return next(account for account in access.everybody(office) if account.name == "监督员")
