"""Amounts of money on paper: 1,234.50 and 壹仟贰佰叁拾肆元伍角整.

Capitals after the central bank's rules for filling in bills (正确填写票据和结算凭证的基本规定).
"""

from __future__ import annotations

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def in_figures(yuan: Decimal) -> str:
    """1,234.50. ValueError for less than nothing or parts of a fen."""
    _fen(yuan)
    return f"{yuan:,.2f}"


def in_capitals(yuan: Decimal) -> str:
    """壹仟贰佰叁拾肆元伍角整, below 10**16 yuan. ValueError as for `in_figures`.

    整 follows 元 and 角, never 分. 零 stands once for the zeros inside a number, and before 分
    where 角 lack; the rules leave it free where units end in zeros (壹拾万柒仟元伍角整).
    """
    whole, rest = divmod(_fen(yuan), 100)
    jiao, fen = divmod(rest, 10)
    head = f"{_counted(whole)}元" if whole or not rest else ""
    if not fen:
        return f"{head}{DIGITS[jiao]}角整" if jiao else f"{head}整"
    gap = "零" if head else ""
    return f"{head}{f'{DIGITS[jiao]}角' if jiao else gap}{DIGITS[fen]}分"


def _fen(yuan: Decimal) -> int:
    fen = yuan * 100
    if fen < 0 or fen % 1:
        raise ValueError(f"no amount in whole fen: {yuan}")
    return int(fen)


def _counted(number: int) -> str:
    for unit, word in UNITS:
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return f"{_counted(high)}{word}{gap}{_counted(low) if low else ''}"
    return DIGITS[number]
