"""Claiming, holding and acting on a task: the same keys on the list and on a case's own page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from data.errors import Refusal
from screens import keys
from screens.form_card import FormCard
from screens.keys import Key
from screens.review.base import Reviewing
from screens.review.cards import HistoryCard, ScansCard
from screens.review.panel import keys_here
from screens.work import Failure
from window_app.desk_views import CaseAct, LeaseWords, MaterialLine, ReviewDone, TaskLine, TaskPage
from window_app.desk_views.review import ReviewAct

Do = Callable[[Mapping[str, str]], ReviewDone | Refusal]
LOOK_SECONDS = 10.0  # between two looks whether a lease is still ours
RENEW_EVERY = 6  # looks
# What `t` does at a step.
ONWARD: dict[ReviewAct, str] = {"pass_step": "通过", "approve": "准予", "register": "登记结果"}
TASK_KEYS = ("claim", "onward", "send_back", "refuse_case", "give_back", "history")


class ActsOnTasks(Reviewing):
    """A screen with one task at hand. What comes of an act is told in words, never assumed."""

    _page: TaskPage | None = None
    _looks = 0

    def after_act(self, done: ReviewDone) -> None:
        """An act is written: go on to the next case."""
        raise NotImplementedError

    def show_lease(self, lease: LeaseWords) -> None:
        """Whose the case at hand is now."""
        raise NotImplementedError

    @property
    def line(self) -> TaskLine | None:
        """The case at hand; what is shown of it may follow a moment later."""
        return self._page.line if self._page else None

    @property
    def number(self) -> str | None:
        return self.line.number if self.line else None

    @property
    def material(self) -> MaterialLine | None:
        """The material under the cursor."""
        return None

    # Keys.

    @property
    def onward_act(self) -> ReviewAct | None:
        """What goes on with the case at hand."""
        acts = self.line.acts if self.line else ()
        return next((act for act in acts if act in ONWARD), None)

    def task_keys(self) -> tuple[Key, ...]:
        """The keys that do something with the case at hand."""
        if self.line is None:
            return ()
        made = keys.resolve(TASK_KEYS)
        act = self.onward_act
        named = (keys.use("onward", ONWARD[act]) if act and k.id == "onward" else k for k in made)
        return keys_here(self.line, named)

    # The lease.

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self.keep_lease)

    def keep_lease(self) -> None:
        """See to the lease of the case at hand; every sixth time it is renewed."""
        page, office, person = self._page, self.office, self.person
        if page is None or not page.lease.is_mine:
            return
        self._looks += 1
        number = page.line.number
        work = office.keep if self._looks % RENEW_EVERY == 0 else office.lease
        self.ask(
            lambda: work(number, person),
            partial(self._kept, number),
            group="keep",
            failed=lambda _: None,  # said by the line; the lease lives on till its own time
        )

    def _kept(self, number: str, lease: LeaseWords) -> None:
        if number != self.number:
            return
        self.show_lease(lease)
        if lease.is_lost or not lease.is_mine:
            self.say_next(lease.words, "空格 领取")
            self.tell(f"这一件：{lease.words}", "bad", word="领取")
            if not self.is_current:  # a card lies over it
                self.app.notify(lease.words, severity="error", timeout=30)

    def action_claim(self) -> None:
        """Take the case at hand."""
        number, office, person = self.number, self.office, self.person
        if number is not None:
            self.ask_first(lambda: office.claim(number, person), self._claimed, group="act")

    def _claimed(self, answer: Refusal | None) -> None:
        if answer is not None:
            self.refuse(answer)
        self.take_over()

    # Acts.

    def action_onward(self) -> None:
        """Pass the step, grant, or register: whatever comes next."""
        act = self.onward_act
        self.begin(act or "pass_step")

    def action_refuse_case(self) -> None:
        self.begin("refuse_case")

    def action_give_back(self) -> None:
        self.begin("give_back")

    def begin(self, act: ReviewAct) -> None:
        """The card of an act; a free case is claimed for it."""
        number, office, person = self.number, self.office, self.person
        if number is None:
            return
        self.ask_first(
            lambda: office.begin(number, act, person),
            partial(self._card, number, act),
            group="act",
        )

    def _card(self, number: str, act: ReviewAct, answer: CaseAct | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
            self.take_over()
            return
        if not self.is_current:
            return
        office, person = self.office, self.person
        self.push_act(answer, lambda values: office.do(number, act, values, person))

    def push_act(self, asked: CaseAct, do: Do) -> None:
        """Ask on a card; the screen goes on once it is written."""
        by = "  ".join(filter(None, self.desk.who_words[:1]))
        card: FormCard[ReviewDone] = FormCard(
            asked.name,
            asked.words,
            asked.fields,
            do,
            act=asked.confirm,
            effects=(*asked.effects, ("经办人", by)),
            aside=self.line.short if self.line else "",
            family=asked.tone,
        )
        self.app.push_screen(card, self._over)

    def _over(self, done: ReviewDone | None) -> None:
        if done is None:
            self.take_over()
            return
        words = done.words + "".join(done.problems)
        if done.is_confirmed:
            self.tell(words, "warn" if done.problems else "ok", word="办好")
        else:
            self.tell(words, "warn", word="等确认")
        self.after_act(done)

    # Looking.

    def action_history(self) -> None:
        if self._page is not None:
            self.app.push_screen(HistoryCard(self._page))

    def action_see_scans(self) -> None:
        """The scans of the material under the cursor, as files."""
        line, page, office, person = self.material, self._page, self.office, self.person
        if line is None or page is None or not line.scans:
            self.tell("这份材料没有扫描件。", "warn", word="扫描件")
            return

        def show(answer: tuple[Path, ...] | Refusal) -> None:
            if isinstance(answer, Refusal):
                self.refuse(answer)
            elif self.is_current:
                self.app.push_screen(ScansCard(line, answer))

        self.ask_first(
            lambda: office.scans(page.line.number, line.key, person),
            show,
            group="scans",
            failed=self._no_scans,
        )

    def _no_scans(self, failure: Failure) -> None:
        self.tell(failure.sentence, "warn", word="扫描件")
