"""A print that is not through: where it stands, why, and what the clerk can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PrintChoice = Literal["retry", "confirm", "set_aside"]


@dataclass(frozen=True, slots=True)
class WaitingPrint:
    """One print job on a screen.

    job: names it to `retry`, `confirm` (已出纸) and `set_aside`
    paper: its number; title: 受理通知书; case: the case's 24 digits
    state: waiting, printing (under way: nothing to do but `reason` is told), failed, unconfirmed
    word: the state in words; reason: the printer's own, empty where it says nothing
    todo: what the clerk does next, a sentence; choices: what can be done, the usual first
    """

    job: int
    paper: str
    title: str
    case: str
    printer: str
    state: Literal["waiting", "printing", "failed", "unconfirmed"]
    word: str
    reason: str
    todo: str
    choices: tuple[PrintChoice, ...]

    @property
    def is_under_way(self) -> bool:
        """Whether nobody has to do anything yet."""
        return self.state in ("waiting", "printing")
