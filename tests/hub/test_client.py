"""The client against the real server process, on both kinds of store."""

from __future__ import annotations

import pytest

from data.exchange import enrolling
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Ask, Claim, Cursor
from data.store.members import Place

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


def test_one_that_came_in_for_another_brings_what_that_one_had_not_sent(
    sqlite_hub, sqlite_place, join, newcomer, ask_to_join, serve, reach
) -> None:
    old, other = join(sqlite_hub), join(sqlite_hub, "0001", "05")
    case = old.receive(offer_to=None)
    old.receive()
    url = serve(sqlite_place).url
    reach(url, old).push(old.batch(upto=1))
    fresh = newcomer("0001", "04")
    code = enrolling.invite(sqlite_hub, Place("0001", "county"), replaces="0001-03")
    fresh.token = reach(url, fresh).enrol(ask_to_join(fresh, code)).token
    ours = reach(url, fresh)
    assert (ours.last_number(), ours.last_number(old.signer.feed)) == (0, 1)
    with pytest.raises(HubRefusal) as refused:
        ours.last_number(other.signer.feed)
    assert refused.value.code == "feed_not_yours"
    assert [word.outcome for word in ours.push(old.batch(after=1)).verdicts] == ["taken"]
    pulled = ours.pull(Cursor())
    assert [line.kind for line in pulled.lines] == ["received"] * 2 + ["taken_over"] * 2
    with pytest.raises(HubRefusal) as refused:
        ours.ask(Ask(number="0" * 24, person="窗口员"))
    assert refused.value.code == "case_unknown"
    with pytest.raises(HubRefusal) as refused:
        reach(url, old).last_number()
    assert refused.value.code == "terminal_revoked"
    assert case.case_id in {line.case_id for line in pulled.lines}
