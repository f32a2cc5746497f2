"""What an enquiry shows: the questions as a list of answers, and the list that follows."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets.option_list import Option

from screens.widgets import ink
from screens.widgets.ink import join, plain
from screens.widgets.line import Facts, Prose, Words
from window_app.desk_views import EnquiryMaterial, EnquiryView, QuestionView

# An answer is known by `question=choice`; the subject is the question without a name.
ANSWER = "="
TONES = {"not_needed": "info", "use_item": "info"}


def questions_of(view: EnquiryView) -> Iterator[Option]:
    """Every question that applies, with its answers."""
    if len(view.subjects) > 1:
        yield _asked("谁来办", "")
        for number, (word, name) in enumerate(view.subjects, start=1):
            yield _answer(number, f"{ANSWER}{word}", name, word == view.subject, many=False)
    for question in view.questions:
        yield _asked(question.ask, _remark(question))
        for number, choice in enumerate(question.choices, start=1):
            option = f"{question.id}{ANSWER}{choice.id}"
            name = f"{choice.name}（{choice.note}）" if choice.note else choice.name
            yield _answer(number, option, name, choice.is_chosen, many=question.many)


def _remark(question: QuestionView) -> str:
    words = ["可以选几个"] if question.many else []
    if question.is_guess:
        words.append("推定")
    elif question.is_open:
        words.append("还没问")
    return "，".join(words)


def _asked(words: str, remark: str) -> Option:
    style = "warn.ink" if "还没问" in remark else "muted"
    return Option(join([plain(words, "strong"), plain(f"   {remark}", style)]), disabled=True)


def _answer(number: int, option: str, name: str, is_chosen: bool, *, many: bool) -> Option:
    box = ("[x]" if is_chosen else "[ ]") if many else ("(x)" if is_chosen else "( )")
    mark = plain(f"{number} {box} ", "ok.settled" if is_chosen else "muted")
    return Option(join([plain("  "), mark, plain(name)]), id=option)


def question_of(option: str) -> str:
    return option.partition(ANSWER)[0]


def answer_of(view: EnquiryView, question: str, number: int) -> str:
    """The number-th answer of a question; empty where there is none."""
    if question == "":
        found = [word for word, _ in view.subjects]
    else:
        found = [c.id for one in view.questions if one.id == question for c in one.choices]
    return f"{question}{ANSWER}{found[number - 1]}" if number <= len(found) else ""


def first_open(view: EnquiryView) -> str | None:
    """The first answer of the first question that is open."""
    for question in view.questions:
        if question.is_open and question.choices:
            return f"{question.id}{ANSWER}{question.choices[0].id}"
    return None


def list_of(view: EnquiryView) -> Iterator[Widget]:
    """What the person is told: a way out, the terms, each material with what it must be."""
    if view.way_out is not None:
        family = TONES.get(view.way_out.outcome, "warn")
        yield Words(ink.badge(view.way_out.word, family))
        yield Prose(view.way_out.say)
        yield Words("")
    yield Facts(_terms(view))
    for number, material in enumerate(view.materials, start=1):
        yield Words("")
        yield from _material(number, material)


def _terms(view: EnquiryView) -> list[tuple[str, str]]:
    terms = [
        ("部门", view.department),
        ("办结", f"{view.promised}，法定 {view.statutory}"),
        ("收费", "、".join(view.fees) or "不收费"),
        ("地点", view.place),
        ("电话", view.phone),
    ]
    return [(label, value) for label, value in terms if value]


def _material(number: int, material: EnquiryMaterial) -> Iterator[Widget]:
    yield Facts([(f"{number:>2}", material.name)])
    terms = [material.need, material.copies, "问完才定" if material.is_possible else ""]
    yield Prose("，".join(part for part in terms if part), style="muted", classes="under")
    for text in (*material.criteria, material.note):
        if text:
            yield Prose(text, style="muted", classes="under")
