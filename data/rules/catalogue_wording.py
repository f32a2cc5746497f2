"""The catalogue's keys and values in the words of the counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.rules.conditions import wanted
from data.rules.item import Limits, Material, Model, Question
from data.rules.situation import SUBJECT

Named = Mapping[str, str]

LABELS: Named = {
    "name": "名称", "aliases": "别名", "kind": "事项类型", "department": "办理部门",
    "subjects": "申请对象", "theme": "主题", "life_events": "生命周期", "levels": "受理层级",
    "proxy": "帮办代办", "handling": "办件类型", "limits": "时限", "statutory": "法定时限",
    "promised": "承诺时限", "extension": "可延长", "instant_at_window": "窗口当场办结",
    "supplement": "材料不全时", "supplement_days": "补正期限", "fees": "收费", "result": "办理结果",
    "delivery": "送达方式", "conditions": "受理条件", "legal_basis": "设定依据",
    "commitment": "告知承诺", "check_days": "承诺核查期限", "deferred_late": "容缺逾期",
    "questions": "情形问题", "exits": "不收件的情形", "variants": "情形变化", "groups": "材料组",
    "materials": "材料", "fields": "表单字段", "steps": "办理步骤", "special": "特别程序",
    "guide": "办事指引", "when": "条件", "choices": "选项", "ask": "问法", "many": "可以多选",
    "auto": "自动判断", "use": "共用材料", "source": "材料来源", "criteria": "受理标准",
    "faults": "常见问题", "certificate": "证照", "valid_days": "有效天数", "originals": "原件",
    "copies": "复印件", "check_original": "核验原件", "surrender": "交回原证",
    "electronic": "电子件", "per": "按人提交", "need": "必要性", "later_days": "容缺补齐期限",
    "committable": "可以承诺代替", "group": "所属材料组", "blank": "空白表格", "sample": "填写样例",
    "shared_data": "数据共享", "result_of": "来自事项结果", "note": "填报须知", "label": "名称",
    "type": "类型", "required": "必填", "shared": "基本信息", "outcome": "结果", "say": "告知内容",
    "refer": "指向", "role": "环节", "days": "天数", "unit": "单位", "stops_clock": "不计入时限",
    "basis": "依据", "amount": "金额", "quantity": "数量", "valid": "有效期", "alone": "单独选择",
    "place": "地点", "hours": "时间", "phone": "电话", "version": "版本", "effective": "施行日期",
    "region": "行政区划", "publisher": "发布机关", "accept_days": "受理期限", "lights": "亮灯规则",
    "bad_rating": "差评整改", "departments": "部门", "themes": "主题", "calendar": "日历",
    "shared_materials": "共用材料", "bundles": "一件事", "members": "事项", "joint": "联合环节",
    "lead": "牵头部门", "item": "事项", "after": "先要办结的事项", "answers": "带入的回答",
    "abbr": "简称", "credit_code": "统一社会信用代码", "address": "地址", "seal": "印章",
    "review_body": "复议机关", "court": "法院", "rooms": "办公室", "tacit": "逾期视为同意",
    "workday": "上班", "date": "日期", "call_back_days": "回访期限", "fix_days": "整改期限",
}  # fmt: skip

WORDS: Named = {
    "required": "必要", "tolerable": "容缺", "optional": "可选", "instant": "即办件",
    "promise": "承诺件", "keep": "留下等补正", "return": "全部退回", "end": "可以终止",
    "warn": "只亮灯", "natural": "自然人", "legal": "法人", "city": "市", "county": "县区",
    "town": "镇街", "village": "村居", "working": "工作日", "calendar": "自然日",
    "applicant": "申请人自备", "government": "政府部门核发", "intermediary": "中介机构出具",
    "licence": "行政许可", "confirmation": "行政确认", "benefit": "行政给付",
    "registration": "登记", "filing": "备案", "public_service": "公共服务", "other": "其他",
    "pickup": "窗口领取", "post": "邮寄", "electronic": "电子送达", "member": "每位家庭成员",
    "adult": "每位成年人", "not_needed": "不用办", "not_ours": "不归本机关",
    "not_eligible": "不符合条件", "use_item": "改办其他事项", "handle": "承办", "check": "审核",
    "approve": "批准", "decision": "批文", "record": "备案登记", "payment": "发放",
    "none": "无", "inspection": "联合踏勘", "meeting": "联合会审",
}  # fmt: skip

# Keys whose values are words of the format, not text of the list.
_CODED = frozenset({
    "need", "handling", "supplement", "deferred_late", "subjects", "levels", "unit", "source",
    "kind", "delivery", "per", "outcome", "role",
})  # fmt: skip


def label(key: str) -> str:
    return LABELS.get(key, key)


def value_words(key: str, value: Any, questions: Sequence[Question] = ()) -> str:
    """A value as a supervisor reads it; `questions` are those that its conditions name."""
    if value is None or value == () or value == "":
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Limits):
        return limits_words(value)
    if key == "when":
        return condition_words(value, questions)
    if isinstance(value, Model):
        shown = {name: getattr(value, name) for name in type(value).model_fields}
        parts = (f"{label(n)} {value_words(n, v, questions)}" for n, v in shown.items() if v)
        return "，".join(parts)
    if isinstance(value, tuple | list):
        return "、".join(value_words(key, part, questions) for part in value)
    if isinstance(value, Mapping):
        return "，".join(f"{name}：{value_words('', part)}" for name, part in value.items())
    return WORDS.get(str(value), str(value)) if key in _CODED else str(value)


def days_words(days: int, unit: str) -> str:
    return f"{days} 个{WORDS[unit]}"


def limits_words(limits: Limits) -> str:
    promised, statutory = (
        days_words(days, limits.unit) for days in (limits.promised, limits.statutory)
    )
    return f"承诺 {promised}、法定 {statutory}"


def material_words(material: Material, questions: Sequence[Question] = ()) -> str:
    """What is asked for, short: 必要，原件1份，复印件2份，核验原件."""
    parts = [WORDS[material.need]]
    if material.originals:
        parts.append(f"原件{material.originals}份")
    if material.copies:
        parts.append(f"复印件{material.copies}份")
    if material.check_original:
        parts.append("核验原件")
    if material.per is not None:
        parts.append(f"{WORDS[material.per]}一份")
    if material.when is not None:
        parts.append(condition_words(material.when, questions))
    return "，".join(parts)


def condition_words(condition: Mapping[str, Any], questions: Sequence[Question]) -> str:
    """A condition in words: 办理哪一种？选“新办”或“变更”."""
    parts = [_term_words(key, value, questions) for key, value in condition.items()]
    return "，并且".join(parts)


def _term_words(key: str, value: Any, questions: Sequence[Question]) -> str:
    if key == "not":
        return f"不是（{condition_words(value, questions)}）"
    if key in ("any", "all"):
        between = "；或者" if key == "any" else "；并且"
        return f"（{between.join(condition_words(part, questions) for part in value)}）"
    if key == SUBJECT:
        return "申请对象是" + "或".join(WORDS[subject] for subject in wanted(value))
    question = next((q for q in questions if q.id == key), None)
    if question is None:
        return f"{key} 选 {'或'.join(wanted(value))}"
    names = {choice.id: choice.name for choice in question.choices}
    chosen = "或".join(f"“{names.get(choice, choice)}”" for choice in wanted(value))
    return f"{question.ask}选{chosen}"
