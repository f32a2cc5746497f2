"""The shapes of intake and supplement files, and how bad input is told: which field, what, why.

Knows no rules of the list: whether a mark or an answer is allowed is said later.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from data.errors import InputError
from data.rules.identity import ID_TYPES

LARGEST = 2_000_000  # bytes of an input file
MOST_ROWS = 500

Line = Annotated[str, Field(min_length=1, max_length=200)]
LongText = Annotated[str, Field(min_length=1, max_length=1000)]
Name = Annotated[str, Field(min_length=1, max_length=50)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
IdType = Annotated[str, Field(max_length=30)]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Chosen = Annotated[list[Line], BeforeValidator(_as_list), Field(max_length=100)]


class Form(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, str_strip_whitespace=True, defer_build=True
    )


class PartyForm(Form):
    """An applicant or agent."""

    name: Name
    id_type: IdType
    id_number: Annotated[str, Field(min_length=1, max_length=60)]
    phone: Annotated[str, Field(max_length=40)] | None = None
    address: Annotated[str, Field(max_length=200)] | None = None
    legal_representative: Annotated[str, Field(max_length=50)] | None = None


class MemberForm(Form):
    """A member of the household; the applicant is one of them."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,20}$")]
    name: Name
    id_type: IdType | None = None
    id_number: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    birth: Day | None = None
    relation: Annotated[str, Field(max_length=30)] | None = None


class MarkForm(Form):
    id: Line
    mark: Literal["ok", "fixed", "missing", "defective", "deferred", "committed", "reused"]
    faults: Annotated[list[LongText], Field(max_length=50)] = []
    person: str | None = None
    source: Line | None = Field(default=None, alias="from")


class IntakeForm(Form):
    """`window case submit FILE.json`."""

    item: Line
    subject: Literal["natural", "legal"]
    conclude: bool = True
    insists: bool = False
    applicant: PartyForm
    agent: PartyForm | None = None
    household: Annotated[list[MemberForm], Field(max_length=100)] = []
    answers: dict[str, Chosen] = {}
    materials: Annotated[list[MarkForm], Field(max_length=MOST_ROWS)] = []
    fields: dict[str, Any] = {}
    scans: dict[str, Chosen] = {}
    delivery: Literal["pickup", "post", "electronic"] | None = None


class BroughtForm(MarkForm):
    """A material brought for a supplement; `new_reason`: why a point was not told before."""

    new_reason: LongText | None = None


class SupplementForm(Form):
    """`window case supplement NUMBER FILE.json`."""

    materials: Annotated[list[BroughtForm], Field(min_length=1, max_length=MOST_ROWS)]
    scans: dict[str, Chosen] = {}


class HandedInForm(Form):
    """`window case handed-in NUMBER FILE.json`: what was allowed to follow later."""

    materials: Annotated[list[MarkForm], Field(min_length=1, max_length=MOST_ROWS)]
    scans: dict[str, Chosen] = {}


AnyForm = TypeVar("AnyForm", bound=Form)


def read_form(path: Path, form: type[AnyForm]) -> AnyForm:
    """The form in a JSON file; InputError names the file or the field."""
    return check_form(read_json(path), form)


def read_json(path: Path) -> Any:
    """A JSON document from disk, refused where it is no plain, clean JSON object."""
    try:
        if path.stat().st_size > LARGEST:
            raise _bad("file_too_large", f"文件太大(超过 {LARGEST // 1_000_000} MB)：{path.name}")
        content = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise _bad("file_missing", f"找不到文件：{path}") from error
    except UnicodeDecodeError as error:
        raise _bad("file_not_utf8", f"文件不是 UTF-8 编码：{path.name}") from error
    except OSError as error:
        raise _bad("file_unreadable", f"文件读不出来：{path}") from error
    try:
        return json.loads(content, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列"
        raise _bad("json_broken", f"文件不是正确的 JSON，{where}附近有错：{path.name}") from error
    except RecursionError as error:
        raise _bad("json_too_deep", f"文件的层次太深：{path.name}") from error
    except ValueError as error:  # a whole number of thousands of digits
        raise _bad("number_too_long", f"文件里有太长的数字：{path.name}") from error


def check_form(content: Any, form: type[AnyForm]) -> AnyForm:
    """The form that a plain value describes; InputError names the first field that is wrong."""
    if not isinstance(content, dict):
        raise _bad("json_no_object", "文件的内容应当是一个 JSON 对象({…})。")
    try:
        check_text(content)
    except RecursionError as error:
        raise _bad("json_too_deep", "文件的层次太深。") from error
    try:
        return form.model_validate(content)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        where = field_path(detail["loc"])
        raise InputError(
            _CODES.get(detail["type"], "wrong_value"),
            f"“{where}”{_sentence(detail)}",
            hint=_hint(detail, error),
            field=where,
        ) from error


def check_text(value: Any, where: str = "") -> None:
    """Refuse control characters and text that cannot be stored, naming the field."""
    if isinstance(value, str):
        for char in value:
            if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t":
                code = f"U+{ord(char):04X}"
                raise InputError(
                    "control_character", f"“{where}”里有不能保存的字符 {code}。", field=where
                )
    elif isinstance(value, dict):
        for key, item in value.items():
            check_text(key, where)
            check_text(item, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            check_text(item, f"{where}[{position}]")


def field_path(loc: tuple[int | str, ...]) -> str:
    """A path as people write it: materials[0].mark."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


_CODES = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "literal_error": "value_not_allowed",
    "string_too_long": "text_too_long",
    "string_too_short": "text_empty",
    "too_long": "list_too_long",
    "too_short": "list_too_short",
}
_SENTENCES = {
    "missing": "没有填写。",
    "extra_forbidden": "不是这里的栏目，请检查拼写。",
    "string_type": "应当是文字(加引号)。",
    "bool_type": "应当是 true 或 false。",
    "list_type": "应当是列表([…])。",
    "dict_type": "应当是一组栏目({…})。",
    "model_type": "应当是一组栏目({…})。",
    "string_too_short": "不能是空的。",
    "string_pattern_mismatch": "写法不对。",
}


def _sentence(detail: Any) -> str:
    limits = detail.get("ctx", {})
    match detail["type"]:
        case "string_too_long" | "too_long":
            return f"太长了，最多 {limits['max_length']}。"
        case "too_short":
            return f"太少了，至少 {limits['min_length']} 项。"
        case "literal_error":
            return f"只能是：{limits['expected'].replace(' or ', '、')}。"
    return _SENTENCES.get(detail["type"], "填写不对。")


def _hint(detail: Any, error: ValidationError) -> str | None:
    more = error.error_count() - 1
    return f"改正后请再检查，还有 {more} 处类似问题。" if more else None


def check_id_type(id_type: str, where: str) -> None:
    if id_type not in ID_TYPES:
        raise InputError(
            "id_type_unknown",
            f"证件类型“{id_type}”不认识。",
            hint="可用：" + "、".join(ID_TYPES),
            field=where,
        )


def reason(why: str) -> str:
    """Why an act over a case or person is done; never left out."""
    if not why.strip():
        raise InputError("why_missing", "请写明原因。", field="--why")
    return why.strip()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise InputError("key_twice", f"“{key}”在文件里出现了两次。", field=key)
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise _bad("number_not_finite", f"文件里有不能用的数字 {name}。")


def _bad(code: str, message: str) -> InputError:
    return InputError(code, message, hint="请检查文件后再试；没有保存任何内容。", field="FILE")
