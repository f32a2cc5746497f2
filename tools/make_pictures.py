"""Makes the pictures of the documentation from the demo station: python tools/make_pictures.py

docs/pictures/acceptance.png is the first page of the demo case's acceptance notice.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pypdfium2

from data.store.staff import Account
from window_app import demonstration
from window_app.services import access, intake
from window_app.views import Submitted

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
DPI = 110
COLOURS = 32  # grey steps that are enough for a page of text


def notice(folder: Path) -> Path:
    """The demo case's notice as a PDF file."""
    office = demonstration.create(folder)
    clerk = access.log_in(office, demonstration.CLERK, demonstration.PASSWORD)
    assert isinstance(clerk, Account)
    answer = intake.submit(office, demonstration.intake(), clerk, folder)
    assert isinstance(answer, Submitted)
    path = answer.case.documents[0].path
    assert path is not None
    return Path(path)


def draw(pdf: Path, picture: Path) -> None:
    """The first page of a PDF as a small PNG."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=DPI / 72).to_pil()
    page.convert("L").quantize(COLOURS).save(picture, optimize=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="window-pictures-") as name:
        draw(notice(Path(name)), PICTURES / "acceptance.png")


if __name__ == "__main__":
    main()
