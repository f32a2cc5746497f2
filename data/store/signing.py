"""Canonical JSON, hashes and signatures: what makes a feed a chain.

Canonical JSON is RFC 8785 over NFC text, without floats (money is text). Signatures are
Ed25519. A terminal's fingerprint is the SHA-256 of its public key.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import SealedBox
from nacl.signing import SigningKey, VerifyKey

from data.errors import InputError
from data.rules.event import Event

GENESIS = "0" * 64  # the link before the first event of a feed
MOST_INTEGER = 2**53 - 1

# Python's own writer gives the very same ten times faster, but for the order of names in which
# there are characters beyond U+FFFF.
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_RARE = re.compile("[\U00010000-\U0010ffff]")

# The usual types stand first: asking for the others costs ten times as much.
_OBJECTS = (dict, Mapping)
_ARRAYS = (list, tuple, Sequence)


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a plain value.

    InputError for floats, integers beyond 2^53 and text that is no Unicode.
    """
    try:
        plain = _plain(value)
        text = _WRITER.encode(plain)
        return rfc8785.dumps(plain) if _RARE.search(text) else text.encode("utf-8")
    except (rfc8785.CanonicalizationError, UnicodeError, TypeError) as error:
        raise InputError("not_canonical", "内容里有不能保存的字符或者数字。") from error


def is_canonical(value: Any, text: str) -> bool:
    """Whether this is the canonical JSON of what was read from it."""
    return _WRITER.encode(value) == text or canonical(value) == text.encode("utf-8")


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

    def unseal(self, sealed: bytes) -> bytes:
        """What was sealed for this key; ValueError where it was for another, or was changed."""
        try:
            return SealedBox(self._key.to_curve25519_private_key()).decrypt(sealed)
        except CryptoError as error:
            raise ValueError("not sealed for this key") from error


def seal_for(public_key: bytes, content: bytes) -> bytes:
    """Seal for the owner of an Ed25519 key, by its X25519 form: nobody else can open it."""
    return SealedBox(VerifyKey(public_key).to_curve25519_public_key()).encrypt(content)


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
    if value is None or isinstance(value, int):
        if value is not None and abs(value) > MOST_INTEGER:
            raise rfc8785.IntegerDomainError(value)
        return value
    if isinstance(value, _OBJECTS):
        return {_name(key): _plain(item) for key, item in value.items()}
    if isinstance(value, _ARRAYS) and not isinstance(value, bytes):
        return [_plain(item) for item in value]
    return value


def _name(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(key)
    return unicodedata.normalize("NFC", key)
