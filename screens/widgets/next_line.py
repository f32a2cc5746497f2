"""The lines above the foot: what happens next, what the intake comes to, notices, progress."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive
from textual.timer import Timer

from screens.widgets.ink import badge, join, plain, spread
from screens.widgets.line import Line, stacked
from screens.width import wrap

NOTICE_SECONDS = 12.0
MOST_NOTICE_LINES = 4


class NextLine(Line):
    """Badge 下一步, one sentence about the row under the cursor, and the key that goes on.

    The sentence says what happens, by whom, till when. `sentence` is (long, short).
    """

    DEFAULT_CSS = "NextLine { background: $infosoft; color: $oninfosoft; }"

    sentence: reactive[tuple[str, str]] = reactive(("", ""))
    key_hint: reactive[str] = reactive("")

    def say(self, sentence: str, key_hint: str = "", *, short: str = "") -> None:
        """Show another sentence; `key_hint` is such as `回车 打开`."""
        self.sentence = (sentence, short)
        self.key_hint = key_hint

    def build(self, width: int) -> Text:
        long, short = self.sentence
        words = long if self.wide or not short else short
        left = join([badge("下一步", "info"), plain(f" {words}", "info.line")])
        right = plain(f"{self.key_hint} ", "info.line") if self.key_hint else plain("")
        return spread(left, right, width)


class NoticeLine(Line):
    """What just happened or went wrong, in words; gone by itself unless it is an error."""

    DEFAULT_CSS = """
    NoticeLine { display: none; height: auto; background: $paper; }
    NoticeLine.-told { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._word = ""
        self._family = "info"
        self._sentence = ""
        self._timer: Timer | None = None

    @property
    def sentence(self) -> str:
        return self._sentence

    def tell(self, sentence: str, family: str = "info", *, word: str = "提示") -> None:
        """Show a sentence; one of the family `bad` stays until the next one or Esc."""
        if self._timer is not None:
            self._timer.stop()
        self._sentence, self._family, self._word = sentence, family, word
        self.add_class("-told")
        self.refresh(layout=True)
        self._timer = None if family == "bad" else self.set_timer(NOTICE_SECONDS, self.clear)

    def clear(self) -> None:
        """Nothing to say any more."""
        self._sentence = ""
        self.remove_class("-told")

    def build(self, width: int) -> Text:
        label = join([badge(self._word, self._family), plain(" ")])
        lines = wrap(self._sentence, width - label.cell_len)[:MOST_NOTICE_LINES]
        indents = [label, *(plain(" " * label.cell_len) for _ in lines[1:])]
        return stacked(
            join([indent, plain(line)]) for indent, line in zip(indents, lines, strict=True)
        )


class ConclusionLine(Line):
    """What an intake comes to: left what is known, right what follows if the rest is in order.

    Four rows at 120 columns, two below.
    """

    DEFAULT_CSS = "ConclusionLine { height: 2; background: $paper; }"

    family: reactive[str] = reactive("warn")
    known: reactive[tuple[str, str]] = reactive(("", ""))
    follows: reactive[tuple[str, str]] = reactive(("", ""))

    def say(self, family: str, known: tuple[str, str], follows: tuple[str, str]) -> None:
        """Each pair is (sentence, detail); family: `ok` accept, `warn` supplement or open."""
        self.family, self.known, self.follows = family, known, follows

    def build(self, width: int) -> Text:
        indent = " " if self.wide else ""
        label = join([plain(indent), badge("结论", self.family), plain(" " + indent)])
        first = join([label, plain(self.known[0], "strong")])
        second = join([plain(" " * label.cell_len), plain(self.known[1], "muted")])
        air = " " if self.wide else ""
        right = [plain(self.follows[0] + air), plain(self.follows[1] + air, "muted")]
        return stacked([spread(first, right[0], width), spread(second, right[1], width)])


class ProgressLine(Line):
    """Long work: what, how far, how to stop it (`正在传送 3 / 12，Esc 停止`)."""

    DEFAULT_CSS = """
    ProgressLine { display: none; background: $infosoft; color: $oninfosoft; }
    ProgressLine.-busy { display: block; }
    """

    what: reactive[str] = reactive("")
    done: reactive[int] = reactive(0)
    whole: reactive[int | None] = reactive(None)

    def start(self, what: str, whole: int | None = None) -> None:
        """Show that `what` (`正在传送`) has begun."""
        self.what, self.done, self.whole = what, 0, whole
        self.add_class("-busy")

    def advance(self, done: int, whole: int | None = None) -> None:
        """So many are done."""
        self.done = done
        self.whole = whole or self.whole

    def finish(self) -> None:
        """The work is over."""
        self.remove_class("-busy")

    def build(self, width: int) -> Text:
        count = f" {self.done} / {self.whole}" if self.whole else ""
        return spread(plain(f"  {self.what}{count}，Esc 停止", "info.line"), plain(""), width)
