"""One result at the window: who fetches it, how, and whether the number is theirs.

In memory only: what was typed is compared with the case at every key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rules.card import CardText
from data.rules.case import Applicant, Case
from data.rules.check_digits import narrow, normalise
from data.rules.identity import check_by_type, check_identity, mask_name
from data.rules.item import Item
from data.rules.numbers import group_number
from window_app.desk_views import HandOutView, Lacking, Tone
from window_app.services.fee_standing import fee_of
from window_app.services.scenes import WAYS

DECISIONS = {"approval": "准予决定文书", "refusal": "不予决定文书"}
NAMES = {"applicant": "申请人", "representative": "法定代表人", "agent": "代理人"}
PAID = "0.00"
WRONG = "和登记的{}证件号码不一致，不能发给。"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who may fetch it; a body's representative has no number on record."""

    name: str
    id_type: str | None
    id_number: str | None


class HandOut:
    """What is typed while a result is handed over."""

    def __init__(self, case: Case, item: Item, today: date) -> None:
        self.case, self._item, self._today = case, item, today
        self._receivers = _receivers(case)
        way = case.delivery or item.delivery[0]
        self.values = {"how": way, "to": "", "id_number": "", "proxy": "", "courier": ""}
        self.set("how", way)

    # Typing.

    def set(self, name: str, value: str) -> None:
        """A value as typed; another way may rule out who it was meant for."""
        self.values[name] = narrow(value) if name == "id_number" else value
        if self.values["to"] not in self._offered:
            self.values["to"] = self._offered[0]

    def read(self, card: CardText) -> bool:
        """A card laid on the reader: whose it is, or as the number of whom was chosen."""
        self.set("id_number", card.id_number)
        number = normalise(card.id_number)
        for word in self._offered:
            one = self._receivers[word]
            if number == one.id_number or (one.id_number is None and card.name == one.name):
                self.set("to", word)
                return True
        return False

    @property
    def receiver(self) -> Receiver:
        return self._receivers[self.values["to"]]

    @property
    def is_typed(self) -> bool:
        """Whether anything would be lost."""
        return bool(self.values["id_number"] or self.values["courier"])

    @property
    def _offered(self) -> list[str]:
        """At the window all of them; by post or electronically not a body's representative."""
        words = list(self._receivers)
        if self._in_person:
            return words
        return [word for word in words if word != "representative"]

    @property
    def _in_person(self) -> bool:
        return self.values["how"] == "pickup"

    # What stands.

    def view(self) -> HandOutView:
        case, words = self.case, NAMES
        identity, tone = self._identity()
        return HandOutView(
            number=case.number,
            grouped=group_number(case.number),
            item=case.item_name,
            applicant=_masked(case, case.applicant.name),
            pieces=tuple(_pieces(case, self._item)),
            registered=tuple(_registered(case, self._item)),
            notes=tuple(_notes(case)),
            ways=tuple(WAYS.items()),
            receivers=tuple(
                (word, f"{words[word]} {_masked(case, self._receivers[word].name)}")
                for word in self._offered
            ),
            values=dict(self.values),
            asks_identity=self._in_person,
            asks_proxy=self._in_person and self.values["to"] == "agent",
            asks_courier=self.values["how"] == "post",
            identity=identity,
            tone=tone,
            lacking=tuple(self._lacking(identity, tone)),
            to=f"{words[self.values['to']]} {_masked(case, self.receiver.name)}",
        )

    def _identity(self) -> tuple[str, Tone]:
        """What the number says; compared with the case where the case knows one."""
        number, one = normalise(self.values["id_number"]), self.receiver
        if not self._in_person:
            return "", "idle"
        if not number:
            return "读身份证，或者输入证件号码。", "idle"
        whose = f"{NAMES[self.values['to']]}"
        if one.id_number is None:
            found = check_identity(number, self._today)
            if not found.valid:
                return found.problem or WRONG.format(whose), "bad"
            return f"号码正确，请核对证件上的姓名是不是{one.name}。", "ok"
        if number == one.id_number:
            return f"和登记的{whose}证件号码一致。", "ok"
        if one.id_number.startswith(number):
            return f"已输 {len(number)} 位。", "idle"
        known = check_by_type(one.id_type or "", number, self._today)
        return known.problem or WRONG.format(whose), "bad"

    def _lacking(self, identity: str, tone: Tone) -> list[Lacking]:
        points = []
        if self._in_person and tone != "ok":
            say = "请核对领取人的证件号码。" if tone == "idle" else identity
            points.append(Lacking(say, "", "id_number"))
        if self._in_person and self.values["to"] == "agent" and self.values["proxy"] != "yes":
            points.append(Lacking("代理人领取，请先核对授权委托书。", "", "proxy"))
        if self.values["how"] == "post" and not self.values["courier"].strip():
            points.append(Lacking("邮寄的，请填快递单号。", "", "courier"))
        return points


def _receivers(case: Case) -> dict[str, Receiver]:
    found = {}
    applicant = case.applicant
    if applicant.legal_representative:
        name = applicant.legal_representative
        found["representative"] = Receiver(name, None, None)
    if case.agent is not None:
        found["agent"] = _known(case.agent)
    found["applicant"] = _known(applicant)
    if case.subject == "natural":
        return {"applicant": found.pop("applicant"), **found}
    return found


def _known(party: Applicant) -> Receiver:
    return Receiver(party.name, party.id_type, party.id_number)


def _masked(case: Case, name: str) -> str:
    is_body = case.subject == "legal" and name == case.applicant.name
    return name if is_body else mask_name(name)


def _pieces(case: Case, item: Item) -> list[tuple[str, str]]:
    """What goes over the counter: the decision, and what the item gives."""
    papers = [
        (DECISIONS[paper.kind], paper.number)
        for paper in case.papers
        if paper.kind in DECISIONS and not case.is_paper_void(paper.number)
    ]
    has_result = case.decision == "approved" and item.result.kind != "none"
    return [*papers, *([(item.result.name, "")] if has_result else [])]


def _registered(case: Case, item: Item) -> list[tuple[str, str]]:
    """The result as it was registered, in the order of the item's form."""
    result = case.result or {}
    labels = {field.id: field.label for field in item.fields}
    known = sorted(result["fields"], key=lambda name: [*labels, name].index(name))
    fields = [(labels.get(name, name), str(result["fields"][name])) for name in known]
    valid = [("有效期", str(result["valid"]))] if result.get("valid") else []
    return [*fields, *valid]


def _notes(case: Case) -> list[str]:
    """What the person at the window should mind."""
    notes = []
    if case.matter:
        notes.append("这是一件事里的一项，别的事项的结果另发。")
    fee = fee_of(case)
    if fee is not None and fee.open != PAID:
        notes.append(f"费用还有 {fee.open} 元没有缴，缴清以后再发。")
    return notes
