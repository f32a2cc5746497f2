"""The printers of this window: added, chosen for a kind of paper, removed, tried out.

Papers that did not come out go where their kind goes from now on.
"""

from __future__ import annotations

import re

from data.errors import InputError, Refusal
from data.rules.numbers import DocumentKind
from data.rules.words import Role
from data.store import papers, printers
from data.store.engine import Unit
from data.store.printers import EVERY_KIND, StoredPrinter
from data.store.staff import Account
from printing.addresses import FILE, open_printer
from printing.printers import Paper
from window_app.services.access import not_allowed
from window_app.services.office import Office

NAME = re.compile(r"[\w.\-]{1,30}")
NO_PRINTER = "none"
TAKEN = {FILE, EVERY_KIND, NO_PRINTER}
KINDS = (*map(str, DocumentKind), EVERY_KIND)


def everything(office: Office) -> list[StoredPrinter]:
    with office.store.read() as unit:
        return printers.everything(unit)


def add(
    office: Office, name: str, *, address: str, paper: str, by: Account
) -> StoredPrinter | Refusal:
    """A new printer; nothing is printed on it until it is chosen."""
    refusal = _administrators_alone(by)
    if refusal is not None:
        return refusal
    printer = StoredPrinter(_checked_name(name), address, _paper(paper).value)
    open_printer(address, Paper(printer.paper))
    with office.store.write() as unit:
        if printers.find(unit, name) is not None:
            hint = "换一个名字；要改地址，请先移除再添加。"
            return Refusal("printer_exists", f"打印机“{name}”已经有了。", hint=hint, field="NAME")
        printers.add(unit, printer)
        body: dict[str, object] = {"name": name, "address": address, "paper": printer.paper}
        office.note(unit, "printer_added", body, by.name)
    return printer


def use(office: Office, kind: str, name: str, *, by: Account) -> StoredPrinter | Refusal | None:
    """From now on this printer prints this kind; `none` takes the choice back: gives None."""
    refusal = _administrators_alone(by)
    if refusal is not None:
        return refusal
    if kind not in KINDS:
        hint = "可用：" + "、".join(KINDS)
        raise InputError("paper_kind_unknown", f"没有这种文书：{kind}", hint=hint, field="KIND")
    with office.store.write() as unit:
        chosen = None if name == NO_PRINTER else _found(unit, name)
        if chosen is not None and chosen.paper != Paper.A4 and kind != DocumentKind.SLIP:
            return Refusal(
                "roll_for_slips",
                f"小票机“{name}”只能打印查询单(slip)，热敏纸的字会褪掉。",
                hint=f"{kind} 请用 A4 打印机。",
                field="KIND",
            )
        before = _by_kind(unit, office)
        printers.choose(unit, kind, chosen.name if chosen else None)
        _redirect(unit, office, before)
        office.note(unit, "printer_chosen", {"kind": kind, "printer": name}, by.name)
        return _found(unit, name) if chosen else None


def remove(office: Office, name: str, *, by: Account) -> StoredPrinter | Refusal:
    """The printer is gone; what was bound for it goes where its kind goes now."""
    refusal = _administrators_alone(by)
    if refusal is not None:
        return refusal
    with office.store.write() as unit:
        found = _found(unit, name)
        printers.remove(unit, name)
        _redirect(unit, office, dict.fromkeys(DocumentKind, name))
        office.note(unit, "printer_removed", {"name": name}, by.name)
    return found


def try_out(office: Office, name: str) -> str:
    """Print the test page; gives the reference. PaperError where it does not come out."""
    from printing.trial_pages import roll_page, sheet_page  # loads fonts: only where asked

    printer, fonts = office.printer(name), office.faces()
    is_sheet = printer.paper is Paper.A4
    content = sheet_page(name, fonts) if is_sheet else roll_page(name, printer.paper, fonts)
    return printer.send(content, title=f"打印测试-{name}", copies=1)


def _administrators_alone(by: Account) -> Refusal | None:
    if Role.ADMINISTRATOR in by.roles:
        return None
    return not_allowed(by, Role.ADMINISTRATOR, "管理打印机")


def _checked_name(name: str) -> str:
    if not NAME.fullmatch(name) or name in TAKEN:
        raise InputError(
            "printer_name_wrong",
            f"打印机不能叫“{name}”。",
            hint="用文字、数字和 . - _，最多 30 个字；file、default、none 另有意思。",
            field="NAME",
        )
    return name


def _paper(text: str) -> Paper:
    if text not in set(Paper):
        words = "、".join(Paper)
        raise InputError("paper_unknown_size", f"纸张只能是 {words}：{text}", field="--paper")
    return Paper(text)


def _found(unit: Unit, name: str) -> StoredPrinter:
    found = printers.find(unit, name)
    if found is None:
        known = "、".join(printer.name for printer in printers.everything(unit)) or "没有"
        raise InputError(
            "printer_unknown", f"没有打印机“{name}”。", hint=f"已有：{known}", field="NAME"
        )
    return found


def _by_kind(unit: Unit, office: Office) -> dict[DocumentKind, str]:
    return {
        kind: printers.chosen(unit, kind, otherwise=office.default_printer) for kind in DocumentKind
    }


def _redirect(unit: Unit, office: Office, before: dict[DocumentKind, str]) -> None:
    for kind, after in _by_kind(unit, office).items():
        if before[kind] != after:
            papers.redirect_jobs(unit, kind, before=before[kind], after=after)
