"""The words of each paper, and what it leaves out when a value lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from printing import particulars as p
from printing.document import Document, Line, Paragraph, Table
from printing.notices import acceptance, receipt
from printing.parts import grouped


def _fields(document: Document) -> dict[str, str]:
    groups = [block for block in document.blocks if isinstance(block, tuple)]
    return {line.label: line.value for group in groups for line in group if isinstance(line, Line)}


def _sentences(document: Document) -> str:
    return "".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def _rows(document: Document) -> tuple[tuple[str, ...], ...]:
    return next(block.rows for block in document.blocks if isinstance(block, Table))


def test_acceptance_has_what_the_law_and_the_form_want(acceptance_data: p.AcceptanceData) -> None:
    document = acceptance(acceptance_data)
    fields = _fields(document)
    assert document.seal and document.seal.date == "2026年11月23日"
    assert fields["法定办结时限"] == "20个工作日\n至2026年12月21日止"
    assert fields["收费"] == "不收费"
    assert fields["收到材料时间"] == "2026年11月23日10时42分"
    assert "你提出的“食品经营许可（新办）”申请，申请材料齐全" in _sentences(document)
    assert "第三十二条第一款第（五）项" in _sentences(document)
    assert _rows(document)[2] == ("3", "法定代表人身份证", "－", "1", "齐全", "已核验原件")


def test_no_code_carries_a_name(
    acceptance_data: p.AcceptanceData, receipt_data: p.ReceiptData
) -> None:
    for document in (acceptance(acceptance_data), receipt(receipt_data)):
        assert document.codes.qr == "441803261123000103001275 305118"
        assert document.codes.barcode == "441803261123000103001275"


def test_what_lacks_leaves_no_line(acceptance_data: p.AcceptanceData) -> None:
    bare = replace(acceptance_data.applicant, address="")
    fields = _fields(acceptance(replace(acceptance_data, applicant=bare)))
    assert not {"住址", "住所", "法定代表人", "联系人", "代理人"} & set(fields)
    assert all(fields.values())


def test_a_company_with_an_agent(acceptance_data: p.AcceptanceData, company: p.Applicant) -> None:
    contact = p.Contact("李雯", "138****5678", agent=True)
    data = replace(acceptance_data, applicant=company, contact=contact)
    fields = _fields(acceptance(data))
    assert fields["法定代表人"] == "龚䶮㛃"
    assert fields["代理人"] == "李雯" and fields["代理人电话"] == "138****5678"
    assert "你单位提出的" in _sentences(acceptance(data))


def test_tolerant_and_deemed_say_so(acceptance_data: p.AcceptanceData) -> None:
    tolerant = replace(acceptance_data, kind=p.Acceptance.TOLERANT, late="逾期没有补交的，终止。")
    assert "主要申请材料齐全" in _sentences(acceptance(tolerant))
    assert _sentences(acceptance(tolerant)).endswith("逾期没有补交的，终止。")
    deemed = _sentences(acceptance(replace(acceptance_data, kind=p.Acceptance.DEEMED)))
    assert "未在规定期限内告知" in deemed and "第（四）项" in deemed and "即为受理" in deemed


def test_the_permit_law_is_quoted_for_permits_only(acceptance_data: p.AcceptanceData) -> None:
    special = (p.SpecialProcedure("现场核查", "5个工作日", "某办法第二十条"),)
    permit = _sentences(acceptance(replace(acceptance_data, special=special)))
    assert "第四十五条" in permit and "现场核查，所需时间5个工作日（依据某办法第二十条）" in permit
    item = replace(acceptance_data.item, permit=False, basis="《社会救助暂行办法》第十一条")
    other = _sentences(acceptance(replace(acceptance_data, item=item, special=special)))
    assert "行政许可法" not in other
    assert "根据《社会救助暂行办法》第十一条" in other and "不计算在办理时限内" in other


def test_an_estimated_date_is_called_so(acceptance_data: p.AcceptanceData) -> None:
    guess = p.Limit("20个工作日", "2027年1月5日", estimated=True)
    instant = p.Limit("当场办结")
    fields = _fields(acceptance(replace(acceptance_data, statutory=guess, promised=instant)))
    assert fields["法定办结时限"].endswith("至2027年1月5日止（预计）")
    assert fields["承诺办结时限"] == "当场办结"


def test_fees_and_post(acceptance_data: p.AcceptanceData) -> None:
    data = replace(
        acceptance_data,
        fees=(p.Fee("工本费", "每证10元"), p.Fee("登报费", "50元")),
        delivery=p.Delivery("邮寄", address="太和镇玄真路8号"),
    )
    fields = _fields(acceptance(data))
    assert fields["收费"] == "工本费：每证10元；登报费：50元"
    assert fields["结果送达"] == "邮寄。寄送地址：太和镇玄真路8号。"


def test_receipt_names_the_day_of_deemed_acceptance(receipt_data: p.ReceiptData) -> None:
    document = receipt(receipt_data)
    assert "5个工作日内（至2026年11月30日止）未告知" in _sentences(document)
    assert "不表示申请已经受理" in _sentences(document)
    assert [one.label for one in document.signatures] == ["申请经办人签字", "收件人员签字"]
    assert _rows(document)[0] == ("1", "食品经营许可申请书", "4", "1", "－", "齐全")


def test_an_errands_days_begin_at_the_window_in_power(receipt_data: p.ReceiptData) -> None:
    sentences = _sentences(
        receipt(replace(receipt_data, tell_by=None, lacking=("健康证明。", "平面图。")))
    )
    assert "自有权受理的窗口收到申请材料之日起计算" in sentences
    assert "还没有办齐的：健康证明；平面图。" in sentences


def test_what_came_after_acceptance_changes_no_day(receipt_data: p.ReceiptData) -> None:
    data = replace(receipt_data, accepted="2026年11月23日", lacking=("健康证明。",))
    sentences = _sentences(receipt(data))
    assert "本申请已于2026年11月23日受理" in sentences and "受理日期不变" in sentences
    assert "还没有办齐的：健康证明。" in sentences
    assert "5个工作日" not in sentences and "不表示申请已经受理" not in sentences


@pytest.mark.parametrize(
    ("number", "shown"),
    [("441803261123000103001275", "441803 261123 0001 03 00127 5"), ("1234", "1234")],
)
def test_case_numbers_are_grouped(number: str, shown: str) -> None:
    assert grouped(number) == shown
