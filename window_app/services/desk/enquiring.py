"""What a person is told who asks before applying: the list of the situation. Stores nothing."""

from __future__ import annotations

from data.rules.checklist import fee_words
from data.rules.item import Limits, Material
from window_app.desk_views import EnquiryMaterial, EnquiryView
from window_app.services import guiding
from window_app.services.desk.items import SUBJECTS
from window_app.services.desk.session import IntakeSession
from window_app.services.scenes import UNITS


def enquiry_view(session: IntakeSession) -> EnquiryView | None:
    """The item in hand with its questions and its list; None while no item is chosen."""
    checklist, view = session.standing.checklist, session.view()
    if checklist is None:
        return None
    item, catalogue = checklist.item, session.around.catalogue
    department = catalogue.department(item.department)

    def line(material: Material, *, is_possible: bool) -> EnquiryMaterial:
        return EnquiryMaterial(
            material.name,
            guiding.need_words(material, checklist),
            guiding.copies_words(material),
            material.criteria,
            material.note or "",
            is_possible,
        )

    return EnquiryView(
        code=item.code,
        name=item.name,
        department=department.name if department else "",
        subject=session.draft.subject,
        subjects=tuple((one, SUBJECTS[one]) for one in item.subjects),
        questions=view.questions,
        way_out=view.way_out,
        materials=(
            *(line(material, is_possible=False) for material in checklist.materials),
            *(line(material, is_possible=True) for material in checklist.possible),
        ),
        fees=tuple(f"{fee.name} {fee_words(fee)}" for fee in checklist.fees),
        promised=_days(item.limits, item.limits.promised),
        statutory=_days(item.limits, item.limits.statutory),
        place=item.guide.place or "",
        phone=item.guide.phone or "",
    )


def _days(limits: Limits, days: int) -> str:
    return f"{days}{UNITS[limits.unit]}" if days else "当场办结"
