"""The list of materials: number, name, copies, mark, word; one key marks and goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.reactive import reactive

from data.rules.conclusion_keys import mark_key
from screens.intake.rows import Block, Rows
from screens.widgets.ink import join, mark, pad_text, plain
from screens.width import pad
from window_app.desk_views import MaterialLine

if TYPE_CHECKING:
    from screens.intake.materials import MaterialsPane

SHORT_WORDS = {"已改好": "改好"}
UNSEEN_WORDS = {"可容缺": "可容缺", "可不交": "可不交"}
MARK_KEYS = ("ok", "missing", "defective", "deferred", "reused", "fixed", "committed", "unlook")
