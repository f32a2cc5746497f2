"""What side notes tell of a case: values that no main-line event writes.

The order of a note says which of two counts, so they may come in any order.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from data.rules.conclusion import Mark


class Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Contact(Told):
    """A corrected contact value with the order of the note that set it."""

    value: str
    order: tuple[str, str, int]


class HandedIn(Told):
    """A deferred material that has followed, by the note that told it last."""

    id: str
    person: str | None = None
    mark: Mark
    day: str
    source: str | None = None
    scans: tuple[dict[str, Any], ...] = ()
    order: tuple[str, str, int]

    @property
    def key(self) -> tuple[str, str | None]:
        return self.id, self.person


class FeeNotice(Told):
    """The fees as assessed last; `total` in yuan with two decimals, `paper` the 缴款通知书."""

    total: str
    day: str
    paper: str
    order: tuple[str, str, int]


class Payment(Told):
    """What the cashier took: `amount` in yuan, `receipt` the number of the 财政票据."""

    amount: str
    receipt: str
    day: str
