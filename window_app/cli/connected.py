"""The hub that a command speaks with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from data.errors import Refusal
from window_app.cli import out

if TYPE_CHECKING:
    from data.exchange.shapes import Hub
    from window_app.services.office import Office


@contextmanager
def joined_hub(office: Office, *, as_json: bool) -> Iterator[Hub]:
    """The hub for as long as a command needs it; what it refuses is answered as any refusal."""
    from window_app.services import syncing

    found = syncing.joined_to(office)
    if isinstance(found, Refusal):
        out.refuse(found, as_json=as_json)
    with out.refused_in_words(as_json=as_json):
        assert office.reach is not None  # every home that a command opens has one
        hub = office.reach()
        try:
            yield hub
        finally:
            hub.close()
