"""Form fields (一表式): which are missing, which are filled by themselves, what a value may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from data.errors import InputError
from data.rules.check_digits import narrow
from data.rules.conclusion import Person
from data.rules.identity import check_credit_code, check_identity
from data.rules.item import FormField

LONGEST = 500  # characters of one value
PHONE = re.compile(r"^\+?[0-9][0-9()\- ]{4,20}[0-9]$")
WHOLE_OR_POINT = re.compile(r"^[0-9]{1,12}(\.[0-9]{1,6})?$")


def fill(
    fields: Sequence[FormField],
    given: Mapping[str, Any],
    base: Mapping[str, str],
    *,
    people: Sequence[Person],
    today: date,
) -> dict[str, Any]:
    """Checked values by field id; a field asked per person has person -> value.

    An empty field with `shared` is filled from the base record. InputError for a field the list
    does not ask for, an unknown person, or a value of another kind.
    """
    known = {field.id: field for field in fields}
    for name in given:
        if name not in known:
            raise InputError(
                "field_not_asked",
                f"表单里没有栏目“{name}”，或者这种情形不用填。",
                field=f"fields.{name}",
            )
    filled: dict[str, Any] = {}
    for field in fields:
        value = given.get(field.id)
        if field.per is not None:
            value = {} if _is_blank(value) else _each(field, value, people, today)
        elif not _is_blank(value):
            value = check(field, value, today, f"fields.{field.id}")
        else:
            value = _from_base(field, base)
        if value not in (None, "", {}):
            filled[field.id] = value
    return filled


def missing(
    fields: Sequence[FormField], filled: Mapping[str, Any], people: Sequence[Person]
) -> tuple[str, ...]:
    """Ids of required fields that are empty; `field.person` where one person's is."""
    lacking: list[str] = []
    for field in fields:
        if not field.required:
            continue
        if field.per is None:
            lacking.extend([] if field.id in filled else [field.id])
        else:
            given = filled.get(field.id, {})
            lacking.extend(
                f"{field.id}.{p.id}" for p in _wanted(field, people) if p.id not in given
            )
    return tuple(lacking)


def check(field: FormField, value: Any, today: date, where: str) -> str:
    """The value as it is stored; InputError says what is wrong with it."""
    if not isinstance(value, str):
        raise _wrong(field, where, "应当是文字(数字也加引号)")
    if len(value) > LONGEST:
        raise _wrong(field, where, f"太长了，最多 {LONGEST} 个字")
    text = value.strip()
    test = _TESTS.get(field.type)
    if field.type == "choice" and text not in field.choices:
        raise _wrong(field, where, "只能选：" + "、".join(field.choices))
    return text if test is None else test(field, text, today, where)


def shared_values(fields: Sequence[FormField], filled: Mapping[str, Any]) -> dict[str, str]:
    """Base-record key -> value, for the next visit."""
    return {
        f.shared: filled[f.id] for f in fields if f.shared and isinstance(filled.get(f.id), str)
    }


def _each(field: FormField, values: Any, people: Sequence[Person], today: date) -> dict[str, str]:
    where = f"fields.{field.id}"
    if not isinstance(values, dict):
        raise _wrong(field, where, "按人填写，应当写成 {成员: 值}")
    wanted = {p.id for p in _wanted(field, people)}
    for person in values:
        if person not in wanted:
            raise _wrong(field, f"{where}.{person}", f"家庭成员里没有“{person}”，或者不用填")
    return {
        person: check(field, value, today, f"{where}.{person}")
        for person, value in values.items()
        if not _is_blank(value)
    }


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _from_base(field: FormField, base: Mapping[str, str]) -> str | None:
    """What the base record knows; a choice that the list no longer offers is left empty."""
    value = None if field.shared is None else base.get(field.shared)
    return None if field.type == "choice" and value not in field.choices else value


def _wanted(field: FormField, people: Sequence[Person]) -> list[Person]:
    return [p for p in people if field.per == "member" or p.is_adult]


def _number(field: FormField, text: str, today: date, where: str) -> str:
    narrowed = narrow(text)
    if not WHOLE_OR_POINT.fullmatch(narrowed):
        raise _wrong(field, where, "应当是数字")
    return narrowed


def _money(field: FormField, text: str, today: date, where: str) -> str:
    try:
        amount = Decimal(_number(field, text, today, where))
    except InvalidOperation as error:
        raise _wrong(field, where, "应当是金额") from error
    if amount != amount.quantize(Decimal("0.01")):
        raise _wrong(field, where, "金额最多两位小数")
    return f"{amount:.2f}"


def _date(field: FormField, text: str, today: date, where: str) -> str:
    try:
        return date.fromisoformat(narrow(text)).isoformat()
    except ValueError as error:
        raise _wrong(field, where, "应当是日期，如 2026-11-01") from error


def _phone(field: FormField, text: str, today: date, where: str) -> str:
    narrowed = narrow(text)
    if not PHONE.fullmatch(narrowed):
        raise _wrong(field, where, "应当是电话号码")
    return narrowed


def _identity(field: FormField, text: str, today: date, where: str) -> str:
    found = check_identity(text, today)
    if not found.valid:
        raise _wrong(field, where, (found.problem or "号码不对").rstrip("。"))
    return found.normalised


def _credit(field: FormField, text: str, today: date, where: str) -> str:
    found = check_credit_code(text)
    if not found.valid:
        raise _wrong(field, where, (found.problem or "代码不对").rstrip("。"))
    return found.normalised


_TESTS: dict[str, Callable[[FormField, str, date, str], str]] = {
    "number": _number,
    "money": _money,
    "date": _date,
    "phone": _phone,
    "id_number": _identity,
    "credit_code": _credit,
}


def _wrong(field: FormField, where: str, why: str) -> InputError:
    return InputError("field_wrong", f"“{field.label}”填得不对：{why}。", field=where)
