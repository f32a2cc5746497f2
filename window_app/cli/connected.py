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


def connect(office: Office) -> Hub:
    """The hub this terminal joined."""
    from window_app import hub_bootstrap
    from window_app.services import syncing

    joined = syncing.joined_to(office)
    assert not isinstance(joined, Refusal)  # a terminal never leaves its hub
    return hub_bootstrap.hub_of(joined, clock=office.clock)


@contextmanager
def joined_hub(office: Office, *, as_json: bool) -> Iterator[Hub]:
    """The hub for as long as a command needs it; what it refuses is answered as any refusal."""
    from window_app.services import syncing

    found = syncing.joined_to(office)
    if isinstance(found, Refusal):
        out.refuse(found, as_json=as_json)
    with out.refused_in_words(as_json=as_json):
        hub = connect(office)
        try:
            yield hub
        finally:
            hub.close()
