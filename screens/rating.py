"""The page that faces the applicant: five grades, one key, nothing of it kept on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from rich.text import Text
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from data.errors import Refusal
from screens import keys
from screens.counter import Counter
from screens.keys import Key
from screens.widgets.foot_line import FootLine
from screens.widgets.head_line import HeadLine
from screens.widgets.ink import cap, join, plain
from screens.widgets.line import Line, stacked
from screens.work import Failure
from window_app.desk_views import RatingPage

ASKED = "请您评价这一次的服务"
HOW = "按一个数字，或者点一下。"
PROMISE = "窗口人员看不到您的评价；不评价也不影响办事。"
THANKS = "谢谢您的评价"
LEFT = 6  # cells before the text


class Grades(Line, can_focus=True):
    """The grades as large rows; a digit or a click gives one. Enter gives none."""

    DEFAULT_CSS = "Grades { height: 1fr; background: $paper; }"

    page: reactive[RatingPage | None] = reactive(None)
    is_given: reactive[bool] = reactive(False)

    class Given(Message):
        """The applicant chose."""

        def __init__(self, grade: int) -> None:
            super().__init__()
            self.grade = grade

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, int] = {}

    def build(self, width: int) -> Text:
        page = self.page
        if page is None:
            return plain("")
        lines = [plain(""), _words(page.hall, "strong"), plain("")]
        if self._is_over:
            return stacked(
                [*lines, _words(THANKS, "strong"), plain(""), _words("请把屏幕转回去。")]
            )
        lines += [_words(f"{page.item}  {page.done}", "muted"), plain("")]
        lines += [_words(ASKED, "strong"), _words(HOW, "muted"), plain("")]
        self._rows = {}
        for grade, name in page.grades:
            self._rows[len(lines)] = grade
            lines.append(join([plain(" " * LEFT), cap(str(grade)), plain(f"   {name}", "strong")]))
            lines.append(plain(""))
        return stacked([*lines, _words(PROMISE, "muted")])

    @property
    def _is_over(self) -> bool:
        """Whether nothing is asked, or not any more."""
        return self.page is None or self.page.is_rated or self.is_given

    def on_key(self, event: events.Key) -> None:
        grades = dict(self.page.grades) if self.page else {}
        if event.key.isdigit() and int(event.key) in grades and not self._is_over:
            event.stop()
            self.post_message(self.Given(int(event.key)))

    def on_click(self, event: events.Click) -> None:
        if (grade := self._rows.get(event.y)) is not None and not self._is_over:
            self.post_message(self.Given(grade))


def _words(text: str, style: str = "") -> Text:
    return plain(" " * LEFT + text, style)


class RatingScreen(Counter):
    """Opened for the applicant after an act; `rated` is told once a grade stands."""

    AUTO_FOCUS = "Grades"
    KEYS = (keys.use("pick", "评价"), keys.use("back", "不评价，返回"))
    AFTER = (keys.use("back", "返回"),)

    def __init__(self, number: str, rated: Callable[[], None]) -> None:
        super().__init__()
        self._number = number
        self._rated = rated
        self._is_given = False
        self._is_asked = False

    @property
    def place(self) -> tuple[str, str]:
        return "请您评价", "请您评价"

    @property
    def who(self) -> tuple[str, str]:
        return "", ""

    def used_keys(self) -> tuple[Key, ...]:
        return self.AFTER if self._is_given else super().used_keys()

    def refresh_head(self) -> None:
        """Nothing of the terminal's own: an applicant reads it."""
        super().refresh_head()
        for head in self.query(HeadLine):
            head.line = None

    def content(self) -> Iterable[Widget]:
        yield Grades()

    @property
    def grades(self) -> Grades:
        return self.query_one(Grades)

    def on_mount(self) -> None:
        office, number = self.office, self._number
        self.say_next("请申请人自己按；不评价按 Esc 返回。", "Esc 返回")
        self.ask_first(lambda: office.ratings.page(number), self._show, group="page")

    def _show(self, page: RatingPage) -> None:
        self.grades.page = page

    def on_grades_given(self, event: Grades.Given) -> None:
        """The first digit counts; one that comes behind it changes nothing."""
        if self._is_asked:
            return
        self._is_asked = True
        rate = partial(self.office.ratings.rate, self._number, event.grade)
        self.ask_first(rate, self._given, group="rate", failed=self._not_given)

    def _not_given(self, failure: Failure) -> None:
        self._is_asked = False
        self.show_failure(failure)

    def _given(self, answer: Refusal | None) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
            return
        self._is_given = self.grades.is_given = True
        self.say_next("评价好了，按 Esc 返回。", "Esc 返回")
        self.query_one(FootLine).show_keys(self.foot_keys())
        self._rated()
