"""What should be known of a case beside its state, in whole sentences."""

from __future__ import annotations

from data.rules.case import Case
from data.rules.overdue import late_deferred, late_supplement
from data.rules.person import owner_key
from data.store.engine import Unit
from window_app.services import flags
from window_app.services.fee_standing import fee_of
from window_app.services.office import Office

CORRECTED = {"phone": "电话", "address": "地址"}


def standing(unit: Unit, office: Office, case: Case) -> tuple[str, ...]:
    """What should be known of a case beside its state, one fact a sentence."""
    return (
        *_rounds(office, case),
        *_deferred(office, case),
        *_fee(case),
        *_person(unit, office, case),
        *_ended(case),
    )


def _rounds(office: Office, case: Case) -> list[str]:
    told: list[str] = []
    for one in case.supplements:
        told.append(f"第{one.round}次补正：{one.told_on} 告知 {len(one.points)} 处。")
        told += [f"第{one.round}次新增：{p['new_reason']}。" for p in one.new_points]
    if late_supplement(case, office.today()):
        told.append(f"补正期限 {case.supplements[-1].deadline} 已过，可以确认终止。")
    return told


def _deferred(office: Office, case: Case) -> list[str]:
    late = {row.key for row in late_deferred(case, office.today())}
    names = {row.key: row.name for row in case.materials}
    came = [f"{one.day} 补交容缺材料“{names.get(one.key, one.id)}”。" for one in case.handed_in]
    return came + [
        f"容缺材料“{row.name}”{'已逾期，期限' if row.key in late else '须补交，期限'}"
        f" {row.later_by}。"
        for row in case.deferred_open
    ]


def _fee(case: Case) -> list[str]:
    fee = fee_of(case)
    if fee is None:
        return []
    if case.is_paper_void(fee.paper):
        return [f"缴款通知书 {fee.paper} 已作废。"]
    return [f"应缴 {fee.total}元，已缴 {fee.paid}元。"]


def _person(unit: Unit, office: Office, case: Case) -> list[str]:
    owner = owner_key(case.applicant.id_type, case.applicant.id_number)
    bar = flags.bar(unit, owner, office.today())
    told = [f"申请人有失信标记：{bar}。"] if bar else []
    if case.is_withdrawal_asked:
        told.append("申请人提出过撤回。")
    return told + [f"{CORRECTED[name]}更正过。" for name in case.contact if name in CORRECTED]


def _ended(case: Case) -> list[str]:
    if case.ended_why is None:
        return []
    other = f"由 {case.replaced_by} 代替。" if case.replaced_by else ""
    return [f"{case.ended_why.rstrip('。')}。{other}"]
