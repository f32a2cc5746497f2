"""What an enquiry shows: the questions as a list of answers, and the list that follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

from rich.text import Text
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.widgets import ink
from screens.widgets.ink import join, plain
from screens.widgets.line import Named, fact_lines
from screens.widgets.told import prose
from screens.width import cells, wrap
from window_app.desk_views import EnquiryMaterial, EnquiryView, QuestionView

# An answer is known by `question=choice`; the subject is the question without a name.
ANSWER = "="
INDENT = 4
OPTION_MARGIN = 2  # cells on either side of an option, as the sheet has it
POINTED, UNPOINTED = "> ", "  "
TONES = {"not_needed": "info", "use_item": "info"}


class Answers(OptionList):
    """The questions with their answers, laid out for the width there is; the cursor points."""

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._view: EnquiryView | None = None
        self._room = 0
        self._pointed: int | None = None

    @property
    def here(self) -> str | None:
        """The answer under the cursor, as `question=choice`."""
        place = self.highlighted
        return None if place is None else self.get_option_at_index(place).id

    def show(self, view: EnquiryView) -> None:
        """Show the questions as they stand; the cursor goes to the first."""
        self._view = view
        self._lay()

    def to(self, option: str | None) -> None:
        """Put the cursor on an answer, if it still stands there."""
        ids = [one.id for one in self.options]
        if option in ids:
            self.highlighted = ids.index(option)
        elif self.option_count:
            self.action_first()

    def on_resize(self) -> None:
        if self._view is not None and self._room != self._width:
            here = self.here
            self._lay()
            self.to(here)

    @property
    def _width(self) -> int:
        """Cells of an option: without its margins, and a scrollbar that may come."""
        return self.size.width - 2 * OPTION_MARGIN - 1

    def _lay(self) -> None:
        assert self._view is not None
        self._pointed, self._room = None, self._width
        self.clear_options()
        self.add_options(questions_of(self._view, self._room))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        for place in {self._pointed, event.option_index}:
            if place is not None and place < self.option_count:
                option = self.get_option_at_index(place)
                if option.id is not None:
                    words = pointed(option, is_here=place == event.option_index)
                    self.replace_option_prompt_at_index(place, words)
        self._pointed = event.option_index


def questions_of(view: EnquiryView, width: int) -> Iterator[Option]:
    """Every question that applies, with its answers, in lines of so many cells."""
    if len(view.subjects) > 1:
        yield _asked("谁来办", "", width)
        for number, (word, name) in enumerate(view.subjects, start=1):
            is_chosen = word == view.subject
            yield _answer(number, f"{ANSWER}{word}", name, width, is_chosen, many=False)
    for question in view.questions:
        yield _asked(question.ask, _remark(question), width)
        for number, choice in enumerate(question.choices, start=1):
            option = f"{question.id}{ANSWER}{choice.id}"
            name = f"{choice.name}（{choice.note}）" if choice.note else choice.name
            yield _answer(number, option, name, width, choice.is_chosen, many=question.many)


def _remark(question: QuestionView) -> str:
    words = ["可以选几个"] if question.many else []
    if question.is_guess:
        words.append("推定")
    elif question.is_open:
        words.append("还没问")
    return "，".join(words)


def _asked(words: str, remark: str, width: int) -> Option:
    style = "warn.ink" if "还没问" in remark else "muted"
    lines = [plain(line, "strong") for line in wrap(words, width)]
    if lines[-1].cell_len + cells(remark) + 3 <= width:
        lines[-1] = join([lines[-1], plain(f"   {remark}", style)])
    else:
        lines.append(plain(remark, style))
    return Option(join(lines, "\n"), disabled=True)


def _answer(
    number: int, option: str, name: str, width: int, is_chosen: bool, *, many: bool
) -> Option:
    box = ("[x]" if is_chosen else "[ ]") if many else ("(x)" if is_chosen else "( )")
    mark = plain(f"{number} {box} ", "ok.settled" if is_chosen else "muted")
    margin = cells(UNPOINTED) + mark.cell_len
    first, *rest = wrap(name, width - margin)
    lines = [join([plain(UNPOINTED), mark, plain(first)])]
    lines += [plain(" " * margin + line) for line in rest]
    return Option(join(lines, "\n"), id=option)


def pointed(option: Option, *, is_here: bool) -> Text:
    """An answer with or without the sign that the cursor stands on it."""
    prompt = option.prompt
    assert isinstance(prompt, Text)
    return join([plain(POINTED if is_here else UNPOINTED), prompt[len(UNPOINTED) :]])


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


def list_of(view: EnquiryView, width: int) -> Iterator[Text]:
    """What the person is told: a way out, the terms, each material with what it must be."""
    if view.way_out is not None:
        yield ink.badge(view.way_out.word, TONES.get(view.way_out.outcome, "warn"))
        yield from prose(view.way_out.say, width)
        yield plain("")
    yield from fact_lines(_terms(view), width)
    for number, material in enumerate(view.materials, start=1):
        yield plain("")
        yield from _material(number, material, width)


def _terms(view: EnquiryView) -> list[tuple[str, Text | str]]:
    terms = [
        ("部门", view.department),
        ("办结", f"{view.promised}，法定 {view.statutory}"),
        ("收费", "、".join(view.fees) or "不收费"),
        ("地点", view.place),
        ("电话", view.phone),
    ]
    return [(label, value) for label, value in terms if value]


def _material(number: int, material: EnquiryMaterial, width: int) -> Iterator[Text]:
    yield from fact_lines([(f"{number:>2}", material.name)], width)
    terms = [material.need, material.copies, "问完才定" if material.is_possible else ""]
    told = ["，".join(part for part in terms if part), *material.criteria, material.note]
    for text in filter(None, told):
        yield from prose(text, width, style="muted", indent=INDENT)
