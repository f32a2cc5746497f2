"""The papers of what comes after an intake, each by the act that makes it, on a station of its own.

A refusal is no window's act: its paper is drawn from a department's facts. The slip is shown as
a roll printer prints it, and the trial pages as the printers would be tried with them.
"""

from __future__ import annotations

from pathlib import Path

import picture_home as station
from picture_home import CANTEEN, CLERK, NAMES, SHOP, Wish, identity, shanghai, typed
from PIL import Image

from data.clock import FixedClock
from data.errors import Refusal
from data.rules.event import Kind
from data.rules.numbers import DocumentKind
from data.store import papers
from data.store.papers import StoredPaper
from printing import trial_pages
from printing.decisions import Matter, RefusalData
from printing.escpos import Picture
from printing.faces import faces
from printing.page import render
from printing.papers import compose, document_from_json
from printing.printers import Paper
from printing.roll import draw
from window_app.desk_views import Done
from window_app.services import (
    cases,
    deferrals,
    fees,
    handing,
    printers,
    proxies,
    reprinting,
    scenes,
    supplementing,
    voiding,
)
from window_app.services.desk.desk import Desk, Person
from window_app.services.forms import HandedInForm, IntakeForm, PartyForm, SupplementForm
from window_app.services.office import Office
from window_app.services.scenes import Scene
from window_app.settings import Settings
from window_app.views import CaseView, DocumentView, Submitted

ROAD = {"work": "occupy", "road": "city", "purpose": "site", "traffic": "free"}
LATER = (
    Wish("L-MARKET-001", (19, 9, 2), SHOP),
    Wish("L-HOUSING-007", (19, 9, 30), ROAD),
    Wish("L-MARKET-006", (19, 10, 15), CANTEEN, {2: "defective"}),
    Wish("L-MARKET-006", (20, 9, 40), CANTEEN, {4: "deferred", 5: "deferred"}),
    Wish("L-MARKET-006", (20, 10, 20), CANTEEN),
    Wish("L-MARKET-006", (20, 11, 5), CANTEEN, {2: "missing", 3: "missing"}),
)
SLIP_PRINTER = "slips"


class Station:
    """A town's window whose clerk does one act after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FixedClock(shanghai(19, 8, 30))
        self.office: Office = station.station(folder / "home", self.clock)
        self.desk, self.person = station.sit_down(self.office)
        self._slips()
        self.numbers = [self._take_in(at, wish) for at, wish in enumerate(LATER)]
        self.clock.moment = station.MONDAY

    def _slips(self) -> None:
        """Slips are asked for where a printer is chosen for them."""
        place = self.folder / SLIP_PRINTER
        place.mkdir()
        admin = Desk(self.office).sign_in(station.ADMIN, station.PASSWORD)
        assert isinstance(admin, Person), admin
        by = admin.account
        printers.add(self.office, SLIP_PRINTER, address=f"file:{place}", paper="a4", by=by)
        printers.use(self.office, DocumentKind.SLIP, SLIP_PRINTER, by=by)

    def _take_in(self, at: int, wish: Wish) -> str:
        self.clock.moment = shanghai(*wish.at)
        session = typed(self.desk, self.person, wish, at)
        done = self.desk.conclude(session, self.person, conclude_it=wish.conclude)
        assert isinstance(done, Done), done
        return done.number

    def kept(self, number: str, kind: str) -> list[StoredPaper]:
        with self.office.store.read() as unit:
            stored = papers.of_case(unit, cases.find(unit, number).case_id)
        return [paper for paper in stored if paper.kind == kind]

    def newest(self, answer: object, kind: str) -> Path:
        """The file of the newest paper of a kind that an act made."""
        if isinstance(answer, Submitted):
            answer = answer.case
        assert isinstance(answer, CaseView), answer
        made = [one for one in answer.documents if one.kind == kind]
        return Path(str(made[-1].path))


def later(folder: Path) -> dict[str, Path]:
    """PDFs, and what is printed on rolls as PNGs, by the name of their picture."""
    folder.mkdir()
    at = Station(folder)
    office, who = at.office, at.person.account
    shop, road, lacking, tolerated, complete, twice = at.numbers
    written = handing.withdraw(office, lacking, who, why="经营场所另有安排，不再办理")
    remade = voiding.void_paper(office, complete, "acceptance", who, why="住址印错", anew=True)
    found = {
        "payment": at.newest(fees.assess(office, road, who), "payment"),
        "withdrawal": at.newest(written, "return"),
        "deferred-receipt": at.newest(_hand_in(at, tolerated), "receipt"),
        "remade": at.newest(remade, "acceptance"),
        "second-supplement": at.newest(_second_round(at, twice), "supplement"),
        "brought-receipt": at.newest(_bring_some(at, complete), "receipt"),
    }
    again = reprinting.reprint(office, shop, "acceptance", who, printer=f"file:{folder}/again.pdf")
    assert isinstance(again, DocumentView), again
    found |= {"reprint": Path(str(again.path)), "proxy": _proxy(at)}
    found |= {"refusal": _refusal(at, complete), "trial-a4": folder / "trial.pdf"}
    found["trial-a4"].write_bytes(trial_pages.sheet_page("综合窗口", faces()))
    found |= _rolls(at, shop)
    office.store.close()
    return found


def _hand_in(at: Station, number: str) -> CaseView | Refusal:
    """One of two deferred materials comes."""
    form = HandedInForm.model_validate({"materials": [{"id": "manager", "mark": "ok"}]})
    return deferrals.hand_in(at.office, number, form, at.person.account, at.folder)


def _second_round(at: Station, number: str) -> Submitted | Refusal:
    """One of two points is answered, and one is new."""
    rows = [
        {"id": "layout", "mark": "ok"},
        {"id": "rules", "mark": "defective", "faults": ["缺少食品安全事故处置制度"]},
    ]
    form = SupplementForm.model_validate({"materials": rows})
    return supplementing.bring(at.office, number, form, at.person.account, at.folder)


def _bring_some(at: Station, number: str) -> Submitted | Refusal:
    """A department sent the case back with two points; one is brought, and noted."""
    points = [
        {"material": name, "person": None, "mark": "missing", "choice": "", "say": f"补交{what}"}
        for name, what in (("rules", "规章制度文本"), ("layout", "经营场所平面图"))
    ]
    body = {"told_on": "2026-11-23", "deadline": "2026-12-21", "points": points}
    with at.office.store.write() as unit:
        case = cases.find(unit, number)
        told = {"terminal": "0001-03", **body, "offer_to": "station:0001"}
        at.office.append(unit, Kind.SENT_BACK, told, CLERK, case)
    rows = [{"id": "rules", "mark": "ok"}, {"id": "layout", "mark": "missing"}]
    form = SupplementForm.model_validate({"materials": rows})
    return supplementing.bring(at.office, number, form, at.person.account, at.folder)


def _proxy(at: Station) -> Path:
    """授权委托书 filled from an intake."""
    with at.office.store.read() as unit:
        catalogue = at.office.live_list(unit)
    assert not isinstance(catalogue, Refusal), catalogue
    item = catalogue.item("L-MARKET-006")
    assert item is not None
    principal = PartyForm(
        name=NAMES[1],
        id_type="resident_id",
        id_number=identity(1),
        phone="13800138201",
        address="清远市清新区太和镇示例路2号",
    )
    agent = principal.model_copy(
        update={"name": NAMES[6], "id_number": identity(6), "phone": "13800138206"}
    )
    form = IntakeForm(item=item.code, subject="natural", applicant=principal, agent=agent)
    path = at.folder / "proxy.pdf"
    settings = Settings(home=at.folder / "home")
    proxies.write(settings, catalogue, item, path, subject="natural", form=form)
    return path


def _refusal(at: Station, number: str) -> Path:
    """不予许可决定书 as the department would have it of an accepted case."""
    with at.office.store.read() as unit:
        case = cases.find(unit, number)
        catalogue = at.office.list_of(unit, case)
    who, now = at.person.account, at.office.now()
    scene = Scene(case, catalogue, at.office.terminal, who, now, at.office.calendar)
    data = RefusalData(
        **scenes.head(scene, "清新市监许不准字〔2026〕00010300001号"),
        matter=Matter.LICENCE,
        received="2026年11月20日",
        accepted="2026年11月20日",
        acceptance_number=at.kept(number, "acceptance")[-1].number,
        basis=("《中华人民共和国食品安全法》第三十五条",),
        reasons=(
            "现场核查发现，经营场所与垃圾收集站的距离不符合要求。",
            "没有与经营的食品品种、数量相适应的贮存场所。",
        ),
        review_body="清远市清新区人民政府",
        court="清远市清新区人民法院",
    )
    path = at.folder / "refusal.pdf"
    path.write_bytes(render(compose(data)))
    return path


def _rolls(at: Station, number: str) -> dict[str, Path]:
    """Pictures of what roll printers print, by name."""
    found = {}
    (kept,) = at.kept(number, "slip")
    slip = document_from_json(kept.kind, kept.content)
    for paper in (Paper.ROLL_80, Paper.ROLL_58):
        trial = trial_pages.roll_picture("综合窗口小票机", paper, faces())
        for name, dots in (("slip", draw(slip, paper)), ("trial", trial)):
            found[f"{name}-{paper}"] = at.folder / f"{name}-{paper}.png"
            _image(dots).save(found[f"{name}-{paper}"])
    return found


def _image(picture: Picture) -> Image.Image:
    """Black dots on white paper, with a bare edge as a roll has it."""
    size = (picture.width, picture.height)
    dots = Image.frombytes("1", size, bytes(255 - byte for byte in picture.rows))
    edge = 32
    sheet = Image.new("1", (size[0] + 2 * edge, size[1] + 2 * edge), 1)
    sheet.paste(dots, (edge, edge))
    return sheet
