"""What applicants bring back: who is waited for, one case at the window, the act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from data.errors import InputError, Refusal
from data.rules.case import Case, Status
from data.rules.conclusion import IN_ORDER
from data.rules.event import Kind
from data.rules.words import STATUS_NAMES
from data.store import cases, drafts, journal
from data.store.engine import Unit
from window_app.desk_views import CaseLine, Done, FoundCases
from window_app.services import deferrals, flags, supplementing
from window_app.services.cases import find
from window_app.services.desk import afterwards, home
from window_app.services.desk.days import days_to, light_of
from window_app.services.desk.draft import Draft, DraftMark, mark_key
from window_app.services.desk.finding import narrowed
from window_app.services.desk.own_tasks import beginning_refusal
from window_app.services.desk.returned import ReturnSession, asked_of
from window_app.services.desk.session import IntakeSession
from window_app.services.desk.standing import Surroundings
from window_app.services.desk.station import Person
from window_app.services.desk.taking_up import draft_of
from window_app.services.forms import HandedInForm, SupplementForm, check_form
from window_app.services.office import Office

MOST = 200
NOBODY_AWAITED = "没有等着补正或者补交的办件。"


class Returning:
    """The desk's supplements. Every method touches the store: for thread workers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # The list.

    def waiting(self, text: str = "") -> FoundCases:
        """Cases that wait for something, the least time left first; narrowed by number or name."""
        with self._office.store.read() as unit:
            found, hits = narrowed(unit, _awaited(unit), text, most=MOST)
            if hits and not found:
                return FoundCases((), _why_none(hits[0]))
            parked = {draft.case: draft for draft in _parked(unit)}
            lines = [self._line(unit, case, parked.get(case.number)) for case in found]
        lines.sort(key=lambda line: line.left if line.left is not None else MOST)
        why = f"没有找到“{text.strip()}”的办件。" if text.strip() else NOBODY_AWAITED
        return FoundCases(tuple(lines[:MOST]), "" if lines else why)

    def _line(self, unit: Unit, case: Case, draft: Draft | None) -> CaseLine:
        """The case with the day by which something is to come, and what."""
        asked = asked_of(case)
        later = [one.later_by for one in asked.values() if one.later_by]
        told = len(asked) - len(later)
        until = case.supplements[-1].deadline if told else min(later)
        left = days_to(self._office.calendar, self._office.today(), date.fromisoformat(until))
        word = f"补正{told}处" if told else f"容缺{len(later)}份"
        wants = f"等申请人{'补正' if told else '补交容缺材料'}，{until[5:]} 前"
        if left < 0:
            wants = f"{until[5:]} 已经到期，超 {-left} 天；补来的照收"
        return replace(
            home.case_line(unit, self._office, case),
            light=str(light_of(left)),
            status_word=word,
            left=left,
            due=until[5:],
            situation="补到一半" if draft else "部门退回" if told and case.ever_accepted else "",
            next=f"{wants}。" + ("放下的接着办。" if draft else ""),
        )

    # One case.

    def open(self, number: str, who: Person) -> ReturnSession | Refusal:
        """The case as it is brought something for; a draft of it is gone on with."""
        with self._office.store.read() as unit:
            case = find(unit, number)
            mine = next((d for d in _parked(unit) if d.case == case.number), None)
            before = _noted(unit, case)
        draft = mine or draft_of(case, journal.new_id(), who.staff).model_copy(
            update={"marks": dict(before), "brings_back": True, "insists": True}
        )
        return self.resume(draft, who)

    def resume(self, draft: Draft, who: Person) -> ReturnSession | Refusal:
        """Go on with what was brought; refused where the case waits for nothing any more."""
        assert draft.case is not None
        office = self._office
        with office.store.read() as unit:
            case = find(unit, draft.case)
            refusal = _refusal(unit, office, case, who)
            catalogue = office.list_of(unit, case)
            before, bars = _noted(unit, case), flags.bars(unit, office.today())
        if refusal is not None:
            if not asked_of(case):
                self.drop(draft)
            return refusal
        return ReturnSession(
            draft.model_copy(update={"owner": who.staff}),
            Surroundings(catalogue, office.terminal, office.calendar, office.today(), bars=bars),
            case,
            before=before,
            resumed="" if draft.owner == who.staff else f"接着办{draft.owner}放下的这一件。",
        )

    def conclude(self, session: IntakeSession, who: Person, *, conclude_it: bool) -> Done | Refusal:
        """Do the act: what was brought is stored and weighed, its draft goes, papers come.

        What was allowed to follow later is written first: it needs no holder and no conclusion.
        """
        assert isinstance(session, ReturnSession)
        before = {paper.number for paper in session.case.papers}
        number = session.case.number
        with self._office.store.read() as unit:
            open_now = {mark_key(*row.key) for row in find(unit, number).deferred_open}
        later = [key for key in session.later_keys if key in open_now]
        try:
            refusal = self._hand_in_later(session, who, later) if later else None
            if refusal is None and session.told_keys:
                refusal = self._bring(session, who)
        except InputError as error:
            return Refusal(error.code, error.message, hint=error.hint, field=error.field)
        return refusal or afterwards.done(self._office, number, before)

    def _hand_in_later(
        self, session: ReturnSession, who: Person, keys: Sequence[str]
    ) -> Refusal | None:
        """What was allowed to follow later; the draft goes too where nothing else was brought."""
        given = session.draft.as_supplement(keys, ())
        form = check_form(given, HandedInForm)
        answer = deferrals.hand_in(self._office, session.case.number, form, who.account, Path("/"))
        if isinstance(answer, Refusal):
            return answer
        if not session.told_keys:
            self.drop(session.draft)
        return None

    def _bring(self, session: ReturnSession, who: Person) -> Refusal | None:
        new = {mark_key(*key) for key in session.new_points}
        form = check_form(session.draft.as_supplement(session.told_keys, new), SupplementForm)
        answer = supplementing.bring(
            self._office,
            session.case.number,
            form,
            who.account,
            Path("/"),
            draft=session.draft.id,
        )
        return answer if isinstance(answer, Refusal) else None

    def drop(self, draft: Draft) -> None:
        """A draft that leads nowhere any more goes."""
        with self._office.store.write() as unit:
            drafts.remove(unit, draft.id)


def _awaited(unit: Unit) -> Sequence[Case]:
    """Told cases, and open ones in which a material may still follow."""
    told = cases.with_status(unit, [str(Status.SUPPLEMENTING)])
    known = {case.case_id for case in told}
    later = [case for case in cases.deferring(unit) if case.case_id not in known]
    return [case for case in (*told, *later) if asked_of(case)]


def _parked(unit: Unit) -> list[Draft]:
    """Drafts of what was brought."""
    found = [Draft.model_validate_json(stored.content) for stored in drafts.everyone(unit)]
    return [draft for draft in found if draft.brings_back]


def _noted(unit: Unit, case: Case) -> dict[str, DraftMark]:
    """What came in order since the last round and was noted only: it is not asked for again."""
    found: dict[str, DraftMark] = {}
    events = [one for one in journal.events_of(unit, case.case_id) if one.base == case.head]
    for event in sorted(events, key=lambda one: one.order):
        body = (event.body or {}) if event.kind == Kind.BROUGHT_IN else {}
        for row in body.get("materials", ()):
            if row["mark"] in IN_ORDER:
                mark = DraftMark(mark=row["mark"], source=row.get("source"))
                found[mark_key(row["id"], row.get("person"))] = mark
    return found


def _why_none(case: Case) -> str:
    word = STATUS_NAMES[case.status]
    return f"“{case.item_name}”现在是{word}，不等补正；按 F5 查这一件。"


def _refusal(unit: Unit, office: Office, case: Case, who: Person) -> Refusal | None:
    """Why nothing can be brought here for this case by this person."""
    if not asked_of(case):
        word = STATUS_NAMES[case.status]
        return Refusal("nothing_awaited", f"这一件现在是“{word}”，没有等着补正或者补交的材料。")
    is_told = case.status is Status.SUPPLEMENTING
    kind = Kind.SUPPLEMENTED if is_told else Kind.DEFERRED_HANDED_IN
    return beginning_refusal(unit, office, case, kind, who.account)
