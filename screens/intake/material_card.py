"""One material in full: everything the list says of it, with blank form and sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from textual.widget import Widget

from screens import keys
from screens.intake.material_panel import handed_in
from screens.keys import Key
from screens.opener import open_file
from screens.widgets.card import Acts, Card
from screens.widgets.line import Facts, Prose
from window_app.desk_views import MaterialLine

Files = dict[str, Path]
NO_FILE = "清单没有附文件"
WHERE = "这台机器打不开它，文件在："
OPENED = "已打开："


class MaterialCard(Card[None]):
    """Opened by `v`; arrows scroll, and the files that came with the list are opened."""

    KEYS = ("open_blank", "open_sample", keys.use("back", "返回"))

    def __init__(
        self,
        line: MaterialLine,
        pages: dict[str, str],
        *,
        file_of: Callable[[str], Path | None],
    ) -> None:
        """`file_of` finds the file of a blank form or sample by its name."""
        super().__init__(line.name, aside=line.person or line.need)
        self._line = line
        self._pages = pages
        self._file_of = file_of
        self._files: Files = {}
        self._facts = Facts()
        self._told = Prose()

    def body(self) -> Iterable[Widget]:
        yield self._facts

    def consequences(self) -> Iterable[Widget]:
        yield self._told

    def acts(self) -> tuple[Key, ...]:
        wanted = [("open_blank", self._line.blank), ("open_sample", self._line.sample)]
        opened = [key for key, name in wanted if name in self._files]
        return keys.resolve((*opened, keys.use("back", "返回")))

    def on_mount(self) -> None:
        self._facts.say(self._rows())
        self.ask(self._look, self._found, group="forms")

    def _look(self) -> Files:
        names = [name for name in (self._line.blank, self._line.sample) if name]
        found = {name: self._file_of(name) for name in names}
        return {name: path for name, path in found.items() if path is not None}

    def _found(self, files: Files) -> None:
        self._files = files
        self._facts.say(self._rows())
        self.query_one(Acts).show_keys(self.acts())

    def _rows(self) -> list[tuple[str, str]]:
        line = self._line
        scans = [f"{Path(scan).name} {self._pages.get(scan, '')}" for scan in line.scans]
        rows = [
            ("上次告知", line.told),
            ("要交", handed_in(line)),
            ("来源", line.source),
            ("任选", line.group),
            ("免交", line.offer),
            ("受理标准", "；".join(line.criteria)),
            ("常见问题", "；".join(line.faults)),
            ("已发现", "；".join(line.chosen_faults)),
            ("空白表", self._form(line.blank, "b")),
            ("样本", self._form(line.sample, "s")),
            ("备注", line.note),
            ("扫描件", "；".join(scans)),
        ]
        return [(label, value) for label, value in rows if value]

    def _form(self, name: str | None, key: str) -> str:
        if not name:
            return ""
        return f"{name}（{f'按 {key} 打开' if name in self._files else NO_FILE}）"

    # Acts.

    def action_open_blank(self) -> None:
        self._open(self._line.blank)

    def action_open_sample(self) -> None:
        self._open(self._line.sample)

    def _open(self, name: str | None) -> None:
        path = self._files.get(name or "")
        if path is not None:
            self.ask(partial(open_file, path), partial(self._opened, path), group="open")

    def _opened(self, path: Path, was_opened: bool) -> None:
        if was_opened:
            self._told.say(f"{OPENED}{path.name}", style="ok.ink")
        else:
            self._told.say(f"{WHERE}{path}", style="warn.ink")
