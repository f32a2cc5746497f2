"""The third step: the questions that apply, each answered by a digit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from screens import keys
from screens.intake.pane import Hands, Pane
from screens.intake.rows import Block, Grown, Rows
from screens.widgets.ink import badge, join, plain, soft_badge, spread
from screens.widgets.line import Prose, stacked
from screens.widgets.panel import Panel
from screens.width import cut, wrap
from window_app.desk_views import ChoiceView, ExitView, IntakeView, QuestionView

GUESS = "推定"


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the list: the number-th choice of a question."""

    question: QuestionView
    number: int

    @property
    def choice(self) -> ChoiceView:
        return self.question.choices[self.number - 1]


class Questions(Rows):
    """Questions with their choices. A digit answers the question the cursor is in."""

    def __init__(self, pane: SituationPane) -> None:
        super().__init__()
        self._pane = pane
        self._questions: tuple[QuestionView, ...] = ()
        self._places: list[_Place] = []

    def show(self, questions: tuple[QuestionView, ...]) -> None:
        self._questions = questions
        self._places = [
            _Place(question, number)
            for question in questions
            for number in range(1, len(question.choices) + 1)
        ]
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self.refresh()

    @property
    def count(self) -> int:
        return len(self._places)

    @property
    def here(self) -> _Place | None:
        return self._places[self.cursor] if self._places else None

    # Drawing.

    def blocks(self, width: int) -> Iterable[Block]:
        lines = [_choice_lines(1, c, q, width, False) for q in self._questions for c in q.choices]
        is_airy = sum(map(len, lines)) + 2 * len(self._questions) <= self.size.height
        place = 0
        for number, question in enumerate(self._questions, start=1):
            air = [plain("")] if is_airy else []
            yield Block([*air, _asked(number, question, width)], is_row=False)
            for n, choice in enumerate(question.choices, start=1):
                yield Block(_choice_lines(n, choice, question, width, self.on_cursor(place)))
                place += 1

    # Keys.

    def took(self, event: events.Key) -> bool:
        here = self.here
        if event.key == "enter":
            self.go_on()
        elif event.key == "right":
            self._pane.hands.onward()
        elif event.key == "left":
            self._pane.hands.backward()
        elif event.key == keys.key("insist").key:
            self._pane.insist()
        elif here is not None and event.key == "space":
            self._pane.answer(here.question, here.number)
        elif here is not None and event.key.isdigit():
            self._pane.answer(here.question, int(event.key))
        else:
            return super().took(event)
        return True

    def clicked(self, place: int) -> None:
        here = self._places[place]
        self._pane.answer(here.question, here.number)

    def go_on(self) -> None:
        """To the next question without an answer, else to the next step or out of the list."""
        if self._pane.is_out or not self.to_open(after=self.here.question.id if self.here else ""):
            self._pane.through()

    def to_open(self, *, after: str = "") -> bool:
        """Put the cursor into an open question, first those behind `after`."""
        ids = [question.id for question in self._questions]
        start = ids.index(after) + 1 if after in ids else 0
        order = [*self._questions[start:], *self._questions[:start]]
        found = next((question for question in order if question.is_open), None)
        if found is not None:
            self.to(found.id)
        return found is not None

    def to_guess(self) -> bool:
        """Put the cursor into the first answer that is only guessed."""
        found = next((question for question in self._questions if question.is_guess), None)
        if found is not None:
            self.to(found.id)
        return found is not None

    def to(self, question_id: str, choice: str = "") -> None:
        """Put the cursor into a question, on a choice or on what is chosen there."""
        mine = [n for n, place in enumerate(self._places) if place.question.id == question_id]
        chosen = [n for n in mine if self._places[n].choice.id == choice] if choice else []
        chosen = chosen or [n for n in mine if self._places[n].choice.is_chosen]
        if mine:
            self.move((chosen or mine)[0])


class SituationPane(Pane):
    """Questions left; right what they lead to."""

    STEP = "situation"
    FOOT = ("choose", "pick", "step_on")

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self.questions = Questions(self)
        self._outcome = Outcome()
        self._view: IntakeView | None = None
        self._head = Panel("情形", self.questions, remark="数字选，回车往下")
        right = VerticalScroll(self._outcome, classes="inset")
        self._beside = Panel("材料", right, classes="beside")

    def compose(self) -> ComposeResult:
        yield Horizontal(self._head, Prose(classes="gap"), self._beside, classes="panes")

    def show(self, view: IntakeView) -> None:
        self._view = view
        self.questions.show(view.questions)
        answered = sum(not question.is_open for question in view.questions)
        right = f"已答 {answered} / {len(view.questions)}"
        self._head.head.say("情形", "数字选，回车往下", right)
        sure = sum(not material.is_possible for material in view.materials)
        maybe = len(view.materials) - sure
        self._beside.head.say(f"材料 {sure} 项", f"可能再要 {maybe} 项" if maybe else "")
        self._outcome.show(view)

    def enter(self, key: str = "") -> None:
        self.questions.focus()
        if key:
            self.questions.to(key)
        elif not (self.questions.to_open() or self.questions.to_guess()):
            self.questions.move(0)

    def answer(self, question: QuestionView, number: int) -> None:
        """Choose; one answer moves on to the next open question, several stay."""
        if not 1 <= number <= len(question.choices):
            return
        choice = question.choices[number - 1].id
        view = self.hands.act(lambda session: session.answer(question.id, choice))
        stays = question.many or view.way_out is not None
        if stays or not (self.questions.to_open(after=question.id) or self.questions.to_guess()):
            self.questions.to(question.id, choice)

    @property
    def is_out(self) -> bool:
        """Whether a way out holds for certain: what is still open is not asked any more."""
        view = self._view
        way_out = view.way_out if view and not view.insists else None
        return way_out is not None and not way_out.is_guessed

    def insist(self) -> None:
        """Take a not-eligible applicant in all the same, or not after all."""
        view = self._view
        if view is None:
            return
        way_out = view.way_out
        if view.insists or (way_out is not None and way_out.outcome == "not_eligible"):
            insists = not view.insists
            self.hands.act(lambda session: session.set_insists(insists=insists))
        else:
            self.hands.say_no("只有不符合条件、申请人又坚持的，才用这个键。")

    def through(self) -> None:
        """Enter with every question answered."""
        view = self._view
        way_out = view.way_out if view and not view.insists else None
        if way_out is None:
            self.hands.onward()
        elif way_out.outcome == "use_item" and way_out.refer:
            other = way_out.refer
            view = self.hands.act(lambda session: session.choose_item(other))
            self.enter()
        else:
            self.hands.say_no(f"{way_out.say}{_can_do(way_out)}")


class Outcome(Grown):
    """The way out that holds, and the materials as far as they are known."""

    def __init__(self) -> None:
        super().__init__()
        self._view: IntakeView | None = None

    def show(self, view: IntakeView) -> None:
        self._view = view
        self.redraw()

    def build(self, width: int) -> Text:
        view = self._view
        if view is None:
            return plain("")
        lines = [plain("")] if self.wide else []
        if view.way_out is not None:
            lines += _exit_lines(view.way_out, width)
        if view.insists:
            lines += [join([badge("坚持申请", "warn"), plain(" 照收，由部门答复")]), plain("")]
        for number, material in enumerate(view.materials, start=1):
            who = f"({material.person})" if material.person else ""
            name = cut(f"{number:>2} {material.name}{who}", width - 6)
            maybe = plain("可能", "muted") if material.is_possible else plain("")
            lines.append(spread(plain(name, "muted" if material.is_possible else ""), maybe, width))
        return stacked(lines or [plain("")])


def _asked(number: int, question: QuestionView, width: int) -> Text:
    state = plain("")
    if question.is_open:
        state = badge("未答", "warn")
    elif question.is_guess:
        state = soft_badge(GUESS, "info")
    many = plain("  可选几项", "muted") if question.many else plain("")
    words = join([plain(f"{number} ", "muted"), plain(question.ask, "strong"), many])
    return spread(words, join([state, plain(" ")]), width)


def _choice_lines(
    number: int, choice: ChoiceView, question: QuestionView, width: int, is_here: bool
) -> list[Text]:
    style = "chip.main" if choice.is_chosen and not question.is_guess else "idlecap"
    cap = plain(f" {number} " if number < 10 else "   ", style)
    if choice.is_chosen and question.is_guess:
        cap = plain(f" {number} ", "info.soft")
    ink = "strong" if choice.is_chosen else ""
    first, *rest = wrap(choice.name, max(10, width - 8))
    guess = plain(f" 〔{GUESS}〕", "") if choice.is_chosen and question.is_guess else plain("")
    lines = [join([plain("  "), cap, plain(f" {first}", ink), guess])]
    lines += [plain(f"      {line}", ink) for line in rest]
    if choice.note:
        quiet = "" if is_here else "muted"
        lines += [plain(f"      {line}", quiet) for line in wrap(choice.note, width - 8)]
    return lines


def _exit_lines(way_out: ExitView, width: int) -> list[Text]:
    family = "warn" if way_out.outcome == "use_item" or way_out.is_guessed else "bad"
    guess = plain(f" 〔{GUESS}〕，请先确认") if way_out.is_guessed else plain("")
    lines = [join([badge(way_out.word, family), guess])]
    lines += [plain(line, "strong") for line in wrap(way_out.say, width)]
    lines += [plain(line) for line in wrap(_can_do(way_out), width)]
    return [*lines, plain("")]


def _can_do(way_out: ExitView) -> str:
    """What can be done now, in words."""
    if way_out.is_guessed:
        return "这是按推定的情形，先回答清楚再定。"
    match way_out.outcome:
        case "use_item":
            return f"按回车改办：{way_out.refer_name or way_out.refer}。"
        case "not_eligible":
            return "申请人坚持的，按 i 照收，由部门答复。"
        case "not_ours":
            where = f"请到{way_out.refer}。" if way_out.refer else ""
            return f"{where}按 F12 出不予受理通知书。"
    return "按 F12 出不受理通知书，当面说明。"
