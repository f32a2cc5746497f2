"""一次性告知书: the list of a situation on paper, before anything is applied for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.clock import SHANGHAI, SystemClock, legal_day
from data.rules.checklist import Checklist, fee_words
from data.rules.item import Limits, Material, Need
from data.rules.listing import Listing
from data.store import printers
from printing import particulars as paper
from printing.files import FilePrinter
from printing.guides import Answer, GuideData, GuideMaterial
from printing.papers import compose
from window_app.services import scenes
from window_app.services.office import Office
from window_app.settings import Settings
from window_app.views import DocumentView

PER = {"member": "每名家庭成员", "adult": "每名成年家庭成员"}


def write(settings: Settings, catalogue: Listing, checklist: Checklist, path: Path) -> str:
    """Write the guide as a PDF; PaperError where it cannot be set or written."""
    from printing.faces import faces  # loads reportlab: only where a paper is made
    from printing.page import render

    fonts = faces(official=settings.official_font, extra=settings.extra_font)
    today = legal_day(SystemClock().now())
    pdf = render(compose(guide(catalogue, checklist, today)), fonts)
    return FilePrinter(path).send(pdf, title=checklist.item.name, copies=1)


def hand_over(office: Office, catalogue: Listing, checklist: Checklist) -> DocumentView:
    """Print the guide at the window; PaperError where it fails. Nothing is stored of it."""
    from printing.page import render

    pdf = render(compose(guide(catalogue, checklist, office.today())), office.faces())
    now = office.now().astimezone(SHANGHAI)
    title = f"一次性告知书-{checklist.item.code}-{now:%m%d%H%M%S}"
    with office.store.read() as unit:
        printer = printers.chosen(unit, "guide", otherwise=office.default_printer)
    reference = office.printer(printer).send(pdf, title=title, copies=1)
    return DocumentView("guide", title, reference)


def guide(catalogue: Listing, checklist: Checklist, today: date) -> GuideData:
    """The facts of a guide."""
    item, situation = checklist.item, checklist.situation
    department = catalogue.department(item.department)
    open_questions = [q.ask for q in item.questions if q.id in situation.open_questions]
    return GuideData(
        item=scenes.listed_item(item, catalogue),
        department=department.name if department else "",
        date=scenes.day_text(today),
        materials=tuple(_material(m, checklist) for m in checklist.materials),
        statutory=_limit(item.limits, item.limits.statutory),
        promised=_limit(item.limits, item.limits.promised),
        basis=item.legal_basis,
        conditions=item.conditions,
        steps=tuple(step.name for step in item.steps),
        answers=tuple(_answers(checklist)),
        open_questions=tuple(open_questions),
        say=(checklist.exit.say,) if checklist.exit else (),
        fees=tuple(paper.Fee(fee.name, fee_words(fee)) for fee in checklist.fees),
        special=tuple(scenes.special(s) for s in item.special if s.stops_clock),
        place=item.guide.place or "",
        hours=item.guide.hours or "",
        phone=item.guide.phone or "",
        delivery=tuple(scenes.WAYS[way] for way in item.delivery),
    )


def _answers(checklist: Checklist) -> list[Answer]:
    answers: list[Answer] = []
    for question in checklist.item.questions:
        chosen = checklist.situation.answers.get(question.id, ())
        names = [choice.name for choice in question.choices if choice.id in chosen]
        if names:
            answers.append(Answer(question.ask, "、".join(names)))
    return answers


def _limit(limits: Limits, days: int) -> paper.Limit:
    return paper.Limit(f"{days}{scenes.UNITS[limits.unit]}" if days else "当场办结")


def _material(material: Material, checklist: Checklist) -> GuideMaterial:
    return GuideMaterial(
        name=material.name,
        need=need_words(material, checklist),
        originals=material.originals,
        copies=material.copies,
        check_original=material.check_original,
        surrender=material.surrender,
        criteria=material.criteria,
        blank=material.blank or "",
        note=material.note or "",
    )


def copies_words(material: Material) -> str:
    """原件 1 份、复印件 2 份、核验原件: what is handed in and what is shown."""
    parts = (
        f"原件{material.originals}份" if material.originals else "",
        f"复印件{material.copies}份" if material.copies else "",
        "核验原件" if material.check_original else "",
        "交回原证" if material.surrender else "",
    )
    return "、".join(part for part in parts if part)


def need_words(material: Material, checklist: Checklist) -> str:
    """必交, or under what terms not."""
    group = next((g for g in checklist.groups if g.id == material.group), None)
    if group is not None:
        text = f"“{group.name}”任选{group.need}项"
    elif material.need is Need.TOLERABLE:
        text = f"可以后补（{material.later_days}个工作日内）"
    else:
        text = "必交" if material.need is Need.REQUIRED else "可交可不交"
    return f"{text}，{PER[material.per]}1份" if material.per else text
