"""Scans: which files a window takes for one, and how large."""

from __future__ import annotations

LARGEST = 50_000_000  # bytes of one scan
HEAD = 1024  # bytes from the beginning that tell the kind
PDF = b"%PDF-"  # somewhere in the first 1024 bytes, as readers have it
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "JPG": (b"\xff\xd8\xff",),
    "PNG": (b"\x89PNG\r\n\x1a\n",),
    "TIFF": (b"II*\x00", b"MM\x00*"),
}
KINDS = ("PDF", *BEGINNINGS)
KINDS_WORDS = "、".join(KINDS)
LARGEST_WORDS = f"{LARGEST // 1_000_000} MB"
TAKEN_WORDS = f"收 {KINDS_WORDS} 文件，每份最大 {LARGEST_WORDS}。"


def kind_of(head: bytes) -> str | None:
    """What a file is by its first bytes, whatever its name says; None where it is no scan."""
    if PDF in head[:HEAD]:
        return "PDF"
    for kind, beginnings in BEGINNINGS.items():
        if head.startswith(beginnings):
            return kind
    return None


def problem_of(name: str, size: int, head: bytes) -> str | None:
    """Why a file of `size` bytes is not taken as a scan, in words; None where it is."""
    if size == 0:
        return f"“{name}”是空的，没有添加。请重新扫描。"
    if size > LARGEST:
        return (
            f"“{name}”太大，没有添加。每份最大 {LARGEST_WORDS}，请分成几份，或者降低扫描的清晰度。"
        )
    if kind_of(head) is None:
        return f"“{name}”不是 {KINDS_WORDS} 文件，没有添加。请换一个文件，或者先存成 PDF。"
    return None
