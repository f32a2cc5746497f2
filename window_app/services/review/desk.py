"""Everything the review terminal's screens ask for. Methods that touch the store are for workers.

What a department does counts once the hub has taken it; until then it is said to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from data.errors import InputError, Refusal
from data.exchange.refusals import HubUnreachable
from data.rules.check_digits import normalise
from data.rules.words import ROLE_NAMES, Role
from data.store import leases
from data.store.staff import Account
from window_app.desk_views import (
    CaseAct,
    LeaseWords,
    MaterialLine,
    ReviewDone,
    TaskLine,
    TaskList,
    TaskPage,
)
from window_app.desk_views.review import ReviewAct
from window_app.desk_views.words import RowKey
from window_app.services import access, leasing, queueing, syncing, waking
from window_app.services.cases import find
from window_app.services.connection import Connection
from window_app.services.desk.exchanges import Exchanges
from window_app.services.desk.finding import number_patterns
from window_app.services.desk.station import Person, Station, StationFact
from window_app.services.office import Office
from window_app.services.review import acts, pages, standing, tasks
from window_app.services.review.scans import Scans
from window_app.services.reviewing import SendBack
from window_app.views import Trouble

WORKERS = (Role.REVIEWER, Role.HEAD)
WINDOW, WORK = "后台审核", "承办、审核、决定"
Point = tuple[RowKey, str]


def check(office: Office) -> None:
    """A review terminal is a department's and has joined a hub; InputError says what lacks."""
    if office.terminal.department is None:
        raise InputError(
            "no_department",
            "这台终端不是部门的终端，不能审核。",
            hint="部门的终端用 window init --department 建站；窗口收件用 window desk。",
            field="--home",
        )
    joined = syncing.joined_to(office)
    if isinstance(joined, Refusal):
        raise InputError(
            "review_not_joined", "这台终端还没有加入中心，不能审核。", hint=joined.hint
        )


class ReviewDesk:
    """A department's terminal over one opened office."""

    def __init__(
        self,
        office: Office,
        *,
        facts: Sequence[StationFact] = (),
        settle: Callable[[], None] | None = None,
    ) -> None:
        """`settle` is called once, after somebody has logged in; `facts` stand on the login."""
        self._office = office
        self._office.lanes.patience = 0.0  # papers come out beside
        self._settle = settle
        self._facts = tuple(facts)
        self.connection = Connection(office)
        self._scans = Scans(office)

    # The shell.

    def station(self) -> Station:
        """The department, and how the line stands."""
        line = self.connection.look()
        with self._office.store.read() as unit:
            clock = self._office.clock_refusal(unit)
            found = self._office.live_list(unit)
        terminal = self._office.terminal
        department = None if isinstance(found, Refusal) else found.department(self.department)
        facts = [] if clock is None else [StationFact("时钟", "bad", clock.message)]
        if line.hub_name:
            facts.append(StationFact("中心", "ok", f"已加入{line.hub_name}。"))
        if terminal.is_demo:
            facts.append(StationFact("演示", "warn", "演示站，数据用完即弃。"))
        facts += [StationFact(t.word, t.tone, t.sentence) for t in self._office.troubles]
        facts += self._facts
        place = department.name if department else terminal.hall
        return Station(place, WINDOW, tuple(facts), WORK)

    @property
    def department(self) -> str:
        return self._office.terminal.department or ""

    def sign_in(self, staff: str, password: str) -> Person | Refusal:
        """Who it is; only this department's reviewers and heads sit here."""
        found = access.log_in(self._office, staff, password)
        if isinstance(found, Refusal):
            return found
        refusal = self._not_here(found)
        if refusal is not None:
            return refusal
        if self._settle is not None:
            self._settle()
            self._settle = None
        return Person(found)

    def _not_here(self, who: Account) -> Refusal | None:
        if not set(WORKERS) & set(who.roles):
            mine = "、".join(ROLE_NAMES[role] for role in Role if role in who.roles)
            return Refusal(
                "may_not_review",
                f"您的角色是{mine}，不能在审核终端登录。",
                hint="由部门的承办人、首席代表登录；收件用 window desk。",
            )
        if who.department != self.department:
            return Refusal(
                "department_of_others",
                "您不是这个部门的人，不能在这台审核终端登录。",
                hint="请到本部门的审核终端登录。",
            )
        return None

    def wake(self) -> tuple[Trouble, ...]:
        """Before the first act of a day; what was found wrong with the home."""
        waking.wake(self._office)
        return self._office.troubles

    @cached_property
    def exchanges(self) -> Exchanges:
        """The line to the hub, and what is on its way."""
        return Exchanges(self._office, self.connection)

    # Looking.

    def tasks(self, who: Person) -> TaskList:
        """The department's tasks as the hub has them, or as this home knows them."""
        return tasks.task_list(self._office, who.account)

    def page(self, number: str, who: Person) -> TaskPage | Refusal:
        """One case in full."""
        return pages.task_page(self._office, number, who.account)

    def find(self, text: str, who: Person) -> list[TaskLine]:
        """Cases of this home by number, its tail, name or identity number."""
        wanted = normalise(text)
        if not wanted:
            return []
        return tasks.found(self._office, who.account, wanted, number_patterns(text))

    def scans(self, number: str, material: RowKey, who: Person) -> tuple[Path, ...] | Refusal:
        """The scans of a material as files; that they were looked at is written down."""
        return self._scans.of(number, material, who.account)

    def points(self, line: MaterialLine) -> tuple[str, ...]:
        """What a case can be sent back for over a material."""
        return pages.points_of(line)

    # Leases.

    def claim(self, number: str, who: Person) -> Refusal | None:
        """Take a task; why not, or None."""
        return acts.claim(self._office, number, who.account)

    def keep(self, number: str, who: Person) -> LeaseWords:
        """Hold on to a task that is open on the screen; `is_lost` where it is no longer ours.

        Without a line the lease lives on until its own time.
        """
        with self._office.store.read() as unit:
            case = find(unit, number)
            held = leases.find(unit, case.case_id)
        if held is not None and held.until is not None:
            try:
                with leasing.hub_of(self._office) as hub:
                    tasks.asked(lambda: queueing.renew(self._office, hub, case.case_id))
            except HubUnreachable:
                return self._without_line(number, who)
        return self.lease(number, who)

    def _without_line(self, number: str, who: Person) -> LeaseWords:
        now = self.lease(number, who)
        if not now.is_mine:
            return now
        return LeaseWords(now.words.replace("自动续", "为止，断线不能续"), "warn", is_mine=True)

    def lease(self, number: str, who: Person) -> LeaseWords:
        """Whose a task is, as this home knows: the line hears of a loss within moments."""
        with self._office.store.read() as unit:
            case = find(unit, number)
            if not tasks.is_ours(self._office, case):
                return standing.gone_on(standing.step_word(case))
            own = standing.own_lease(unit, self._office, case)
        if own is None:
            return standing.LOST
        return standing.lease_words(*standing.hand_of(own, None), who.account)

    # Acts.

    def begin(self, number: str, act: ReviewAct, who: Person) -> CaseAct | Refusal:
        """The card of an act; a free task is claimed for it."""
        return acts.begin(self._office, number, act, who.account)

    def do(
        self, number: str, act: ReviewAct, values: Mapping[str, str], who: Person
    ) -> ReviewDone | Refusal:
        return acts.do(self._office, number, act, values, who.account)

    def may_send_back(self, number: str, who: Person) -> Refusal | None:
        """Whether the points may be picked; a free task is claimed for it."""
        return acts.may_send_back(self._office, number, who.account)

    def asks_reason(self, number: str, points: Sequence[Point]) -> bool:
        """Whether a point comes that an earlier round could have told."""
        untold = acts.untold(self._office, number)
        return any(material in untold for material, _ in points)

    def send_back(
        self, number: str, points: Sequence[Point], why_now: str, who: Person
    ) -> ReviewDone | Refusal:
        """退回补正 with every point; `why_now` is the reason of those not told before."""
        untold = acts.untold(self._office, number)
        told = [
            SendBack(material, words, person, why_now if (material, person) in untold else None)
            for (material, person), words in points
        ]
        return acts.send_back(self._office, number, told, who.account)
