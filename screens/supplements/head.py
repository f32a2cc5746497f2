"""Whose case comes back: number, item, applicant; on the right what is brought, and by when."""

from __future__ import annotations

from screens.case_parts import days_left
from screens.widgets.ink import badge, join, plain
from screens.widgets.two_lines import TwoLines
from window_app.desk_views import ReturnHead


def head_of(head: ReturnHead) -> TwoLines:
    """The two lines above the list."""
    who = join([plain(head.applicant), plain(f"   {head.item}", "muted")])
    until = join([plain(f"{head.until[5:]} 到期   ", "muted"), days_left(head.left)])
    about = badge(head.about, "bad" if head.left < 0 else "warn")
    return TwoLines((plain(head.grouped, "strong"), about), (who, until))
