"""A rendered page: read back, looked at, scanned."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pytest
import zxingcpp
from PIL import Image

from printing.document import Codes, Document, Paragraph, Seal, Signature
from printing.lines import NOT_FIRST
from printing.notices import acceptance, receipt
from printing.page import render
from printing.particulars import AcceptanceData, Applicant, MaterialRow, ReceiptData

Texts = Callable[[bytes], list[str]]
Pictures = Callable[[bytes], list[Image.Image]]

DOT = 25.4 / 200
"""Millimetres a dot at 200 dpi."""
SIDE_MARGINS = (27.0, 25.0)
END_MARGINS = (13.0, 13.0)


@pytest.fixture
def many(acceptance_data: AcceptanceData) -> AcceptanceData:
    """40 materials with long names."""
    name = "能够证明经营场所、设备布局、操作流程和卫生环境符合要求的书面材料（加盖公章）"
    rows = tuple(MaterialRow(f"{name}，第{n}份", copies=1, mark="齐全") for n in range(1, 41))
    return replace(acceptance_data, materials=rows)


def test_both_readers_give_the_text_back(
    acceptance_data: AcceptanceData, company: Applicant, texts: Texts
) -> None:
    pdf = render(acceptance(replace(acceptance_data, applicant=company)))
    by_pypdf = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    for read in ("".join(texts(pdf)), "".join(by_pypdf.split())):
        for expected in (
            "受理通知书",
            "清新市监许受字〔2026〕00010300012号",
            "清远市清新区𬱖记餐饮有限公司",
            "龚䶮㛃",
            "91441803MA4UXXXX0K",
            "至2026年12月21日止",
            "复印件",
        ):
            assert expected in read


def test_every_font_is_embedded(receipt_data: ReceiptData) -> None:
    reader = pypdf.PdfReader(BytesIO(render(receipt(receipt_data))))
    names = [name for page in reader.pages for name in _fonts(page)]
    assert len(names) >= 2
    assert all("NotoSerifSC" in name for name in names)


def _fonts(page: pypdf.PageObject) -> Iterator[str]:
    """Names of the page's fonts, all of which must carry their own outlines."""
    resources: Any = page["/Resources"]
    for font in resources["/Font"].values():
        descriptor = font.get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor
        yield str(font.get_object()["/BaseFont"])


def test_codes_are_read_from_a_rendering(
    acceptance_data: AcceptanceData, pictures: Pictures
) -> None:
    marked = replace(acceptance_data, item=replace(acceptance_data.item, sample=True))
    found = {
        str(code.format): code.text
        for code in zxingcpp.read_barcodes(pictures(render(acceptance(marked)))[0])
    }
    number = acceptance_data.case_number
    assert found == {"Code 128": number, "QR Code": f"{number} 305118"}


def test_margins_are_empty(many: AcceptanceData, pictures: Pictures) -> None:
    marked = replace(many, item=replace(many.item, sample=True), reprint=3)
    for page in pictures(render(acceptance(marked))):
        left, top, right, bottom = (edge * DOT for edge in _inked(page))
        assert left >= SIDE_MARGINS[0] and right <= 210 - SIDE_MARGINS[1]
        assert top >= END_MARGINS[0] and bottom <= 297 - END_MARGINS[1]


def _inked(page: Image.Image) -> tuple[int, int, int, int]:
    box = page.point(lambda grey: 255 if grey < 250 else 0).getbbox()
    assert box is not None
    return box


def test_an_ordinary_notice_stays_on_one_page(
    acceptance_data: AcceptanceData, receipt_data: ReceiptData, texts: Texts
) -> None:
    assert len(texts(render(acceptance(acceptance_data)))) == 1
    assert len(texts(render(receipt(receipt_data)))) == 1


def test_same_document_same_bytes(acceptance_data: AcceptanceData) -> None:
    document = acceptance(acceptance_data)
    assert render(document) == render(document)


def test_a_new_process_makes_the_same_bytes() -> None:
    program = (
        "import hashlib\n"
        "from printing.document import *\nfrom printing.page import render\n"
        "d = Document('x', '凭证', '1号', None, (Paragraph('龚䶮㛃'),), Codes(), None)\n"
        "print(hashlib.sha256(render(d)).hexdigest())\n"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout


def test_values_load_no_reportlab() -> None:
    program = (
        "import sys, printing.notices, printing.document, printing.printers\n"
        "assert not any(m.split('.')[0] in ('reportlab', 'barcode', 'segno') for m in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_long_list_repeats_its_head_and_numbers_its_pages(
    many: AcceptanceData, texts: Texts
) -> None:
    pages = texts(render(acceptance(many)))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"第{number}页/共{len(pages)}页" in page
        assert "序号材料名称" in page
    joined = "".join(pages)
    for row in many.materials:
        assert joined.count(row.name) == 1


@pytest.mark.parametrize("count", range(1, 41, 3))
def test_the_seal_is_beside_its_date_and_not_alone(
    count: int, many: AcceptanceData, texts: Texts
) -> None:
    pages = texts(render(acceptance(replace(many, materials=many.materials[:count]))))
    last = pages[-1]
    assert "（盖章处）" in last
    assert "清新区市场监督管理局2026年11月23日" in last
    assert f"第{count}份" in last
    assert count == 1 or f"第{count - 1}份" in last


def test_no_line_begins_with_forbidden_punctuation(many: AcceptanceData, opened: Any) -> None:
    text = "经核对，所附材料（见清单）齐全；请按“一次告知”办理：甲、乙、丙。" * 3
    for cut in range(12):
        document = replace(acceptance(many), blocks=(Paragraph("字" * cut + text),))
        for page in opened(render(document)):
            lines = _lines(page)
            assert any(len(line) > 30 for line in lines)
            assert not [line for line in lines if line[0] in NOT_FIRST]


def _lines(page: Any) -> list[str]:
    """Drawn lines: characters that follow one another on one height."""
    read = page.get_textpage()
    lines: list[str] = []
    before = (0.0, 0.0)
    for at in range(read.count_chars()):
        left, bottom, right, _ = read.get_charbox(at, loose=True)
        character = read.get_text_range(at, 1)
        if character.strip():
            follows = abs(bottom - before[1]) < 1 and -1 < left - before[0] < 8
            lines = [*lines[:-1], lines[-1] + character] if follows else [*lines, character]
            before = (right, bottom)
    return lines


def test_marks_of_sample_and_reprint(acceptance_data: AcceptanceData, texts: Texts) -> None:
    plain = texts(render(acceptance(acceptance_data)))[0]
    assert "示例" not in plain and "补打" not in plain
    sample = replace(acceptance_data.item, sample=True)
    marked = texts(render(acceptance(replace(acceptance_data, item=sample, reprint=2))))[0]
    assert "【示例】本文书不具有法律效力" in marked
    assert "补打第2次" in marked


def test_bare_documents_can_be_set(texts: Texts) -> None:
    bare = Document("x", "说明", None, None, (), Codes(), None)
    signed = replace(bare, signatures=(Signature("甲方"), Signature("乙方")))
    unsealed = replace(bare, seal=Seal("太和镇便民服务中心", "", "2026年11月23日"))
    assert "说明" in texts(render(bare))[0]
    assert "乙方：" in texts(render(signed))[0]
    assert "盖章" not in texts(render(unsealed))[0]
