"""What printers report, in the counter's words."""

from __future__ import annotations

import pytest

from printing.reasons import hinders, in_words


@pytest.mark.parametrize(
    ("keyword", "words"),
    [
        ("media-empty", "缺纸"),
        ("media-empty-error", "缺纸"),
        ("media-jam-error", "卡纸"),
        ("cover-open-error", "盖子开着"),
        ("door-open", "盖子开着"),
        ("toner-empty-error", "墨粉用完了"),
        ("toner-low-warning", "墨粉快用完了"),
        ("marker-supply-empty", "墨粉用完了"),
        ("offline", "离线"),
        ("connecting-to-device", "离线"),
        ("timed-out", "离线"),
        ("paused", "已暂停"),
        ("spool-area-full", "打印服务的空间满了"),
        ("media-path-cannot-duplex-error", "media-path-cannot-duplex"),
        ("none", ""),
        ("offline-report", ""),
        ("cups-waiting-for-job-completed", ""),
        ("cups-ipp-missing-cancel-job", ""),
    ],
)
def test_a_reason_in_words(keyword: str, words: str) -> None:
    assert in_words([keyword]) == words


def test_each_thing_is_told_once() -> None:
    reasons = ["media-empty-error", "media-empty-warning", "door-open", "cover-open", "none"]
    assert in_words(reasons) == "缺纸、盖子开着"


@pytest.mark.parametrize(
    ("reasons", "is_hindered"),
    [
        (["none"], False),
        (["media-empty"], True),
        (["media-empty-error", "paused"], True),
        (["media-empty-warning"], False),  # another tray is empty
        (["media-low-error"], False),
        (["cover-open-report"], False),
        (["toner-low-warning", "connecting-to-device"], True),
        (["paused"], False),
    ],
)
def test_with_which_reasons_no_sheet_can_be_out(reasons: list[str], is_hindered: bool) -> None:
    assert hinders(reasons) is is_hindered
