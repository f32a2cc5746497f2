"""Case, matter and document numbers, and the query code. No randomness and no counter here.

A case number is 24 digits: region 6, date YYMMDD 6, station 4, terminal 2, serial 5, check 1
(ISO 7064 MOD 11,10). It is unique without asking anyone, and never changes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NoReturn

from data.errors import InputError, Refusal
from data.rules.check_digits import decimal_check, normalise

LENGTH = 24
LAST_SERIAL = 99_999
CENTURY = 2000  # the two digits of the year are 2000-2099
MATTER_PREFIX = "M"
QUERY_CODES = 1_000_000
Ground = Literal["not_needed", "not_ours"]


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The parts of a case number; `str()` is the number, 24 digits with its check digit."""

    region: str
    day: date
    station: str
    terminal: str
    serial: int

    def __str__(self) -> str:
        date_part = self.day.strftime("%y%m%d")
        body = f"{self.region}{date_part}{self.station}{self.terminal}{self.serial:05d}"
        return body + decimal_check(body)

    @property
    def grouped(self) -> str:
        """For reading: 441803 261123 0001 03 00127 5."""
        return group_number(str(self))

    @property
    def short(self) -> str:
        """For lists of one station: 1123-03-00127."""
        return f"{self._month_day}-{self.terminal}-{self.serial:05d}"

    @property
    def short_on_terminal(self) -> str:
        """For lists of one terminal: 1123-00127."""
        return f"{self._month_day}-{self.serial:05d}"

    @property
    def short_across_stations(self) -> str:
        """For lists of several stations: 1123-0001-03-00127."""
        return f"{self._month_day}-{self.station}-{self.terminal}-{self.serial:05d}"

    @property
    def _month_day(self) -> str:
        return f"{self.day.month:02d}{self.day.day:02d}"


class DocumentKind(StrEnum):
    """The papers that are numbered."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    SUPPLEMENT = "supplement"
    DECLINE = "decline"
    RETURN = "return"
    TOLERANCE = "tolerance"
    COMMITMENT = "commitment"
    TRANSFER = "transfer"
    SPECIAL = "special"
    EXTENSION = "extension"
    APPROVAL = "approval"
    REFUSAL = "refusal"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    PROXY = "proxy"
    ERRAND = "errand"
    GUIDE = "guide"
    SLIP = "slip"


COPIES = 2  # one for the applicant, one for the file: 一式两份
ONE_COPY = frozenset(
    {DocumentKind.DELIVERY, DocumentKind.PROXY, DocumentKind.GUIDE, DocumentKind.SLIP}
)


def copies_of(kind: DocumentKind) -> int:
    """How many copies of a paper are printed the first time; a reprint is one."""
    return 1 if kind in ONE_COPY else COPIES


DOCUMENT_WORDS = {
    DocumentKind.RECEIPT: "收",
    DocumentKind.ACCEPTANCE: "许受",
    DocumentKind.SUPPLEMENT: "许补",
    DocumentKind.RETURN: "退",
    DocumentKind.TOLERANCE: "许容",
    DocumentKind.COMMITMENT: "诺",
    DocumentKind.TRANSFER: "转",
    DocumentKind.SPECIAL: "许特",
    DocumentKind.EXTENSION: "许延",
    DocumentKind.APPROVAL: "许准",
    DocumentKind.REFUSAL: "许不准",
    DocumentKind.DELIVERY: "达",
    DocumentKind.PAYMENT: "缴",
    DocumentKind.PROXY: "委",
    DocumentKind.ERRAND: "代",
    DocumentKind.GUIDE: "告",
    DocumentKind.SLIP: "单",
}
DECLINE_WORDS: dict[Ground, str] = {"not_needed": "许不受", "not_ours": "许不予受"}
LICENCE = "licence"
LICENCE_WORD = "许"


def build_case_number(
    region: str, day: date, *, station: str, terminal: str, serial: int
) -> CaseNumber | Refusal:
    """The number of the day's `serial`-th case; of a longer region code the first six digits.

    Refused when the day's serials are used up; InputError where a part has not its form.
    """
    _require(re.fullmatch(r"[0-9]{6,12}", region), "region", "行政区划代码应为 6 至 12 位数字")
    _require(CENTURY <= day.year < CENTURY + 100, "date", "日期应在 2000 至 2099 年之间")
    _require_place(station, terminal)
    return _exhausted(serial) or CaseNumber(region[:6], day, station, terminal, serial)


def parse_case_number(text: str) -> CaseNumber:
    """From typed or scanned text: spaces, hyphens and full-width digits do no harm.

    InputError says what is wrong and where.
    """
    digits = normalise(text)
    if len(digits) != LENGTH:
        _wrong(f"办件编号应为 {LENGTH} 位数字，现在是 {len(digits)} 位")
    for place, char in enumerate(digits, start=1):
        if char not in "0123456789":
            _wrong(f"办件编号第 {place} 位不是数字")
    if decimal_check(digits[:-1]) != digits[-1]:
        _wrong("办件编号的校验位不符，有数字输错了")
    return _split(digits)


def matter_number(first: CaseNumber) -> str:
    """A matter is named after the case of its first member."""
    return f"{MATTER_PREFIX}{first}"


def parse_matter_number(text: str) -> CaseNumber:
    """The first member's case number in a matter number; InputError where it is none."""
    number = normalise(text)
    if not number.startswith(MATTER_PREFIX):
        _wrong(f"一件事编号应以 {MATTER_PREFIX} 开头")
    return parse_case_number(number.removeprefix(MATTER_PREFIX))


def group_number(number: str) -> str:
    """A stored case or matter number as people read it, in groups."""
    prefix = MATTER_PREFIX if number.startswith(MATTER_PREFIX) else ""
    digits = number.removeprefix(prefix)
    cuts = (0, 6, 12, 16, 18, 23, LENGTH)
    groups = [digits[a:b] for a, b in itertools.pairwise(cuts)]
    return " ".join(part for part in (prefix, *groups) if part)


def document_word(kind: DocumentKind, item_kind: str, ground: Ground | None = None) -> str:
    """The middle word of a document number; 许 stands for licences (行政许可) only.

    A decline is 不受理 or 不予受理 by its `ground` (XKF 32 (1), (2)), which it requires.
    """
    if kind is not DocumentKind.DECLINE:
        word = DOCUMENT_WORDS[kind]
    elif ground is not None:
        word = DECLINE_WORDS[ground]
    else:
        raise InputError("decline_ground_missing", "不受理要写明理由。", field="ground")
    return word if item_kind == LICENCE else word.removeprefix(LICENCE_WORD)


def document_number(
    abbr: str, word: str, *, year: int, station: str, terminal: str, serial: int
) -> str | Refusal:
    """清新市监许受字〔2026〕00010300012号; a series for each department, word and year.

    `abbr` is the department's short name. Refused when the year's serials are used up.
    """
    _require_place(station, terminal)
    number = f"{abbr}{word}字〔{year:04d}〕{station}{terminal}{serial:05d}号"
    return _exhausted(serial) or number


def query_code(random_below: Callable[[int], int]) -> str:
    """Six digits; `random_below(n)` gives an unguessable number in 0..n-1."""
    return f"{random_below(QUERY_CODES):06d}"


def _exhausted(serial: int) -> Refusal | None:
    _require(serial >= 1, "serial", "流水号从 1 开始")
    if serial <= LAST_SERIAL:
        return None
    return Refusal(
        "serial_exhausted",
        f"本终端的流水号已用到 {LAST_SERIAL}，不能再编号。",
        hint="请在另一台终端办理，并告诉管理员。",
        field="serial",
    )


def _require_place(station: str, terminal: str) -> None:
    _require(re.fullmatch(r"[0-9]{4}", station), "station", "站点编号应为 4 位数字")
    good = re.fullmatch(r"[0-9]{2}", terminal) and terminal != "00"
    _require(good, "terminal", "终端编号应为 01 至 99")


def _require(condition: object, field: str, message: str) -> None:
    if not condition:
        raise InputError("number_part_invalid", f"{message}。", field=field)


def _split(digits: str) -> CaseNumber:
    """Parts of 24 digits whose check digit is right."""
    year, month, day = CENTURY + int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    try:
        on = date(year, month, day)
    except ValueError:
        _wrong(f"办件编号第 7 至 12 位 {digits[6:12]} 不是真实的日期")
    number = CaseNumber(digits[:6], on, digits[12:16], digits[16:18], int(digits[18:23]))
    if number.terminal == "00" or number.serial == 0:
        _wrong("办件编号中终端编号和流水号不能全是 0")
    return number


def _wrong(message: str) -> NoReturn:
    raise InputError(
        "case_number_invalid", f"{message}。", hint="请对照回执重新扫码或输入。", field="number"
    )
