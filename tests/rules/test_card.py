"""The card reader's text."""

from __future__ import annotations

from datetime import date

import pytest

from data.errors import InputError
from data.rules.card import CardText, read_card
from data.rules.identity import IdentityKind

RESIDENT = {
    0: "龚䶮㛃",
    30: "1",
    32: "01",
    36: "19900101",
    52: "清远市清新区太和镇示例路1号",
    122: "441803199001011155",
    158: "清远市公安局清新分局",
    188: "20200101",
    204: "20400101",
}


def chip(parts: dict[int, str], kind: str = " ") -> bytes:
    """256 bytes with these texts at these offsets."""
    text = [" "] * 128
    for offset, part in {**parts, 248: kind}.items():
        text[offset // 2 : offset // 2 + len(part)] = part
    return "".join(text).encode("utf-16-le")


def test_a_residents_card() -> None:
    card = read_card(chip(RESIDENT))
    assert (card.kind, card.name) == (IdentityKind.RESIDENT_ID, "龚䶮㛃")
    assert (card.id_number, card.sex) == ("441803199001011155", "male")
    assert (card.birth, card.valid_until) == ("1990-01-01", "2040-01-01")
    assert card.address == "清远市清新区太和镇示例路1号"
    assert not card.is_expired(date(2040, 1, 1)) and card.is_expired(date(2040, 1, 2))


def test_a_card_for_ever_does_not_expire() -> None:
    card = read_card(chip({**RESIDENT, 204: "长期    "}))
    assert card.valid_until is None and not card.is_expired(date(2999, 1, 1))


def test_cards_of_compatriots_and_foreigners() -> None:
    compatriot = read_card(chip({**RESIDENT, 122: "810000199001010018", 220: "H12345678"}, "J"))
    assert compatriot.kind == IdentityKind.HMT_RESIDENCE
    assert compatriot.id_number == "810000199001010018"
    parts = {0: "SMITH, JOHN", 120: "1", 122: "USA110090010101", 152: "USA", 158: "史约翰"}
    foreigner = read_card(chip({**parts, 204: "20300101", 220: "19900101"}, "I"))
    assert foreigner.kind == IdentityKind.FOREIGNER_PERMANENT
    assert (foreigner.name, foreigner.id_number) == ("史约翰", "USA110090010101")
    assert (foreigner.birth, foreigner.sex) == ("1990-01-01", "male")
    assert read_card(chip({**parts, 158: "   "}, "I")).name == "SMITH, JOHN"


def test_an_unknown_kind_is_shown_raw() -> None:
    card = read_card(chip(RESIDENT, "Y"))
    assert card.kind is None and card.id_number == ""
    assert "龚䶮㛃" in card.raw and "441803199001011155" in card.raw


@pytest.mark.parametrize("content", [b"", b"\x00" * 255, chip(RESIDENT)[:-1]])
def test_a_text_cut_short_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="不完整"):
        read_card(content)


@pytest.mark.parametrize("fill", [b"\x00", b"\xff", b"\xd8", bytes(range(256))])
def test_any_bytes_give_a_card(fill: bytes) -> None:
    card = read_card((fill * 256)[:256])
    assert isinstance(card, CardText) and not any(ord(char) < 32 for char in card.raw)
