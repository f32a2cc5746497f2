"""代办受理单 and 授权委托书: the agent carries, the window in power accepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from printing import particulars as p
from printing.document import Document
from printing.errands import ErrandData, ProxyData, errand, proxy

Words = Callable[[Document], str]


def test_an_errand_is_no_acceptance(errand_data: ErrandData, words: Words) -> None:
    text = words(errand(errand_data))
    for expected in (
        "代办员：黄小慧",
        "授权范围：代为提交申请材料；代为接收补正告知；代为领取办理结果",
        "代办员在2026年11月25日以前（含当日）将上列材料送到太和镇便民服务中心综合窗口。",
        "不表示申请已经受理",
        "办理时限自有权受理的窗口受理之日起计算",
        "1|食品经营许可申请书|4|1|－|齐全",
        "代办员签字\n委托人签字",
    ):
        assert expected in text
    assert "预计" not in text


def test_a_station_without_a_phone_leaves_no_line(errand_data: ErrandData, words: Words) -> None:
    office = replace(errand_data.office, phone="")
    assert "站点电话" not in words(errand(replace(errand_data, office=office)))


def test_an_estimated_day_of_carrying_says_so(errand_data: ErrandData, words: Words) -> None:
    text = words(errand(replace(errand_data, carried_by_estimated=True)))
    assert "最迟送达日期：2026年11月25日（预计）" in text and "标明“预计”的日期" in text


def test_a_proxy_has_matter_authority_and_term(proxy_data: ProxyData, words: Words) -> None:
    document = proxy(proxy_data)
    text = words(document)
    for expected in (
        "委托事项：食品经营许可（新办）（L-MARKET-006）",
        "委托人：龚䶮㛃",
        "受托人：黄小慧",
        "本人委托黄小慧办理上列事项",
        "2．代为接收补正告知。",
        "委托期限：自2026年11月23日起至2027年2月22日止。",
        "不得转委托",
        "委托人签字\n受托人签字\n签字日期",
    ):
        assert expected in text
    assert document.seal is None and document.codes.barcode is None


def test_a_company_gives_proxy_under_its_seal(
    proxy_data: ProxyData, company: p.Applicant, words: Words
) -> None:
    data = replace(proxy_data, principal=company, case_number="441803261123000103001275")
    document = proxy(data)
    assert "委托单位盖章\n法定代表人签字" in words(document)
    assert "本单位委托黄小慧" in words(document)
    assert document.codes.barcode == data.case_number
