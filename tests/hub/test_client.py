"""The client against the real server process, on both kinds of store."""

from __future__ import annotations

import pytest

from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Claim, Cursor

MARKET = "department:market"


def test_what_one_pushes_another_pulls_claims_and_gives_back(
    hub, join, place, serve, reach
) -> None:
    desk, office = join(hub), join(hub, "0002", "01", "market")
    url = serve(place).url
    ours, theirs = reach(url, desk), reach(url, office)
    case = desk.receive()
    desk.accept(case)

    said = ours.push(desk.batch())
    assert [word.outcome for word in said.verdicts] == ["taken", "taken"]
    assert ours.last_number() == said.last == 2
    assert [word.outcome for word in ours.push(desk.batch()).verdicts] == ["known", "known"]

    assert theirs.wait(Cursor(), 0)
    pulled = theirs.pull(Cursor())
    assert [line.hash for line in pulled.lines] == [line.hash for line in desk.lines]
    assert not pulled.more and not theirs.wait(pulled.cursor, 0)
    assert [fact.feed for fact in pulled.feeds] == [desk.signer.feed]
    one = theirs.pull(Cursor(), 1)
    assert one.more and one.lines == pulled.lines[:1]
    assert theirs.pull(one.cursor).lines == pulled.lines[1:]

    [task] = theirs.tasks(MARKET)
    assert (task.case_id, task.leased_to) == (case.case_id, None)
    [lease] = theirs.claim(Claim(address=MARKET, person="承办人", number=task.number))
    assert theirs.renew(lease).fence == lease.fence == 1
    assert theirs.tasks(MARKET)[0].leased_to == "承办人"
    theirs.give_back(lease)
    with pytest.raises(HubRefusal) as refused:
        theirs.renew(lease)
    assert refused.value.code == "lease_lost"
    assert theirs.claim(Claim(address=MARKET, person="承办人"))[0].fence == 2
