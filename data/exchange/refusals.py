"""What a hub says no to, and what happens when it does not answer."""

from __future__ import annotations

from data.errors import StorageError, WindowError

KEPT = "办件都在本机，稍后会自动再传。"


class HubRefusal(WindowError):
    """The hub says no: a code, a sentence, and what can be done. Nothing was taken."""


class BaseAwaited(HubRefusal):
    """A line waits at a restored hub for what another terminal has not sent again yet."""


class HubUnreachable(StorageError):
    """No answer from the hub; everything stays here and is sent later."""


def behind_hub(at_hub: int, own: int) -> HubRefusal:
    """The hub has lines of this feed that are not here: the store is an old copy."""
    return HubRefusal(
        "feed_behind_hub",
        f"中心有本终端的 {at_hub} 条，本机只有 {own} 条，本机的数据是旧的。",
        hint="请用备份恢复这台终端(window restore)，换新的终端号。",
    )


def base_awaited() -> BaseAwaited:
    """A line waits at a restored hub for what another terminal has not sent again yet."""
    return BaseAwaited(
        "base_awaited",
        "中心刚恢复，这一步的前一步要等别的终端先传。",
        hint="办件都在本机，别的终端同步以后会自动再传。",
    )
