"""What of a case's fees is assessed, and what is paid of it. Changes nothing."""

from __future__ import annotations

from decimal import Decimal

from data.rules.case import Case
from window_app.views import FeeView


def fee_of(case: Case) -> FeeView | None:
    """What was assessed and what is paid of it; None where nothing was assessed."""
    if case.fee is None:
        return None
    paid = sum((Decimal(one.amount) for one in case.payments), Decimal(0))
    return FeeView(
        total=case.fee.total,
        paid=plain(paid),
        open=plain(max(Decimal(case.fee.total) - paid, Decimal(0))),
        assessed_on=case.fee.day,
        paper=case.fee.paper,
        receipts=tuple(one.receipt for one in case.payments),
    )


def plain(yuan: Decimal) -> str:
    """As it is stored: two decimals, nothing between the thousands."""
    return f"{yuan:.2f}"
