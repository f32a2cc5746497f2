"""Canonical JSON, hashes and signatures: what makes a feed a chain.

Canonical JSON is RFC 8785 over NFC text, without floats (money is text). Signatures are
Ed25519. A terminal's fingerprint is the SHA-256 of its public key.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from data.errors import InputError
from data.rules.event import Event

GENESIS = "0" * 64  # the link before the first event of a feed


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a plain value.

    InputError for floats, integers beyond 2^53 and text that is no Unicode.
    """
    try:
        return rfc8785.dumps(_plain(value))
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise InputError("not_canonical", "内容里有不能保存的字符或者数字。") from error


def body_hash(body: Mapping[str, Any]) -> str:
    """SHA-256 of a body's canonical JSON."""
    return digest(canonical(body))


def digest(content: bytes) -> str:
    """SHA-256 of canonical bytes, as hex."""
    return hashlib.sha256(content).hexdigest()


def event_hash(event: Event) -> str:
    """What `base` names: it says what happened, not in which feed."""
    parts = [
        event.id,
        event.case_id,
        event.base,
        event.kind,
        event.at,
        event.actor,
        event.schema,
        event.body_hash,
    ]
    return digest(canonical(parts))


def link(feed: str, number: int, previous: str, content_hash: str) -> str:
    """The chain: SHA-256 over feed, number, the link before and the event's hash."""
    return digest(canonical([feed, number, previous, content_hash]))


def fingerprint(public_key: bytes) -> str:
    return hashlib.sha256(public_key).hexdigest()


class Signer:
    """A terminal's key: signs links, and knows its feed."""

    def __init__(self, seed: bytes) -> None:
        self._key = SigningKey(seed)
        self.public_key = bytes(self._key.verify_key)
        self.feed = fingerprint(self.public_key)

    @staticmethod
    def new_seed() -> bytes:
        return bytes(SigningKey.generate())

    def sign(self, link_hex: str) -> str:
        return self._key.sign(bytes.fromhex(link_hex)).signature.hex()


def is_signed(link_hex: str, signature_hex: str, public_key: bytes) -> bool:
    """Whether a signature is that key's over that link; False for anything malformed.

    A signature has one spelling: lower-case hex without spaces.
    """
    try:
        signature = bytes.fromhex(signature_hex)
        VerifyKey(public_key).verify(bytes.fromhex(link_hex), signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return signature.hex() == signature_hex


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, float):
        raise InputError("float_in_event", "金额和数量要写成文字，不能是小数。")
    if isinstance(value, Mapping):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_plain(item) for item in value]
    return value
