"""What an identity card's chip says: the reader's 256 bytes of text, taken apart.

UTF-16LE, fields of fixed length filled with spaces; the two bytes at 248 tell the kind of card:
blank the resident's, `I` the foreigner's of 2017, `J` 港澳台居住证, laid out as the readers'
programs hand them out. Any other kind is shown raw, not guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.errors import InputError
from data.rules.identity import IdentityKind

LENGTH = 256  # bytes
KIND_AT = 248
LONG = "长期"
# Field: offset and length in bytes.
RESIDENT = {
    "name": (0, 30),
    "sex": (30, 2),
    "birth": (36, 16),
    "address": (52, 70),
    "id_number": (122, 36),
    "issuer": (158, 30),
    "valid_until": (204, 16),
}
FOREIGNER = {
    "english_name": (0, 120),
    "sex": (120, 2),
    "id_number": (122, 30),
    "name": (158, 30),
    "issuer": (188, 16),
    "valid_until": (204, 16),
    "birth": (220, 16),
}
LAYOUTS = {
    "": (IdentityKind.RESIDENT_ID, RESIDENT),
    "I": (IdentityKind.FOREIGNER_PERMANENT, FOREIGNER),
    "J": (IdentityKind.HMT_RESIDENCE, RESIDENT),
}
SEXES = {"1": "male", "2": "female"}


@dataclass(frozen=True, slots=True)
class CardText:
    """A card read: `kind` is None and `raw` all that is known where the kind is not.

    `birth` and `valid_until` are ISO days; `valid_until` None is for ever or unreadable.
    """

    kind: IdentityKind | None
    raw: str
    name: str = ""
    id_number: str = ""
    address: str = ""
    issuer: str = ""
    sex: str | None = None
    birth: str | None = None
    valid_until: str | None = None

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over; a warning, not a refusal."""
        return self.valid_until is not None and self.valid_until < today.isoformat()


def read_card(content: bytes) -> CardText:
    """The card in the reader's file; InputError where it is no whole text."""
    if len(content) < LENGTH:
        raise InputError("card_short", f"读卡文件不完整：应有 {LENGTH} 字节，现有 {len(content)}。")
    text = content[:LENGTH].decode("utf-16-le", "replace")
    layout = LAYOUTS.get(_part(text, KIND_AT, 2))
    if layout is None:
        return CardText(None, " ".join(_printable(text).split()))
    kind, places = layout
    found = {name: _part(text, *place) for name, place in places.items()}
    return CardText(
        kind=kind,
        raw=" ".join(_printable(text).split()),
        name=found["name"] or found.get("english_name", ""),
        id_number=found["id_number"],
        address=found.get("address", ""),
        issuer=found["issuer"],
        sex=SEXES.get(found["sex"]),
        birth=_day(found["birth"]),
        valid_until=_day(found["valid_until"]),
    )


def _part(text: str, offset: int, length: int) -> str:
    return _printable(text[offset // 2 : (offset + length) // 2]).strip()


def _printable(text: str) -> str:
    """Control characters and unset memory as spaces; rare characters are kept as read."""
    return "".join(" " if ord(char) < 32 or char in "\ufffd\uffff\u3000" else char for char in text)


def _day(digits: str) -> str | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError:
        return None
