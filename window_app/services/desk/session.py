"""One intake at the desk: each key is one method; the answer is the intake as it stands then.

In memory only. Saving, looking people up and submitting are the desk's.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from data.rules.check_digits import narrow
from data.rules.conclusion import Mark, Marked, refused_mark
from data.rules.identity import IdentityKind
from data.rules.item import Material
from data.rules.person import Certificate
from window_app.desk_views import Card, IntakeView, Lacking, RowKey
from window_app.services.desk import outlook
from window_app.services.desk.draft import Draft, DraftMark, Step, mark_key
from window_app.services.desk.lacking import lacking
from window_app.services.desk.showing import Shown, intake_view
from window_app.services.desk.standing import Standing, Surroundings, kind_of, weigh

Party = Literal["applicant", "agent"]


class IntakeSession:
    """A draft under the clerk's hands."""

    def __init__(self, draft: Draft, around: Surroundings) -> None:
        self.draft = draft
        self.around = around
        self._standing: Standing | None = None
        self._weighed: Standing | None = None
        self._view: IntakeView | None = None
        self._shown: Shown | None = None

    @property
    def standing(self) -> Standing:
        """The draft weighed; worked out once a change."""
        if self._standing is None:
            self._standing = self._weighed = weigh(self.draft, self.around, self._weighed)
        return self._standing

    def view(self) -> IntakeView:
        """The intake as it stands; worked out once a change."""
        if self._view is None:
            self._view = intake_view(self.standing, self.around, self._shown)
            self._shown = Shown(self.standing, self.around, self._view)
        return self._view

    def card(self, *, conclude_it: bool) -> Card:
        """The card that asks before the act."""
        return outlook.card(self.standing, self.around, conclude_it=conclude_it)

    def lacking(self, *, conclude_it: bool = True) -> tuple[Lacking, ...]:
        """Every point that hinders a conclusion, or taking the materials in."""
        return lacking(self.standing, conclude_it=conclude_it)

    def snapshot(self) -> IntakeSession:
        """The intake as it stands now, for work in a thread while the typing goes on."""
        return IntakeSession(self.draft.model_copy(deep=True), self.around)

    # Applicant.

    def set_subject(self, subject: Literal["natural", "legal"]) -> IntakeView:
        """Who applies; the kind of number follows."""
        self.draft.subject = subject
        kind = "resident_id" if subject == "natural" else "credit_code"
        self.draft.applicant["id_type"] = kind
        return self._changed()

    def set_party(self, party: Party, name: str, value: str) -> IntakeView:
        """A value of the applicant or agent as typed; numbers are narrowed."""
        values = self.draft.applicant if party == "applicant" else self._agent()
        values[name] = narrow(value) if name in ("id_number", "phone") else value
        return self._changed()

    def type_number(self, party: Party, number: str) -> IntakeView:
        """The number as typed; where it tells its own kind, subject and type follow."""
        values = self.draft.applicant if party == "applicant" else self._agent()
        kind = kind_of(number, self.around.today)
        if kind == IdentityKind.CREDIT_CODE and party == "applicant":
            self.set_subject("legal")
        elif kind is not None and values.get("id_type") in tuple(IdentityKind):
            if party == "applicant" and self.draft.subject == "legal":
                self.set_subject("natural")
            values["id_type"] = str(kind)
        return self.set_party(party, "id_number", number)

    def know(self, records: dict[str, str], certificates: tuple[Certificate, ...]) -> IntakeView:
        """What the home knows of the applicant, for confirmation; typed values stay."""
        self.around = replace(self.around, records=records, certificates=certificates)
        kind = "person" if self.draft.subject == "natural" else "entity"
        for name in ("name", "phone", "address", "legal_representative"):
            known = records.get(f"{kind}.{name}")
            if known and not self.draft.applicant.get(name):
                self.draft.applicant[name] = known
        return self._changed()

    def set_agent(self, *, has_agent: bool) -> IntakeView:
        self.draft.agent = {"id_type": "resident_id"} if has_agent else None
        return self._changed()

    def add_member(self) -> IntakeView:
        """A member of the household; the first is the applicant."""
        taken = {member["id"] for member in self.draft.household}
        number = next(n for n in range(1, 1000) if f"p{n}" not in taken)
        member = {"id": f"p{number}", "id_type": "resident_id"}
        if not self.draft.household and self.draft.subject == "natural":
            given = self.draft.applicant
            member |= {name: given.get(name, "") for name in ("name", "id_type", "id_number")}
            member["relation"] = "本人"
        self.draft.household.append(member)
        return self._changed()

    def set_member(self, member_id: str, name: str, value: str) -> IntakeView:
        for member in self.draft.household:
            if member["id"] == member_id:
                member[name] = narrow(value) if name in ("id_number", "birth") else value
        return self._changed()

    def drop_member(self, member_id: str) -> IntakeView:
        self.draft.household = [m for m in self.draft.household if m["id"] != member_id]
        return self._changed()

    # Item and situation.

    def choose_item(self, code: str) -> IntakeView:
        """Another item begins with an empty list; the applicant stays."""
        if code != self.draft.item:
            self.draft.item, self.draft.version = code, self.around.catalogue.version
            self.draft.answers, self.draft.marks = {}, {}
            self.draft.fields, self.draft.scans = {}, {}
            self.draft.insists, self.draft.delivery = False, None
            item = self.around.catalogue.item(code)
            if item is not None and self.draft.subject not in item.subjects:
                return self.set_subject(item.subjects[0])
        return self._changed()

    def answer(self, question_id: str, choice_id: str) -> IntakeView:
        """Choose; in a `many` question choosing again takes back, 都没有 stands alone."""
        item = self.standing.item
        question = item.question(question_id) if item else None
        if question is None:
            return self.view()
        before = self.draft.answers.get(question_id, [])
        if not question.many:
            chosen = [choice_id]
        elif choice_id in before:
            chosen = [c for c in before if c != choice_id]
        else:
            alone = {c.id for c in question.choices if c.alone}
            kept = [] if choice_id in alone else [c for c in before if c not in alone]
            chosen = [*kept, choice_id]
        self.draft.answers[question_id] = chosen
        return self._changed()

    def set_insists(self, *, insists: bool) -> IntakeView:
        """A not-eligible applicant wants the case taken in all the same."""
        self.draft.insists = insists
        return self._changed()

    # Materials.

    def mark(self, key: RowKey, mark: str | None) -> str | None:
        """Set a mark; why the list does not allow it, or None where it is set."""
        name = mark_key(*key)
        if mark is None:
            self.draft.marks.pop(name, None)
            self._changed()
            return None
        material, checklist = self._material(key), self.standing.checklist
        if material is None or checklist is None:
            return "这份材料不在清单里。"
        bar = self.around.bar(self.standing.identity)
        why = refused_mark(checklist, material, Marked(Mark(mark)), bar=bar)
        if why is not None:
            return why
        before = self.draft.marks.get(name)
        faults = before.faults if before and mark == Mark.DEFECTIVE else []
        source = material.shared_data or self._archived(material) if mark == Mark.REUSED else None
        self.draft.marks[name] = DraftMark(mark=mark, faults=faults, source=source)
        self._changed()
        return None

    def toggle_fault(self, key: RowKey, number: int) -> None:
        """Pick the number-th usual fault (from 1), or take it back."""
        material = self._material(key)
        if material is not None and 1 <= number <= len(material.faults):
            self._toggle(key, material.faults[number - 1])

    def own_fault(self, key: RowKey, text: str) -> None:
        """A fault in the clerk's own words; empty text drops all own words."""
        material = self._material(key)
        one = self.draft.marks.get(mark_key(*key))
        if material is None or one is None:
            return
        listed = [fault for fault in one.faults if fault in material.faults]
        one.faults = [*listed, text.strip()] if text.strip() else listed
        self._changed()

    def attach(self, material: str, path: Path) -> IntakeView:
        """A scan for a material."""
        self.draft.scans.setdefault(material, []).append(str(path.absolute()))
        return self._changed()

    def detach(self, material: str) -> IntakeView:
        self.draft.scans.pop(material, None)
        return self._changed()

    # Form and steps.

    def set_field(self, key: str, value: str) -> IntakeView:
        self.draft.fields[key] = value
        return self._changed()

    def set_delivery(self, way: Literal["pickup", "post", "electronic"]) -> IntakeView:
        self.draft.delivery = way
        return self._changed()

    def go(self, step: Step) -> IntakeView:
        self.draft.step = step
        return self._changed()

    def _changed(self) -> IntakeView:
        self._standing = self._view = None
        return self.view()

    def _agent(self) -> dict[str, str]:
        if self.draft.agent is None:
            self.draft.agent = {"id_type": "resident_id"}
        return self.draft.agent

    def _material(self, key: RowKey) -> Material | None:
        checklist = self.standing.checklist
        return checklist.material(key[0]) if checklist else None

    def _archived(self, material: Material) -> str | None:
        known = material.use or material.id
        for certificate in self.around.certificates:
            if certificate.certificate == known:
                return f"档案 {certificate.case_number}"
        return None

    def _toggle(self, key: RowKey, fault: str) -> None:
        one = self.draft.marks.setdefault(mark_key(*key), DraftMark(mark=Mark.DEFECTIVE))
        one.mark = Mark.DEFECTIVE
        if fault in one.faults:
            one.faults = [f for f in one.faults if f != fault]
        else:
            one.faults = [*one.faults, fault]
        self._changed()
