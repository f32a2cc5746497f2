"""Serials: the next number of a series, never given twice.

The last one is kept in the store and in a small file beside it; the higher counts, so an old
copy of the store gives no number again.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from data.errors import StorageError
from data.store.engine import Unit
from data.store.home import Home, read_ledger, write_ledger
from data.store.tables import CounterRow

_LAST = "SELECT last FROM counter WHERE series = :series"
KEPT = 400  # series remembered in the file: the last days' cases, this year's papers


def next_serials(unit: Unit, home: Home, series: list[str]) -> list[int]:
    """One new serial for each series named, in their order; a series may stand twice.

    Written to the file before the unit commits: a crash skips a number, and repeats none.
    """
    ledger = unit.keep("ledger", partial(read_ledger, home))
    last: dict[str, int] = ledger["serials"]
    given: list[int] = []
    for name in series:
        number = max(_stored(unit, name), last.get(name, 0)) + 1
        last.pop(name, None)
        last[name] = number
        unit.upsert(CounterRow, {"series": name, "last": number})
        given.append(number)
    unit.before_commit("ledger", partial(_write_serials, home, ledger))
    return given


def missing(unit: Unit, home: Home, *, prefix: str) -> int:
    """How many numbers of the series used last among these the store does not know."""
    given = read_ledger(home)["serials"]
    last = [name for name in given if name.startswith(prefix)][-1:]
    return sum(max(0, given[name] - _stored(unit, name)) for name in last)


def use_terminal(home: Home, station: str, terminal: str) -> None:
    """Note that a terminal number was given; it is never given again at this station."""
    ledger = read_ledger(home)
    used = sorted({*ledger["terminals"], f"{station}-{terminal}"})
    _write(home, {**ledger, "terminals": used})


def is_terminal_used(home: Home, station: str, terminal: str) -> bool:
    return f"{station}-{terminal}" in read_ledger(home)["terminals"]


def _write_serials(home: Home, ledger: dict[str, Any]) -> None:
    newest = dict(list(ledger["serials"].items())[-KEPT:])
    _write(home, {**ledger, "serials": newest})


def _stored(unit: Unit, series: str) -> int:
    rows = unit.run(_LAST, {"series": series})
    return int(rows[0][0]) if rows else 0


def _write(home: Home, content: dict[str, Any]) -> None:
    try:
        write_ledger(home, content)
    except OSError as error:
        raise StorageError(
            "ledger_not_written",
            f"编号记录写不进磁盘，这一步没有保存：{home.ledger}",
            hint="请检查磁盘空间和目录权限；已经保存的办件都在。",
        ) from error
