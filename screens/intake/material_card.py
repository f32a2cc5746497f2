"""One material in full: everything the list says of it, with blank form and sample."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.widget import Widget

from screens import keys
from screens.intake.material_panel import handed_in
from screens.widgets.card import Card
from screens.widgets.line import Facts
from window_app.desk_views import MaterialLine


class MaterialCard(Card[None]):
    """Opened by `v`; arrows scroll."""

    KEYS = (keys.use("back", "返回"),)

    def __init__(self, line: MaterialLine, pages: dict[str, str]) -> None:
        super().__init__(line.name, aside=line.person or line.need)
        self._line = line
        self._pages = pages

    def body(self) -> Iterable[Widget]:
        line = self._line
        scans = [f"{Path(scan).name} {self._pages.get(scan, '')}" for scan in line.scans]
        rows = [
            ("要交", handed_in(line)),
            ("来源", line.source),
            ("任选", line.group),
            ("免交", line.offer),
            ("受理标准", "；".join(line.criteria)),
            ("常见问题", "；".join(line.faults)),
            ("已发现", "；".join(line.chosen_faults)),
            ("空白表", line.blank),
            ("样本", line.sample),
            ("备注", line.note),
            ("扫描件", "；".join(scans)),
        ]
        yield Facts([(label, value) for label, value in rows if value])
