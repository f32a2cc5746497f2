"""What people do at the places of the chaos: one act after another, as the dice fall.

What a rule refuses and what the line breaks off is everyday work; anything else ends the process.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import chaos_places  # beside this file
from chaos_places import REVIEWERS

from data.errors import Refusal, WindowError
from data.exchange.shapes import Cursor, Hub
from data.rules.case import Case, Status
from data.store import cases, hub_settings, leases
from window_app import demonstration
from window_app.services import (
    correcting,
    deciding,
    handing,
    intake,
    late_concluding,
    queueing,
    reviewing,
    supplementing,
    syncing,
    voiding,
)
from window_app.services.forms import IntakeForm, SupplementForm
from window_app.services.office import Office
from window_app.services.reviewing import SendBack

SHOP, CANTEEN, TAKEN_IN = demonstration.desk_intakes()
AT_ONCE = 3  # tasks that the reviewers hold
SCAN = 40_000  # bytes, about
BREATH = 0.1  # seconds between two acts of a person, at most
LISTENS = 0.3  # seconds that the reviewers wait for news when they have nothing to do
Act = Callable[[], object]


class Work:
    """The work of one place."""

    def __init__(self, office: Office, place: str, dice: random.Random) -> None:
        self.office, self.place, self.dice = office, place, dice

    def who(self, what: str) -> Any:
        return chaos_places.worker(self.office, self.place, what)

    def do(self, weights: Mapping[str, int]) -> str:
        """One of these acts, after a breath; its name, and why it was not done."""
        time.sleep(self.dice.uniform(0.0, BREATH))
        [name] = self.dice.choices(list(weights), list(weights.values()))
        try:
            found = getattr(self, name)()
        except WindowError as error:
            return f"{name}: {error.code}"
        return f"{name}: {found.code}" if isinstance(found, Refusal) else name

    def syncs(self) -> object:
        hub = self.reach()
        try:
            return syncing.exchange(self.office, hub)
        finally:
            hub.close()

    def reach(self) -> Hub:
        assert self.office.reach is not None
        return self.office.reach()

    def one(self, fits: Callable[[Case], bool]) -> Case | None:
        """One of the cases here that fit."""
        with self.office.store.read() as unit:
            found = [case for case in cases.not_final(unit) if fits(case)]
        return self.dice.choice(found) if found else None


class StationWork(Work):
    """A window: takes in, completes, corrects, withdraws and hands out."""

    def receives(self) -> object:
        form = self.dice.choice((SHOP, SHOP, CANTEEN, TAKEN_IN))
        scan = Path(self.office.home.folder) / "scan.pdf"
        if self.dice.random() < 0.3:
            scan.write_bytes(b"%PDF-1.7 " + self.dice.randbytes(self.dice.randrange(SCAN)))
            form = form.model_copy(update={"scans": {"form": ["scan.pdf"]}})
        return intake.submit(self.office, form, self.who("clerk"), scan.parent)

    def supplements(self) -> object:
        case = self.one(lambda case: case.status is Status.SUPPLEMENTING and self.is_ours(case))
        if case is None:
            return None
        points = case.supplements[-1].points
        brought = [
            {"id": point["material"], "person": point["person"], "mark": "ok"} for point in points
        ]
        form = SupplementForm.model_validate({"materials": brought})
        return supplementing.bring(
            self.office, case.number, form, self.who("clerk"), self.office.home.folder
        )

    def concludes(self) -> object:
        case = self.one(lambda case: case.status is Status.RECEIVED and self.is_ours(case))
        if case is None:
            return None
        form = {**demonstration.INTAKE, "applicant": case_applicant(case)}
        return late_concluding.conclude(
            self.office,
            case.number,
            IntakeForm.model_validate(form),
            self.who("clerk"),
            self.office.home.folder,
        )

    def withdraws(self) -> object:
        early = (Status.RECEIVED, Status.SUPPLEMENTING)
        case = self.one(lambda case: case.status in early and self.is_ours(case))
        return case and handing.withdraw(self.office, case.number, self.who("clerk"), why="撤回")

    def voids(self) -> object:
        """Over the head of the department, which may be at it."""
        return self.voided(lambda case: case.status is Status.ACCEPTED)

    def overrules(self) -> object:
        """Over the head of the other window, which may be at it."""
        own = self.office.signer.feed
        return self.voided(lambda case: case.holder.feed not in (None, own))

    def voided(self, fits: Callable[[Case], bool]) -> object:
        case = self.one(lambda case: fits(case) and self.is_ours(case))
        return case and voiding.void_case(
            self.office, case.number, self.who("supervisor"), why="重复收件"
        )

    def corrects(self) -> object:
        case = self.one(self.is_ours)
        phone = f"1380013{self.dice.randrange(10_000):04}"
        return case and correcting.correct(
            self.office, case.number, self.who("clerk"), why="电话变更", phone=phone
        )

    def hands_out(self) -> object:
        case = self.one(lambda case: case.status is Status.READY and self.is_ours(case))
        return case and deciding.hand_out(
            self.office,
            case.number,
            self.who("clerk"),
            to=case.applicant.name,
            id_number=case.applicant.id_number,
            how="pickup",
        )

    def is_ours(self, case: Case) -> bool:
        return case.station == self.office.terminal.station


class ReviewWork(Work):
    """A department: claims, passes steps, decides, registers, sends back, gives back."""

    def claims(self) -> object:
        if len(self.held()) >= AT_ONCE:
            return None
        hub = self.reach()
        try:
            return queueing.claim(
                self.office, hub, self.who("reviewer"), number=None, count=self.dice.randint(1, 3)
            )
        finally:
            hub.close()

    def goes_on(self) -> object:
        """The next act on a case that is held here."""
        held = self.held()
        if not held:
            return self.claims()
        case = self.dice.choice(held)
        number, head, reviewer = case.number, self.who("head"), self.who("reviewer")
        if case.decision is not None:
            return deciding.register(self.office, number, reviewer, {})
        if case.next_step == "handle":
            return reviewing.pass_step(self.office, number, reviewer, opinion="齐全")
        if self.dice.random() < 0.1:
            row = next(row for row in case.materials if row.id == "form")
            return reviewing.send_back(self.office, number, head, [SendBack(row.id, "有涂改")])
        if case.next_step == "check":
            return reviewing.pass_step(self.office, number, head, opinion="属实")
        if self.dice.random() < 0.2:
            return deciding.refuse(self.office, number, head, reasons=["不符合规定条件"])
        return deciding.approve(self.office, number, head, opinion="同意")

    def releases(self) -> object:
        held = self.held()
        if not held:
            return None
        hub = self.reach()
        try:
            number = self.dice.choice(held).number
            return queueing.release(self.office, hub, self.who("reviewer"), number)
        finally:
            hub.close()

    def listens(self) -> object:
        with self.office.store.read() as unit:
            joined = hub_settings.read_joined(unit)
        assert joined is not None
        hub = self.reach()
        try:
            cursor = Cursor(epoch=joined.epoch, order=joined.order, within=joined.within)
            return hub.wait(cursor, LISTENS)
        finally:
            hub.close()

    def held(self) -> list[Case]:
        """The cases whose task this terminal has leased, as far as it knows."""
        with self.office.store.read() as unit:
            return [
                case
                for case in cases.not_final(unit)
                if case.holder.kind == "task"
                and case.holder.side == "department"
                and leases.find(unit, case.case_id) is not None
            ]


STATION_DAY = {
    "receives": 30,
    "syncs": 20,
    "supplements": 12,
    "concludes": 8,
    "hands_out": 10,
    "corrects": 4,
    "withdraws": 3,
    "voids": 5,
}
# The hall's first window seldom sends what it did; the second mends what that took in meanwhile.
HALL_DAY = {
    "receives": 30,
    "syncs": 10,
    "supplements": 10,
    "concludes": 8,
    "corrects": 3,
    "withdraws": 5,
}
SECOND_DAY = {**STATION_DAY, "receives": 5, "overrules": 50}
REVIEW_DAY = {"goes_on": 60, "claims": 10, "syncs": 15, "releases": 3, "listens": 6}


DAYS = {"hall": HALL_DAY, "hall2": SECOND_DAY, "town": STATION_DAY, REVIEWERS: REVIEW_DAY}


def work_of(office: Office, place: str, dice: random.Random) -> tuple[Work, Mapping[str, int]]:
    """The work of a place, and how often what is done there."""
    kind = ReviewWork if place == REVIEWERS else StationWork
    return kind(office, place, dice), DAYS[place]


def case_applicant(case: Case) -> dict[str, Any]:
    told = case.applicant.model_dump(exclude_none=True)
    return {name: told[name] for name in ("name", "id_type", "id_number") if name in told}
