"""What the panes of an intake have in common: they show a view and act by the screen's hands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from screens.widgets.ground import Stack
from window_app.desk_views import IntakeView

if TYPE_CHECKING:
    from window_app.services.desk.session import IntakeSession

T = TypeVar("T")
STEPS = ("applicant", "item", "situation", "materials", "form", "conclusion")
STEP_NAMES = ("申请人", "事项", "情形", "材料", "表单", "结论")


class Hands(Protocol):
    """What a pane may do. Called, not posted: the next key may already be on its way."""

    def act(self, do: Callable[[IntakeSession], T]) -> T:
        """Change the intake; everything on the screen follows before the next key."""
        ...

    def onward(self) -> None:
        """The step is through."""
        ...

    def backward(self) -> None:
        """One step back."""
        ...

    def say_no(self, sentence: str) -> None:
        """Why something is not done."""
        ...


class Pane(Stack):
    """One step's part of the screen."""

    DEFAULT_CSS = "Pane { height: 1fr; display: none; }"
    STEP: ClassVar[str] = ""
    # Ids of the keys that work here, in the order of the foot line.
    FOOT: ClassVar[tuple[str, ...]] = ()

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self.hands = hands

    @property
    def takes_keys(self) -> bool:
        """Whether the next key is meant for what stands here now."""
        return True

    def show(self, view: IntakeView) -> None:
        """Show the intake as it stands."""
        raise NotImplementedError

    def enter(self, key: str = "") -> None:
        """Take the focus, at a row or field where one is named."""
        raise NotImplementedError
