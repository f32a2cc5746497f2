"""What a case is sent back for: points of the list, picked one by one, told all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from window_app.desk_views import CaseAct, FieldLine, RowKey, TaskPage

Point = tuple[RowKey, str]
ALL_AT_ONCE = "补正内容一次全部告知（行政许可法第三十二条）。"
WHY_NOW = "为什么现在才提"


@dataclass(slots=True)
class Points:
    """The points picked so far, in the order of the list within a material."""

    is_picking: bool = False
    by_material: dict[RowKey, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all(self) -> tuple[Point, ...]:
        return tuple((key, words) for key, told in self.by_material.items() for words in told)

    def toggle(self, material: RowKey, words: str) -> None:
        """Put a point on the list, or take it off."""
        told = self.by_material.get(material, ())
        now = tuple(one for one in told if one != words) if words in told else (*told, words)
        self.by_material = {**self.by_material, material: now}
        if not now:
            del self.by_material[material]


def card_of(page: TaskPage, points: Sequence[Point], *, asks_reason: bool) -> CaseAct:
    """The card that asks before a case is sent back; the reason where a point is new."""
    names = {line.key: line.name for line in page.materials}
    told = "\n".join(f"{names[key]}：{words}。" for key, words in points)
    why = FieldLine("why", WHY_NOW, "text", True, "", (), False, None)
    return CaseAct(
        "send_back",
        f"退回补正 {len(points)} 处",
        "",
        words=f"{page.line.applicant}的“{page.line.item}”退回补正。{ALL_AT_ONCE}\n{told}",
        fields=(why,) if asks_reason else (),
        effects=(
            ("打印", "补正告知书〔保存后生成〕"),
            ("以后", "送回收件的窗口，补来以后再到这里"),
            ("确认", "中心收到以后才算办成"),
        ),
        confirm="退回",
        tone="warn",
    )
