"""容缺 and 告知承诺: what follows by when, what is promised, what a broken promise costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from printing import particulars as p
from printing.document import Document, Paragraph
from printing.promises import (
    CommitmentData,
    Late,
    ToleranceData,
    TolerancePromiseData,
    commitment,
    tolerance,
    tolerance_promise,
)

Words = Callable[[Document], str]


def test_tolerance_gives_each_material_its_day(tolerance_data: ToleranceData, words: Words) -> None:
    text = words(tolerance(tolerance_data))
    for expected in (
        "本机关自2026年11月23日起予以受理",
        "经你同意并书面承诺",
        "1|食品安全管理人员证书|复印件1份|2026年12月4日|",
        "2|健康证明（龚䶮㛃）|－|2027年1月8日\n（预计）|",
        "标明“预计”的日期",
        "容缺材料全部补交以前，办理结果不予发放",
        "补交地点：清新区政务服务中心一楼综合窗口03号",
        "申请人签字\n签收时间",
        "本文书一式两份",
    ):
        assert expected in text


@pytest.mark.parametrize(("late", "ends"), [(Late.END, True), (Late.WARN, False)])
def test_lateness_follows_the_items_rule(
    tolerance_data: ToleranceData,
    tolerance_promise_data: TolerancePromiseData,
    words: Words,
    late: Late,
    ends: bool,
) -> None:
    for document in (
        tolerance(replace(tolerance_data, late=late)),
        tolerance_promise(replace(tolerance_promise_data, late=late)),
    ):
        assert ("可以终止办理" in words(document)) is ends
        assert ("催告" in words(document)) is not ends


def _numbered(document: Document) -> list[str]:
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    return [text for text in paragraphs if text[1:2] == "．"]


def test_the_tolerance_promise_has_five_promises_and_no_seal(
    tolerance_promise_data: TolerancePromiseData,
) -> None:
    document = tolerance_promise(tolerance_promise_data)
    assert document.kind == "commitment" and document.title == "容缺受理承诺书"
    assert document.seal is None and document.addressee == "清新区市场监督管理局："
    assert len(_numbered(document)) == 5
    assert [one.label for one in document.signatures] == ["承诺人签字", "签字日期"]


def test_a_company_signs_with_its_seal_and_its_agent(
    tolerance_promise_data: TolerancePromiseData, company: p.Applicant, words: Words
) -> None:
    contact = p.Contact("李雯", "138****5678", agent=True)
    document = tolerance_promise(
        replace(tolerance_promise_data, applicant=company, contact=contact)
    )
    labels = [one.label for one in document.signatures]
    assert labels == ["承诺单位盖章", "法定代表人签字", "代理人签字", "签字日期"]
    assert "本次申请是本单位的真实意思表示" in words(document)


def test_commitment_tells_then_promises(commitment_data: CommitmentData, words: Words) -> None:
    document = commitment(commitment_data)
    text = words(document)
    told, promised = text.split("二、申请人承诺")
    for expected in (
        "国办发〔2020〕42号",
        "1|从业人员健康证明|接触直接入口食品的从业人员每年进行健康检查；取得健康证明后上岗|",
        "作出决定之日起30个工作日内核查",
        "撤销行政决定",
        "第六十九条、第七十九条",
    ):
        assert expected in told
    assert promised.count("．") == 5
    assert document.kind == "commitment" and document.seal is not None


def test_a_commitment_without_days_or_permit(commitment_data: CommitmentData, words: Words) -> None:
    item = replace(commitment_data.item, permit=False)
    text = words(commitment(replace(commitment_data, item=item, check_days=None)))
    assert "在作出决定以后核查" in text and "行政许可法" not in text
