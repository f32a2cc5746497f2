"""A result that is handed over: to whom, how, and what still hinders."""

from __future__ import annotations

from dataclasses import dataclass

from window_app.desk_views.intake import Lacking
from window_app.desk_views.words import Tone


@dataclass(frozen=True, slots=True)
class HandOutView:
    """A case that is ready, as it is handed out; names masked.

    `pieces` are (name, number) of what goes over the counter, `registered` (label, value) of
    the result.
    `ways` and `receivers` are (stored word, name); `values` what was typed, by field.
    `identity` tells what the number says, in `tone`; `lacking` names the field by its key.
    """

    number: str
    grouped: str
    item: str
    applicant: str
    pieces: tuple[tuple[str, str], ...]
    registered: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]
    receivers: tuple[tuple[str, str], ...]
    values: dict[str, str]
    asks_identity: bool
    asks_proxy: bool
    asks_courier: bool
    identity: str
    tone: Tone
    lacking: tuple[Lacking, ...]
    to: str
