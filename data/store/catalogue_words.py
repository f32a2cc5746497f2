"""What a catalogue file gets wrong, in Chinese: pydantic's errors become faults.

Knows the models and the documents they were read from, not the rules between items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from data.errors import Fault
from data.store.yaml_positions import Document, KeyPath

_SENTENCES = {
    "string_type": "应是文字；数字或 true、false 请加引号。",
    "int_type": "应是整数。",
    "int_parsing": "应是整数。",
    "int_from_float": "应是整数。",
    "bool_type": "应是 true 或 false（YAML 1.2 里 yes、no、on、off 都是文字）。",
    "bool_parsing": "应是 true 或 false（YAML 1.2 里 yes、no、on、off 都是文字）。",
    "tuple_type": "应是列表，用“-”分行或写在方括号里。",
    "dict_type": "应是一组键值。",
    "model_type": "应是一组键值。",
    "model_attributes_type": "应是一组键值。",
    "date_type": "应是日期，如 2026-11-01。",
    "date_parsing": "应是日期，如 2026-11-01。",
    "date_from_datetime_parsing": "应是日期，如 2026-11-01。",
    "date_from_datetime_inexact": "应是日期，如 2026-11-01。",
}
_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "代号应以小写字母开头，只含小写字母、数字和下划线。",
    r"^[a-z][a-z0-9_-]*$": "代号应以小写字母开头，只含小写字母、数字、下划线和连字符。",
    r"^[^.\s]+\.[a-z][a-z0-9_]*$": "应写成“事项代码.字段”，如 L-MARKET-001.credit_code。",
    r"^\d{1,9}\.\d{2}$": '金额应是带两位小数的文字，如 "20.00"。',
    r"^(person|entity)\.[a-z][a-z0-9_]*$": "应写成 person.字段 或 entity.字段，如 person.address。",
    r"^\d{6,12}$": "行政区划代码应是 6 至 12 位数字。",
    r"^\d{4}\.\d{2}(\.\d+)?$": "版本应写成“年.月”或“年.月.序号”，如 2026.11。",
    r"^\S+$": "代码里不能有空格。",
}


def faults_of(
    error: ValidationError, document: Document, prefix: KeyPath, model: type[BaseModel]
) -> Iterator[Fault]:
    """One fault a point; `prefix` is where in the document the model begins."""
    told = set()
    for detail in error.errors(include_url=False, include_input=False):
        path = (*prefix, *detail["loc"])
        if detail["type"] != "missing":
            path = document.known_part(path)
        fault = document.fault(path, _sentence(detail, model))
        if (fault.line, fault.key) not in told:
            told.add((fault.line, fault.key))
            yield fault


def unknown_key(key: str, known: list[str]) -> str:
    """The sentence for a key that the format does not have, with the likely one."""
    likely = get_close_matches(key, known, n=1)
    hint = f"，是不是“{likely[0]}”？" if likely else "，请删去或改正。"
    return f"不认识的键“{key}”{hint}"


def _sentence(detail: Any, model: type[BaseModel]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    match kind:
        case "missing":
            return f"缺少必填的“{detail['loc'][-1]}”。"
        case "extra_forbidden":
            *parent, key = detail["loc"]
            return unknown_key(key, keys_at(model, parent))
        case "literal_error" | "enum":
            return f"只能是 {_choices(context['expected'])}。"
        case "string_pattern_mismatch":
            return _PATTERNS.get(context["pattern"], "写法不合格式。")
        case "string_too_short":
            return "不能是空的。"
        case "string_too_long":
            return f"太长，最多 {context['max_length']} 个字。"
        case "too_short":
            return f"至少要有 {context['min_length']} 项。"
        case "greater_than_equal":
            return f"不能小于 {context['ge']}。"
        case "less_than_equal":
            return f"不能大于 {context['le']}。"
    return _SENTENCES.get(kind, "这里的值不合格式。")


def _choices(expected: str) -> str:
    return "、".join(re.findall(r"'([^']*)'", expected))


def keys_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """The keys that the format has at a path of a model; empty where it is not a model."""
    found: Any = model
    for key in path:
        if isinstance(key, int):
            continue
        fields = found.model_fields if found else {}
        if key not in fields:
            return []
        found = _model_in(fields[key].annotation)
    return list(found.model_fields) if found else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside `Model | None` or `tuple[Model, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for part in get_args(annotation) if (m := _model_in(part))), None)
