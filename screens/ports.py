"""What the shell of the terminal asks of the services it is handed. Shapes only, no concretes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from data.errors import Refusal


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
    def online(self) -> bool: ...

    @property
    def queued(self) -> int:
        """Events that wait to be sent."""
        ...

    @property
    def facts(self) -> Sequence[StationFact]: ...


class Services(Protocol):
    """Built by the factory the application is given; screens use more of it than the shell."""

    def station(self) -> Station: ...

    def sign_in(self, staff: str, password: str) -> Person | Refusal:
        """The person, or why not (wrong password, locked account)."""
        ...
