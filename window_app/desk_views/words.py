"""Two small words that several views share."""

from __future__ import annotations

from typing import Literal

Tone = Literal["ok", "warn", "bad", "info", "vow", "idle"]
RowKey = tuple[str, str | None]
