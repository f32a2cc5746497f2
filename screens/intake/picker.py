"""Picks a scan: folders and files with their sizes, all by keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import events
from textual.widget import Widget

from data.rules.scans import TAKEN_WORDS
from screens import keys
from screens.intake.files import FileLine, listing, not_a_scan, pages, size_words
from screens.intake.rows import Block, Rows
from screens.widgets.card import Card
from screens.widgets.ink import plain, spread
from screens.widgets.line import Prose, Words
from screens.width import cells, cut, shown
from screens.work import Failure

UP = "上一级文件夹"
MOST_ROWS = 12


class FileRows(Rows):
    """What is in a folder; the first row goes up."""

    DEFAULT_CSS = f"FileRows {{ height: {MOST_ROWS}; background: transparent; }}"

    def __init__(self, picker: FilePicker) -> None:
        super().__init__()
        self._picker = picker
        self.files: tuple[FileLine, ...] = ()
        self.pages: dict[Path, str] = {}

    def show(self, files: tuple[FileLine, ...]) -> None:
        self.files = files
        self.cursor = min(1, len(files))
        self.refresh()

    @property
    def count(self) -> int:
        return len(self.files) + 1

    @property
    def here(self) -> FileLine | None:
        return self.files[self.cursor - 1] if self.cursor else None

    def blocks(self, width: int) -> Iterable[Block]:
        yield Block([plain(f"..  {UP}")])
        for file in self.files:
            if file.size is None:
                right = "文件夹"
            else:
                right = self.pages.get(file.path) or size_words(file.size)
            name = cut(file.name, width - 14)
            yield Block([spread(plain(name), plain(f"{right} "), width)])

    def took(self, event: events.Key) -> bool:
        if event.key in ("enter", "right"):
            self._picker.choose(self.here)
        elif event.key in ("backspace", "left"):
            self._picker.choose(None)
        else:
            return super().took(event)
        return True

    def clicked(self, place: int) -> None:
        self._picker.choose(self.here)

    def watch_cursor(self) -> None:
        if self.here is not None:
            self._picker.look(self.here)


class FilePicker(Card[Path]):
    """Answers with the file chosen, or None. What cannot be a scan is told and not taken."""

    KEYS = (keys.use("open", "打开或选定"), keys.use("back", "返回，不加"))
    AUTO_FOCUS = "FileRows"

    def __init__(self, material: str, folder: Path) -> None:
        super().__init__("添加扫描件", aside=material)
        self._folder = folder
        self.rows = FileRows(self)
        self._where = Words("")
        self._said = Prose(TAKEN_WORDS, style="muted")

    def body(self) -> Iterable[Widget]:
        yield self._where
        yield self.rows

    def consequences(self) -> Iterable[Widget]:
        yield self._said

    def on_mount(self) -> None:
        self.query_one("#card-body").can_focus = False
        self.open_folder(self._folder)

    def open_folder(self, folder: Path) -> None:
        """Show what is in a folder; one that cannot be read is said and not entered."""
        self.ask_first(
            lambda: listing(folder),
            lambda files: self._opened(folder, files),
            group="folder",
            failed=self._not_opened,
        )

    def _opened(self, folder: Path, files: tuple[FileLine, ...]) -> None:
        self._folder = folder
        self._where.say(plain(_tail(str(folder), self.size.width // 2), "muted"))
        self.rows.show(files)

    def _not_opened(self, failure: Failure) -> None:
        self._where.say(plain("这个文件夹打不开。", "bad.ink"))

    def look(self, file: FileLine) -> None:
        """Count the pages of the file under the cursor."""
        if file.size is not None and file.path not in self.rows.pages:
            self.ask(
                lambda: pages(file.path),
                lambda words: self._counted(file.path, words),
                group="pages",
            )

    def _counted(self, path: Path, words: str) -> None:
        self.rows.pages[path] = words
        self.rows.refresh()

    def choose(self, file: FileLine | None) -> None:
        """Enter a folder (None: the one above), or answer with a file."""
        if file is None:
            self.open_folder(self._folder.parent)
        elif file.size is None:
            self.open_folder(file.path)
        else:
            path = file.path
            self.ask_first(
                lambda: not_a_scan(path), lambda why: self._looked_at(path, why), group="choose"
            )

    def _looked_at(self, path: Path, why: str | None) -> None:
        if why is None:
            self.dismiss(path)
        else:
            self._said.say(why, style="bad.ink")


def _tail(path: str, width: int) -> str:
    """The end of a path, which says more than its beginning."""
    path = shown(path)
    while cells(path) > width and len(path) > 1:
        path = path[1:]
    return path
