"""准予 and 不予: what was found, on which law, by whom; reasons and remedies of a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from printing import particulars as p
from printing.decisions import ApprovalData, Decider, Matter, RefusalData, approval, refusal
from printing.document import Document

Words = Callable[[Document], str]

OTHERS = [matter for matter in Matter if matter is not Matter.LICENCE]
APPROVALS = {
    Matter.LICENCE: ("准予行政许可决定书", "决定准予行政许可。"),
    Matter.REGISTRATION: ("准予登记通知书", "决定准予登记。"),
    Matter.FILING: ("备案结果通知书", "予以备案。"),
    Matter.CONFIRMATION: ("办理结果告知书", "决定予以确认。"),
    Matter.BENEFIT: ("办理结果告知书", "决定准予给付。"),
    Matter.PUBLIC_SERVICE: ("办理结果告知书", "予以办理。"),
    Matter.OTHER: ("办理结果告知书", "予以办理。"),
}


def _plain(item: p.Item) -> p.Item:
    return replace(item, permit=False, basis="《居住证暂行条例》第二条")


def test_a_licence_is_granted_on_its_law(approval_data: ApprovalData, words: Words) -> None:
    text = words(approval(approval_data))
    for expected in (
        "准予行政许可决定书\n清新市监许准字〔2026〕00010300005号",
        "本机关于2026年11月23日收到，于2026年11月24日受理（清新市监许受字〔2026〕00010300012号）。",
        "经审查，申请材料齐全、符合法定形式，现场核查（核查人：李建国、何敏）符合要求，"
        "申请符合法定条件、标准。",
        "根据《中华人民共和国食品安全法》第三十五条、《食品经营许可和备案管理办法》第二十一条、"
        "《中华人民共和国行政许可法》第三十八条第一款的规定，决定准予行政许可。",
        "准予颁发的行政许可证件\n1|食品经营许可证|JY24418030012345|至2031年12月3日|1",
        "决定机关：清新区市场监督管理局",
        "决定方式：经审查决定",
        "领取时请带本文书和有效身份证件",
    ):
        assert expected in text


def test_seal_and_day_stand_at_the_end(
    approval_data: ApprovalData, refusal_data: RefusalData
) -> None:
    for document in (approval(approval_data), refusal(refusal_data)):
        assert document.seal and document.seal.date == "2026年12月4日"
        assert document.seal.body == "清新区市场监督管理局"
        assert [one.label for one in document.signatures] == ["申请人签收", "签收时间"]


@pytest.mark.parametrize("matter", list(Matter))
def test_each_kind_of_item_has_its_title(
    approval_data: ApprovalData, matter: Matter, words: Words
) -> None:
    text = words(approval(replace(approval_data, matter=matter)))
    title, decided = APPROVALS[matter]
    assert text.startswith(f"{title}\n") and decided in text


@pytest.mark.parametrize("matter", OTHERS)
def test_other_items_quote_no_permit_law(
    approval_data: ApprovalData, refusal_data: RefusalData, matter: Matter, words: Words
) -> None:
    item = _plain(approval_data.item)
    limit = p.Limit("10个工作日")
    granted = replace(approval_data, item=item, matter=matter, basis=(), hand_over=limit)
    refused = replace(refusal_data, item=item, matter=matter, basis=())
    for document in (approval(granted), refusal(refused)):
        assert "行政许可" not in words(document)
        assert "根据《居住证暂行条例》第二条的规定，" in words(document)
    assert "\n办理结果\n1|食品经营许可证" in words(approval(granted))


def test_the_window_decides_in_the_departments_name(
    approval_data: ApprovalData, words: Words
) -> None:
    text = words(approval(replace(approval_data, decider=Decider.WINDOW)))
    assert "由决定机关授权综合窗口03号当场决定（经办人：陈晓明）" in text
    assert "第三十四条第二款、第三十八条第一款" in text


def test_a_result_still_to_be_made_has_its_day(approval_data: ApprovalData, words: Words) -> None:
    unmade = tuple(replace(one, number="", valid="") for one in approval_data.results)
    limit = p.Limit("10个工作日", "2027年1月4日", estimated=True)
    text = words(approval(replace(approval_data, results=unmade, hand_over=limit)))
    assert "1|食品经营许可证|－|－|1" in text
    assert "第四十四条的规定，本机关自作出决定之日起10个工作日内（至2027年1月4日止，预计）" in text
    assert "颁发、送达行政许可证件。\n标明“预计”的日期" in text


def test_deferred_materials_hold_the_result(approval_data: ApprovalData, words: Words) -> None:
    text = words(approval(replace(approval_data, waits_for=("健康证明", "平面图"))))
    assert "经审查，主要申请材料齐全" in text
    assert (
        "下列容缺材料尚未补交：健康证明；平面图。容缺材料全部补交以前，办理结果不予发放。" in text
    )


def test_what_lacks_leaves_no_line(
    approval_data: ApprovalData, refusal_data: RefusalData, words: Words
) -> None:
    bare = replace(
        approval_data,
        item=replace(approval_data.item, permit=False),
        matter=Matter.OTHER,
        acceptance_number="",
        basis=(),
        results=(),
        findings=(),
        delivery=None,
    )
    text = words(approval(bare))
    assert "于2026年11月24日受理。经审查，申请材料齐全、符合法定形式，申请符合" in text
    assert "根据" not in text and "结果送达" not in text and "\n办理结果\n" not in text
    groundless = replace(refusal_data, item=bare.item, matter=Matter.OTHER, basis=())
    assert "依据" not in words(refusal(groundless))


def test_a_refusal_gives_all_reasons_and_its_law(refusal_data: RefusalData, words: Words) -> None:
    text = words(refusal(refusal_data))
    for expected in (
        "不予行政许可决定书\n清新市监许不准字〔2026〕00010300002号",
        "申请不符合法定条件、标准。",
        "第三十八条第二款的规定，决定不予行政许可。",
        "理由：1．经营场所与有毒有害场所的距离不符合要求。\n2．没有与经营的食品品种",
        "依据：1．《中华人民共和国食品安全法》第三十五条\n2．《食品经营许可和备案管理办法》",
    ):
        assert expected in text
    other = words(refusal(replace(refusal_data, matter=Matter.BENEFIT)))
    assert other.startswith("不予办理决定书\n") and "决定不予办理。" in other


@pytest.mark.parametrize("matter", list(Matter))
@pytest.mark.parametrize(
    ("review_body", "court", "review", "lawsuit"),
    [
        ("清新区人民政府", "清新区人民法院", "清新区人民政府", "清新区人民法院"),
        ("", "", "有管辖权的行政复议机关", "有管辖权的人民法院"),
    ],
)
def test_both_remedies_are_always_told(
    refusal_data: RefusalData,
    matter: Matter,
    review_body: str,
    court: str,
    review: str,
    lawsuit: str,
    words: Words,
) -> None:
    data = replace(refusal_data, matter=matter, review_body=review_body, court=court)
    since = "自知道本决定书内容之日起"
    expected = (
        f"可以{since}60日内向{review}申请行政复议，也可以{since}6个月内向{lawsuit}提起行政诉讼。"
    )
    assert expected in words(refusal(data))
