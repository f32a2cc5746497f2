"""A card laid on the reader becomes values of the applicant step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from data.rules.card import CardText

if TYPE_CHECKING:
    from window_app.services.desk.session import IntakeSession

Party = Literal["applicant", "agent"]


def fill(session: IntakeSession, card: CardText, *, in_agent: bool) -> Party:
    """Take a card over; a body's applicant is no person, so the card is its agent's then."""
    is_agent = in_agent or session.draft.subject == "legal"
    party: Party = "agent" if is_agent else "applicant"
    if is_agent and session.draft.agent is None:
        session.set_agent(has_agent=True)
    if card.kind is not None:
        session.set_party(party, "id_type", str(card.kind))
    session.type_number(party, card.id_number)
    session.set_party(party, "name", card.name)
    if card.address and party == "applicant":
        session.set_party(party, "address", card.address)
    return party


def words(card: CardText, party: Party, today: date) -> tuple[str, str]:
    """What to tell about it, and in which colour."""
    who = "申请人" if party == "applicant" else "代办人"
    if card.is_expired(today):
        return f"{who}已按读卡填好；证件 {card.valid_until} 到期，已经过期，请看其他证明。", "warn"
    return f"{who}已按读卡填好，请和本人核对。", "info"
