"""What a hub says no to, and what happens when it does not answer."""

from __future__ import annotations

from data.errors import StorageError, WindowError

KEPT = "办件都在本机，稍后会自动再传。"


class HubRefusal(WindowError):
    """The hub says no: a code, a sentence, and what can be done. Nothing was taken."""


class HubUnreachable(StorageError):
    """No answer from the hub; everything stays here and is sent later."""
