"""Who applies, who acts for them and who lives with them: checked, and what follows from it."""

from __future__ import annotations

from datetime import date

from data.errors import InputError
from data.rules.case import Applicant, Member
from data.rules.conclusion import Person
from data.rules.fields import PHONE
from data.rules.identity import IdentityCheck, age_on, check_by_type, region_code
from data.rules.person import owner_key
from data.rules.situation import Facts
from window_app.services.forms import IntakeForm, MemberForm, PartyForm, check_id_type

ADULT = 18  # full years on the day


def party(form: PartyForm, today: date, where: str) -> tuple[Applicant, IdentityCheck]:
    """A checked applicant or agent; InputError names the field that is wrong."""
    found = _checked(form.id_type, form.id_number, today, where)
    phone = None if form.phone is None else form.phone.strip()
    if phone and not PHONE.fullmatch(phone):
        raise InputError("phone_wrong", f"电话号码“{phone}”写法不对。", field=f"{where}.phone")
    applicant = Applicant(
        name=form.name,
        id_type=form.id_type,
        id_number=found.normalised,
        phone=phone or None,
        address=form.address or None,
        legal_representative=form.legal_representative or None,
        birth=found.birth,
        sex=found.sex,
    )
    return applicant, found


def check_subject(form: IntakeForm) -> None:
    """A credit code names a body, never a natural person."""
    if form.subject == "natural" and form.applicant.id_type == "credit_code":
        raise InputError(
            "subject_mismatch",
            "个人申请要填个人证件，不能用统一社会信用代码。",
            hint="单位或者个体工商户申请的，申请人类型应为 legal。",
            field="applicant.id_type",
        )


def facts_of(form: IntakeForm, found: IdentityCheck, today: date) -> Facts:
    """What the applicant step tells the questions."""
    return Facts(
        agent=form.agent is not None,
        age=age_on(date.fromisoformat(found.birth), today) if found.birth else None,
        sex=found.sex,
        region=region_code(found),
        id_type=form.applicant.id_type,
    )


def household(form: IntakeForm, today: date) -> tuple[Member, ...]:
    """The members with birth from their number where it is not given."""
    members: list[Member] = []
    for position, given in enumerate(form.household):
        where = f"household[{position}]"
        if any(member.id == given.id for member in members):
            raise InputError("member_twice", f"家庭成员“{given.id}”写了两次。", field=f"{where}.id")
        members.append(_member(given, today, where))
    return tuple(members)


def people_of(members: tuple[Member, ...]) -> tuple[Person, ...]:
    return tuple(Person(m.id, m.name, m.is_adult) for m in members)


def owner_of(applicant: Applicant) -> str:
    """Whose base record and archive the applicant's is."""
    return owner_key(applicant.id_type, applicant.id_number)


def record_of(subject: str, applicant: Applicant) -> dict[str, str]:
    """What the applicant step itself fills into form fields, by base-record key."""
    kind = "person" if subject == "natural" else "entity"
    number = "id_number" if subject == "natural" else "credit_code"
    values = {
        "name": applicant.name,
        number: applicant.id_number,
        "phone": applicant.phone,
        "address": applicant.address,
        "legal_representative": applicant.legal_representative,
    }
    return {f"{kind}.{key}": value for key, value in values.items() if value}


def _member(given: MemberForm, today: date, where: str) -> Member:
    birth, number = given.birth, given.id_number
    if given.id_type and number:
        found = _checked(given.id_type, number, today, where)
        birth, number = birth or found.birth, found.normalised
    if birth is None:
        raise InputError(
            "birth_missing", f"请写明家庭成员{given.name}的出生日期。", field=f"{where}.birth"
        )
    return Member(
        id=given.id,
        name=given.name,
        id_type=given.id_type,
        id_number=number,
        birth=birth,
        relation=given.relation,
        is_adult=age_on(_birthday(birth, today, where), today) >= ADULT,
    )


def _birthday(text: str, today: date, where: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            "birth_wrong", f"出生日期“{text}”不是真实的日期。", field=f"{where}.birth"
        ) from error
    if not date(1900, 1, 1) <= day <= today:
        raise InputError("birth_wrong", f"出生日期“{text}”不合理。", field=f"{where}.birth")
    return day


def _checked(id_type: str, number: str, today: date, where: str) -> IdentityCheck:
    check_id_type(id_type, f"{where}.id_type")
    found = check_by_type(id_type, number, today)
    if not found.valid:
        raise InputError(
            "id_number_wrong",
            found.problem or "证件号码不对。",
            hint="请对照证件重新输入。",
            field=f"{where}.id_number",
        )
    return found
