"""授权委托书: a form for the applicant to sign, blank or filled from an intake. Nothing is stored.

Matter and authority stand in writing; who signs fills in the term by hand. It has no number.
"""

from __future__ import annotations

from pathlib import Path

from data.errors import InputError
from data.rules.identity import ID_TYPES
from data.rules.item import Item
from data.rules.listing import Listing
from printing import particulars as paper
from printing.errands import Attorney, ProxyData
from printing.files import FilePrinter
from printing.papers import compose
from window_app.services import scenes
from window_app.services.forms import IntakeForm, PartyForm
from window_app.settings import Settings

AUTHORITY = ("代为提交、补正申请材料", "代为签收有关文书", "代为领取办理结果")
BLANK = "＿" * 8
TERM = "自＿＿＿＿年＿＿月＿＿日起至＿＿＿＿年＿＿月＿＿日止"


def write(
    settings: Settings,
    catalogue: Listing,
    item: Item,
    path: Path,
    *,
    subject: str,
    form: IntakeForm | None = None,
) -> str:
    """Write the form as a PDF; PaperError where it cannot be set or written."""
    from printing.faces import faces  # loads reportlab: only where a paper is made
    from printing.page import render

    fonts = faces(official=settings.official_font, extra=settings.extra_font)
    pdf = render(compose(proxy(catalogue, item, subject=subject, form=form)), fonts)
    return FilePrinter(path).send(pdf, title=item.name, copies=1)


def proxy(
    catalogue: Listing, item: Item, *, subject: str, form: IntakeForm | None = None
) -> ProxyData:
    """The facts of the form; lines to be filled in by hand where nothing is known."""
    if form is not None and form.item != item.code:
        raise InputError(
            "proxy_of_other_item",
            f"收件文件办的是 {form.item}，不是 {item.code}。",
            field="--intake",
        )
    return ProxyData(
        item=scenes.listed_item(item, catalogue),
        principal=_principal(form.subject if form else subject, form.applicant if form else None),
        attorney=_attorney(form.agent if form else None),
        authority=AUTHORITY,
        term=TERM,
    )


def _principal(subject: str, party: PartyForm | None) -> paper.Applicant:
    kind = paper.Subject(subject)
    if party is None:
        is_body = kind is paper.Subject.LEGAL
        return paper.Applicant(
            kind=kind,
            name=BLANK,
            id_label="统一社会信用代码" if is_body else "证件号码",
            id_number=BLANK,
            address=BLANK,
            legal_representative=BLANK if is_body else "",
        )
    return paper.Applicant(
        kind=kind,
        name=party.name,
        id_label=_label(party),
        id_number=party.id_number,
        address=party.address or "",
        legal_representative=party.legal_representative or "",
    )


def _attorney(party: PartyForm | None) -> Attorney:
    if party is None:
        return Attorney(BLANK, "证件号码", BLANK, BLANK, BLANK)
    return Attorney(
        party.name, _label(party), party.id_number, party.phone or BLANK, party.address or ""
    )


def _label(party: PartyForm) -> str:
    return f"{ID_TYPES.get(party.id_type, '证件')}号"
