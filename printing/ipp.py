"""IPP messages (RFC 8010): attributes to bytes and back. No connection, no meaning."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeAlias

VERSION = 0x0101
"""IPP/1.1: spoken by every printer and by CUPS."""
END = 0x03
LAST_DELIMITER = 0x0F
BEGIN_COLLECTION, END_COLLECTION, MEMBER_NAME = 0x34, 0x37, 0x4A

Value: TypeAlias = int | bool | str | bytes
Attributes: TypeAlias = Mapping[str, tuple[Value, ...]]


class Group(IntEnum):
    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


NUMBERS = (Tag.INTEGER, Tag.ENUM)
TEXTS = range(Tag.TEXT, Tag.MIME_TYPE + 1)
TEXTS_WITH_LANGUAGE = (0x35, 0x36)


class Unreadable(Exception):
    """Bytes that are no IPP message."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a request; several values share a tag."""

    tag: Tag
    name: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its status code (below 0x0400 it was done) and its attributes by group."""

    status: int
    groups: Mapping[Group, Attributes] = field(default_factory=dict)

    def of(self, group: Group) -> Attributes:
        return self.groups.get(group, {})


def request(
    operation: int,
    request_id: int,
    operation_attributes: Iterable[Attribute],
    job_attributes: Iterable[Attribute] = (),
) -> bytes:
    """A request without its document; charset and language stand first, as they must."""
    parts = [struct.pack(">HHI", VERSION, operation, request_id)]
    head = (
        Attribute(Tag.CHARSET, "attributes-charset", ("utf-8",)),
        Attribute(Tag.LANGUAGE, "attributes-natural-language", ("zh-cn",)),
    )
    parts += [bytes([Group.OPERATION]), *map(_encoded, (*head, *operation_attributes))]
    if job := list(job_attributes):
        parts += [bytes([Group.JOB]), *map(_encoded, job)]
    return b"".join([*parts, bytes([END])])


def _encoded(attribute: Attribute) -> bytes:
    parts = []
    for at, value in enumerate(attribute.values):
        name = attribute.name.encode() if at == 0 else b""
        content = struct.pack(">i", value) if isinstance(value, int) else value.encode()
        parts.append(
            struct.pack(">BH", attribute.tag, len(name))
            + name
            + struct.pack(">H", len(content))
            + content
        )
    return b"".join(parts)


def answer(content: bytes) -> Answer:
    """A response read; what is of a kind unknown here is left as bytes. Raises Unreadable."""
    try:
        _version, status, _request_id = struct.unpack_from(">HHI", content)
        groups: dict[Group, dict[str, tuple[Value, ...]]] = {}
        for group, name, value in _values(content):
            known = groups.setdefault(group, {})
            known[name] = (*known.get(name, ()), value)
    except (struct.error, IndexError, ValueError) as error:
        raise Unreadable from error
    return Answer(status, groups)


def _values(content: bytes) -> Iterator[tuple[Group, str, Value]]:
    """Every value with its group and its attribute's name; collections are passed over."""
    at, group, name, depth = 8, Group.OPERATION, "", 0
    while (tag := content[at]) != END:
        at += 1
        if tag <= LAST_DELIMITER:
            group = Group(tag) if tag in set(Group) else Group.UNSUPPORTED
            continue
        own, at = _part(content, at)
        value, at = _part(content, at)
        name = own.decode("utf-8", "replace") if own and depth == 0 else name
        depth += (tag == BEGIN_COLLECTION) - (tag == END_COLLECTION)
        if depth == 0 and tag not in (END_COLLECTION, MEMBER_NAME):
            yield group, name, _decoded(tag, value)


def _part(content: bytes, at: int) -> tuple[bytes, int]:
    """What stands behind its two bytes of length, and where the next thing begins."""
    (length,) = struct.unpack_from(">H", content, at)
    end = at + 2 + length
    if end > len(content):
        raise IndexError
    return content[at + 2 : end], end


def _decoded(tag: int, value: bytes) -> Value:
    if tag in NUMBERS:
        return int(struct.unpack(">i", value)[0])
    if tag == Tag.BOOLEAN:
        return value != b"\0"
    if tag in TEXTS_WITH_LANGUAGE:
        _language, at = _part(value, 0)
        return _part(value, at)[0].decode("utf-8", "replace")
    if tag in TEXTS:
        return value.decode("utf-8", "replace")
    return value
