"""Canonical JSON, hashes, links and signatures."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from data.rules.event import Event
from data.store import signing
from data.store.signing import Signer

SAFE = 2**53 - 1
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def composed(value: Any) -> Any:
    """The value with every text in NFC, as the journal keeps it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {composed(key): composed(item) for key, item in value.items()}
    return [composed(item) for item in value] if isinstance(value, list) else value


def written(signer: Signer, body: dict[str, Any], *, number: int = 1) -> Event:
    event = Event(
        id="01890000-0000-7000-8000-000000000001",
        feed=signer.feed,
        number=number,
        link="",
        case_id="c1",
        base=None,
        kind="received",
        at="2026-11-23T01:30:00.000Z",
        actor="窗口员",
        schema=1,
        body_hash=signing.body_hash(body),
        hash="",
        signature="",
        body=body,
    )
    content = signing.event_hash(event)
    link = signing.link(signer.feed, number, signing.GENESIS, content)
    return replace(event, hash=content, link=link, signature=signer.sign(link))


@given(VALUES)
def test_the_fast_writer_gives_the_standard_bytes(value: Any) -> None:
    assert signing.canonical(value) == rfc8785.dumps(composed(value))


@given(VALUES)
def test_canonical_json_reads_back(value: Any) -> None:
    assert json.loads(signing.canonical(value)) == composed(value)


@given(VALUES)
def test_what_was_read_back_has_the_same_bytes(value: Any) -> None:
    once = signing.canonical(value)
    assert signing.canonical(json.loads(once)) == once


@given(st.dictionaries(st.text("abcdefgh", max_size=3), SCALARS, max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, Any]) -> None:
    turned = dict(reversed(list(value.items())))
    assert signing.canonical(value) == signing.canonical(turned)


# The examples of RFC 8785: 3.2.3 sorts keys by UTF-16 code units, 3.2.2.2 writes strings.
SORTED = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "1": "One",
    "\U0001f600": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
    "\ue000": "Private Use",
}
VECTORS = [
    (
        {"literals": [None, True, False], "numbers": [0, -1, SAFE]},
        '{"literals":[null,true,false],"numbers":[0,-1,9007199254740991]}',
    ),
    (
        {"string": '€$\u000f\nA\'B"\\\\"/'},
        '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ),
    (
        SORTED,
        '{"\\r":"Carriage Return","1":"One","\u0080":"Control",'
        '"ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign",'
        '"😀":"Emoji: Grinning Face","\ue000":"Private Use"}',
    ),
    ({"b": [], "a": {}}, '{"a":{},"b":[]}'),
    ("e\u0301", '"é"'),
]


@pytest.mark.parametrize(("value", "text"), VECTORS)
def test_rfc_8785(value: Any, text: str) -> None:
    assert signing.canonical(value) == text.encode("utf-8")


@pytest.mark.parametrize("value", [0.5, {"amount": 3000.0}, [[1.0]], {"a": {"b": float("nan")}}])
def test_a_float_is_refused(value: Any) -> None:
    with pytest.raises(InputError) as refused:
        signing.canonical(value)
    assert refused.value.code == "float_in_event"


@pytest.mark.parametrize(
    "value", [SAFE + 1, -SAFE - 1, "\ud800", {"a": "\udfff"}, {"\ud800": 1}, {1: "a"}]
)
def test_what_json_cannot_carry_is_refused(value: Any) -> None:
    with pytest.raises(InputError) as refused:
        signing.canonical(value)
    assert refused.value.code == "not_canonical"


def test_the_hash_survives_a_change_of_feed_and_the_link_does_not() -> None:
    first, second = Signer(bytes(32)), Signer(bytes(31) + b"\1")
    body = {"name": "龚䶮㛃"}
    here, there = written(first, body), written(second, body, number=7)
    assert here.hash == there.hash
    assert here.link != there.link
    assert here.feed != there.feed


@given(st.dictionaries(TEXT, SCALARS, max_size=4), st.binary(min_size=32, max_size=32))
def test_a_signed_event_is_that_keys_and_no_others(body: dict[str, Any], seed: bytes) -> None:
    signer, other = Signer(seed), Signer(bytes(byte ^ 1 for byte in seed))
    event = written(signer, body)
    assert signer.feed == signing.fingerprint(signer.public_key)
    assert signing.is_signed(event.link, event.signature, signer.public_key)
    assert not signing.is_signed(event.link, event.signature, other.public_key)
    assert not signing.is_signed(event.hash, event.signature, signer.public_key)


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda text: text[:-2],
        lambda text: text + "00",
        lambda text: text[:64] + " " + text[64:],
        lambda text: "zz" + text[2:],
        lambda text: "",
    ],
)
def test_a_signature_written_another_way_is_none(change: Any) -> None:
    signer = Signer(bytes(32))
    event = written(signer, {"a": 1})
    assert not signing.is_signed(event.link, change(event.signature), signer.public_key)


def test_a_key_of_the_wrong_length_signs_nothing() -> None:
    event = written(Signer(bytes(32)), {"a": 1})
    assert not signing.is_signed(event.link, event.signature, b"short")


def test_new_seeds_differ() -> None:
    assert len({Signer.new_seed() for _ in range(4)}) == 4
