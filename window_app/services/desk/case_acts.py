"""The acts of a case's page: which are offered here to this person, and doing one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.event import Kind
from data.rules.identity import mask_name
from data.store import papers
from data.store.engine import Unit
from data.store.staff import Account
from window_app.desk_views import CaseAct, Done
from window_app.services import correcting, deciding, fees, handing, lapsing, voiding
from window_app.services.cases import find
from window_app.services.desk import afterwards
from window_app.services.desk.acts_offered import ACTS, ANEW, At, PaperName, paper_label
from window_app.services.desk.own_tasks import beginning_refusal
from window_app.services.desk.station import Person
from window_app.services.office import Office
from window_app.views import CaseView

Values = Mapping[str, str]
Do = Callable[[Office, str, Account, Values], CaseView | Refusal]
RESULT = "register"


class CaseActs:
    """What can be done with a case. Every method touches the store: for thread workers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def offered(self, number: str, who: Person) -> tuple[CaseAct, ...]:
        """What lifecycle, holder and role permit now; nothing that would be refused at once."""
        with self._office.store.read() as unit:
            case = find(unit, number)
            item = self._office.list_of(unit, case).item(case.item)
            assert item is not None  # the case keeps the version it was received under
            at = At(case, item, _name(case), self._office.today(), _papers(unit, case))
            found: dict[str, CaseAct] = {}
            for kind, make in ACTS:
                act = make(at) if self._may(unit, case, kind, who) else None
                if act is not None:
                    found.setdefault(act.id, act)
        return tuple(found.values())

    def act(self, number: str, act: str, who: Person) -> CaseAct | None:
        """One act, where it is offered."""
        return next((one for one in self.offered(number, who) if one.id == act), None)

    def do(self, number: str, act: str, values: Values, who: Person) -> Done | Refusal:
        """Do an act with what was written on its card."""
        with self._office.store.read() as unit:
            before = {paper.number for paper in find(unit, number).papers}
        try:
            answer = DO[act](self._office, number, who.account, values)
        except InputError as error:
            return Refusal(error.code, error.message, hint=error.hint, field=_key(error.field))
        if isinstance(answer, Refusal):
            return replace(answer, field=_key(answer.field))
        return afterwards.done(self._office, number, before)

    def _may(self, unit: Unit, case: Case, kind: Kind, who: Person) -> bool:
        return beginning_refusal(unit, self._office, case, kind, who.account) is None


def _register(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    given = {name: value for name, value in values.items() if value}
    return deciding.register(office, number, who, given)


def _withdraw(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    return handing.withdraw(office, number, who, why=values["why"])


def _ask_withdrawal(
    office: Office, number: str, who: Account, values: Values
) -> CaseView | Refusal:
    return correcting.note(office, number, Kind.WITHDRAWAL_ASKED, who, why=values["why"])


def _lapse(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    return lapsing.lapse(office, number, who, why=values["why"] or None)


def _reopen(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    return lapsing.reopen(office, number, who, why=values["why"])


def _void_case(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    other = values["replaced_by"] or None
    return voiding.void_case(office, number, who, why=values["why"], replaced_by=other)


def _void_paper(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    with office.store.read() as unit:
        case = find(unit, number)
        by_label = {paper_label(case, one): one.number for one in _papers(unit, case)}
    return voiding.void_paper(
        office,
        number,
        by_label[values["document"]],
        who,
        why=values["why"],
        anew=values["anew"] == ANEW[1],
    )


def _papers(unit: Unit, case: Case) -> tuple[PaperName, ...]:
    """The case's papers, and those of its steps that did not take effect."""
    known = {paper.number for paper in case.papers}
    stored = papers.of_case(unit, case.case_id)
    return (*case.papers, *(paper for paper in stored if paper.number not in known))


def _assess(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    return fees.assess(office, number, who)


def _pay(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    return fees.pay(office, number, who, amount=values["amount"], receipt=values["receipt"])


def _correct(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    """Only what is another now is written."""
    with office.store.read() as unit:
        case = find(unit, number)
    changed = {
        name: values[name] for name in ("phone", "address") if values[name] != _contact(case, name)
    }
    return correcting.correct(office, number, who, why=values["why"], **changed)


def _arrive(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    return handing.arrive(office, number, who)


def _offer(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    with office.store.read() as unit:
        department = find(unit, number).department
    return handing.offer(office, number, f"department:{department}", who, why=values["why"])


DO: dict[str, Do] = {
    RESULT: _register,
    "withdraw": _withdraw,
    "ask_withdrawal": _ask_withdrawal,
    "lapse": _lapse,
    "reopen": _reopen,
    "void_case": _void_case,
    "void_paper": _void_paper,
    "assess_fee": _assess,
    "pay_fee": _pay,
    "correct": _correct,
    "arrive": _arrive,
    "offer": _offer,
}


def _contact(case: Case, name: str) -> str:
    if name in case.contact:
        return case.contact[name].value
    return getattr(case.applicant, name) or ""


def _name(case: Case) -> str:
    name = case.applicant.name
    return name if case.subject == "legal" else mask_name(name)


def _key(field: str | None) -> str | None:
    """The card's field that a command's option names: `--replaced-by` is `replaced_by`."""
    return field.lstrip("-").replace("-", "_") if field else None
