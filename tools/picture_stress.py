"""Papers at their hardest: the longest names, nine in a household, many materials and faults.

Made from facts alone, since no published list asks for so much at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from printing import particulars as p
from printing.page import render
from printing.papers import compose
from printing.supplements import Ask, HandIn, Point, SupplementData

COMPANY = (
    "清远市清新区太和镇示例路与明霞大道交汇处㛃䶮𬱖记农副产品种植养殖加工冷藏运输销售"
    "及餐饮管理服务专业合作社联合社第一分社（普通合伙）"
)
UYGHUR = "阿卜杜热合曼·买买提吐尔逊·示例"
FAMILY = ("龚䶮", "龚㛃", "𬱖小雨", "龚一", "龚二", "龚三", "龚四", "龚五", UYGHUR)
CRITERIA = (
    "标明各功能区的名称、面积和用途，标明加工、贮存、清洗、消毒、更衣、卫生间的位置和门的开启方向",
    "操作流程从原料进入到成品离开为单一方向，生熟分开，没有交叉和回流",
    "设备、设施注明名称、型号、数量和摆放位置，与现场一致",
    "图纸按比例绘制，注明比例尺、绘制人和绘制日期，并由法定代表人签名、加盖公章",
)
FAULTS = (
    *("未标明面积", "没有门的开启方向", "与现场不一致", "没有绘制日期", "没有法定代表人签名"),
    *("生熟没有分开", "没有注明比例尺", "没有更衣的位置", "没有设备型号", "公章不清晰"),
)


def stress(folder: Path) -> dict[str, Path]:
    """PDFs by the name of their picture."""
    found = {}
    for name, data in (("many-materials", _many_materials()), ("many-faults", _many_faults())):
        found[name] = folder / f"{name}.pdf"
        found[name].write_bytes(render(compose(data)))
    return found


def _facts(number: str) -> dict[str, Any]:
    return {
        "number": number,
        "case_number": "441803261123000103001275",
        "query_code": "305118",
        "item": p.Item(
            name="食品经营许可",
            code="L-MARKET-006",
            list_name="清新区政务服务事项清单(示例)",
            list_version="2026.11",
            basis="《中华人民共和国食品安全法》第三十五条",
            sample=True,
        ),
        "applicant": p.Applicant(
            kind=p.Subject.LEGAL,
            name=COMPANY,
            id_label="统一社会信用代码",
            id_number="93441803MA59L01K96",
            address="清远市清新区太和镇示例路2号",
            legal_representative=UYGHUR,
        ),
        "office": p.Office(
            name="清新区市场监督管理局",
            seal="清远市清新区市场监督管理局行政审批专用章",
            phone="0763-5812315",
            address="清新区政务服务中心二楼",
        ),
        "clerk": p.Clerk("陈晓明", "综合窗口03号"),
        "date": "2026年11月23日",
        "contact": p.Contact(UYGHUR, "13800138201"),
    }


def _many_materials() -> p.AcceptanceData:
    """Four materials of the whole, and four of each of nine persons."""
    whole = ("食品经营许可申请书", "营业执照", "经营场所平面图", "保证食品安全的规章制度")
    each = ("居民身份证", "健康证明", "食品安全培训合格证明", "与经营者的劳动合同")
    rows = [p.MaterialRow(name, originals=1, mark="合格") for name in whole]
    rows += [
        p.MaterialRow(f"{name}（{one}）", copies=1, check_original=True, mark="合格")
        for name in each
        for one in FAMILY
    ]
    return p.AcceptanceData(
        **_facts("清新市监许受字〔2026〕00010300012号"),
        received="2026年11月23日10时42分",
        accepted="2026年11月23日",
        kind=p.Acceptance.COMPLETE,
        promised=p.Limit("10个工作日", "2026年12月7日"),
        statutory=p.Limit("20个工作日", "2026年12月21日"),
        materials=tuple(rows),
        progress=p.Progress("0763-5812315", "清新区政务服务中心一楼咨询台"),
        delivery=p.Delivery("窗口领取", place="清新区政务服务中心一楼出件窗口"),
    )


def _many_faults() -> SupplementData:
    """Three points of ten faults each, and one for each of nine persons."""
    plans = ("经营场所平面图", "设备设施布局图", "操作流程图")
    points = [
        Point(
            ask=Ask.CORRECT,
            material=name,
            faults=FAULTS,
            criterion="；".join(CRITERIA * (at + 1)),
            todo="换交原件1份，复印件2份",
        )
        for at, name in enumerate(plans)
    ]
    points += [Point(ask=Ask.COMPLETE, material="健康证明", whose=one) for one in FAMILY]
    return SupplementData(
        **_facts("清新市监许补字〔2026〕00010300007号"),
        received="2026年11月23日10时42分",
        points=tuple(points),
        deadline=p.Limit("20个工作日内", "2026年12月21日"),
        hand_in=HandIn("清新区政务服务中心二楼综合窗口", "0763-5812315"),
    )
