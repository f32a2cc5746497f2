"""What a typed number can mean: the whole case number, the form of the lists, or a tail."""

from __future__ import annotations

import re

from data.rules.numbers import LENGTH

# 1123-03-00127, across stations 1123-0001-03-00127, on one terminal 1123-00127.
LISTED = re.compile(r"(\d{4})-(?:(\d{4})-)?(?:(\d{2})-)?(\d{5})")
LEAST_TAIL = 3  # digits; fewer would find half of all cases


def number_patterns(text: str) -> list[str]:
    """LIKE patterns over whole case numbers; the tail counts with and without its check digit."""
    typed = "".join(text.split())
    listed = LISTED.fullmatch(typed)
    if listed is not None:
        day, station, terminal, serial = listed.groups()
        return [f"{'_' * 8}{day}{station or '_' * 4}{terminal or '_' * 2}{serial}_"]
    if not (typed.isascii() and typed.isdigit() and LEAST_TAIL <= len(typed) <= LENGTH):
        return []
    return [f"%{typed}", f"%{typed}_"]
