"""An act that was written and not answered is sent before another is written on the same case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from data.errors import Refusal
from data.exchange.refusals import KEPT, HubUnreachable
from window_app.services import deciding, queueing, reviewing
from window_app.services.confirming import Unconfirmed


@dataclass
class Cut:
    """A hub whose line breaks as soon as something is sent."""

    hub: Any
    is_cut: bool

    def __getattr__(self, name: str) -> Any:
        return getattr(self.hub, name)

    def push(self, *given: Any) -> Any:
        if self.is_cut:
            raise HubUnreachable("hub_unreachable", "断了", hint=KEPT)
        return self.hub.push(*given)

    def close(self) -> None:
        pass


def test_the_next_step_is_not_written_under_a_lease_that_the_last_one_ends(world: Any) -> None:
    for name in ("window", "market"):
        world.terminal(name)
    [case] = world.receive("window")
    world.sync("window")
    market = world.offices["market"]
    reviewer, head = world.who("承办人"), world.who("首席代表")
    queueing.claim(market, world.hub("market"), reviewer, number=case.number, count=1)
    market.reach = lambda: Cut(world.hub("market"), True)
    with pytest.raises(Unconfirmed):
        reviewing.pass_step(market, case.number, reviewer)
    market.reach = lambda: Cut(world.hub("market"), False)
    refused = deciding.approve(market, case.number, head)
    assert isinstance(refused, Refusal) and refused.code == "not_claimed"
    assert world.sync("market").set_aside == ()
    assert world.case("market", case.number) == world.case("hub", case.number)
    queueing.claim(market, world.hub("market"), head, number=case.number, count=1)
    assert not isinstance(deciding.approve(market, case.number, head), Refusal)
