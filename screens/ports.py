"""What the shell of the terminal asks of the services it is handed. Shapes only, no concretes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from data.errors import Refusal

if TYPE_CHECKING:
    from window_app.views import ConnectionView


class Person(Protocol):
    """Who is logged in."""

    @property
    def staff(self) -> str:
        """Staff number or login name."""
        ...

    @property
    def name(self) -> str: ...

    @property
    def post(self) -> str:
        """What the person does here, in words: 综合收件."""
        ...


class StationFact(Protocol):
    """One line below the login fields: a badge, its colour family, a sentence."""

    @property
    def badge(self) -> str: ...

    @property
    def family(self) -> str: ...

    @property
    def words(self) -> str: ...


class Station(Protocol):
    """Where this terminal stands, and how it is."""

    @property
    def place(self) -> str:
        """清新区政务服务中心"""
        ...

    @property
    def window(self) -> str:
        """3号窗口"""
        ...

    @property
    def plate(self) -> str:
        """What stands below the place on the login card: 3号窗口   综合受理"""
        ...

    @property
    def facts(self) -> Sequence[StationFact]: ...


class Connection(Protocol):
    """The terminal's line to its hub."""

    def start(self) -> None: ...

    def close(self) -> None: ...

    def state(self) -> ConnectionView: ...

    def told(self, tell: Callable[[], None]) -> None:
        """`tell` is called after every change, from any thread."""
        ...


class Services(Protocol):
    """Built by the factory the application is given; screens use more of it than the shell."""

    @property
    def connection(self) -> Connection: ...

    def station(self) -> Station: ...

    def sign_in(self, staff: str, password: str) -> Person | Refusal:
        """The person, or why not (wrong password, locked account)."""
        ...
