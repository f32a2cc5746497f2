"""Papers at their hardest: long and rare names, nine persons, 40 materials, 30 faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from data.errors import PaperError
from printing import particulars as p
from printing.document import Codes, Column, Document, Paragraph, Table
from printing.faces import Faces
from printing.page import render
from printing.papers import PaperData, compose
from printing.supplements import Ask, Point, SupplementData

Texts = Callable[[bytes], list[str]]
Pictures = Callable[[bytes], list[Image.Image]]
DOT = 25.4 / 200
"""Millimetres a dot at 200 dpi."""
UYGHUR = "阿卜杜热合曼·买买提吐尔逊·示例"
FAMILY = ("龚䶮", "龚㛃", "𬱖小雨", "龚一", "龚二", "龚三", "龚四", "龚五", UYGHUR)
LONG_NAME = ("清远市清新区示例农副产品种植养殖加工冷藏运输销售" * 3)[:56] + "㛃䶮𬱖社"
LONG = "标明各功能区的名称、面积和用途，标明加工、贮存、清洗、消毒和卫生间的位置"


@pytest.fixture
def crowded(acceptance_data: p.AcceptanceData, company: p.Applicant) -> p.AcceptanceData:
    """Four materials of the whole and four of each of nine persons: 40."""
    whole = [p.MaterialRow(f"总材料{at}", originals=1) for at in range(1, 5)]
    each = [
        p.MaterialRow(f"{name}（{one}）", copies=1, check_original=True, mark="合格")
        for name in ("居民身份证", "健康证明", "培训合格证明", "劳动合同")
        for one in FAMILY
    ]
    named = replace(company, name=LONG_NAME, legal_representative=UYGHUR)
    return replace(acceptance_data, applicant=named, materials=(*whole, *each))


@pytest.fixture
def faulty(supplement_data: SupplementData, company: p.Applicant) -> SupplementData:
    """30 faults at three materials with criteria of up to 40 lines, and nine persons' materials."""
    points = [
        Point(
            ask=Ask.CORRECT,
            material=f"图纸{at}",
            faults=tuple(f"图中[F{at}.{n}]处与现场不符" for n in range(1, 11)),
            criterion="；".join(f"{LONG}{n}" for n in range(at * 4)),
        )
        for at in range(1, 4)
    ]
    points += [Point(ask=Ask.COMPLETE, material="健康证明", whose=one) for one in FAMILY]
    named = replace(company, name=LONG_NAME)
    return replace(supplement_data, applicant=named, points=tuple(points))


@pytest.fixture(params=["crowded", "faulty"])
def hard(request: pytest.FixtureRequest) -> PaperData:
    data: PaperData = request.getfixturevalue(request.param)
    return data


def test_sealed_on_the_last_page_with_its_date_and_never_alone(
    hard: PaperData, texts: Texts
) -> None:
    assert len(LONG_NAME) == 60
    pages = texts(render(compose(hard)))
    assert len(pages) == 3
    assert "（盖章处）" in pages[-1] and "清新区市场监督管理局2026年11月23日" in pages[-1]
    assert LONG_NAME in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"第{number}页/共3页" in page and "序号" in page


def test_margins_stay_empty(hard: PaperData, pictures: Pictures) -> None:
    for page in pictures(render(compose(hard))):
        box = page.point(lambda grey: 255 if grey < 250 else 0).getbbox()
        assert box is not None
        left, top, right, bottom = (edge * DOT for edge in box)
        assert left >= 27 and right <= 185 and top >= 13 and bottom <= 284


def test_nothing_is_lost_over_the_pages(
    crowded: p.AcceptanceData, faulty: SupplementData, texts: Texts
) -> None:
    read = "".join(texts(render(compose(crowded))))
    for one in FAMILY:
        assert read.count(f"（{one}）") == 4
    read = "".join(texts(render(compose(faulty))))
    faults = [f"[F{at}.{n}]" for at in (1, 2, 3) for n in range(1, 11)]
    assert [fault for fault in faults if fault not in read] == []
    assert read.count("健康证明（") == 9


@pytest.mark.parametrize("rows", [2, 3, 35, 36, 37, 70, 71, 72, 73])
def test_no_row_is_alone_on_a_page(rows: int, texts: Texts) -> None:
    pages = texts(render(_listed([f"〔{at}〕" for at in range(rows)])))
    counts = [page.count("〕") for page in pages]
    assert sum(counts) == rows and min(counts) >= 2


@pytest.mark.parametrize("lines", [11, 31, 51, 52, 53, 120])
def test_a_row_longer_than_a_page_goes_on_under_its_head(lines: int, texts: Texts) -> None:
    cell = "\n".join(f"〔{at}〕" for at in range(lines))
    pages = texts(render(_listed(["〔先〕", cell, "〔后〕"])))
    assert all("序号内容" in page for page in pages)
    assert "".join(pages).count("〕") == lines + 2
    assert min(page.count("〕") for page in pages) >= 3


def test_a_long_row_is_closed_where_the_page_ends(pictures: Pictures) -> None:
    """The lowest ink of the table is a rule across all its columns."""
    cell = "\n".join("行" for _ in range(80))
    first = pictures(render(_listed([cell])))[0].crop((0, 0, 1654, int(276 / DOT)))
    box = first.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert box is not None
    lowest = first.crop((0, box[3] - 3, 1654, box[3]))
    across = lowest.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert across is not None and (across[2] - across[0]) * DOT > 150


def test_a_last_line_is_never_one_character(texts: Texts, opened: Callable[[bytes], Any]) -> None:
    for length in range(60, 140):
        document = replace(_listed(["行", "行"]), blocks=(Paragraph("字" * length + "。"),))
        (page,) = opened(render(document))
        read = [line.strip() for line in page.get_textpage().get_text_range().splitlines()]
        assert "字。" not in read, length


def test_all_four_rare_characters_with_a_font_that_has_the_last(
    receipt_data: p.ReceiptData, extra_font: Path, texts: Texts
) -> None:
    """𠮷 is in none of the shipped fonts: the paper is refused, never set with a box."""
    named = replace(receipt_data.applicant, name="㛃䶮𠮷𬱖")
    document = compose(replace(receipt_data, applicant=named))
    with pytest.raises(PaperError) as refused:
        render(document)
    assert "U+20BB7" in refused.value.message and "U+4DAE" not in refused.value.message
    assert "㛃䶮𠮷𬱖" in texts(render(document, Faces(extra=extra_font)))[0]


def _listed(cells: list[str]) -> Document:
    """A table of these cells and nothing else."""
    columns = (Column("序号", 0.2), Column("内容", 0.8))
    rows = tuple((str(at), cell) for at, cell in enumerate(cells, 1))
    return Document("x", "说明", None, None, (Table("", columns, rows),), Codes(), None)
