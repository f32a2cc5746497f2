"""What every paper of a case is made from, and the parts that all papers share.

Days are written out as the papers have them; an estimated one is marked by the paper itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data.clock import SHANGHAI
from data.rules.calendar import WorkCalendar
from data.rules.case import Case, MaterialRow
from data.rules.conclusion import Mark
from data.rules.effects import SUPPLEMENT
from data.rules.identity import ID_TYPES
from data.rules.item import Item, Limits, Special
from data.rules.listing import Department, Listing
from data.store.settings import Terminal
from data.store.staff import Account
from printing import particulars as paper

UNITS = {"working": "个工作日", "calendar": "日"}
WAYS = {"pickup": "窗口领取", "post": "邮寄", "electronic": "电子送达"}
MARKS = {
    Mark.OK: "合格",
    Mark.FIXED: "已改好",
    Mark.COMMITTED: "告知承诺",
    Mark.REUSED: "免交",
    Mark.DEFERRED: "容缺后补",
    Mark.MISSING: "缺少",
    Mark.DEFECTIVE: "不符",
}
HANDED_IN = frozenset({Mark.OK, Mark.FIXED, Mark.DEFECTIVE})


@dataclass(frozen=True, slots=True)
class Scene:
    """What a paper is made from: the case, its list, who sits at the window, the moment."""

    case: Case
    catalogue: Listing
    terminal: Terminal
    clerk: Account | None
    at: datetime
    calendar: WorkCalendar

    @property
    def today(self) -> date:
        return self.at.astimezone(SHANGHAI).date()

    @property
    def item(self) -> Item:
        item = self.catalogue.item(self.case.item)
        assert item is not None  # the case keeps the version it was received under
        return item

    @property
    def department(self) -> Department:
        department = self.catalogue.department(self.case.department)
        assert department is not None
        return department


def day_text(day: str | date) -> str:
    """2026年11月21日."""
    value = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{value.year}年{value.month}月{value.day}日"


def moment_text(at: datetime) -> str:
    """To the minute, in Asia/Shanghai."""
    local = at.astimezone(SHANGHAI)
    return f"{day_text(local.date())}{local.hour}时{local.minute:02d}分"


def head(scene: Scene, number: str) -> dict[str, Any]:
    """What every paper of a case begins with."""
    return {
        "number": number,
        "case_number": scene.case.number,
        "query_code": scene.case.query_code,
        "item": item_of(scene),
        "applicant": applicant_of(scene.case),
        "office": office_of(scene),
        "clerk": clerk_of(scene),
        "date": day_text(scene.today),
        "contact": contact_of(scene.case),
    }


def item_of(scene: Scene) -> paper.Item:
    return listed_item(scene.item, scene.catalogue)


def listed_item(item: Item, catalogue: Listing) -> paper.Item:
    return paper.Item(
        name=item.name,
        code=item.code,
        list_name=catalogue.name,
        list_version=catalogue.version,
        permit=item.kind == "licence",
        basis=item.legal_basis[0] if item.legal_basis else "",
        sample=catalogue.sample,
    )


def applicant_of(case: Case) -> paper.Applicant:
    applicant = case.applicant
    return paper.Applicant(
        kind=paper.Subject(case.subject),
        name=applicant.name,
        id_label=ID_TYPES.get(applicant.id_type, "证件") + "号",
        id_number=applicant.id_number,
        address=corrected(case, "address") or "",
        legal_representative=applicant.legal_representative or "",
    )


def contact_of(case: Case) -> paper.Contact | None:
    """The agent where there is one, else the applicant where a phone is known."""
    if case.agent is not None:
        return paper.Contact(case.agent.name, case.agent.phone or "", agent=True)
    phone = corrected(case, "phone")
    return paper.Contact(case.applicant.name, phone) if phone else None


def corrected(case: Case, name: str) -> str | None:
    """The applicant's phone or address as it was corrected last."""
    known = case.contact.get(name)
    given: str | None = getattr(case.applicant, name)
    return known.value if known else given


def office_of(scene: Scene) -> paper.Office:
    department = scene.department
    return paper.Office(
        name=department.name,
        seal=department.seal,
        phone=department.phone or "",
        address=department.address or "",
    )


def clerk_of(scene: Scene) -> paper.Clerk:
    name = scene.clerk.name if scene.clerk else "系统"
    return paper.Clerk(name, f"{scene.terminal.station}站{scene.terminal.terminal}号窗口")


def progress_of(scene: Scene) -> paper.Progress:
    guide, department = scene.item.guide, scene.department
    return paper.Progress(
        phone=guide.phone or department.phone or "", place=guide.place or department.address or ""
    )


def limit(limits: Limits, days: int, due: str, estimated: bool) -> paper.Limit:
    text = f"{days}{UNITS[limits.unit]}" if days else "当场办结"
    return paper.Limit(text, day_text(due), estimated)


def is_listed(row: MaterialRow) -> bool:
    """Materials that count for acceptance; a group's spare members and optional ones do not."""
    return row.mark in HANDED_IN or row.mark in (Mark.COMMITTED, Mark.REUSED, Mark.DEFERRED)


def material(row: MaterialRow) -> paper.MaterialRow:
    is_here = row.mark in HANDED_IN
    return paper.MaterialRow(
        name=name(row),
        originals=row.originals if is_here else 0,
        copies=row.copies if is_here else 0,
        check_original=row.check_original and is_here,
        surrender=row.surrender and is_here,
        mark=MARKS[row.mark] if row.mark else "",
        note=note(row),
    )


def received_material(row: MaterialRow) -> paper.MaterialRow:
    note = "；".join(row.faults) if row.mark is Mark.DEFECTIVE else ""
    return paper.MaterialRow(
        name=name(row),
        originals=row.originals,
        copies=row.copies,
        check_original=row.check_original,
        surrender=row.surrender,
        note=note,
    )


def name(row: MaterialRow) -> str:
    return f"{row.name}（{row.person_name}）" if row.person_name else row.name


def note(row: MaterialRow) -> str:
    if row.mark is Mark.DEFERRED and row.later_by:
        return f"须于{day_text(row.later_by)}前补交"
    if row.mark is Mark.REUSED and row.source:
        return f"来源：{row.source}"
    return ""


def delivery(case: Case, item: Item) -> paper.Delivery:
    way = case.delivery or item.delivery[0]
    return paper.Delivery(
        way=WAYS[way],
        place=(item.guide.place or "") if way == "pickup" else "",
        address=(corrected(case, "address") or "") if way == "post" else "",
    )


def special(special: Special) -> paper.SpecialProcedure:
    days = f"{special.days}{UNITS[special.unit]}"
    return paper.SpecialProcedure(special.name, days, special.basis or "")


def stopped_by(case: Case) -> str:
    """On what basis a send-back stops the clock; empty where it runs on."""
    if not case.ever_accepted:
        return ""
    stops = (s.basis for s in case.special if s.name == SUPPLEMENT and s.stops_clock)
    return next(stops, None) or ""


def late(case: Case) -> str:
    if not case.deferred_open:
        return ""
    if case.deferred_late == "end":
        return "逾期未补交的，本机关可以终止办理。"
    return "全部补齐之前，不发给办理结果。"


def copies_text(row: MaterialRow) -> str:
    """原件1份，复印件2份."""
    parts = [("原件", row.originals), ("复印件", row.copies)]
    return "，".join(f"{word}{count}份" for word, count in parts if count)
