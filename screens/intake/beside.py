"""Beside the applicant: what the number tells, what this home knows, what is open already."""

from __future__ import annotations

from rich.text import Text

from screens.intake.rows import Grown
from screens.widgets.ink import badge, join, light, plain, soft_badge
from screens.widgets.line import stacked
from screens.width import cut, wrap
from window_app.desk_views import CaseLine, IntakeView, KnownPerson

NOT_ASKED = "填好证件号码，就查这里办过的事。"
NOBODY = "这里第一次来办事。"


class Beside(Grown):
    """The panel's text; grows as it must."""

    def __init__(self) -> None:
        super().__init__()
        self._view: IntakeView | None = None
        self._known: KnownPerson | None = None

    def show(self, view: IntakeView) -> None:
        self._view = view
        self.redraw()

    def know(self, known: KnownPerson | None) -> None:
        self._known = known
        self.redraw()

    def build(self, width: int) -> Text:
        lines = [plain(""), *self._warnings(width)] if self.wide else self._warnings(width)
        known = self._known
        if known is None:
            return stacked(lines + [plain(line, "muted") for line in wrap(NOT_ASKED, width)])
        lines += self._open_cases(known, width)
        if known.certificates:
            lines += [plain("档案里有，核对后可免交", "muted")]
            lines += [plain(cut(f"  {name}", width)) for name in known.certificates]
        if taken := _taken(known):
            lines += [plain("以前登记过，请核对", "muted")]
            lines += [plain(line) for line in wrap(f"{taken}已填上。", width)]
        if not (known.open_cases or known.certificates or taken):
            lines += [plain(NOBODY, "muted")]
        return stacked(lines)

    def _warnings(self, width: int) -> list[Text]:
        view = self._view
        warnings = view.applicant.warnings if view else ()
        lines = [plain(line, "warn.ink") for words in warnings for line in wrap(words, width)]
        return [*lines, plain("")] if lines else lines

    def _open_cases(self, known: KnownPerson, width: int) -> list[Text]:
        if not known.open_cases:
            return []
        item = self._view.item_name if self._view else None
        lines = [plain(f"还在办的 {len(known.open_cases)} 件", "muted")]
        for case in known.open_cases:
            lines += _case_lines(case, width, case.item == item)
        return [*lines, plain("")]


def _case_lines(case: CaseLine, width: int, is_same: bool) -> list[Text]:
    word = badge("同一事项在办", "bad") if is_same else soft_badge(case.status_word, "info")
    return [
        join([light(case.light), plain(" "), plain(case.short), plain("  "), word]),
        plain(cut(f"     {case.item}", width)),
    ]


def _taken(known: KnownPerson) -> str:
    given = (
        (known.name, "姓名"),
        (known.phone, "电话"),
        (known.address, "地址"),
        (known.legal_representative, "法定代表人"),
    )
    return "、".join(word for value, word in given if value)
