"""Identity numbers and unified social credit codes: check, read, mask.

Strict is only what a standard fixes: GB 11643 (公民身份号码; the same form serves 港澳台居住证 and
the 2023 外国人永久居留身份证) and GB 32100 (统一社会信用代码). Where a standard leaves room, and
where our tables may be old, there is a warning and no refusal: turning away a right number at
the window is the worse fault. Any text is an input; none raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from data.errors import InputError
from data.rules.check_digits import (
    CREDIT_ALPHABET,
    credit_check,
    identity_check,
    narrow,
    normalise,
    organisation_check,
)


class IdentityKind(StrEnum):
    """The numbers that have rules of their own."""

    RESIDENT_ID = "resident_id"
    HMT_RESIDENCE = "hmt_residence"
    FOREIGNER_PERMANENT = "foreigner_permanent"
    CREDIT_CODE = "credit_code"


ID_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "resident_id": "居民身份证",
        "hmt_residence": "港澳台居民居住证",
        "foreigner_permanent": "外国人永久居留身份证",
        "hmt_permit": "港澳台居民来往内地（大陆）通行证",
        "passport": "护照",
        "military_id": "军官证或士兵证",
        "credit_code": "统一社会信用代码",
        "other": "其他证件",
    }
)
MAX_LENGTH = 50  # characters of a number whose form no standard fixes
EARLIEST_BIRTH = date(1900, 1, 1)
# First two digits of GB/T 2260.
PROVINCES = frozenset(
    first + second
    for first, seconds in {
        "1": "12345",
        "2": "123",
        "3": "1234567",
        "4": "123456",
        "5": "01234",
        "6": "12345",
        "7": "1",
        "8": "123",
    }.items()
    for second in seconds
)
HMT_PROVINCES = ("81", "82", "83")

OLD_FOREIGNER_CARD = re.compile(r"[A-Z]{3}[0-9]{12}")  # the card of 2017
CREDIT_DEPARTMENTS = "123456789ANY"
NATIONAL_REGISTRY = "10"  # begins the region of codes the State Council's own bodies give


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """What a number says. `kind` is an IdentityKind's word, or the id type where no rule is.

    `birth` is ISO text, `sex` `male` or `female`; both None where unknown or not valid.
    `problem` and `warnings` are sentences for the clerk; a valid number has no problem.
    """

    valid: bool
    kind: str
    normalised: str
    birth: str | None = None
    sex: str | None = None
    warnings: tuple[str, ...] = ()
    problem: str | None = None


def check_identity(text: str, today: date) -> IdentityCheck:
    """A resident's, 港澳台 resident's or permanent foreigner's number (GB 11643)."""
    number = normalise(text)
    kind = identity_kind(number)
    if OLD_FOREIGNER_CARD.fullmatch(number):
        warning = "这是 2017 版外国人永久居留身份证号码，只核对了格式。"
        return IdentityCheck(True, kind, number, warnings=(warning,))
    problem = _identity_problem(number, today)
    if problem:
        return IdentityCheck(False, kind, number, problem=problem)
    return IdentityCheck(
        True,
        kind,
        number,
        birth=f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        sex="male" if int(number[16]) % 2 else "female",
        warnings=_region_warnings(number[1:3] if number[0] == "9" else number[:2]),
    )


def identity_kind(number: str) -> IdentityKind:
    """The kind a normalised number's beginning tells; a resident's where it tells nothing."""
    if number.startswith(HMT_PROVINCES):
        return IdentityKind.HMT_RESIDENCE
    if number.startswith("9") or OLD_FOREIGNER_CARD.fullmatch(number):
        return IdentityKind.FOREIGNER_PERMANENT
    return IdentityKind.RESIDENT_ID


def check_credit_code(text: str) -> IdentityCheck:
    """A unified social credit code (GB 32100)."""
    code = normalise(text)
    problem = _credit_problem(code)
    if problem:
        return IdentityCheck(False, IdentityKind.CREDIT_CODE, code, problem=problem)
    warnings = () if code[2:4] == NATIONAL_REGISTRY else _region_warnings(code[2:4])
    if organisation_check(code[8:16]) != code[16]:
        warnings += ("第 9 至 17 位（组织机构代码）的校验位不符，请与证照核对。",)
    return IdentityCheck(True, IdentityKind.CREDIT_CODE, code, warnings=warnings)


def check_by_type(id_type: str, number: str, today: date) -> IdentityCheck:
    """Strict for the types with rules, soft for the others; InputError for an unknown type."""
    if id_type not in ID_TYPES:
        known = "、".join(ID_TYPES)
        raise InputError(
            "id_type_unknown", f"没有这种证件类型：{id_type}。可用：{known}。", field="id_type"
        )
    if id_type == IdentityKind.CREDIT_CODE:
        return check_credit_code(number)
    if id_type not in tuple(IdentityKind):
        return _check_softly(id_type, number)
    check = check_identity(number, today)
    if check.valid and check.kind != id_type:
        problem = f"这是{ID_TYPES[check.kind]}的号码，所选证件类型是{ID_TYPES[id_type]}。"
        return IdentityCheck(False, check.kind, check.normalised, problem=problem)
    return check


def age_on(birth: date, day: date) -> int:
    """Full years on `day`, the birthday included; negative before birth.

    Who was born on 29 February is a year older on 28 February of other years: a month without
    the day ends the period on its last day (民法典 202).
    """
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    on = 28 if (birth.month, birth.day) == (2, 29) and not leap else birth.day
    return day.year - birth.year - ((day.month, day.day) < (birth.month, on))


def region_code(check: IdentityCheck) -> str | None:
    """Six digits of GB/T 2260 in a valid number; None where it holds none (foreigners)."""
    if not check.valid or check.kind == IdentityKind.FOREIGNER_PERMANENT:
        return None
    if check.kind == IdentityKind.CREDIT_CODE:
        return check.normalised[2:8]
    return check.normalised[:6] if check.kind in tuple(IdentityKind) else None


def mask_name(name: str) -> str:
    """王小明 → 王*明; of two characters the first stays, of one none."""
    if len(name) > 2:
        return _cover(name, 1, 1)
    return name[0] + "*" if len(name) == 2 else "*" * len(name)


def mask_phone(phone: str) -> str:
    """13812343210 → 138****3210."""
    return _cover(phone, 3, 4)


def mask_identity(number: str) -> str:
    """First six and last four; a short number (passport) keeps one and three."""
    return _cover(number, 6, 4) if len(number) >= 15 else _cover(number, 1, 3)


def mask_credit_code(code: str) -> str:
    """First six and last four."""
    return _cover(code, 6, 4)


def _cover(text: str, head: int, tail: int) -> str:
    """Stars between; of a text too short to hide anything so, only the first character stays."""
    hidden = len(text) - head - tail
    if hidden > 0:
        return text[:head] + "*" * hidden + text[-tail:]
    return text[:1] + "*" * (len(text) - 1)


def _identity_problem(number: str, today: date) -> str | None:
    """The first thing wrong, with its place."""
    if not number:
        return "号码是空的。"
    if len(number) != 18:
        hint = "15 位的旧号码请换用 18 位号码。" if len(number) == 15 else ""
        return f"号码应为 18 位，现在是 {len(number)} 位。{hint}"
    for place, char in enumerate(number, start=1):
        if char not in "0123456789" and not (place == 18 and char == "X"):
            expected = "数字或 X" if place == 18 else "数字"
            return f"第 {place} 位应为{expected}，现在是“{_shown(char)}”。"
    problem = _birth_problem(number[6:14], today)
    if problem is None and identity_check(number[:17]) != number[17]:
        return "第 18 位校验码与前 17 位不符，有一位或几位输错了，请逐位核对。"
    return problem


def _birth_problem(digits: str, today: date) -> str | None:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return f"第 7 至 14 位 {digits} 不是真实的日期。"
    if birth < EARLIEST_BIRTH:
        return f"第 7 至 14 位的出生日期 {birth} 早于 1900 年。"
    if birth > today:
        return f"第 7 至 14 位的出生日期 {birth} 还没有到。"
    return None


def _credit_problem(code: str) -> str | None:
    """The first thing wrong, with its place."""
    if not code:
        return "统一社会信用代码是空的。"
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现在是 {len(code)} 位。"
    if code[0] not in CREDIT_DEPARTMENTS:
        return f"第 1 位（登记管理部门）“{_shown(code[0])}”不在 1-9、A、N、Y 之内。"
    for place, char in enumerate(code, start=1):
        allowed = "0123456789" if 3 <= place <= 8 else CREDIT_ALPHABET
        if char not in allowed or (place == 2 and char == "0"):
            return _credit_char_problem(place, char)
    if credit_check(code[:17]) != code[17]:
        return "第 18 位校验码与前 17 位不符，有一位或几位输错了，请逐位核对。"
    return None


def _credit_char_problem(place: int, char: str) -> str:
    if place == 2 and char == "0":
        return "第 2 位（机构类别）不能是 0。"
    if 3 <= place <= 8:
        return f"第 {place} 位（登记机关行政区划）应为数字，现在是“{_shown(char)}”。"
    hint = "代码中不用字母 I、O、S、V、Z。" if char in "IOSVZ" else ""
    return f"第 {place} 位“{_shown(char)}”不是代码可用的字符。{hint}"


def _check_softly(id_type: str, number: str) -> IdentityCheck:
    """Only what would break a form: empty, too long, not printable."""
    kept = " ".join(narrow(number).split())
    problem = None
    if not kept:
        problem = f"{ID_TYPES[id_type]}号码是空的。"
    elif len(kept) > MAX_LENGTH:
        problem = f"{ID_TYPES[id_type]}号码最多 {MAX_LENGTH} 个字符，现在是 {len(kept)} 个。"
    elif not kept.isprintable():
        problem = f"{ID_TYPES[id_type]}号码中有不能显示的字符。"
    return IdentityCheck(problem is None, id_type, kept, problem=problem)


def _region_warnings(province: str) -> tuple[str, ...]:
    if province in PROVINCES:
        return ()
    return (f"行政区划代码以 {province} 开头，不在已知的省级代码内，请与证件核对。",)


def _shown(char: str) -> str:
    """A character as a sentence can carry it."""
    return char if char.isprintable() else f"U+{ord(char):04X}"
