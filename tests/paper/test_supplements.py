"""补正告知书 and 退回清单: all points, told once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from printing import particulars as p
from printing.document import Document
from printing.page import render
from printing.supplements import Point, ReturnData, SupplementData, return_list, supplement

Words = Callable[[Document], str]
Texts = Callable[[bytes], list[str]]


@pytest.fixture
def thirty(supplement_data: SupplementData) -> SupplementData:
    """30 points with long texts, every fifth told for the first time."""
    told = [supplement_data.points[at % 2] for at in range(30)]
    points = tuple(
        replace(
            point,
            material=f"{point.material}第{at}份",
            criterion=f"{point.criterion}；复印件应当注明与原件一致并签名、注明日期",
            new_reason="" if at % 5 else "补交的合同显示面积有变化",
        )
        for at, point in enumerate(told, 1)
    )
    return replace(supplement_data, points=points, earlier=("补字〔2026〕1号",))


def test_a_point_says_what_whose_why_and_how(supplement_data: SupplementData, words: Words) -> None:
    text = words(supplement(supplement_data))
    assert "1|补齐|从业人员健康证明（龚䶮㛃）|未提交|标准：在有效期内" in text
    assert (
        "2|补正|房屋租赁合同\n“经营场所证明”中任交1份即可|租赁合同已到期；没有出租方签名|" in text
    )
    assert "要求：换交有效的合同" in text


def test_supplement_names_law_deadline_and_what_follows(
    supplement_data: SupplementData, words: Words
) -> None:
    text = words(supplement(supplement_data))
    for expected in (
        "龚䶮㛃：",
        "根据《中华人民共和国行政许可法》第三十二条第一款第（四）项的规定",
        "全部内容一次告知",
        "补正期限：15个工作日，至2026年12月14日止",
        "补交方式：送到清新区政务服务中心一楼综合窗口03号",
        "咨询电话：0763-5812315",
        "请在2026年12月14日以前（含当日）补齐、补正。逾期不补正的，本机关可以终止办理",
        "本文书一式两份，一份送达申请人，一份存档。",
        "申请人签收\n签收时间",
    ):
        assert expected in text
    assert "预计" not in text and "新增" not in text


def test_a_permits_own_law_and_the_form_of_what_lacks_are_told(
    supplement_data: SupplementData, words: Words
) -> None:
    item = replace(supplement_data.item, basis="《中华人民共和国食品安全法》第三十五条")
    lacking = replace(supplement_data.points[0], form="复印件1份")
    text = words(supplement(replace(supplement_data, item=item, points=(lacking,))))
    assert "第（四）项和《中华人民共和国食品安全法》第三十五条的规定，" in text
    assert "未提交（复印件1份）" in text


def test_an_estimated_deadline_says_so_everywhere(
    supplement_data: SupplementData, words: Words
) -> None:
    guess = p.Limit("30个工作日", "2027年1月8日", estimated=True)
    text = words(supplement(replace(supplement_data, deadline=guess)))
    assert "至2027年1月8日止（预计）" in text
    assert "请在2027年1月8日（预计）以前" in text
    assert "标明“预计”的日期" in text


def test_without_a_deadline_no_lateness_is_threatened(
    supplement_data: SupplementData, words: Words
) -> None:
    text = words(supplement(replace(supplement_data, deadline=None)))
    assert "补正期限" not in text and "逾期" not in text


def test_an_item_that_is_no_permit_quotes_its_own_basis(
    supplement_data: SupplementData, words: Words
) -> None:
    item = replace(supplement_data.item, permit=False, basis="《社会救助暂行办法》第十一条")
    text = words(supplement(replace(supplement_data, item=item)))
    assert "行政许可法" not in text and "根据《社会救助暂行办法》第十一条，" in text
    bare = words(supplement(replace(supplement_data, item=replace(item, basis=""))))
    assert "根据" not in bare and "法定形式。现将" in bare


def test_new_points_of_a_second_round_carry_mark_and_reason(
    thirty: SupplementData, words: Words
) -> None:
    text = words(supplement(thirty))
    assert "此前已经作出补字〔2026〕1号补正告知书。标明“新增”的内容此前没有告知" in text
    assert "5\n新增|补齐|" in text and "新增原因：补交的合同显示面积有变化" in text
    old = tuple(replace(point, new_reason="") for point in thirty.points)
    again = words(supplement(replace(thirty, points=old)))
    assert "补字〔2026〕1号" in again and "新增" not in again


@pytest.mark.parametrize(
    ("stopped_by", "clock"),
    [
        ("", "补正期间办理时限继续计算"),
        ("《某办法》第八条", "根据《某办法》第八条，补正所需时间不计算在办理时限内"),
    ],
)
def test_an_accepted_case_keeps_its_day(
    supplement_data: SupplementData, words: Words, stopped_by: str, clock: str
) -> None:
    data = replace(supplement_data, accepted="2026年11月23日", stopped_by=stopped_by)
    text = words(supplement(data))
    assert "本机关已于2026年11月23日受理" in text and "第三十四条第一款" in text
    assert "受理日期不变" in text and clock in text
    assert "予以受理" not in text


def test_a_short_supplement_stays_on_one_page(
    supplement_data: SupplementData, texts: Texts
) -> None:
    assert len(texts(render(supplement(supplement_data)))) == 1


def test_thirty_points_break_between_rows(thirty: SupplementData, texts: Texts) -> None:
    pages = texts(render(supplement(thirty)))
    assert len(pages) > 3
    assert all("序号方式材料名称" in page for page in pages[:-1])
    assert "清新区市场监督管理局2026年11月23日" in pages[-1] and "（盖章处）" in pages[-1]
    for at, point in enumerate(thirty.points, 1):
        (page,) = [page for page in pages if f"第{at}份" in page]
        assert page.count(f"第{at}份") == 1
        assert point.faults == () or point.faults[0] in page


def test_what_is_returned_is_listed_and_must_come_anew(
    return_data: ReturnData, words: Words
) -> None:
    text = words(return_list(return_data))
    for expected in (
        "根据《中华人民共和国市场主体登记管理条例》第十九条，现将全部申请材料退回",
        "全部内容一次告知",
        "退回材料清单\n1|食品经营许可申请书|4|1|－|齐全",
        "1|补齐|从业人员健康证明（龚䶮㛃）",
        "作为新的申请办理",
        "申请人签收\n签收时间",
    ):
        assert expected in text
    assert "逾期" not in text


def test_a_bare_point_is_enough(
    supplement_data: SupplementData, points: tuple[Point, ...], words: Words
) -> None:
    bare = Point(ask=points[0].ask, material="户口簿")
    text = words(supplement(replace(supplement_data, points=(bare,))))
    assert "1|补齐|户口簿|未提交|" in text
