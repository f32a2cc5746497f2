"""A village without a line: cases go by stick, what was done elsewhere comes back by stick."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import resources
from typing import Any

from data.errors import Refusal
from data.rules.case import Status
from data.rules.event import Kind
from data.store import (
    calendars,
    catalogue_json,
    catalogues,
    hub_settings,
    journal,
    leases,
    outbox,
    staff,
)
from window_app.services import acting, couriering, deciding, queueing, reviewing, syncing
from window_app.services.acting import Act
from window_app.services.office import Office
from window_app.views import CaseView

REVIEWER, HEAD, ISSUER = "承办人", "首席代表", "出件员"
RECEIVER = {"to": "龚䶮㛃", "id_number": "441803199001011155", "how": "pickup"}


def ok(answered: CaseView | Refusal) -> CaseView:
    assert isinstance(answered, CaseView), answered
    return answered


def claim(world: Any, number: str, who: str = REVIEWER) -> None:
    given = queueing.claim(
        world.offices["market"], world.hub("market"), world.who(who), number=number, count=1
    )
    assert not isinstance(given, Refusal)


def unsent(office: Office) -> dict[str, int]:
    with office.store.read() as unit:
        return dict(outbox.counts(unit))


def test_a_case_goes_by_stick_is_decided_and_comes_back(world: Any, stick: Any) -> None:
    window = world.terminal("window")
    content = b"%PDF-1.7 " + bytes(range(256)) * 5000  # three pieces
    number = stick.scanned("window", content).number
    packed = stick.pack("window")
    assert packed.lines > 0 and (packed.scans, packed.lost) == (1, 0)
    assert packed.bytes == (world.folder / "out").stat().st_size
    assert stick.state("window", number) == "sending"
    assert unsent(window) == {"sending": packed.lines}

    brought = stick.bring()
    assert (brought.pulled, brought.scans, brought.set_aside) == (packed.lines, 1, ())
    assert brought.writer == "0001-01"
    assert stick.scan_of("hub", number) == content
    assert stick.state("window", number) == "sending"  # nobody has told the window yet

    world.terminal("market")
    world.sync("market")
    claim(world, number)
    ok(reviewing.pass_step(world.offices["market"], number, world.who(REVIEWER)))
    claim(world, number, HEAD)
    ok(deciding.approve(world.offices["market"], number, world.who(HEAD), opinion="同意"))
    values = {"registered_name": "清新区示例小店", "licence_date": "2026-11-23"}
    ok(deciding.register(world.offices["market"], number, world.who(REVIEWER), values, pieces=2))
    world.sync("market")

    assert stick.answer("0001-01").lines >= 3
    taken = stick.take("window")
    assert (taken.pushed, taken.set_aside) == (packed.lines, ())
    assert taken.queued == 1  # the note that it took the hub's accounts over
    assert taken.pulled >= 3 and taken.writer == "示例中心"
    assert stick.state("window", number) == "received"
    assert world.case("window", number).status is Status.READY
    ok(deciding.hand_out(window, number, world.who(ISSUER), **RECEIVER))
    assert stick.there_and_back("window").set_aside == ()
    assert world.case("hub", number).status is Status.DELIVERED
    for where in ("hub", "window", "market"):
        assert world.is_clean(where)


def test_the_second_window_gets_the_case_and_its_scan(world: Any, stick: Any) -> None:
    stick.joined("window")
    stick.joined("second")
    number = stick.scanned("window", b"%PDF-1.7 a scan").number
    stick.there_and_back("window")
    taken = stick.there_and_back("second")
    assert taken.pulled > 0 and taken.scans == 1
    assert world.case("second", number) == world.case("hub", number)
    assert stick.scan_of("second", number) == b"%PDF-1.7 a scan"
    with world.offices["second"].store.read() as unit:
        heard = hub_settings.read_joined(unit)
    assert heard is not None and heard.scans_wanted == ()
    again = stick.there_and_back("second")
    assert (again.pushed, again.pulled, again.scans) == (0, 0, 0)
    assert world.is_clean("second")


def test_twice_is_harmless_at_both_ends(world: Any, stick: Any) -> None:
    window = stick.joined("window")
    world.receive("window", 2)
    packed = stick.pack("window")
    assert stick.bring().pulled == packed.lines
    assert stick.bring().pulled == 0
    stick.answer("0001-01")
    assert stick.take("window").pushed == packed.lines
    before = unsent(window)
    again = stick.take("window")
    assert (again.pushed, again.pulled, again.queued) == (0, 0, 0)
    assert unsent(window) == before
    assert stick.pack("window").lines == 0
    assert world.is_clean("hub") and world.is_clean("window")


def test_stick_and_line_mixed_double_nothing(world: Any, stick: Any) -> None:
    window = stick.joined("window")
    [first] = world.receive("window")
    packed = stick.pack("window")
    stick.bring()
    stick.answer("0001-01")
    world.clock.moment += timedelta(hours=1)
    [second] = world.receive("window")
    sent = world.sync("window")
    assert sent.queued == 0 and sent.set_aside == ()
    late = couriering.unpack(window, world.folder / "back")
    assert isinstance(late, Refusal) and late.code == "courier_older"
    assert syncing.unsent(window) == 0

    [third] = world.receive("window")  # packed, then sent by line before the stick is there
    assert 0 < stick.pack("window").lines < packed.lines * 2
    world.sync("window")
    assert stick.bring().pulled == 0
    for case in (first, second, third):
        assert world.case("hub", case.number) == world.case("window", case.number)
    with world.counter.store.read() as unit:
        ids = [event.id for event in journal.events_of(unit, stick.id_of(unit, third.number))]
    assert len(set(ids)) == len(ids)
    assert world.is_clean("hub") and world.is_clean("window")


def test_what_did_not_take_effect_is_told_by_stick(world: Any, stick: Any) -> None:
    stick.joined("window")
    stick.joined("second")
    [case] = world.receive("window", conclude=False)
    office = world.offices["window"]
    offer = Act({"offer_to": "station:0001", "why": "换人办理"})
    ok(acting.do(office, case.number, Kind.OFFERED, world.who("窗口员"), lambda u, c: offer))
    stick.there_and_back("window")
    stick.there_and_back("second")
    number = case.number
    with office.store.write() as unit:  # a lease that nobody gave
        case_id = stick.id_of(unit, number)
        leases.keep(unit, leases.Lease(case_id, "station:0001", 99, "窗口员", None))
        found = world.case("window", number)
        body: dict[str, object] = {"offer_to": "station:0001", "why": "再次移交"}
        office.append(unit, Kind.OFFERED, body, "窗口员", found)
    stick.pack("window")
    [aside] = stick.bring().set_aside
    assert (aside.case, aside.kind) == (number, "offered")
    stick.answer("0001-01")
    taken = stick.take("window")
    assert [one.case for one in taken.set_aside] == [number] and taken.queued == 0
    assert stick.state("window", number) == "set_aside"
    assert stick.take("window").set_aside == ()
    assert world.is_clean("window") and world.is_clean("hub")


def test_lists_calendars_and_accounts_come_too(world: Any, stick: Any, shipped: Any) -> None:
    office = world.terminal("window")
    world.terminal("second")
    later = shipped.model_copy(update={"version": "2027.01", "effective": date(2027, 1, 1)})
    later = later.model_copy(update={"digest": catalogue_json.digest(later)})
    text = resources.files("data").joinpath("calendar", "cn.csv").read_text("utf-8")
    with world.counter.store.write() as unit:
        catalogues.add(unit, later, is_draft=False, at="2026-11-23T00:00:00.000Z")
        calendars.add(unit, "本地.csv", text, at="2026-11-23T00:00:00.000Z")
        staff.set_locked(unit, "窗口员", is_locked=True)
    taken = stick.there_and_back("window")
    assert (taken.lists, taken.calendars) == (1, 1)
    with office.store.read() as unit:
        assert catalogues.load(unit, later.digest) == later
        assert list(calendars.files(unit).values()) == [("本地.csv", text)]
        found = staff.find(unit, "窗口员")
    assert found is not None and found[0].is_locked
    small = stick.there_and_back("window")
    assert (small.lists, small.calendars) == (0, 0)
    # An answer for a terminal that never asked brings everything.
    stick.answer("0001-02", "unasked")
    assert stick.take("second", "unasked").lists == 1
