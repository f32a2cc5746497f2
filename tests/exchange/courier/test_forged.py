"""Files that are well sealed and signed, but by others, for others, or wrong inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.exchange import courier, courier_body, courier_hub, courier_parts
from data.exchange.courier_body import Body, Ends, Filled
from data.exchange.courier_parts import Asks, Kind
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Batch, Cursor
from data.store.signing import GENESIS
from window_app.services import couriering
from window_app.services.office import Office

ASKS = courier_parts.written(
    Asks(cursor=Cursor(), staff="", lists=(), calendars=(), scans=()), Kind.ASKS
)


def test_files_for_others_and_by_others(road: Any) -> None:
    world = road.world
    hub_key = world.counter.signer.public_key
    stranger = world.terminal("market", joins=False)
    second = world.terminal("second")
    couriering.pack_answer(world.counter, "0001-02", world.folder / "to second")
    with road.unchanged():
        assert road.said(road.at_window, world.folder / "to second") == "courier_foreign"
        for_others = addressed(road, second, "batch", stranger.signer.public_key)
        assert road.said(road.at_hub, for_others) == "courier_foreign"
        assert road.said(road.at_window, road.out) == "courier_own"
        assert road.said(road.at_hub, road.back) == "courier_own"
        for_us = addressed(road, stranger, "batch", hub_key)
        assert road.said(road.at_hub, for_us) == "courier_writer_unknown"
        by_them = addressed(road, second, "answer", road.office.signer.public_key)
        assert road.said(road.at_window, by_them) == "courier_other_hub"
        wrong_kind = addressed(road, road.office, "answer", hub_key)
        assert road.said(road.at_hub, wrong_kind) == "courier_damaged"


def addressed(road: Any, office: Office, form: Any, reader_key: bytes) -> Path:
    """A well-made file by anybody for anybody."""
    path = road.out.with_name(f"{office.terminal.label}-{form}")
    ends = Ends(form, 1, "2026-11-23T01:30:00.000Z", "0009-01", reader_key, "某处")
    courier_body.write(path, ends, office.signer, lambda body: Filled(0, 0, GENESIS, 0, 0))
    return path


def test_a_store_behind_its_own_answer_and_a_fork_are_told(road: Any) -> None:
    signer = road.world.counter.signer
    for last, link, code in (
        (10_000, GENESIS, "feed_behind_hub"),
        (1, "ab" * 32, "feed_forked"),
    ):
        ends = Ends(
            "answer",
            9,
            "2026-11-24T01:30:00.000Z",
            "中心",
            road.office.signer.public_key,
            "0001-01",
        )
        fill = Filled(0, last, link, 0, 0)
        courier_body.write(road.back, ends, signer, lambda body, fill=fill: fill)
        with road.unchanged():
            assert road.said(road.at_window, road.back) == code


def nothing(_body: Body) -> None:
    """No part at all."""


def wrong_scan(body: Body) -> None:
    body.add(Kind.ASKS, ASKS)
    body.add(Kind.SCAN, courier_parts.named("ab" * 32, b"not what its digest says"))


def out_of_order(body: Body) -> None:
    body.add(Kind.SCAN, courier_parts.named("ab" * 32, b""))
    body.add(Kind.ASKS, ASKS)


def of_an_answer(body: Body) -> None:
    body.add(Kind.ASKS, ASKS)
    body.add(Kind.STAFF, b"[]")


def unknown_kind(body: Body) -> None:
    body.add(Kind.ASKS, ASKS)
    body.add(77, b"[]")


def malformed(body: Body) -> None:
    body.add(Kind.ASKS, b'{"cursor": 7}')


def with_nul(body: Body) -> None:
    body.add(Kind.ASKS, ASKS.replace(b'"staff":""', b'"staff":"\\u0000"'))


def of_another_feed(body: Body) -> None:
    body.add(Kind.ASKS, ASKS)
    batch = Batch(feed="ab" * 32, after=0, lines=())
    body.add(Kind.BATCH, courier_parts.written(batch, Kind.BATCH))


def unnamed(body: Body) -> None:
    body.add(Kind.ASKS, ASKS)
    body.add(Kind.SCAN, b"too short for a name")


def too_large(body: Body) -> None:
    body.add(Kind.ASKS, ASKS)
    body.add(Kind.SCAN, courier_parts.named("ab" * 32, bytes(100_000)))


@pytest.mark.parametrize(
    "fill",
    [
        *(nothing, wrong_scan, out_of_order, of_an_answer, unknown_kind, malformed, with_nul),
        *(of_another_feed, unnamed, too_large),
    ],
)
def test_a_member_cannot_send_what_is_none(
    road: Any, fill: Callable[[Body], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signed and sealed as it should be, and wrong inside."""
    hub = road.world.counter
    key = hub.signer.public_key
    ends = Ends("batch", 9, "2026-11-23T01:30:00.000Z", "0001-01", key, "中心")

    def filled(body: Body) -> Filled:
        fill(body)
        return Filled(0, 0, GENESIS, 0, 0)

    path = road.out.with_name("wrong")
    courier_body.write(path, ends, road.office.signer, filled)
    monkeypatch.setattr(courier_body, "MOST", 10_000)
    with road.unchanged():
        assert road.said(road.at_hub, path) == "courier_damaged"


def test_a_hub_refusal_in_the_middle_comes_as_it_is(road: Any) -> None:
    """The hub takes a stick's batch as any batch, so a forged line is named as on the line."""
    with courier.opened(road.out) as found:
        parts = list(courier_parts.parts(found, road.world.counter.signer))
        manifest = found.manifest
    [batch] = [part.value for part in parts if part.kind is Kind.BATCH]
    first = batch.lines[0].model_copy(update={"link": "ab" * 32})
    forged = batch.model_copy(update={"lines": (first, *batch.lines[1:])})
    key = road.world.counter.signer.public_key
    ends = Ends("batch", 9, manifest.made_at, "0001-01", key, "中心")

    def fill(body: Body) -> Filled:
        body.add(Kind.ASKS, ASKS)
        body.add(Kind.BATCH, courier_parts.written(forged, Kind.BATCH))
        return Filled(manifest.after, manifest.last, manifest.link, manifest.lines, 0)

    path = road.out.with_name("forged")
    courier_body.write(path, ends, road.office.signer, fill)
    with pytest.raises(HubRefusal) as caught:
        courier_hub.unpack(road.world.counter, path)
    assert caught.value.code == "feed_forked"
