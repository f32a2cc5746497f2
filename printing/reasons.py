"""What printers report, in the counter's words: printer-state-reasons (RFC 8011, 5.4.12)."""

from __future__ import annotations

from collections.abc import Iterable

OUT_OF_PAPER = "缺纸"
PAPER_LOW = "纸快用完了"
JAM = "卡纸"
OPEN = "盖子开着"
NO_TONER = "墨粉用完了"
OFFLINE = "离线"
CUTTER = "切刀出了故障"

WORDS = {
    "media-empty": OUT_OF_PAPER,
    "media-needed": "要放纸",
    "media-low": PAPER_LOW,
    "media-jam": JAM,
    "cover-open": OPEN,
    "door-open": OPEN,
    "interlock-open": OPEN,
    "input-tray-missing": "没有装纸盒",
    "output-tray-missing": "没有装出纸盒",
    "output-area-full": "出纸盒满了",
    "output-area-almost-full": "出纸盒快满了",
    "toner-empty": NO_TONER,
    "toner-low": "墨粉快用完了",
    "developer-empty": NO_TONER,
    "developer-low": "墨粉快用完了",
    "marker-supply-empty": NO_TONER,
    "marker-supply-low": "墨粉快用完了",
    "marker-waste-full": "废粉盒满了",
    "marker-waste-almost-full": "废粉盒快满了",
    "opc-life-over": "硒鼓到期了",
    "opc-near-eol": "硒鼓快到期了",
    "fuser-over-temp": "定影器过热",
    "fuser-under-temp": "正在预热",
    "offline": OFFLINE,
    "connecting-to-device": OFFLINE,
    "timed-out": OFFLINE,
    "shutdown": OFFLINE,
    "paused": "已暂停",
    "moving-to-paused": "已暂停",
    "stopping": "已暂停",
    "stopped": "已暂停",
    "stopped-partly": "一部分已暂停",
    "hold-new-jobs": "已暂停",
    "spool-area-full": "打印服务的空间满了",
    "interpreter-resource-unavailable": "打印机内存不够",
    "cups-missing-filter": "打印服务缺少过滤程序",
    "cups-insecure-filter": "打印服务的过滤程序不能用",
    "other": "有别的故障",
}
NO_SHEET = frozenset(
    {
        *("media-empty", "media-needed", "media-jam", "cover-open", "door-open", "interlock-open"),
        *("input-tray-missing", "output-area-full", "toner-empty", "marker-supply-empty"),
        *("offline", "connecting-to-device", "timed-out", "shutdown"),
    }
)
"""With one of these no sheet comes out, whatever the job's own state says."""
SUFFIXES = ("-error", "-warning", "-report")
UNTOLD = ("none", "cups-waiting-for-job-completed")
OWN = ("cups-ipp-", "cups-remote-", "com.", "wifi-", "cups-snmp")
"""Talk among print services, for no clerk."""


def in_words(keywords: Iterable[str]) -> str:
    """缺纸、盖子开着; empty where nothing is worth telling. An unknown keyword stands as it is."""
    told: list[str] = []
    for keyword in keywords:
        if keyword.endswith("-report") or keyword in UNTOLD or keyword.startswith(OWN):
            continue
        name = _bare(keyword)
        told.append(WORDS.get(name, name))
    return "、".join(dict.fromkeys(told))


def hinders(keywords: Iterable[str]) -> bool:
    """Whether a sheet can not have come out: an error (no suffix is one too), not a warning."""
    return any(
        _bare(keyword) in NO_SHEET
        for keyword in keywords
        if not keyword.endswith(("-warning", "-report"))
    )


def _bare(keyword: str) -> str:
    for suffix in SUFFIXES:
        keyword = keyword.removesuffix(suffix)
    return keyword
