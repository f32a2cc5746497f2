"""What goes over the wire, as frozen values; the same by HTTP, in a local file and on a stick.

Hex is lower case, times are RFC 3339 UTC text, bodies are the canonical JSON text that was hashed.
"""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from data.rules.item import Level
from data.rules.words import Role

MOST_LINES = 200  # lines in one batch
Count = Annotated[int, Field(ge=0, le=2**53)]
Hex64 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Address = Annotated[
    str, Field(pattern=r"^(station:[0-9]{4}|department:[a-z][a-z0-9_]*)$", max_length=60)
]
Digests = Annotated[tuple[Hex64, ...], Field(max_length=1000)]
Outcome = Literal["taken", "known", "set_aside"]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Line(Shape):
    """One event as it travels; `body` is None where it was erased or is not for the receiver.

    `previous` is the link before it, given where the receiver has not the whole feed.
    """

    id: Annotated[str, Field(min_length=36, max_length=36)]
    feed: Hex64
    number: Annotated[int, Field(ge=1, le=2**53)]
    link: Hex64
    case_id: Annotated[str, Field(min_length=36, max_length=36)] | None
    base: Hex64 | None
    kind: Annotated[str, Field(max_length=40)]
    at: Annotated[str, Field(max_length=40)]
    actor: Annotated[str, Field(max_length=100)]
    schema_version: Annotated[int, Field(ge=1, le=2**31, alias="schema")]
    body_hash: Hex64
    hash: Hex64
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
    previous: Hex64 | None = None
    body: str | None


class Verdict(Shape):
    """The hub's word on one event, signed by the hub; `why` and `code` where it was set aside."""

    event: str
    outcome: Outcome
    code: str | None = None
    why: str | None = None
    at: str
    hub_feed: Hex64
    signature: str


class Batch(Shape):
    """Lines of one feed in order, from the number after `after`.

    answered: the number up to which a hub has ever answered, where this one may have been restored
    aside: that hub's words on those of these lines that it set aside
    """

    feed: Hex64
    after: Count
    lines: Annotated[tuple[Line, ...], Field(max_length=MOST_LINES)]
    answered: Count = 0
    aside: Annotated[tuple[Verdict, ...], Field(max_length=MOST_LINES)] = ()


class Pushed(Shape):
    """The answer: the feed's last number here, and a verdict a line as far as none has to wait."""

    epoch: str
    last: int
    verdicts: tuple[Verdict, ...]
    time: str


class FeedFact(Shape):
    """A feed whose lines travel: its key and the terminal that writes it."""

    feed: Hex64
    public_key: Hex64
    station: str
    terminal: str


class Cursor(Shape):
    """How far a terminal has pulled: the hub's epoch, the order number, and the line within it."""

    epoch: str = ""
    order: Count = 0
    within: Count = 0


class LeaseFact(Shape):
    """A lease as the hub gave it; `until` None does not run out."""

    case_id: str
    address: str
    fence: Count
    person: str
    until: str | None


class Pulled(Shape):
    """Others' events on this terminal's cases, with what is needed to check them.

    `leases` are all that this terminal holds at the hub. `more`: ask again at once.
    """

    cursor: Cursor
    more: bool
    feeds: tuple[FeedFact, ...]
    lines: tuple[Line, ...]
    leases: tuple[LeaseFact, ...]
    time: str


class TaskFact(Shape):
    """A task of one of the terminal's addresses, as the hub has it."""

    case_id: str
    number: str
    address: str
    step: str | None
    due: str | None
    leased_to: str | None
    until: str | None


class Claim(Shape):
    """Ask for tasks: this case's, or the `count` most pressing of an address."""

    address: Address
    person: Annotated[str, Field(min_length=1, max_length=100)]
    number: Annotated[str, Field(pattern=r"^[0-9]{24}$")] | None = None
    count: Annotated[int, Field(ge=1, le=100)] = 1


class Ask(Shape):
    """A window is brought a case that another holds, and asks for it; that one hears it by pull."""

    number: Annotated[str, Field(pattern=r"^[0-9]{24}$")]
    person: Annotated[str, Field(min_length=1, max_length=100)]


class StaffFact(Shape):
    """An account as it travels to the terminals where the person may work."""

    name: str
    roles: tuple[Role, ...]
    department: str | None
    authorised: tuple[str, ...]
    title: str | None
    password_hash: str
    is_locked: bool


class Enrolment(Shape):
    """A terminal asks to join; `moved`: a member of a hub that should be this one, moved here."""

    code: Annotated[str, Field(max_length=40)]
    public_key: Hex64
    region: Annotated[str, Field(pattern=r"^[0-9]{6,12}$")]
    station: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    terminal: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    level: Level
    staff: tuple[StaffFact, ...] = ()
    moved: bool = False


class Enrolled(Shape):
    """The hub takes the terminal in: its token, shown once, and who the hub is."""

    token: str
    epoch: str
    hub_feed: Hex64
    hub_public_key: Hex64
    hub_name: str


class CatalogueFact(Shape):
    version: str
    digest: Hex64
    effective: str
    is_draft: bool


class Publications(Shape):
    """What the hub publishes, by digest; a terminal fetches what it has not."""

    catalogues: tuple[CatalogueFact, ...]
    calendars: tuple[Hex64, ...]
    staff: Hex64


class CalendarFile(Shape):
    """A calendar file: its name, and its text."""

    name: str
    content: str


class FeedEnd(Shape):
    """The last number of the caller's feed that the hub has."""

    last: Count


class News(Shape):
    """Whether there is something to pull."""

    news: bool


class Health(Shape):
    """The store answers: the hub's epoch, and the order number given last."""

    status: Literal["ok"]
    epoch: str
    order: Count


class Problem(Shape):
    """A refusal over HTTP (RFC 9457): `title` is a sentence for the clerk, `hint` what to do."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    type: str = "about:blank"
    status: int
    code: Annotated[str, Field(pattern=r"^[a-z_]+$", max_length=60)]
    title: str
    hint: str | None = None


class Publisher(Protocol):
    """Gives what a hub publishes: over a line, or out of a courier file."""

    def publications(self) -> Publications: ...

    def catalogue(self, digest: str) -> str:
        """A version's JSON."""
        ...

    def calendar(self, digest: str) -> tuple[str, str]:
        """A calendar file: its name and content."""
        ...

    def staff(self) -> tuple[StaffFact, ...]: ...


class Giver(Protocol):
    """Gives what others wrote: over a line, or out of a courier file."""

    def pull(self, cursor: Cursor, most: int = MOST_LINES) -> Pulled: ...


class Hub(Publisher, Giver, Protocol):
    """The hub as a terminal that has joined sees it; over HTTP or in a file of this machine.

    Refusals come as HubRefusal, no answer as HubUnreachable.
    """

    def close(self) -> None: ...

    def push(self, batch: Batch) -> Pushed: ...

    def last_number(self, feed: str | None = None) -> int:
        """The last number that the hub has of the caller's feed, or of one it came in for."""
        ...

    def wait(self, cursor: Cursor, seconds: float) -> bool:
        """Whether there is something to pull; comes back at once when there is, else in time."""
        ...

    def tasks(self, address: str) -> tuple[TaskFact, ...]: ...

    def claim(self, wanted: Claim) -> tuple[LeaseFact, ...]: ...

    def renew(self, lease: LeaseFact) -> LeaseFact: ...

    def give_back(self, lease: LeaseFact) -> None: ...

    def ask(self, wanted: Ask) -> None: ...

    def lacking(self, digests: tuple[str, ...]) -> dict[str, int]:
        """Scans the hub has not whole: SHA-256 -> bytes it has of them."""
        ...

    def put_part(self, digest: str, offset: int, part: bytes) -> None: ...

    def get_part(self, digest: str, offset: int, most: int) -> bytes: ...
