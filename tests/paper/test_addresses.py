"""A printer's address: which printer it means, and the ones that mean none."""

from __future__ import annotations

import pytest

from data.errors import InputError
from printing.addresses import open_printer
from printing.files import FilePrinter
from printing.ipp_printer import IppPrinter
from printing.lp import LpPrinter
from printing.printers import FollowedPrinter, Paper
from printing.roll_printer import RollPrinter


@pytest.mark.parametrize(
    ("address", "paper", "kind"),
    [
        ("file:/tmp/papers", Paper.A4, FilePrinter),
        ("lp:hall", Paper.A4, LpPrinter),
        ("ipp://printer.local/ipp/print", Paper.A4, IppPrinter),
        ("ipp://127.0.0.1:8631/printers/hall", Paper.A4, IppPrinter),
        ("ipp://[::1]:8631/printers/hall", Paper.A4, IppPrinter),
        ("socket://10.0.0.9", Paper.ROLL_80, RollPrinter),
        ("socket://10.0.0.9:9101", Paper.ROLL_58, RollPrinter),
        ("device:/dev/usb/lp0", Paper.ROLL_58, RollPrinter),
    ],
)
def test_an_address_means_a_printer(address: str, paper: Paper, kind: type) -> None:
    printer = open_printer(address, paper)
    assert isinstance(printer, kind)
    assert printer.paper is paper
    assert isinstance(printer, FollowedPrinter) == (kind is IppPrinter)


@pytest.mark.parametrize(
    "address",
    [
        *("", "hall", "lp:", "usb:/dev/usb/lp0", "http://printer/", "ipp:", "ipp://", "ipp:///q"),
        *("ipp://printer:0/q", "ipp://printer:99999/q", "ipp://printer:x/q", "socket://:9100"),
        *("ipp://me:secret@printer/q", "ipp://printer/q?x=1", "ipp://printer/q#2", "ipp://[::1/q"),
    ],
)
def test_what_is_no_address_is_told(address: str) -> None:
    paper = Paper.ROLL_80 if address.startswith("socket") else Paper.A4
    with pytest.raises(InputError) as refused:
        open_printer(address, paper)
    assert (refused.value.code, refused.value.field) == ("printer_address_wrong", "--address")
    assert "ipp://" in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("address", "paper"),
    [
        ("ipp://printer/q", Paper.ROLL_80),
        ("lp:hall", Paper.ROLL_58),
        ("file:/tmp", Paper.ROLL_80),
        ("socket://10.0.0.9", Paper.A4),
        ("device:/dev/usb/lp0", Paper.A4),
    ],
)
def test_paper_that_is_not_in_such_a_printer_is_told(address: str, paper: Paper) -> None:
    with pytest.raises(InputError) as refused:
        open_printer(address, paper)
    assert (refused.value.code, refused.value.field) == ("printer_paper_wrong", "--paper")
