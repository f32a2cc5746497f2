"""`v`: everything about a material, and the forms that came with the list."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from data.rules.listing import Catalogue
from data.store import forms
from screens.intake.material_card import MaterialCard
from screens.opener import open_file

WIDE = (120, 36)


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's opener: writes down what it was given."""
    told = tmp_path / "opened"
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{told}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":9")
    return told


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def with_form(hand: Any, shipped: Catalogue, tmp_path: Path) -> Path:
    """The list's folder has the blank form of the first material; it is kept as an import does."""
    line = hand.screen.view.materials[0]
    given = tmp_path / "list" / "forms" / f"{line.blank}.pdf"
    given.parent.mkdir(parents=True)
    given.write_bytes(b"%PDF-1.7 blank")
    assert forms.keep(hand.office.home, shipped, given.parents[1]) == 1
    found = forms.find(hand.office.home, shipped.digest, line.blank)
    assert found is not None
    return found


async def test_names_and_what_the_list_says(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop()
        await hand.press("v")
        assert isinstance(hand.app.screen, MaterialCard)
        text = await hand.seen()
        assert "空白表" in text and "样本" in text and "原件 1 份" in text
        assert "清单没有附文件" in text and "按 b 打开" not in text
        await hand.press("b", "s", "down", "escape")
        assert hand.step == "materials"


async def test_a_form_is_opened_by_the_systems_program(
    at_desk: Any, shipped: Catalogue, tmp_path: Path, opener: Path
) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop()
        path = with_form(hand, shipped, tmp_path)
        await hand.press("v")
        assert "按 b 打开" in await hand.seen() and "打开空白表" in hand.text
        await hand.press("b")
        assert "已打开" in await hand.seen()
        assert opener.read_text() == str(path)


async def test_without_a_display_its_place_is_told(
    at_desk: Any, shipped: Catalogue, tmp_path: Path, no_display: None
) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop()
        path = with_form(hand, shipped, tmp_path)
        await hand.press("v", "b")
        text = "".join(line.strip() for line in (await hand.seen()).splitlines())
        assert "这台机器打不开它" in text and path.name in text


def test_an_opener_that_fails_is_no_opener(tmp_path: Path, opener: Path) -> None:
    program = opener.parent / "bin" / "xdg-open"
    program.write_text("#!/bin/sh\nexit 3\n")
    assert not open_file(tmp_path / "form.pdf")
    program.unlink()
    os.environ["PATH"] = str(program.parent)
    assert not open_file(tmp_path / "form.pdf")
