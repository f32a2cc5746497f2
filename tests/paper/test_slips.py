"""办件查询单: what stands on it, on a roll and on A4, and that it names nobody in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from data.errors import PaperError
from printing import particulars as p
from printing.document import Document, Line
from printing.faces import Faces
from printing.page import render as render_page
from printing.papers import compose, data_to_json, document_from_json
from printing.printers import Paper
from printing.roll import draw, render
from printing.slips import SlipData

RARE = "𠮷"  # in none of the shipped fonts


def test_what_stands_on_a_slip(slip: Document, words: Callable[[Document], str]) -> None:
    text = words(slip)
    for told in (
        "办件查询单",
        "大厅：清远市清新区政务服务中心",
        "窗口：03号窗口",
        "申请人：龚*㛃",
        "事项：食品经营许可（新办）",
        "收件：2026年11月23日10时42分",
        "材料：已收5项，共6项",
        "承诺办结：至2026年12月7日止",
        "查询电话：0763-5812315",
        "凭此单查询办理进度",
        "此单不代替受理通知书。",
    ):
        assert told in text
    assert slip.codes.note == "查询码：305118"
    assert slip.codes.qr == f"{slip.codes.barcode} 305118"
    assert slip.seal is None


def test_a_case_without_a_promise_says_what_follows(
    slip_data: SlipData, words: Callable[[Document], str]
) -> None:
    text = words(compose(replace(slip_data, promised=None, next="2026年11月30日前告知是否受理")))
    assert "下一步：2026年11月30日前告知是否受理" in text
    assert "承诺办结" not in text


def test_an_estimated_promise_says_so(
    slip_data: SlipData, words: Callable[[Document], str]
) -> None:
    guess = p.Limit("", "2027年1月20日", estimated=True)
    assert "至2027年1月20日止（预计）" in words(compose(replace(slip_data, promised=guess)))


def test_a_slip_is_kept_and_read_back(slip_data: SlipData, slip: Document) -> None:
    assert document_from_json("slip", data_to_json(slip_data)) == slip


def test_a_slip_on_a4_is_one_page_and_its_codes_are_read(
    slip: Document,
    texts: Callable[[bytes], list[str]],
    pictures: Callable[[bytes], list[Image.Image]],
) -> None:
    pdf = render_page(slip)
    (text,), (picture,) = texts(pdf), pictures(pdf)
    assert "办件查询单" in text and "查询码：305118" in text
    found = {code.format.name: code.text for code in zxingcpp.read_barcodes(picture)}
    assert found == {"Code128": slip.codes.barcode, "QRCode": slip.codes.qr}


def test_the_same_slip_gives_the_same_bytes(slip: Document) -> None:
    assert render(slip, Paper.ROLL_58) == render(slip, Paper.ROLL_58)


def test_a_reprint_and_a_sample_look_different(slip: Document) -> None:
    first = draw(slip, Paper.ROLL_80)
    again = draw(replace(slip, reprint=2), Paper.ROLL_80)
    sample = draw(replace(slip, watermark="示例"), Paper.ROLL_80)
    assert first.height < again.height and first.height < sample.height


def test_a_character_no_font_has_stops_the_slip(slip: Document) -> None:
    with pytest.raises(PaperError) as failure:
        render(_named(slip, RARE), Paper.ROLL_58)
    assert failure.value.code == "missing_glyphs"
    assert "U+20BB7" in failure.value.message


def test_the_extra_font_sets_what_the_others_lack(slip: Document, extra_font: Path) -> None:
    """The extra font draws its one character as a full square."""
    fonts = Faces(extra=extra_font)
    with_square = draw(_named(slip, RARE * 12), Paper.ROLL_80, fonts)
    plain = draw(_named(slip, "一" * 12), Paper.ROLL_80, fonts)
    assert _dots(with_square.rows) - _dots(plain.rows) > 12 * 15 * 15


@pytest.mark.parametrize("kind", ["acceptance", "receipt", "guide"])
def test_no_other_paper_is_printed_on_a_roll(slip: Document, kind: str) -> None:
    with pytest.raises(PaperError) as failure:
        render(replace(slip, kind=kind), Paper.ROLL_80)
    assert failure.value.code == "paper_needs_sheets"
    assert "褪" in failure.value.message


def _named(slip: Document, name: str) -> Document:
    (fields,) = slip.blocks
    assert isinstance(fields, tuple)
    return replace(slip, blocks=((*fields, Line("申请人", name)),))


def _dots(rows: bytes) -> int:
    return sum(byte.bit_count() for byte in rows)
