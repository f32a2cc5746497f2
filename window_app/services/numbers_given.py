"""Numbers that were given out and are not in the store: an act cut off, or the last acts lost."""

from __future__ import annotations

from data.store import numbering
from window_app.services.office import Office
from window_app.views import Trouble


def lost(office: Office) -> tuple[Trouble, ...]:
    """What the small file beside the store knows and the store does not.

    The store's log (`store.db-wal`) holds the last acts; without it the store is whole and old.
    """
    with office.store.read() as unit:
        missing = numbering.missing(unit, office.home, prefix="case/")
    if not missing:
        return ()
    sentence = (
        f"有 {missing} 个办件编号给出了，数据库里却没有。刚断过电的，那一件没有存下，请重做。"
        "没有断过电的，请核对最近的文书；换过数据目录里的文件的，把 store.db-wal 放回去。"
    )
    return (Trouble("编号缺件", sentence, "warn"),)
