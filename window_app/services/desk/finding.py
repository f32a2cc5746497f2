"""What a typed text can mean: a whole case number, the form of the lists, a tail, or a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.rules.case import Case
from data.rules.check_digits import normalise
from data.rules.numbers import LENGTH
from data.store import cases
from data.store.engine import Unit

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


def narrowed(
    unit: Unit, found: Sequence[Case], text: str, *, most: int
) -> tuple[list[Case], list[Case]]:
    """Those of some cases that a text means, all of them for nothing; and every case it means."""
    wanted = normalise(text)
    if not wanted:
        return list(found), []
    hits = cases.search(unit, wanted, numbers=number_patterns(text), limit=most)
    known = {case.case_id for case in hits}
    return [case for case in found if case.case_id in known], hits
