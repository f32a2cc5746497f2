"""The demo station that pictures are taken of: real cases of three days, each paper made by one.

Every case goes through the desk's own services, as if a clerk had typed it; the clock stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from data.clock import SHANGHAI, FixedClock
from data.errors import Refusal
from data.rules.check_digits import identity_check
from data.rules.words import Role
from data.store.catalogue_files import load_catalogue
from data.store.settings import Terminal
from window_app import bootstrap, demonstration
from window_app.desk_views import Done, FieldLine
from window_app.services import access, deciding
from window_app.services.desk.desk import Desk, Person
from window_app.services.desk.session import IntakeSession
from window_app.services.office import Office
from window_app.settings import Settings

MONDAY = datetime(2026, 11, 23, 1, 36, tzinfo=UTC)  # half past nine in the morning there
CLERK = "陈晓明"
ADMIN = "李明"
PASSWORD = demonstration.PASSWORD
TOWN = Terminal(
    region="441803",
    station="0001",
    terminal="03",
    hall="清远市清新区政务服务中心(示例)",
    is_demo=True,
)
VILLAGE = TOWN.model_copy(
    update={
        "station": "0102",
        "terminal": "01",
        "level": "village",
        "hall": "太和镇示例村便民服务站",
        "carries_to": "0001",
    }
)
NAMES = (
    *("龚䶮㛃", "阿依古丽·示例", "张小雨", "陈俊", "林志强", "何秀英", "黄建国"),
    *("周美玲", "吴大伟", "郑晓红", "冯国华", "梁少芬", "谢永康", "邓丽珍"),
)
VALUES = {
    "choice": "",
    "date": "2026-01-01",
    "money": "1000.00",
    "number": "2",
    "id_number": "441803199001011155",
    "credit_code": "92441803MA59L01K96",
    "phone": "13800138210",
}
WORDS = {
    "名称": "清新区示例小店",
    "地址": "清远市清新区太和镇示例路2号",
    "场所": "清远市清新区太和镇示例路2号",
    "范围": "日用百货销售",
    "项目": "热食类食品制售",
    "网址": "shop.example.cn",
}
# A kind of paper and what tells it: a part of its number, or its name where it has none.
KINDS = {
    "receipt": "收字",
    "supplement": "补字",
    "return": "退字",
    "not-needed": "不受字",
    "not-ours": "不予受字",
    "tolerance": "容字",
    "tolerance-promise": "市监诺字",
    "commitment": "诺字",
    "approval": "准字",
    "delivery": "达字",
    "errand": "代字|代办",
    "guide": "一次性告知书",
    "acceptance": "受字",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A case to be made: choices by place (from 1), marks by the place of the material."""

    item: str
    at: tuple[int, int, int]  # day of November, hour and minute in Shanghai
    choices: dict[str, str] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    conclude: bool = True
    vows: bool = False  # the first material that may be replaced by a promise is


ERRAND = "L-HR-003"  # carried by villages, taken in by towns
SHOP = {"activity": "business", "form": "personal", "place": "platform", "prior": "none"}
CANTEEN = {
    "matter": "new",
    "form": "catering",
    "special": "none",
    "area": "micro",
    "who": "self",
}
WISHES = (
    Wish("L-MARKET-006", (19, 9, 12), CANTEEN, {2: "defective", 3: "missing"}),
    Wish("L-POLICE-001", (19, 10, 5), {"household": "hmt"}),
    Wish("L-MARKET-001", (19, 15, 41), SHOP),
    Wish("L-MARKET-006", (20, 9, 20), CANTEEN, {5: "deferred"}),
    Wish("L-HR-002", (20, 10, 3), conclude=False),
    Wish("L-MARKET-001", (20, 11, 0), SHOP, {1: "defective"}),
    Wish("L-DISABLED-001", (20, 14, 30)),
    Wish("L-HR-004", (20, 16, 20), vows=True),
    Wish("L-MARKET-008", (23, 8, 40)),
    Wish("L-HR-007", (23, 8, 52)),
    Wish("L-MARKET-001", (23, 9, 1), {**SHOP, "activity": "exempt"}),
    Wish("L-MARKET-001", (23, 9, 8), SHOP),
    Wish("L-MEDICAL-001", (23, 9, 15)),
    Wish("L-MARKET-006", (23, 9, 24), CANTEEN, conclude=False),
)


READY = 11  # the wish whose result waits to be fetched


def shanghai(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def station(folder: Path, clock: FixedClock, place: Terminal = TOWN) -> Office:
    """A new home with a clerk who may decide for the market department."""
    shipped = load_catalogue(bootstrap.shipped_catalogue())
    admin = access.new_account(ADMIN, [Role.ADMINISTRATOR])
    office = bootstrap.create(Settings(home=folder), place, shipped, admin, PASSWORD, clock=clock)
    if place is TOWN:
        roles, authorised = [Role.CLERK, Role.ISSUER], ["market"]
    else:
        roles, authorised = [Role.AGENT], []
    access.add_staff(office, CLERK, PASSWORD, roles=roles, authorised=authorised, by=admin)
    return office


def sit_down(office: Office) -> tuple[Desk, Person]:
    desk = Desk(office)
    person = desk.sign_in(CLERK, PASSWORD)
    assert isinstance(person, Person), person
    return desk, person


def identity(number: int) -> str:
    """The identity number of the n-th person."""
    born = f"{1960 + number * 2}{number % 12 + 1:02d}{number % 20 + 9:02d}"
    first = f"441803{born}{number * 7 % 1000:03d}"
    return first + identity_check(first)


def fill(folder: Path) -> dict[str, Path]:
    """A home with all the cases of `WISHES`; its papers, the first of each title."""
    clock = FixedClock(shanghai(19, 8, 30))
    office = station(folder, clock)
    desk, person = sit_down(office)
    found: dict[str, Path] = {}
    numbers = []
    for number, wish in enumerate(WISHES):
        clock.moment = shanghai(*wish.at)
        done = desk.conclude(typed(desk, person, wish, number), person, conclude_it=wish.conclude)
        assert isinstance(done, Done), (wish, done)
        numbers.append(done.number)
        _collect(found, done.papers)
    clock.moment = MONDAY
    _decide(office, numbers[2], person)
    _register(office, numbers[READY], person)
    page = desk.case_page(numbers[2])
    assert not isinstance(page, Refusal)
    files = {path.stem: path for path in office.home.papers.iterdir()}
    _collect(found, [(one.name, one.number, str(files[one.number])) for one in page.papers])
    guide = desk.print_guide(typed(desk, person, WISHES[0], 0))
    assert not isinstance(guide, Refusal)
    _collect(found, [("一次性告知书", "", guide.path)])
    office.store.close()
    return found


def _collect(found: dict[str, Path], papers: Iterable[tuple[str, str, str | None]]) -> None:
    """The first paper of each kind, by what stands in its number."""
    for name, number, path in papers:
        assert path is not None, name
        kind = next(kind for kind, words in KINDS.items() if re.search(words, f"{number}{name}"))
        found.setdefault(kind, Path(path))


def typed(desk: Desk, person: Person, wish: Wish, number: int) -> IntakeSession:
    """An intake as a clerk would leave it."""
    session = desk.begin(person, item=wish.item)
    assert isinstance(session, IntakeSession), session
    given = {
        "id_number": identity(number),
        "name": NAMES[number % len(NAMES)],
        "phone": f"1380013{8200 + number}",
        "address": f"清远市清新区太和镇示例路{number + 1}号",
    }
    for name, value in given.items():
        session.set_party("applicant", name, value)
    _answer(session, wish)
    _mark(session, wish)
    for line in session.view().fields:
        if line.required and not line.value:
            session.set_field(line.key, _value(line))
    return session


def _answer(session: IntakeSession, wish: Wish) -> None:
    """Every question by the wish, else as guessed, else the first choice."""
    done: set[str] = set()
    while asked := next((one for one in session.view().questions if one.id not in done), None):
        guessed = [one.id for one in asked.choices if one.is_chosen]
        wanted = wish.choices.get(asked.id) or (guessed or [asked.choices[0].id])[0]
        if asked.is_guess or wanted not in guessed:
            session.answer(asked.id, wanted)
        done.add(asked.id)


def _mark(session: IntakeSession, wish: Wish) -> None:
    if not wish.conclude:
        return
    settled: set[str] = set()
    vows = wish.vows
    for place, line in enumerate(session.view().materials):
        mark = wish.marks.get(place, "ok")
        if vows and session.mark(line.key, "committed") is None:
            vows = False
            continue
        if line.group is not None and line.group in settled:
            continue
        why = session.mark(line.key, mark)
        assert why is None, (wish.item, line.name, why)
        if mark == "defective":
            session.toggle_fault(line.key, 1)
        if line.group is not None:
            settled.add(line.group)


def _value(line: FieldLine) -> str:
    if line.choices:
        return line.choices[0]
    found = next((value for word, value in WORDS.items() if word in line.label), "示例")
    return VALUES.get(line.type) or found


def _decide(office: Office, number: str, person: Person) -> None:
    """Granted at the window, the result registered and handed out."""
    _register(office, number, person)
    receiver = {"to": NAMES[2], "id_number": identity(2), "how": "pickup"}
    answer = deciding.hand_out(office, number, person.account, **receiver)
    assert not isinstance(answer, Refusal), answer


def _register(office: Office, number: str, person: Person) -> None:
    """Granted at the window, the result registered: it can be fetched."""
    values = {"registered_name": "清新区示例小店", "licence_date": "2026-11-23"}
    for answer in (
        deciding.approve(office, number, person.account),
        deciding.register(office, number, person.account, values),
    ):
        assert not isinstance(answer, Refusal), answer


def errand(folder: Path) -> dict[str, Path]:
    """The papers of a village's errand."""
    desk, person = sit_down(station(folder, FixedClock(MONDAY), VILLAGE))
    wish = Wish(ERRAND, (23, 9, 0))
    done = desk.conclude(typed(desk, person, wish, 0), person, conclude_it=True)
    assert isinstance(done, Done), done
    found: dict[str, Path] = {}
    _collect(found, done.papers)
    return found
