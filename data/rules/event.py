"""Events: what happened to a case, in the words of the journal, and which are main line.

The journal adds feed, number, link and signature; here an event is a value to be applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Every kind of event a case can have."""

    # main line
    RECEIVED = "received"
    ARRIVED = "arrived"
    OFFERED = "offered"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENTED = "supplemented"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    STEP_PASSED = "step_passed"
    SENT_BACK = "sent_back"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    APPROVED = "approved"
    REFUSED = "refused"
    RESULT_REGISTERED = "result_registered"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REOPENED = "reopened"
    VOIDED = "voided"
    TAKEN_OVER = "taken_over"
    # side notes
    CLAIMED = "claimed"
    RELEASED = "released"
    REASSIGNED = "reassigned"
    NUDGED = "nudged"
    BROUGHT_IN = "brought_in"
    ASKED_FOR = "asked_for"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    DEFERRED_HANDED_IN = "deferred_handed_in"
    MOVED = "moved"
    NOTIFIED = "notified"
    COMMITMENT_CHECKED = "commitment_checked"
    FEE_ASSESSED = "fee_assessed"
    FEE_PAID = "fee_paid"
    RATED = "rated"
    CORRECTED = "corrected"
    PRINTED = "printed"
    PAPER_VOIDED = "paper_voided"
    UNMASKED = "unmasked"
    EXPORTED = "exported"
    VERDICT_RESOLVED = "verdict_resolved"
    # matter notes
    JOINT_CALLED = "joint_called"
    JOINT_OPINION = "joint_opinion"
    JOINT_CLOSED = "joint_closed"
    LEAD_DECIDED = "lead_decided"


MAIN_LINE = frozenset(list(Kind)[: list(Kind).index(Kind.CLAIMED)])
MATTER_NOTES = frozenset(list(Kind)[list(Kind).index(Kind.JOINT_CALLED) :])
SIDE_NOTES = frozenset(Kind) - MAIN_LINE

PERSON_FLAGGED = "person_flagged"
FLAG_LIFTED = "flag_lifted"
# Events without a case: what happened to the terminal itself, and flags on a person.
HOME_KINDS = frozenset(
    {
        "home_created",
        "home_restored",
        "staff_added",
        "staff_changed",
        "staff_locked",
        "catalogue_imported",
        "calendar_imported",
        "clock_confirmed",
        "backed_up",
        "home_rekeyed",
        "printer_added",
        "printer_removed",
        "printer_chosen",
        "print_settled",
        "hub_created",
        "hub_joined",
        "hub_restored",
        "staff_taken_over",
        "terminal_invited",
        "terminal_joined",
        "terminal_revoked",
        PERSON_FLAGGED,
        FLAG_LIFTED,
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a feed.

    `at` is RFC 3339 UTC text; the order is `number`. `base` is the hash of the case's
    main-line event before (a side note: the head its writer saw). `body` is None where it was
    erased. Hashes, link, feed and signature are lower-case hex.
    """

    id: str
    feed: str
    number: int
    link: str
    case_id: str | None
    base: str | None
    kind: str
    at: str
    actor: str
    schema: int
    body_hash: str
    hash: str
    signature: str
    body: Mapping[str, Any] | None

    @property
    def is_main_line(self) -> bool:
        return self.kind in MAIN_LINE

    @property
    def order(self) -> tuple[str, str, int]:
        """Where a side note stands among the others."""
        return self.at, self.feed, self.number
