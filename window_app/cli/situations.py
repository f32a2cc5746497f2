"""`window checklist`: the list for a situation, as JSON, text or a 一次性告知书."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import InputError, Refusal
from data.rules.checklist import Checklist
from data.rules.item import Subject
from data.rules.listing import Listing
from data.rules.situation import Facts
from window_app.cli import out
from window_app.cli.asked import Asked
from window_app.services import lists

YES = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Papers:
    """Where a guide and a 授权委托书 are to be written, and the intake that fills the latter."""

    guide: Path | None
    proxy: Path | None
    intake: Path | None


def answer(
    asked: Asked,
    code: str,
    answers: list[str],
    subject: str | None,
    facts: list[str],
    papers: Papers,
    *,
    as_json: bool,
) -> None:
    catalogue = _catalogue(asked, as_json)
    checklist = lists.checklist(
        catalogue,
        code,
        _answers(answers),
        subject=_subject(subject),
        facts=_facts(facts),
    )
    if papers.guide is not None:
        _write_guide(asked, catalogue, checklist, papers.guide)
    if papers.proxy is not None:
        _write_proxy(asked, catalogue, checklist, papers.proxy, papers.intake)
    out.answer(checklist_json(checklist, catalogue.version), _text(checklist), as_json=as_json)


def checklist_json(checklist: Checklist, version: str) -> dict[str, Any]:
    """The checklist in the shape that `--json` promises."""
    way_out = checklist.exit
    return {
        "item": checklist.item.code,
        "version": version,
        "provisional": checklist.provisional,
        "exit": way_out
        and {"outcome": way_out.outcome, "say": way_out.say, "refer": way_out.refer},
        "open_questions": list(checklist.situation.open_questions),
        "materials": [
            {
                "id": m.id,
                "name": m.name,
                "need": str(m.need),
                "group": m.group,
                "per": m.per,
                "originals": m.originals,
                "copies": m.copies,
                "check_original": m.check_original,
                "surrender": m.surrender,
            }
            for m in checklist.materials
        ],
        "groups": [{"id": g.id, "name": g.name, "need": g.need} for g in checklist.groups],
        "fields": [field.id for field in checklist.fields],
        "fees": [{"name": fee.name, "amount": fee.amount} for fee in checklist.fees],
        "limits": {
            "statutory": checklist.limits.statutory,
            "promised": checklist.limits.promised,
            "unit": checklist.limits.unit,
        },
    }


def _catalogue(asked: Asked, as_json: bool) -> Listing:
    """The home's list in force; where there is no home, the shipped one."""
    settings = asked.settings()
    if asked.home is None and settings.home is None and not (settings.home_folder).exists():
        from data.store.catalogue_files import load_catalogue
        from window_app.bootstrap import shipped_catalogue

        return load_catalogue(shipped_catalogue())
    found = lists.live(asked.office())
    if isinstance(found, Refusal):
        out.refuse(found, as_json=as_json)
    return found


def _answers(given: list[str]) -> dict[str, list[str]]:
    answers: dict[str, list[str]] = {}
    for text in given:
        question, equals, chosen = text.partition("=")
        if not equals or not question or not chosen:
            raise InputError("answer_wrong", f"应当写成 -a 问题=选项：{text}", field="-a")
        if question in answers:
            raise InputError("answer_twice", f"问题“{question}”回答了两次。", field="-a")
        answers[question] = chosen.split(",")
    return answers


def _subject(text: str | None) -> Subject | None:
    if text is None:
        return None
    if text == "natural":
        return "natural"
    if text == "legal":
        return "legal"
    raise InputError(
        "subject_wrong", f"--subject 只能是 natural 或者 legal：{text}", field="--subject"
    )


def _facts(given: list[str]) -> Facts:
    values: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        read = _FACTS.get(name)
        if not equals or read is None:
            names = "、".join(_FACTS)
            raise InputError(
                "fact_wrong",
                f"--fact 应当写成 名称=值：{text}",
                hint=f"名称可用：{names}",
                field="--fact",
            )
        values[name] = read(value)
    return Facts(**values)


def _age(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:4]) <= 200):
        raise InputError("fact_wrong", f"age 应当是周岁：{text}", field="--fact")
    return int(text)


def _agent(text: str) -> bool:
    if text not in YES:
        raise InputError("fact_wrong", f"agent 应当是 yes 或者 no：{text}", field="--fact")
    return YES[text]


def _sex(text: str) -> str:
    if text not in ("male", "female"):
        raise InputError("fact_wrong", f"sex 应当是 male 或者 female：{text}", field="--fact")
    return text


def _region(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) >= 6):
        raise InputError("fact_wrong", f"region 应当是 6 位行政区划代码：{text}", field="--fact")
    return text


_FACTS: dict[str, Callable[[str], Any]] = {
    "age": _age,
    "agent": _agent,
    "sex": _sex,
    "region": _region,
    "id_type": str,
}


def _text(checklist: Checklist) -> str:
    if checklist.exit is not None:
        return checklist.exit.say
    lines = [f"{checklist.item.code} {checklist.item.name}"]
    lines += [f"  {n}. {m.name}" for n, m in enumerate(checklist.materials, start=1)]
    for question_id in checklist.situation.open_questions:
        question = checklist.item.question(question_id)
        lines.append(f"  还要问：{question.ask if question else question_id}")
    return "\n".join(lines)


def _write_guide(asked: Asked, catalogue: Listing, checklist: Checklist, path: Path) -> None:
    from window_app.services import guiding

    guiding.write(asked.settings(), catalogue, checklist, path)


def _write_proxy(
    asked: Asked, catalogue: Listing, checklist: Checklist, path: Path, intake: Path | None
) -> None:
    from window_app.services import proxies
    from window_app.services.forms import IntakeForm, read_form

    form = read_form(intake, IntakeForm) if intake is not None else None
    subject = checklist.situation.subject
    proxies.write(asked.settings(), catalogue, checklist.item, path, subject=subject, form=form)
