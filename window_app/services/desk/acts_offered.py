"""Every act that a case's page can offer: when it is offered, and the card that asks before it.

Whether an act may be done at all is the lifecycle's to say; here is only what it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from data.errors import Refusal
from data.rules.case import Case, Paper, Status
from data.rules.event import Kind
from data.rules.item import FormField, Item
from data.rules.numbers import COPIES
from data.rules.overdue import lapse_ground
from data.store.papers import StoredPaper
from window_app.desk_views import CaseAct, FieldLine
from window_app.services.desk.returned import asked_of
from window_app.services.fee_standing import fee_of
from window_app.services.paper_lines import paper_name

Tell = tuple[str, str]
PaperName = Paper | StoredPaper
PRINTS = f"{{}}〔保存后生成〕 {COPIES} 份"
NOT_PAID = "0.00"
ANEW = ("只作废", "作废并照现在的办件重出")


@dataclass(frozen=True, slots=True)
class At:
    """The case a person stands before; `name` is the applicant's, masked.

    `papers` are all that were ever made here, those of a step that did not take effect too.
    """

    case: Case
    item: Item
    name: str
    today: date
    papers: tuple[PaperName, ...]

    @property
    def who(self) -> str:
        return f"{self.name}申请的“{self.case.item_name}”"


def field(
    key: str, label: str, *, required: bool = True, value: str = "", choices: tuple[str, ...] = ()
) -> FieldLine:
    """A field of an act's card: words, or one of some choices."""
    return FieldLine(
        key, label, "choice" if choices else "text", required, value, choices, False, None
    )


def bring_back(at: At) -> CaseAct | None:
    asked = asked_of(at.case)
    if not asked:
        return None
    is_told = at.case.status is Status.SUPPLEMENTING
    name = "收补正" if is_told else "补交容缺材料"
    return CaseAct("bring_back", name, f"逐项看补来的 {len(asked)} 项", screen="supplements")


def hand_out(at: At) -> CaseAct | None:
    return CaseAct("hand_out", "出件", "核对领取人，发出结果", screen="hand_out")


def register(at: At) -> CaseAct | None:
    lines = tuple(_result_line(one) for one in at.item.fields if one.result)
    return CaseAct(
        "register",
        "登记结果",
        "登记证照编号、有效期，之后可以领取",
        words=f"{at.who}已经准予，登记“{at.item.result.name}”。",
        fields=lines,
        effects=(("以后", "通知申请人领取，在出件里发出"),),
        confirm="登记",
        tone="ok",
    )


def withdraw(at: At) -> CaseAct | None:
    return CaseAct(
        "withdraw",
        "撤回申请",
        "申请人书面要求撤回，材料退还",
        words=f"{at.who}：申请人交来书面撤回申请，这一件到此结束，收下的材料退还。",
        fields=(field("why", "撤回原因", value="申请人书面撤回"),),
        effects=(("打印", PRINTS.format("退回清单")), ("以后", "不能恢复；要办的重新申请")),
        confirm="撤回并打印",
        tone="bad",
    )


def ask_withdrawal(at: At) -> CaseAct | None:
    if at.case.is_withdrawal_asked or at.case.holder.side == "window":
        return None
    return CaseAct(
        "ask_withdrawal",
        "转告要撤回",
        "件在部门，记下申请人要求撤回",
        words=f"{at.who}正在部门办理。记下申请人书面要求撤回，由部门决定撤回。",
        fields=(field("why", "撤回原因", value="申请人书面要求撤回"),),
        confirm="记下",
    )


def lapse(at: At) -> CaseAct | None:
    ground = lapse_ground(at.case, at.today)
    if isinstance(ground, Refusal):
        return None
    why = "补正期限已过，申请人没有补来" if ground == "supplement" else "容缺材料逾期没有补交"
    return CaseAct(
        "lapse",
        "终止办理",
        why,
        words=f"{at.who}：{why}。确认后这一件到此结束，只有监督员能重新打开。",
        fields=(field("why", "说明", required=False),),
        confirm="终止办理",
        tone="bad",
    )


def reopen(at: At) -> CaseAct | None:
    return CaseAct(
        "reopen",
        "重新打开",
        "回到终止以前的状态和经办的一方",
        words=f"{at.who}重新打开，回到终止以前的状态；中间的日子照算期限。",
        fields=(field("why", "原因"),),
        confirm="重新打开",
    )


def void_case(at: At) -> CaseAct | None:
    return CaseAct(
        "void_case",
        "作废这一件",
        "收错的件，它的文书一起作废",
        words=f"{at.who}作废，它的全部文书一起作废；记录都留着。",
        fields=(
            field("why", "原因"),
            field("replaced_by", "代替的办件", required=False),
        ),
        effects=(("以后", "不能恢复；文书请收回"),),
        confirm="作废",
        tone="bad",
    )


def void_paper(at: At) -> CaseAct | None:
    papers = tuple(_labels(at))
    if not papers:
        return None
    return CaseAct(
        "void_paper",
        "作废一份文书",
        "写错的文书作废，可以重出一份",
        words=f"{at.who}的一份文书作废。作废的不再补打，重出的会写明代替哪一份。",
        fields=(
            field("document", "哪一份", choices=papers),
            field("why", "原因"),
            field("anew", "重出", choices=ANEW, value=ANEW[0]),
        ),
        effects=(("以后", "请收回已经交出的那一份"),),
        confirm="作废",
        tone="bad",
    )


def assess_fee(at: At) -> CaseAct | None:
    case = at.case
    is_open = case.fee is None or case.is_paper_void(case.fee.paper)
    if not case.fees or not case.ever_accepted or not is_open:
        return None
    listed = "、".join(f"{one.name} {one.amount}" for one in case.fees)
    return CaseAct(
        "assess_fee",
        "核定费用",
        listed,
        words=f"{at.who}，按清单收费：{listed}。",
        effects=(("打印", PRINTS.format("缴款通知书")), ("以后", "到收费窗口缴，窗口不收钱")),
        confirm="核定并打印",
        tone="info",
    )


def pay_fee(at: At) -> CaseAct | None:
    fee = fee_of(at.case)
    if fee is None or fee.open == NOT_PAID or at.case.is_paper_void(fee.paper):
        return None
    return CaseAct(
        "pay_fee",
        "登记缴费",
        f"应缴 {fee.open} 元",
        words=f"{at.who}，应缴 {fee.open} 元（{fee.paper}）。",
        fields=(
            field("amount", "实收金额", value=fee.open),
            field("receipt", "票据号码"),
        ),
        confirm="登记缴费",
        tone="ok",
    )


def correct(at: At) -> CaseAct | None:
    contact, applicant = at.case.contact, at.case.applicant
    phone = contact["phone"].value if "phone" in contact else applicant.phone
    address = contact["address"].value if "address" in contact else applicant.address
    phone_line = FieldLine("phone", "联系电话", "phone", False, phone or "", (), False, None)
    return CaseAct(
        "correct",
        "更正联系方式",
        "电话或者地址写错了、换了",
        words=f"{at.who}的联系方式更正；下次收件也按新的填。",
        fields=(
            phone_line,
            field("address", "地址", required=False, value=address or ""),
            field("why", "原因"),
        ),
        confirm="更正",
        tone="info",
    )


def arrive(at: At) -> CaseAct | None:
    if not at.case.is_errand:
        return None
    return CaseAct(
        "arrive",
        "代办件到达",
        "五个工作日从今天起算",
        words=f"{at.who}由村站送到本窗口，材料从今天起算收到。",
        confirm="登记到达",
        tone="info",
    )


def offer(at: At) -> CaseAct | None:
    if not at.case.ever_accepted or at.case.status is Status.READY:
        return None
    return CaseAct(
        "offer",
        "移交部门",
        "窗口不决定的，交给部门办理",
        words=f"{at.who}移交给承办部门办理，办理期限照走。",
        fields=(field("why", "原因"),),
        confirm="移交",
        tone="info",
    )


Make = Callable[[At], CaseAct | None]
# In the order of the menu: what goes on with the case, what is put right, what ends it.
ACTS: tuple[tuple[Kind, Make], ...] = (
    (Kind.SUPPLEMENTED, bring_back),
    (Kind.DEFERRED_HANDED_IN, bring_back),
    (Kind.ARRIVED, arrive),
    (Kind.RESULT_REGISTERED, register),
    (Kind.DELIVERED, hand_out),
    (Kind.OFFERED, offer),
    (Kind.FEE_ASSESSED, assess_fee),
    (Kind.FEE_PAID, pay_fee),
    (Kind.CORRECTED, correct),
    (Kind.WITHDRAWN, withdraw),
    (Kind.WITHDRAWAL_ASKED, ask_withdrawal),
    (Kind.LAPSED, lapse),
    (Kind.PAPER_VOIDED, void_paper),
    (Kind.REOPENED, reopen),
    (Kind.VOIDED, void_case),
)


def _labels(at: At) -> Iterator[str]:
    """Papers that are not void, newest first."""
    for paper in reversed(at.papers):
        if not at.case.is_paper_void(paper.number):
            yield paper_label(at.case, paper)


def paper_label(case: Case, paper: PaperName) -> str:
    """A paper by its name and the tail of its number."""
    name = paper_name(paper.kind, ground=case.decline_ground)
    return f"{name} {paper.number.rpartition('〕')[2]}"


def _result_line(one: FormField) -> FieldLine:
    return FieldLine(one.id, one.label, one.type, one.required, "", one.choices, False, None)
