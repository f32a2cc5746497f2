"""Fonts: asked glyph by glyph, and a character none has stops the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from data.errors import PaperError
from printing.faces import Faces, Weight
from printing.notices import acceptance
from printing.page import render
from printing.particulars import AcceptanceData

Texts = Callable[[bytes], list[str]]


@pytest.fixture
def rare(acceptance_data: AcceptanceData) -> AcceptanceData:
    return replace(acceptance_data, applicant=replace(acceptance_data.applicant, name="李𠮷"))


def test_a_missing_character_is_refused_by_name(rare: AcceptanceData) -> None:
    with pytest.raises(PaperError) as refused:
        render(acceptance(rare))
    assert refused.value.code == "missing_glyphs"
    assert "𠮷（U+20BB7）" in refused.value.message
    assert "补充字体" in str(refused.value.hint)


def test_an_invisible_character_is_named_by_its_number() -> None:
    with pytest.raises(PaperError, match=r"：U\+E000。"):
        Faces().require("张\ue000三")


def test_the_shipped_fonts_have_rare_names() -> None:
    assert Faces().missing_glyphs("龚䶮㛃 𬱖㼆𬭎𫖯𪨶鿍\n〔2026〕（）《》“”——……￥√□①") == ()
    assert Faces().missing_glyphs("𠮷、𰻝、𠮷") == ("𠮷", "𰻝")


def test_the_extra_font_sets_only_what_the_others_lack(extra_font: Path) -> None:
    runs = Faces(extra=extra_font).runs("李𠮷先生")
    assert [run.text for run in runs] == ["李", "𠮷", "先生"]
    assert runs[0].font == runs[2].font != runs[1].font


def test_a_name_in_the_extra_font_is_read_back(
    rare: AcceptanceData, extra_font: Path, texts: Texts
) -> None:
    pdf = render(acceptance(rare), Faces(extra=extra_font))
    by_pypdf = pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "李𠮷" in texts(pdf)[0]
    assert "李𠮷" in "".join(by_pypdf.split())


def test_the_official_font_is_asked_first(extra_font: Path) -> None:
    runs = Faces(official=extra_font).runs("𠮷日")
    assert runs[0].font.startswith("extra-") and runs[1].font.startswith("NotoSerifSC-Regular")


def test_bold_falls_back_to_regular_glyph_by_glyph() -> None:
    runs = Faces().runs("受理㛃", Weight.BOLD)
    assert [run.font.split("-")[1] for run in runs] == ["Bold", "Regular"]


def test_a_useless_font_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    for path in (broken, tmp_path / "absent.ttf"):
        with pytest.raises(PaperError, match=path.name) as refused:
            Faces(official=path).require("一")
        assert refused.value.code == "font_unusable"
