"""Printers: a file that is whole or absent, and a real `lp` on the path."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import PaperError, PaperUnconfirmed
from printing.files import FilePrinter
from printing.lp import LpPrinter

PDF = b"%PDF-1.4 paper"


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH; a test puts its `lp` there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _put(folder: Path, script: str) -> None:
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "notice.pdf"
    assert FilePrinter(target).send(PDF, title="受理通知书", copies=1) == str(target)
    FilePrinter(target).send(PDF + b"2", title="受理通知书", copies=1)
    assert target.read_bytes() == PDF + b"2"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_gets_a_file_named_by_its_title(tmp_path: Path) -> None:
    reference = FilePrinter(tmp_path).send(PDF, title="../受理通知书 〔2026〕1号", copies=2)
    assert Path(reference) == tmp_path / "_受理通知书_〔2026〕1号.pdf"
    assert Path(reference).read_bytes() == PDF


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="absent") as refused:
        FilePrinter(tmp_path / "absent" / "notice.pdf").send(PDF, title="x", copies=1)
    assert refused.value.code == "paper_not_written"


def test_lp_is_given_name_copies_title_and_paper(lp: Path) -> None:
    _put(lp, f'echo "$@" > {lp}/said; while read -r x; do :; done; echo "request id is hall-7"')
    assert LpPrinter("hall").send(PDF, title="受理通知书", copies=2) == "request id is hall-7"
    assert (lp / "said").read_text() == "-d hall -n 2 -t 受理通知书\n"


def test_what_lp_says_is_passed_on(lp: Path) -> None:
    _put(lp, 'echo "lp: The printer or class does not exist." >&2; exit 1')
    with pytest.raises(PaperError, match="does not exist") as refused:
        LpPrinter("hall").send(PDF, title="x", copies=1)
    assert refused.value.code == "printer_refused"
    assert "hall" in refused.value.message


def test_a_silent_print_service_is_not_waited_for(lp: Path) -> None:
    _put(lp, "exec /bin/sleep 5")
    with pytest.raises(PaperUnconfirmed) as refused:
        LpPrinter("hall", seconds=0.2).send(PDF, title="x", copies=1)
    assert refused.value.code == "printer_silent"


def test_a_machine_without_lp_says_so(lp: Path) -> None:
    with pytest.raises(PaperError) as refused:
        LpPrinter("hall").send(PDF, title="x", copies=1)
    assert refused.value.code == "printer_missing"
