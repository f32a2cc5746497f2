"""不受理 and 不予受理: ground, competent body, remedies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from printing.declines import DeclineData, Ground, decline
from printing.document import Document

Words = Callable[[Document], str]


def test_not_ours_names_who_is_in_power(decline_data: DeclineData, words: Words) -> None:
    text = words(decline(decline_data))
    for expected in (
        "不予受理通知书\n清新市监许不受字〔2026〕00010300003号",
        "不属于本机关职权范围",
        "第三十二条第一款第（二）项的规定，决定不予受理。请向清城区市场监督管理局申请。",
        "有权办理机关：清城区市场监督管理局；清城区政务服务中心二楼，0763-3360000",
        "理由：经营场所在清城区",
        "退还材料清单\n1|食品经营许可申请书",
    ):
        assert expected in text


def test_not_needed_is_told_by_its_own_title(decline_data: DeclineData, words: Words) -> None:
    data = replace(
        decline_data,
        ground=Ground.NOT_NEEDED,
        reason="仅销售预包装食品的，办理备案。",
        competent="",
        competent_contact="",
        materials=(),
    )
    text = words(decline(data))
    assert text.startswith("不受理通知书\n")
    assert (
        "依法不需要取得行政许可。根据《中华人民共和国行政许可法》第三十二条第一款第（一）项" in text
    )
    assert "告知不受理" in text and "不予受理" not in text
    assert "有权办理机关" not in text and "退还材料清单" not in text


def test_other_items_quote_no_permit_law(decline_data: DeclineData, words: Words) -> None:
    item = replace(decline_data.item, permit=False, basis="《居住证暂行条例》第二条")
    for ground in Ground:
        text = words(decline(replace(decline_data, item=item, ground=ground)))
        assert "行政许可" not in text
        assert "根据《居住证暂行条例》第二条，" in text


REVIEW = "自知道本通知书内容之日起60日内向清远市清新区人民政府申请行政复议"
LAWSUIT = "自知道本通知书内容之日起6个月内向清远市清新区人民法院提起行政诉讼"


@pytest.mark.parametrize("ground", list(Ground))
def test_both_remedies_are_told(decline_data: DeclineData, ground: Ground, words: Words) -> None:
    text = words(decline(replace(decline_data, ground=ground)))
    assert f"{REVIEW}，也可以{LAWSUIT}。" in text
    assert "《中华人民共和国行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条" in text


def test_only_known_remedies_are_told(decline_data: DeclineData, words: Words) -> None:
    review = words(decline(replace(decline_data, court="")))
    assert f"{REVIEW}。" in review and "诉讼" not in review
    lawsuit = words(decline(replace(decline_data, review_body="")))
    assert f"{LAWSUIT}。" in lawsuit and "复议" not in lawsuit
    assert "不服" not in words(decline(replace(decline_data, review_body="", court="")))
