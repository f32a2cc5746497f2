"""Results that wait to be fetched: the list, one of them at the window, the act."""

from __future__ import annotations

from data.errors import InputError, Refusal
from data.rules.case import Status
from data.rules.check_digits import normalise
from data.rules.event import Kind
from data.rules.words import STATUS_NAMES
from data.store import cases
from window_app.desk_views import Done, FoundCases
from window_app.services import deciding
from window_app.services.cases import find
from window_app.services.desk import afterwards, home
from window_app.services.desk.finding import narrowed
from window_app.services.desk.handed_over import HandOut
from window_app.services.desk.own_tasks import beginning_refusal
from window_app.services.desk.station import Person
from window_app.services.office import Office

MOST = 200
NOTHING_READY = "没有等着领取的结果。"


class HandingOut:
    """The desk's results. Every method touches the store: for thread workers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def ready(self, text: str = "") -> FoundCases:
        """Cases of this home that are ready, oldest first; narrowed by number or name."""
        with self._office.store.read() as unit:
            ready = cases.with_status(unit, [str(Status.READY)])
            found, hits = narrowed(unit, ready, text, most=MOST)
            if hits and not found:
                word = STATUS_NAMES[hits[0].status]
                say = f"“{hits[0].item_name}”现在是{word}，不能领取；按 F5 查这一件。"
                return FoundCases((), say)
            lines = [home.case_line(unit, self._office, case) for case in found[:MOST]]
        why = f"没有找到“{text.strip()}”的办件。" if text.strip() else NOTHING_READY
        return FoundCases(tuple(lines), "" if lines else why)

    def open(self, number: str, who: Person) -> HandOut | Refusal:
        """One result, where this person may hand it out here."""
        with self._office.store.read() as unit:
            case = find(unit, number)
            refusal = beginning_refusal(unit, self._office, case, Kind.DELIVERED, who.account)
            item = self._office.list_of(unit, case).item(case.item)
        assert item is not None  # the case keeps the version it was received under
        return refusal or HandOut(case, item, self._office.today())

    def hand_out(self, given: HandOut, who: Person) -> Done | Refusal:
        """Give it: `delivered` is written, the 送达回证 printed."""
        case, values, receiver = given.case, given.values, given.receiver
        before = {paper.number for paper in case.papers}
        is_in_person = values["how"] == "pickup"
        number = values["id_number"] if is_in_person else receiver.id_number or ""
        try:
            answer = deciding.hand_out(
                self._office,
                case.number,
                who.account,
                to=receiver.name,
                id_number=normalise(number),
                how=values["how"],
                courier=values["courier"].strip() if values["how"] == "post" else None,
                is_proxy_seen=values["proxy"] == "yes" if values["to"] == "agent" else None,
            )
        except InputError as error:
            return Refusal(error.code, error.message, hint=error.hint, field=error.field)
        if isinstance(answer, Refusal):
            return answer
        return afterwards.done(
            self._office, case.number, before, next_is=_next(values["how"], is_in_person)
        )


def _next(how: str, is_in_person: bool) -> str:
    if is_in_person:
        return "请领取人在送达回证上签名，交给他一份，另一份随件存档。"
    ways = {"post": "送达回证和快递面单一起存档。", "electronic": "送达回证存档。"}
    return ways[how]
