"""Scans are picked from folders; what cannot be one is told at once and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.rules import scans
from screens.intake.picker import FilePicker

WIDE = (120, 36)
PDF = b"%PDF-1.7 /Type /Page /Type /Pages /Type/Page\n"
JPG = b"\xff\xd8\xff\xe0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clerk's own folder."""
    found = tmp_path / "scans"
    (found / "里面").mkdir(parents=True)
    (found / "申请书.pdf").write_bytes(PDF)
    (found / ".hidden").write_bytes(b"")
    (found / "照片.jpg").write_bytes(JPG + b"x" * 2_500_000)
    return found


async def picking(hand: Any, folder: Path) -> FilePicker:
    await hand.shop()
    hand.screen.panes["materials"]._folder = folder
    await hand.press("a")
    picker = hand.app.screen
    assert isinstance(picker, FilePicker)
    return picker


async def choose(hand: Any, picker: FilePicker, name: str) -> None:
    """Put the cursor on a file and take it."""
    names = [file.name for file in picker.rows.files]
    await hand.press("home", *["down"] * (names.index(name) + 1), "enter")


async def test_folders_are_walked_by_keys(at_desk: Any, folder: Path, tmp_path: Path) -> None:
    async with at_desk(WIDE) as hand:
        picker = await picking(hand, folder)
        assert "2.5 MB" in hand.text and "文件夹" in hand.text and "hidden" not in hand.text
        assert "收 PDF、JPG、PNG、TIFF 文件，每份最大 50 MB。" in hand.text
        await choose(hand, picker, "里面")
        assert "照片" not in hand.text
        await hand.press("backspace")
        await hand.press("end")
        assert "2 页" in hand.text
        await hand.press("home", "enter", "1", "escape")
        assert hand.session.draft.scans == {} and hand.app.focused is not None
        hand.app.push_screen(FilePicker("材料", tmp_path / "gone"))
        assert "打不开" in await hand.seen()


@pytest.mark.parametrize("name", ["申请书.pdf", "照片.jpg"])
async def test_a_scan_is_added_and_taken_off_again(at_desk: Any, folder: Path, name: str) -> None:
    async with at_desk(WIDE) as hand:
        await choose(hand, await picking(hand, folder), name)
        assert hand.session.draft.scans == {"form": [str(folder / name)]}
        assert "扫描件" in await hand.seen()
        await hand.press("delete", "delete")
        assert hand.session.draft.scans == {}


async def test_what_cannot_be_a_scan_is_told_and_the_card_stays(
    at_desk: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "LARGEST", 2_000_000)
    (folder / "空.pdf").write_bytes(b"")
    (folder / "说明.docx").write_bytes(b"PK\x03\x04 word")
    async with at_desk(WIDE) as hand:
        picker = await picking(hand, folder)
        for name, words in (
            ("说明.docx", "不是 PDF、JPG、PNG、TIFF"),
            ("空.pdf", "是空的"),
            ("照片.jpg", "太大"),
        ):
            await choose(hand, picker, name)
            assert hand.app.screen is picker and words in hand.text and "没有添加" in hand.text
        (folder / "申请书.pdf").unlink()
        await choose(hand, picker, "申请书.pdf")
        assert hand.app.screen is picker and "读不出来" in hand.text
        assert hand.session.draft.scans == {}
        await hand.press("escape")
        assert hand.step == "materials"
