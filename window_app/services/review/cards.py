"""The cards that ask before a reviewer's or head's act: its words, its fields, what it comes to."""

from __future__ import annotations

from collections.abc import Callable

from data.rules.case import Case
from data.rules.item import FormField, Item
from window_app.desk_views import CaseAct, FieldLine
from window_app.desk_views.review import ReviewAct
from window_app.services.desk.acts_offered import PRINTS
from window_app.services.review import standing

CONFIRMED = ("确认", "中心收到以后才算办成")
REASONS = 3  # fields for the reasons of a refusal; a reason a field


def opinion() -> FieldLine:
    """What the person thinks of it, kept with the act."""
    return text_field("opinion", "意见", required=False)


def text_field(key: str, label: str, *, required: bool = True) -> FieldLine:
    """A field of words."""
    return FieldLine(key, label, "text", required, "", (), False, None)


def pass_step(case: Case, item: Item, who: str) -> CaseAct:
    step = standing.step_word(case)
    then = standing.onward(case)[0]
    return CaseAct(
        "pass_step",
        f"通过：{step}",
        "",
        words=f"{who}，通过“{step}”，转{then}。",
        fields=(opinion(),),
        effects=(("以后", f"转{then}"), CONFIRMED),
        confirm="通过",
        tone="ok",
    )


def approve(case: Case, item: Item, who: str) -> CaseAct:
    return CaseAct(
        "approve",
        "准予",
        "",
        words=f"{who}，前面的步骤都通过了，作出准予的决定。",
        fields=(opinion(),),
        effects=(
            ("打印", PRINTS.format("准予决定书")),
            ("以后", "登记结果，送回收件的窗口"),
            CONFIRMED,
        ),
        confirm="准予",
        tone="ok",
    )


def refuse(case: Case, item: Item, who: str) -> CaseAct:
    labels = ("理由", *(f"理由{number}" for number in range(2, REASONS + 1)))
    fields = (
        text_field(f"reason{number}", label, required=number == 1)
        for number, label in enumerate(labels, start=1)
    )
    return CaseAct(
        "refuse_case",
        "不予许可",
        "",
        words=f"{who}，作出不予的决定。理由一条一栏，都印在决定书上，并告知救济途径。",
        fields=(*fields, opinion()),
        effects=(
            ("打印", PRINTS.format("不予决定书")),
            ("以后", "登记结果，送回收件的窗口送达"),
            CONFIRMED,
        ),
        confirm="不予",
        tone="bad",
    )


def register(case: Case, item: Item, who: str) -> CaseAct:
    is_granted = case.decision == "approved"
    fields = tuple(_result_line(one) for one in item.fields if one.result and is_granted)
    said = f"登记“{item.result.name}”" if is_granted else "登记不予的决定"
    valid = (("有效期", item.result.valid),) if is_granted and item.result.valid else ()
    return CaseAct(
        "register",
        "登记结果",
        "",
        words=f"{who}，{said}。登记以后申请人就能领取。",
        fields=fields,
        effects=(*valid, ("以后", f"送回站点 {case.station} 的窗口，通知申请人领取"), CONFIRMED),
        confirm="登记",
        tone="ok",
    )


def give_back(case: Case, item: Item, who: str) -> CaseAct:
    return CaseAct(
        "give_back",
        "放回待办",
        "",
        words=f"{who}，放回待办，本部门别的人可以领。",
        confirm="放回",
        tone="idle",
    )


CARDS: dict[ReviewAct, Callable[[Case, Item, str], CaseAct]] = {
    "pass_step": pass_step,
    "approve": approve,
    "refuse_case": refuse,
    "register": register,
    "give_back": give_back,
}


def _result_line(one: FormField) -> FieldLine:
    return FieldLine(one.id, one.label, one.type, one.required, "", one.choices, False, None)
