"""Intakes at the desk: begun, kept as they are typed, resumed by another, concluded.

Methods that touch the store are for thread workers.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from data.clock import to_text
from data.errors import InputError, Refusal
from data.rules.check_digits import normalise
from data.rules.identity import check_credit_code
from data.rules.listing import Listing
from data.rules.person import owner_key
from data.store import cases, drafts, journal, people
from data.store.drafts import StoredDraft
from window_app.desk_views import Done, KnownPerson
from window_app.services import flags, intake, late_concluding
from window_app.services.cases import find
from window_app.services.desk import home, pages, taking_up
from window_app.services.desk.draft import Draft
from window_app.services.desk.returning import Returning
from window_app.services.desk.session import IntakeSession
from window_app.services.desk.standing import Surroundings
from window_app.services.desk.station import Person
from window_app.services.forms import IntakeForm, check_form
from window_app.services.office import Office


class Intakes:
    """The drafts of one office, by the list in force."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @cached_property
    def _list(self) -> Listing | Refusal:
        with self._office.store.read() as unit:
            return self._office.live_list(unit)

    @cached_property
    def returning(self) -> Returning:
        """Supplements, and what was allowed to follow later."""
        return Returning(self._office)

    def begin(self, who: Person, *, identity: str = "", item: str = "") -> IntakeSession | Refusal:
        """A new draft, with a person or an item where one was scanned."""
        if isinstance(self._list, Refusal):
            return self._list
        draft = Draft(id=journal.new_id(), owner=who.staff)
        session = IntakeSession(draft, self._around(self._list))
        if identity:
            is_body = check_credit_code(identity).valid
            session.set_subject("legal" if is_body else "natural")
            session.set_party("applicant", "id_number", identity)
        if item:
            session.choose_item(item)
        return session

    def take_up(self, number: str, who: Person) -> IntakeSession | Refusal:
        """A case taken in without a conclusion, to be concluded by the list of its receipt."""
        with self._office.store.read() as unit:
            case = find(unit, number)
            refusal = taking_up.refusal(unit, self._office, case, who.account)
            catalogue = self._office.list_of(unit, case)
        if refusal is not None:
            return refusal
        draft = taking_up.draft_of(case, journal.new_id(), who.staff)
        return IntakeSession(draft, self._around(catalogue))

    def known(self, session: IntakeSession) -> KnownPerson:
        """What this home knows of the draft's applicant; it fills the draft's empty fields."""
        given = session.draft.applicant
        owner = owner_key(given.get("id_type", ""), normalise(given.get("id_number", "")))
        with self._office.store.read() as unit:
            records = people.records_of(unit, owner)
            certificates = tuple(people.certificates_of(unit, owner))
            open_cases = [
                home.case_line(unit, self._office, case)
                for case in cases.open_of(unit, normalise(given.get("id_number", "")))
            ]
        session.know(records, certificates)
        kind = "person" if session.draft.subject == "natural" else "entity"
        return KnownPerson(
            name=records.get(f"{kind}.name"),
            phone=records.get(f"{kind}.phone"),
            address=records.get(f"{kind}.address"),
            legal_representative=records.get(f"{kind}.legal_representative"),
            certificates=tuple(one.name for one in certificates),
            open_cases=tuple(open_cases),
        )

    def save(self, session: IntakeSession, *, is_parked: bool = False) -> None:
        """Keep the draft as it is typed; a blank one leaves nothing."""
        draft = session.draft
        if draft.is_blank:
            return
        at = to_text(self._office.now())
        stored = StoredDraft(draft.id, draft.owner, is_parked, at, draft.model_dump_json())
        with self._office.store.write() as unit:
            drafts.save(unit, stored)

    def resume(self, draft_id: str, who: Person) -> IntakeSession | Refusal:
        """Take a draft up again; another clerk of this terminal takes it over."""
        if isinstance(self._list, Refusal):
            return self._list
        with self._office.store.read() as unit:
            stored = drafts.find(unit, draft_id)
        if stored is None:
            return Refusal("draft_gone", "这份草稿已经办结或者删除。")
        draft = Draft.model_validate_json(stored.content).model_copy(update={"owner": who.staff})
        if draft.brings_back:
            return self.returning.resume(draft, who)
        return IntakeSession(draft, self._around(self._list))

    def unfinished(self, who: Person) -> str | None:
        """The draft this clerk was working on when the desk was cut off."""
        with self._office.store.read() as unit:
            mine = [d for d in drafts.everyone(unit) if d.owner == who.staff and not d.is_parked]
        return mine[0].id if mine else None

    def discard(self, draft_id: str) -> None:
        with self._office.store.write() as unit:
            drafts.remove(unit, draft_id)

    def conclude(self, session: IntakeSession, who: Person, *, conclude_it: bool) -> Done | Refusal:
        """Do the act: store the case, forget the draft with it, print the papers."""
        standing, draft = session.standing, session.draft
        form = draft.as_form(
            conclude=conclude_it,
            asked=standing.asked,
            fields={state.key for state in standing.fields},
        )
        office, account, root = self._office, who.account, Path("/")
        try:
            checked = check_form(form, IntakeForm)
            if draft.case is not None:
                answer = late_concluding.conclude(
                    office, draft.case, checked, account, root, draft=draft.id
                )
            else:
                answer = intake.submit(office, checked, account, root, draft=draft.id)
        except InputError as error:
            return Refusal(error.code, error.message, hint=error.hint, field=error.field)
        return answer if isinstance(answer, Refusal) else pages.done(answer)

    def _around(self, catalogue: Listing) -> Surroundings:
        office, today = self._office, self._office.today()
        with office.store.read() as unit:
            bars = flags.bars(unit, today)
        return Surroundings(catalogue, office.terminal, office.calendar, today, bars=bars)
