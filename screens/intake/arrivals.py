"""What comes into an intake from elsewhere: the applicant's records, cards read, pages counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from data.clock import SHANGHAI
from data.rules.card import CardText
from screens.intake import cards_read
from screens.intake.applicant import ApplicantPane
from screens.intake.files import pages
from screens.intake.known import Acquaintance
from screens.intake.materials import MaterialsPane
from screens.intake.reader import CardWatch
from window_app.desk_views import KnownPerson

if TYPE_CHECKING:
    from screens.intake.screen import IntakeScreen

OPEN_ALREADY = "这个人的同一事项已有在办：{}。先看看是不是同一件，不要收两次。"
NOT_HERE = "读到一张证件；回到申请人一步再读，才会填进去。"


class Arrivals:
    """Asks for what comes from elsewhere and hands it to the panes."""

    def __init__(self, screen: IntakeScreen) -> None:
        self._screen = screen
        self.cards = CardWatch(screen, lambda: screen.takes_cards, self._card_read)
        self._acquaintance = Acquaintance(screen, screen.office, screen.session, self._known)
        self._warned: str | None = None

    # The applicant's records.

    @property
    def _applicant(self) -> ApplicantPane:
        return cast("ApplicantPane", self._screen.panes["applicant"])

    def follow(self) -> None:
        """The intake changed: look up who is new, say what is open already."""
        self._acquaintance.follow(self._screen.view)
        self._warn_of_open_case()

    def _known(self, known: KnownPerson | None, filled: dict[str, str]) -> None:
        self._applicant.know(known)
        self._applicant.fill({f"applicant.{name}": value for name, value in filled.items()})
        if known is not None:
            self._warned = None
            self._screen.show_now()
            self._warn_of_open_case()

    def _warn_of_open_case(self) -> None:
        """The same person and item, open already: said once, loudly."""
        item = self._screen.view.item_name
        number = self._acquaintance.open_for(item)
        if number is not None and item != self._warned:
            self._warned = item
            self._screen.tell(OPEN_ALREADY.format(number), "bad", word="已在办")

    # Scans.

    @property
    def _materials(self) -> MaterialsPane:
        return cast("MaterialsPane", self._screen.panes["materials"])

    def count_pages(self, path: Path) -> None:
        """Have the pages of a scan counted and shown."""
        self._screen.ask(
            lambda: pages(path),
            lambda words: self._materials.counted(path, words),
            group=f"pages {path}",
        )

    # The card reader.

    def _card_read(self, card: CardText) -> None:
        screen = self._screen
        if screen.pane is not self._applicant:
            screen.say_no(NOT_HERE)
        else:
            in_agent = self._applicant.in_agent
            party = screen.act(lambda session: cards_read.fill(session, card, in_agent=in_agent))
            self._applicant.refill(screen.view, party)
            today = screen.desk.clock.now().astimezone(SHANGHAI).date()
            sentence, family = cards_read.words(card, party, today)
            screen.tell(sentence, family, word="读卡")
