"""What is taken as a scan: by its first bytes and its size, whatever it is called."""

from __future__ import annotations

import pytest

from data.rules.scans import LARGEST, TAKEN_WORDS, kind_of, problem_of


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\r\n%PDF-1.4", "PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPG"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"II*\x00\x08", "TIFF"),
        (b"MM\x00*\x00", "TIFF"),
        (b"PK\x03\x04", None),
        (b"GIF89a", None),
        (b" " * 1024 + b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_kind_is_told_by_the_first_bytes(head, kind):
    assert kind_of(head) == kind


def test_what_can_be_a_scan_has_no_problem():
    assert problem_of("申请书.pdf", LARGEST, b"%PDF-1.7") is None


@pytest.mark.parametrize(
    ("size", "head", "words"),
    [
        (0, b"", "是空的"),
        (LARGEST + 1, b"%PDF-1.7", "每份最大 50 MB"),
        (9, b"PK\x03\x04", "不是 PDF、JPG、PNG、TIFF 文件"),
    ],
)
def test_what_cannot_is_told_with_its_name_and_the_limit(size, head, words):
    told = problem_of("照片.heic", size, head)
    assert told is not None
    assert told.startswith("“照片.heic”") and words in told and "没有添加" in told


def test_what_is_taken_is_said_beforehand():
    assert TAKEN_WORDS == "收 PDF、JPG、PNG、TIFF 文件，每份最大 50 MB。"
