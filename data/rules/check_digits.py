"""Check characters of the numbers the window reads, and the one way typed text is cleaned.

Each function takes clean text of the right length and alphabet; whoever calls has looked.
"""

from __future__ import annotations

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_CHECKS = "0123456789X"

_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ASCII_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}


def narrow(text: str) -> str:
    """Full-width letters, digits and signs made half-width, ASCII letters made upper case."""
    return text.translate(_HALF_WIDTH).translate(_ASCII_UPPER)


def normalise(text: str) -> str:
    """Narrow, and without spaces, hyphens and invisible characters; nothing else is mended."""
    dropped = _HYPHENS + _INVISIBLE
    return "".join(char for char in narrow(text) if not char.isspace() and char not in dropped)


def identity_check(first_17: str) -> str:
    """GB 11643 (ISO 7064 MOD 11-2) over seventeen digits: 0-9 or X."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11]


def credit_check(first_17: str) -> str:
    """GB 32100 (MOD 31) over seventeen characters of its alphabet."""
    values = map(CREDIT_ALPHABET.index, first_17)
    total = sum(value * weight for value, weight in zip(values, CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[-total % 31]


def organisation_check(first_8: str) -> str:
    """GB 11714 (MOD 11) over eight letters and digits: 0-9 or X."""
    values = map(ORGANISATION_ALPHABET.index, first_8)
    total = sum(value * weight for value, weight in zip(values, ORGANISATION_WEIGHTS, strict=True))
    return ORGANISATION_CHECKS[-total % 11]


def decimal_check(digits: str) -> str:
    """ISO 7064 MOD 11,10 over any digits: 0-9. Finds every single wrong digit."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)
