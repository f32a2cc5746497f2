"""The fourth step, the heart: every material looked at with one key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult

from screens.intake.material_card import MaterialCard
from screens.intake.material_list import MaterialList
from screens.intake.material_panel import MaterialPanel
from screens.intake.pane import Hands, Pane
from screens.intake.picker import FilePicker
from screens.widgets.ground import Row
from screens.widgets.line import Prose
from screens.widgets.panel import Panel
from window_app.desk_views import IntakeView, MaterialLine, RowKey

if TYPE_CHECKING:
    from screens.intake.stage import Stage

# Keys of the registry that set a mark, and the mark (None takes it back).
MARKS: dict[str, str | None] = {
    "ok": "ok",
    "missing": "missing",
    "defective": "defective",
    "deferred": "deferred",
    "reused": "reused",
    "fixed": "fixed",
    "committed": "committed",
    "unlook": None,
}
SEEN = "已看 {} / {}"
WIDE_ENOUGH = 120


class MaterialsPane(Pane):
    """The list, and beside it everything about the row under the cursor."""

    STEP = "materials"
    FOOT = ("next_pane", "reason", "scan", "sample")

    def __init__(self, hands: Hands, *, pages: Callable[[Path], None]) -> None:
        """`pages` has the pages of a scan counted."""
        super().__init__(hands)
        self.list = self.made_list()
        self.panel = MaterialPanel(self)
        self._count = pages
        self._folder = Path.home()
        self._left = Panel("材料", self.list, id="material-list")

    def made_list(self) -> MaterialList:
        """The list, as this pane draws it."""
        return MaterialList(self)

    def compose(self) -> ComposeResult:
        yield Row(self._left, Prose(classes="gap"), self.panel, classes="panes")

    # Showing.

    def show(self, view: IntakeView) -> None:
        self.list.show(view.materials)
        rows = view.materials
        seen = sum(row.mark is not None for row in rows)
        must = sum(row.need == "必交" and not row.is_possible for row in rows)
        later = sum(row.need == "可容缺" for row in rows)
        remark = f"必要 {must}" + (f"  可容缺 {later}" if later else "")
        wide = self.app.size.width >= WIDE_ENOUGH
        right = SEEN.format(seen, len(rows))
        self._left.head.say(f"材料 {len(rows)} 项", remark if wide else "", right)
        self.panel.show(self.list.here)

    def enter(self, key: str = "") -> None:
        self.list.focus()
        self.list.to(key) if key else self.list.to_unseen()
        self.panel.show(self.list.here)

    def moved(self) -> None:
        """The cursor stands on another row."""
        self.close_faults()
        self.panel.show(self.list.here)
        self.count_pages()

    def count_pages(self) -> None:
        here = self.list.here
        for scan in here.scans if here else ():
            if scan not in self.panel.pages:
                self._count(Path(scan))

    def counted(self, path: Path, words: str) -> None:
        """So many pages a scan has."""
        self.panel.pages[str(path)] = words
        self.panel.show(self.list.here)

    # Marks.

    def mark(self, key_id: str) -> None:
        """Set the mark of a key; the cursor goes on, but with 不符 to the faults."""
        here = self.list.here
        if here is None:
            return
        mark = MARKS[key_id]
        why = self.hands.act(lambda session: session.mark(here.key, mark))
        if why is not None:
            self.hands.say_no(why)
        elif mark == "defective":
            self.open_faults()
        elif mark is not None:
            self.list.step_on()

    def open_faults(self) -> None:
        self.list.is_picking = True
        self.panel.is_picking = True

    def close_faults(self) -> None:
        self.list.is_picking = False
        self.panel.is_picking = False

    def faults_done(self) -> None:
        """Esc or Enter in the faults: on to the next row."""
        self.close_faults()
        self.list.focus()
        self.list.step_on()

    def pick_fault(self, number: int) -> None:
        """The number-th usual fault, on or off."""
        here = self.list.here
        if here is None or number > len(here.faults):
            return
        self.hands.act(lambda session: session.toggle_fault(here.key, number))

    def own_words(self) -> None:
        """Write the fault in own words; the material is marked 不符 with it."""
        here = self.list.here
        if here is None:
            return
        why = self.hands.act(lambda session: session.mark(here.key, "defective"))
        if why is not None:
            self.hands.say_no(why)
            return
        self.open_faults()
        own = [fault for fault in here.chosen_faults if fault not in here.faults]
        self.panel.write(own[0] if own else "")

    def write(self, key: RowKey, words: str) -> None:
        """Own words as they are typed."""
        self.hands.act(lambda session: session.own_fault(key, words))

    def written(self) -> None:
        """Back from the own words to the faults."""
        self.list.focus()

    # Scans and samples.

    def attach(self) -> None:
        here = self.list.here
        if here is not None:
            picker = FilePicker(here.name, self._folder)
            self.app.push_screen(picker, lambda path: self._picked(here, path))

    def _picked(self, here: MaterialLine, path: Path | None) -> None:
        self.list.focus()
        if path is None:
            return
        self._folder = path.parent
        self.hands.act(lambda session: session.attach(here.key[0], path))
        self.count_pages()

    def drop_scans(self) -> None:
        here = self.list.here
        if here is not None and here.scans:
            self.hands.act(lambda session: session.detach(here.key[0]))

    def sample(self) -> None:
        """Everything about the row on a card, with blank form and sample."""
        if self.list.here is not None:
            stage = cast("Stage", self.screen)
            find = partial(stage.office.form_file, stage.session)
            self.app.push_screen(MaterialCard(self.list.here, self.panel.pages, file_of=find))
