"""IPP messages: as the standard's example has them, and whatever else comes back."""

from __future__ import annotations

import struct

import pytest
import virtual_ipp
from hypothesis import given
from hypothesis import strategies as st

from printing.ipp import Attribute, Group, Tag, Unreadable, answer, request


def test_a_request_byte_for_byte() -> None:
    # RFC 8010, A.7: Get-Jobs, but for its language and its other attributes.
    made = request(0x000A, 0x7B, [Attribute(Tag.INTEGER, "limit", (50,))])
    assert made == (
        b"\x01\x01\x00\x0a\x00\x00\x00\x7b\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x05zh-cn"
        b"\x21\x00\x05limit\x00\x04\x00\x00\x00\x32\x03"
    )


def test_several_values_share_a_name() -> None:
    wanted = Attribute(Tag.KEYWORD, "requested-attributes", ("job-id", "job-name"))
    _operation, _id, groups, rest = virtual_ipp.read(request(9, 1, [wanted]) + b"%PDF")
    assert groups[1]["requested-attributes"] == [b"job-id", b"job-name"]
    assert rest == b"%PDF"


def test_an_answer_is_read_by_kind_and_its_collections_passed_over() -> None:
    content = virtual_ipp.write(
        0x0001,
        7,
        Group.PRINTER,
        {
            "printer-state": (Tag.ENUM, [5]),
            "printer-state-reasons": (Tag.KEYWORD, ["media-empty-error", "paused"]),
            "media-col-default": (0x34, [b""]),
            "printer-is-accepting-jobs": (Tag.BOOLEAN, [True]),
            "printer-info": (0x35, [b"\x00\x02en\x00\x06\xe5\xa4\xa7\xe5\x8e\x85"]),
            "printer-resolution": (0x32, [b"\x00\x00\x02\x58\x00\x00\x02\x58\x03"]),
        },
    )
    found = answer(content)
    assert found.status == 0x0001
    assert found.of(Group.PRINTER) == {
        "printer-state": (5,),
        "printer-state-reasons": ("media-empty-error", "paused"),
        "printer-is-accepting-jobs": (True,),
        "printer-info": ("大厅",),
        "printer-resolution": (b"\x00\x00\x02\x58\x00\x00\x02\x58\x03",),
    }
    assert found.of(Group.JOB) == {}


@given(st.binary(max_size=60))
def test_anything_else_is_unreadable_or_read(content: bytes) -> None:
    try:
        found = answer(b"\x01\x01\x00\x00\x00\x00\x00\x01" + content)
    except Unreadable:
        return
    assert found.status == 0


@pytest.mark.parametrize("content", [b"", b"<html>busy</html>", b"\x01\x01\x00\x00"])
def test_what_is_no_answer(content: bytes) -> None:
    with pytest.raises(Unreadable):
        answer(content)


@pytest.mark.parametrize("cut", range(9, 75, 11))
def test_an_answer_cut_off_is_unreadable(cut: int) -> None:
    whole = virtual_ipp.write(0, 1, Group.JOB, {"job-state": (Tag.ENUM, [9])})
    assert answer(whole).of(Group.JOB) == {"job-state": (9,)}
    with pytest.raises(Unreadable):
        answer(whole[:cut])
    assert struct.unpack_from(">H", whole, 2) == (0,)
