"""一次性告知书: the list for one situation, without a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from printing import particulars as p
from printing.document import Codes, Document
from printing.guides import GuideData, GuideMaterial, guide

Words = Callable[[Document], str]


def test_guide_tells_everything_at_once(guide_data: GuideData, words: Words) -> None:
    document = guide(guide_data)
    text = words(document)
    for expected in (
        "决定机关：清新区市场监督管理局",
        "设定依据：《中华人民共和国食品安全法》第三十五条\n《食品经营许可和备案管理办法》",
        "受理条件：1．取得营业执照\n2．有与经营项目相适应的场所",
        "法定办结时限：20个工作日",
        "收费：不收费",
        "办理时间：工作日9:00至12:00",
        "结果领取：窗口领取、邮寄",
        "1|申请什么|新办",
        "1|食品经营许可申请书|必交|1|－|由法定代表人签名并盖章；空白表格：窗口免费领取",
        "2|房屋租赁合同|“经营场所证明”任选1项|－|1|核验原件，当场退还",
        "打印日期：2026年11月23日。",
        "不是受理凭证",
    ):
        assert expected in text
    assert document.codes == Codes() and document.seal is None and document.number is None


def test_the_way_of_an_application_and_the_right_to_ask(
    guide_data: GuideData, words: Words
) -> None:
    text = words(guide(replace(guide_data, steps=("材料审查", "现场核查", "批准发证"))))
    assert "办理流程：材料审查 → 现场核查 → 批准发证" in text
    assert "第三十条第二款的规定，对上列内容有疑问的，可以要求窗口说明、解释。" in text


def test_an_open_question_makes_it_provisional(guide_data: GuideData, words: Words) -> None:
    text = words(guide(replace(guide_data, open_questions=("经营面积多大", "是否网络经营"))))
    assert "还没有确定，清单可能随之变化：经营面积多大；是否网络经营。" in text


def test_what_lacks_leaves_no_line(guide_data: GuideData, words: Words) -> None:
    bare = GuideData(
        item=guide_data.item,
        department="清新区民政局",
        date="2026年11月23日",
        materials=(GuideMaterial(name="居住证", need="必交", surrender=True),),
        statutory=p.Limit("20个工作日"),
        promised=p.Limit("当场办结"),
        conditions=("年满80周岁",),
        say=("可以由亲属代办。",),
        special=(p.SpecialProcedure("现场核查", "5个工作日"),),
        fees=(p.Fee("工本费", "每证10元"),),
        number="告字1号",
    )
    text = words(guide(bare))
    assert "受理条件：年满80周岁\n" in text and "交回原证" in text
    assert "现场核查，所需时间5个工作日" in text and "可以由亲属代办。" in text
    assert "每证10元" in text and "告字1号" in text
    for absent in ("办理情形", "设定依据", "办理地点", "咨询电话", "结果领取"):
        assert absent not in text
