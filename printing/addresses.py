"""A printer's address in words: which kind of printer it is, and where.

file:/folder             PDF files
lp:QUEUE                 a queue of this machine's print service
ipp://host:port/path     an office printer or a queue, by IPP
socket://host:port       a roll printer on the network
device:/dev/usb/lp0      a roll printer on this machine
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from data.errors import InputError
from printing.files import FilePrinter
from printing.lp import LpPrinter
from printing.printers import Paper, Printer
from printing.roll_printer import RollPrinter
from printing.wires import DeviceWire, SocketWire

FILE = "file"
SHEETS = (FILE, "lp", "ipp")
ROLLS = ("socket", "device")
IPP_PORT = 631
RAW_PORT = 9100
FORMS = "ipp://主机:端口/printers/队列、lp:队列、file:目录；小票机用 socket://主机:端口、device:/dev/usb/lp0"


def open_printer(address: str, paper: Paper) -> Printer:
    """The printer at an address; InputError where it is none, or prints no such paper."""
    kind, _, rest = address.partition(":")
    if kind not in (*SHEETS, *ROLLS) or not rest:
        raise _wrong(address)
    if (kind in SHEETS) != (paper is Paper.A4):
        raise _unfit(address, paper)
    if kind == FILE:
        return FilePrinter(Path(rest))
    if kind == "lp":
        return LpPrinter(rest)
    if kind == "device":
        return RollPrinter(address, paper, partial(DeviceWire, Path(rest)))
    parts = _split(address)
    host, port = parts.hostname or "", parts.port
    if kind == "ipp":
        from printing.ipp_printer import IppPrinter  # loads http.client: where it is spoken

        return IppPrinter(host, port or IPP_PORT, parts.path or "/")
    return RollPrinter(address, paper, partial(SocketWire, host, port or RAW_PORT))


def _split(address: str) -> SplitResult:
    """Host, port and path; a port that is none, or a name in it, is no address."""
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError as error:
        raise _wrong(address) from error
    if not parts.hostname or not has_port or parts.username or parts.query or parts.fragment:
        raise _wrong(address)
    return parts


def _wrong(address: str) -> InputError:
    return InputError(
        "printer_address_wrong",
        f"打印机地址写得不对：{address}",
        hint=f"可以写：{FORMS}。",
        field="--address",
    )


def _unfit(address: str, paper: Paper) -> InputError:
    words = "A4 纸" if paper is Paper.A4 else f"{paper} 毫米的纸卷"
    return InputError(
        "printer_paper_wrong",
        f"这个地址的打印机不能用{words}：{address}",
        hint="socket: 和 device: 是小票机(--paper 80 或者 58)，其他地址用 A4。",
        field="--paper",
    )
