"""缴款通知书: each charge, one total in figures and capitals, and no money at the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from printing import particulars as p
from printing.document import Document
from printing.payments import PaymentData, payment

Words = Callable[[Document], str]


def test_every_charge_and_the_total_are_told(payment_data: PaymentData, words: Words) -> None:
    document = payment(payment_data)
    text = words(document)
    basis = "《城市道路管理条例》第三十七条"
    for expected in (
        "缴款通知书\n清新市监缴字〔2026〕00010300001号\n龚䶮㛃：",
        f"1|城市道路占用费\n（103043310）|0.30元/平方米·日|20.5平方米×30日|184.50|{basis}",
        f"2|城市道路挖掘修复费（沥青路面）|420.00元/平方米|28.9平方米|12,138.00|{basis}",
        "|合计|||12,322.50|",
        "缴款人：龚䶮㛃",
        "执收单位：清新区市场监督管理局（单位编码441803016）",
        "应缴金额：￥12,322.50（人民币壹万贰仟叁佰贰拾贰元伍角整）",
        "缴款期限：10个工作日\n至2026年12月7日止",
        "缴款方式：1．清新区政务服务中心一楼收费窗口\n2．“粤省事”小程序",
        "第五十九条的规定，费用按照公布的法定项目和标准收取，全部上缴国库。",
        "业务窗口不开具缴款书，不收取任何款项。",
    ):
        assert expected in text
    assert document.seal is not None and "申请人：" not in text


def test_another_pays(payment_data: PaymentData, words: Words) -> None:
    text = words(payment(replace(payment_data, payer="清新区通达路桥公司", office_code="")))
    assert "\n清新区通达路桥公司：\n龚䶮㛃提出的“食品经营许可（新办）”申请，依法" in text
    assert "缴款人：清新区通达路桥公司" in text and "单位编码" not in text
    assert "申请人：龚䶮㛃" in text and "你提出" not in text


def test_other_items_quote_no_permit_law(payment_data: PaymentData, words: Words) -> None:
    data = replace(
        payment_data,
        item=replace(payment_data.item, permit=False),
        due=p.Limit("15日", "2027年1月8日", estimated=True),
    )
    text = words(payment(data))
    assert "行政许可法" not in text and "\n费用按照公布的法定项目和标准收取" in text
    assert "至2027年1月8日止（预计）" in text and "标明“预计”的日期" in text


def test_parts_of_a_fen_are_no_amount(payment_data: PaymentData) -> None:
    charge = replace(payment_data.charges[0], amount=Decimal("1.005"))
    with pytest.raises(ValueError, match="fen"):
        payment(replace(payment_data, charges=(charge,)))
