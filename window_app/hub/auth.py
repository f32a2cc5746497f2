"""Who calls: the bearer token of a terminal that joined and was not revoked."""

from __future__ import annotations

from data.exchange.counter import HubCounter
from data.exchange.refusals import HubRefusal
from data.store import members
from data.store.members import Member


def caller(hub: HubCounter, authorization: str | None) -> Member:
    """The member behind an Authorization header; HubRefusal without a live token."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise HubRefusal(
            "token_missing", "没有终端令牌。", hint="请先用 window hub join 加入中心。"
        )
    with hub.store.read() as unit:
        member = members.by_token(unit, token)
        was = members.by_spent_token(unit, token) if member is None else None
    if was is not None:
        raise HubRefusal(
            "hub_restored",
            f"中心从备份恢复过，终端 {was.label} 要重新加入。",
            hint="请向中心管理员要新的加入码，再用 window hub join 加入；办件都在本机。",
        )
    if member is None:
        raise HubRefusal("token_wrong", "终端令牌不对。", hint="请重新加入中心。")
    if member.revoked_at is not None:
        raise HubRefusal(
            "terminal_revoked",
            f"终端 {member.label} 已经停用，不能再传送。",
            hint="停用以前办的件，请用 window courier pack 打包，带到中心。",
        )
    return member
