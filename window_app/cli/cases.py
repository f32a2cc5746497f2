"""`window case`: take a case in by file, look at it, bring supplements, withdraw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.errors import Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked

if TYPE_CHECKING:
    from window_app.services.office import Office
    from window_app.views import CaseView, ConclusionView, HistoryLine, Submitted

app = typer.Typer(help="办件：收件、查看、补正、撤回。", no_args_is_help=True)
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="24 位办件编号。")]
File = Annotated[Path, typer.Argument(metavar="FILE.json", help="JSON 文件。")]


@app.command()
def submit(context: typer.Context, file: File, as_json: AsJson = False) -> None:
    """按文件收件，作出结论并打印文书。"""
    from window_app.services import intake
    from window_app.services.forms import IntakeForm, read_form

    form = read_form(file, IntakeForm)
    office, who = asked(context).acting(as_json=as_json)
    _tell_submitted(intake.submit(office, form, who, file.parent), as_json)


@app.command()
def supplement(context: typer.Context, number: Number, file: File, as_json: AsJson = False) -> None:
    """收下补正的材料，重新作出结论。"""
    from window_app.services import supplementing
    from window_app.services.forms import SupplementForm, read_form

    form = read_form(file, SupplementForm)
    office, who = asked(context).acting(as_json=as_json)
    _tell_submitted(supplementing.bring(office, number, form, who, file.parent), as_json)


@app.command()
def conclude(context: typer.Context, number: Number, file: File, as_json: AsJson = False) -> None:
    """对收下待核的件作出结论；文件的写法和收件一样。"""
    from window_app.services import late_concluding
    from window_app.services.forms import IntakeForm, read_form

    form = read_form(file, IntakeForm)
    office, who = asked(context).acting(as_json=as_json)
    answer = late_concluding.conclude(office, number, form, who, file.parent)
    _tell_submitted(answer, as_json)


@app.command()
def withdraw(
    context: typer.Context,
    number: Number,
    why: Annotated[str, typer.Option(help="申请人写明的原因。")] = "申请人书面撤回",
    as_json: AsJson = False,
) -> None:
    """申请人撤回申请。"""
    from window_app.services import handing

    office, who = asked(context).acting(as_json=as_json)
    tell_case(handing.withdraw(office, number, who, why=why), as_json)


@app.command()
def offer(
    context: typer.Context,
    number: Number,
    to: Annotated[str, typer.Option(help="station:0002 或者 department:market。")],
    why: Annotated[str, typer.Option(help="为什么移交。")],
    as_json: AsJson = False,
) -> None:
    """移交给一个部门或者另一个站点。"""
    from window_app.services import handing

    office, who = asked(context).acting(as_json=as_json)
    tell_case(handing.offer(office, number, to, who, why=why), as_json)


@app.command()
def arrive(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """代办件送到本站，五个工作日从今天起算。"""
    from window_app.services import handing

    office, who = asked(context).acting(as_json=as_json)
    tell_case(handing.arrive(office, number, who), as_json)


@app.command()
def progress(
    context: typer.Context,
    number: Number,
    code: Annotated[str, typer.Argument(metavar="CODE", help="6 位查询码。")],
    as_json: AsJson = False,
) -> None:
    """申请人凭编号和查询码问进度；错五次锁定。"""
    from window_app.services import cases

    tell_case(cases.progress(asked(context).office(), number, code), as_json)


@app.command()
def show(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """查看一件。"""
    from window_app.services import cases

    office = _looking(context, as_json)
    view = cases.show(office, number)
    told = [f"  {sentence}" for sentence in cases.told(office, number)]
    out.answer(case_json(view), "\n".join([_text(view), *told]), as_json=as_json)


@app.command("list")
def list_cases(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最多列出多少件。")] = 200,
    as_json: AsJson = False,
) -> None:
    """最近收的件。"""
    from window_app.services import cases

    views = cases.newest(_looking(context, as_json), limit=limit)
    text = "\n".join(_line(view) for view in views) or "还没有办件。"
    out.answer([case_json(v, with_materials=False) for v in views], text, as_json=as_json)


@app.command()
def history(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """一件的全部经过。"""
    from window_app.services import cases

    lines = cases.history(_looking(context, as_json), number)
    text = "\n".join(f"{line.at} {line.kind} {line.actor} {line.note}".rstrip() for line in lines)
    out.answer([_history_json(line) for line in lines], text, as_json=as_json)


def case_json(view: CaseView, *, with_materials: bool = True) -> dict[str, Any]:
    """A case in the shape that `--json` promises."""
    value: dict[str, Any] = out.plain(view)
    for name in ("item_name", "notice_deadline", "days_left"):
        del value[name]
    for material in value["materials"]:
        del material["name"]
    for document in value["documents"]:
        del document["problem"]
        if not document["voided"]:
            del document["voided"]
    if not with_materials:
        del value["materials"]
    return value


def _history_json(line: HistoryLine) -> dict[str, Any]:
    value: dict[str, Any] = out.plain(line)
    del value["note"]
    return value


def conclusion_json(conclusion: ConclusionView) -> dict[str, Any]:
    names = ("material", "person", "question", "field", "mark", "faults", "say")
    findings = [
        {name: out.plain(getattr(finding, name)) for name in names}
        for finding in conclusion.findings
    ]
    return {"kind": conclusion.kind, "findings": findings}


def _looking(context: typer.Context, as_json: bool) -> Office:
    """Open the home to look; where a person is named, their password is asked."""
    office = asked(context).office()
    if asked(context).user is not None:
        asked(context).person(office, as_json=as_json)
    return office


def tell_case(answer: CaseView | Refusal, as_json: bool) -> None:
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer(case_json(answer), _text(answer), as_json=as_json)


def _tell_submitted(answer: Submitted | Refusal, as_json: bool) -> None:
    if isinstance(answer, Refusal):
        conclusion = answer.findings[0] if answer.findings else None
        extra: dict[str, Any] = {"conclusion": conclusion_json(conclusion)} if conclusion else {}
        if conclusion and not as_json:
            for finding in conclusion.findings:
                out.warn(f"  {finding.say}")
        out.refuse(answer, as_json=as_json, extra=extra)
    for sentence in answer.warnings:
        out.warn(sentence)
    for document in answer.case.documents:
        if document.problem:
            out.warn(f"办件已保存，文书没有打印：{document.problem}")
    value = case_json(answer.case)
    value["conclusion"] = conclusion_json(answer.conclusion) if answer.conclusion else None
    out.answer(value, _text(answer.case, answer.conclusion), as_json=as_json)


def _line(view: CaseView) -> str:
    due = view.due.promised if view.due else "-"
    return f"{view.number} {view.item_name} {view.applicant['name']} {view.status} {due}"


def _text(view: CaseView, conclusion: ConclusionView | None = None) -> str:
    lines = [_line(view)]
    if conclusion is not None:
        lines.extend(f"  {finding.say}" for finding in conclusion.findings)
    if view.query_code:
        lines.append(f"  查询码 {view.query_code}")
    for d in view.documents:
        void = "已作废 " if d.voided else ""
        lines.append(f"  {d.kind} {d.number} {void}{d.path or d.problem or ''}")
    return "\n".join(lines)
