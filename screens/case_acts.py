"""更多: what may be done with a case here by this person; each act asks on a card of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from data.errors import Refusal
from screens import keys
from screens.counter import Counter
from screens.form_card import FormCard
from screens.widgets.card import Card
from screens.widgets.ink import join, pad_text, plain
from screens.widgets.line import Prose
from window_app.desk_views import CaseAct, Done

if TYPE_CHECKING:
    from window_app.services.desk.handed_over import HandOut
    from window_app.services.desk.returned import ReturnSession

NAME_CELLS = 16
NOTHING = "这一件现在没有可以办的；看经过，或者按 F8 补打文书。"


class ActsCard(Card[str]):
    """Answers with the id of the chosen act. Choosing does nothing yet: its own card asks."""

    AUTO_FOCUS = "OptionList"

    def __init__(self, acts: Sequence[CaseAct], aside: str) -> None:
        super().__init__("更多", aside=aside)
        self._listed = tuple(acts)

    def body(self) -> Iterable[Widget]:
        if not self._listed:
            yield Prose(NOTHING)
            return
        options = OptionList(*(Option(_line(act), id=act.id) for act in self._listed))
        options.styles.height = len(self._listed)
        yield options

    def acts(self) -> tuple[keys.Key, ...]:
        chosen = keys.use("open", "选定，先看卡片")
        back = keys.use("back", "返回")
        return (chosen, back) if self._listed else (back,)

    def on_mount(self) -> None:
        self.query_one("#card-body").can_focus = not self._listed

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class DoesActs(Counter):
    """A screen of one case with the menu of its acts."""

    def offer_acts(self, number: str, aside: str) -> None:
        """Open the menu."""
        office, person = self.office, self.person
        self.ask_first(
            lambda: office.acts.offered(number, person),
            partial(self._offered, number, aside),
            group="acts",
        )

    def begin_act(self, number: str, act: str, aside: str) -> None:
        """Straight to the card of one act; said in words where it is not offered now."""
        office, person = self.office, self.person

        def found(one: CaseAct | None) -> None:
            if one is None:
                self.tell("这一步现在不能在这里办。", "warn", word="不能办")
            else:
                self._ask_for(number, aside, one)

        self.ask_first(lambda: office.acts.act(number, act, person), found, group="acts")

    def act_done(self, act: str, done: Done) -> None:
        """An act, by its name, is done; the page shows the case anew."""
        raise NotImplementedError

    def _offered(self, number: str, aside: str, acts: Sequence[CaseAct]) -> None:
        if not self.is_current:
            return
        by_id = {act.id: act for act in acts}

        def chosen(act: str | None) -> None:
            if act is not None:
                self._ask_for(number, aside, by_id[act])

        self.app.push_screen(ActsCard(acts, aside), chosen)

    def _ask_for(self, number: str, aside: str, act: CaseAct) -> None:
        if act.screen:
            self._open_screen(number, act.screen)
            return
        office, person = self.office, self.person
        by = "  ".join(filter(None, self.desk.who_words[:1]))
        card: FormCard[Done] = FormCard(
            act.name,
            act.words,
            act.fields,
            lambda values: office.acts.do(number, act.id, values, person),
            act=act.confirm,
            effects=(*act.effects, ("经办人", by)),
            aside=aside,
            family=act.tone,
        )
        self.app.push_screen(card, partial(self._over, act.name))

    def _over(self, act: str, done: Done | None) -> None:
        if done is not None:
            self.act_done(act, done)

    def _open_screen(self, number: str, screen: str) -> None:
        office, person = self.office, self.person
        if screen == "supplements":
            self.ask_first(
                lambda: office.returning.open(number, person), self._returned, group="open"
            )
        else:
            self.ask_first(lambda: office.issuing.open(number, person), self._handed, group="open")

    def _returned(self, answer: ReturnSession | Refusal) -> None:
        from screens.supplements.brought_back import BroughtBackScreen

        if isinstance(answer, Refusal):
            self.refuse(answer)
        elif self.is_current:
            self.app.push_screen(BroughtBackScreen(answer))

    def _handed(self, answer: HandOut | Refusal) -> None:
        from screens.handing_out.one import HandOutScreen

        if isinstance(answer, Refusal):
            self.refuse(answer)
        elif self.is_current:
            self.app.push_screen(HandOutScreen(answer))


def _line(act: CaseAct) -> Text:
    return join([pad_text(plain(act.name, "strong"), NAME_CELLS), plain(act.about, "muted")])
