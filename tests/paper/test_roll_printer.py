"""Roll printers on a loopback socket and a device file: what they draw, and how they fail."""

from __future__ import annotations

import os
import socket
import tty
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
import virtual_roll
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from virtual_roll import (
    COVER_OPEN,
    CUTTER_STUCK,
    END_OUT,
    ERROR,
    NO_PAPER,
    OFFLINE,
    PAPER,
    RESTING,
    VirtualRoll,
)

from data.errors import PaperError, PaperUnconfirmed
from printing.document import Document
from printing.escpos import BAND, Picture, encode
from printing.faces import Faces
from printing.printers import Paper
from printing.roll import render
from printing.roll_printer import RollPrinter
from printing.trial_pages import roll_page, roll_picture
from printing.wires import DeviceWire, SocketWire

ROLLS = [Paper.ROLL_80, Paper.ROLL_58]
TINY = encode(Picture(8, b"\xff\x00\x81"))


@pytest.fixture
def device() -> Iterator[VirtualRoll]:
    with virtual_roll.running(VirtualRoll()) as found:
        yield found


def printer(device: VirtualRoll, paper: Paper = Paper.ROLL_80) -> RollPrinter:
    wire = partial(SocketWire, "127.0.0.1", device.port)
    return RollPrinter(device.address, paper, wire, status=0.2, write=0.2, end=0.3)


def send(device: VirtualRoll, content: bytes = TINY, copies: int = 1) -> str:
    return printer(device).send(content, title="x", copies=copies)


def failed(device: VirtualRoll, content: bytes = TINY) -> PaperError:
    with pytest.raises(PaperError) as failure:
        send(device, content)
    assert device.address in failure.value.message and failure.value.hint
    return failure.value


@pytest.mark.parametrize("paper", ROLLS)
def test_a_slip_comes_out_and_its_codes_are_read(
    device: VirtualRoll, slip: Document, paper: Paper
) -> None:
    sent = printer(device, paper).send(render(slip, paper), title="x", copies=1)
    (picture,) = device.pictures
    assert sent == device.address
    assert picture.width == {Paper.ROLL_80: 576, Paper.ROLL_58: 384}[paper]
    assert codes(picture) == {
        "Code128": slip.codes.barcode,
        "QRCode": f"{slip.codes.barcode} 305118",
    }
    assert device.cuts == 1


@pytest.mark.parametrize("paper", ROLLS)
def test_nothing_is_drawn_beyond_the_edges(slip: Document, paper: Paper) -> None:
    picture = drawn(render(slip, paper))
    middle = ImageOps.invert(picture).getbbox()
    assert middle is not None
    assert middle[0] <= 16 and middle[2] <= picture.width
    assert 600 < picture.height < 1200


@pytest.mark.parametrize("paper", ROLLS)
def test_a_test_page_shows_the_whole_width_and_its_codes(device: VirtualRoll, paper: Paper) -> None:
    printer(device, paper).send(roll_page("小票机", paper, Faces()), title="x", copies=1)
    (picture,) = device.pictures
    box = ImageOps.invert(picture).getbbox()
    assert box is not None and (box[0], box[2]) == (0, picture.width)
    assert set(codes(picture)) == {"Code128", "QRCode"}


def test_a_test_page_names_what_the_fonts_lack(extra_font: Path) -> None:
    lacking = roll_picture("x", Paper.ROLL_80, Faces())
    served = roll_picture("x", Paper.ROLL_80, Faces(extra=extra_font))
    assert lacking.rows != served.rows


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({PAPER: NO_PAPER}, "缺纸"),
        ({OFFLINE: COVER_OPEN}, "盖子开着"),
        ({OFFLINE: RESTING | 0x20, PAPER: NO_PAPER}, "缺纸"),
        ({OFFLINE: COVER_OPEN, ERROR: CUTTER_STUCK}, "盖子开着、切刀出了故障"),
    ],
)
def test_a_printer_that_is_not_ready_is_sent_nothing(
    device: VirtualRoll, answers: dict[int, int], words: str
) -> None:
    device.answers |= answers
    error = failed(device)
    assert (error.code, type(error)) == ("printer_not_ready", PaperError)
    assert error.message.endswith(f"：{words}。")
    assert device.pictures == []


def test_paper_that_runs_out_at_the_end_is_in_doubt(device: VirtualRoll) -> None:
    device.at_end = END_OUT
    error = failed(device)
    assert isinstance(error, PaperUnconfirmed)
    assert "缺纸" in error.message


def test_a_printer_that_stops_in_the_middle_is_in_doubt(device: VirtualRoll) -> None:
    device.at_end = None
    error = failed(device)
    assert isinstance(error, PaperUnconfirmed)
    assert "没有动静" in error.message


@pytest.mark.parametrize("after", [12, 2_000, 40_000])
def test_a_printer_unplugged_within_a_job_is_in_doubt(
    device: VirtualRoll, slip: Document, after: int
) -> None:
    device.hangs_up_after = after
    error = failed(device, render(slip, Paper.ROLL_80))
    assert isinstance(error, PaperUnconfirmed)
    assert device.pictures == []


def test_a_printer_that_takes_no_more_is_in_doubt(device: VirtualRoll) -> None:
    device.stops_reading_after = 9
    error = failed(device, TINY * 1_000_000)
    assert (error.code, type(error)) == ("printer_stalled", PaperUnconfirmed)


def test_a_cheap_printer_that_answers_nothing_prints(device: VirtualRoll) -> None:
    device.is_silent = True
    assert send(device) == device.address
    assert wait_for(device, 1)


def test_copies_are_cut_apart(device: VirtualRoll) -> None:
    send(device, copies=3)
    assert device.cuts == 3


def test_a_dead_host_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        gone = VirtualRoll(port=server.getsockname()[1])
    error = failed(gone)
    assert (error.code, type(error)) == ("printer_unreachable", PaperError)
    assert "离线" in error.message


def test_the_next_paper_comes_out_after_one_that_failed(device: VirtualRoll) -> None:
    device.answers[PAPER] = NO_PAPER
    failed(device)
    device.answers[PAPER] = RESTING
    send(device)
    assert len(device.pictures) == 1


def test_a_device_file_is_written_to_and_asked() -> None:
    master, slave = os.openpty()
    tty.setraw(master)
    tty.setraw(slave)
    device = VirtualRoll()
    thread = Thread(target=device.obey, args=(reader(master), partial(os.write, master)))
    thread.start()
    path = Path(os.ttyname(slave))
    local = RollPrinter(f"device:{path}", Paper.ROLL_58, partial(DeviceWire, path), end=5.0)
    assert local.send(TINY, title="x", copies=1) == f"device:{path}"
    os.close(slave)
    thread.join()
    os.close(master)
    assert [picture.size for picture in device.pictures] == [(8, 3)]


def test_a_device_that_is_not_there_is_told(tmp_path: Path) -> None:
    absent = tmp_path / "lp0"
    with pytest.raises(PaperError) as failure:
        RollPrinter("device:lp0", Paper.ROLL_58, partial(DeviceWire, absent)).send(
            TINY, title="x", copies=1
        )
    assert failure.value.code == "printer_unreachable"


@given(st.sampled_from([1, 2, 48, 72]), st.integers(1, 3 * BAND + 1), st.randoms())
def test_any_picture_arrives_as_it_was(wide: int, high: int, random: object) -> None:
    rows = random.randbytes(wide * high)  # type: ignore[attr-defined]
    found = drawn(encode(Picture(wide * 8, rows)))
    assert found.size == (wide * 8, high)
    assert ImageOps.invert(found).convert("1").tobytes() == rows


def drawn(content: bytes) -> Image.Image:
    """What a printer makes of these bytes."""
    device, rest = VirtualRoll(), memoryview(content)

    def read(most: int) -> bytes:
        nonlocal rest
        part, rest = rest[:most], rest[most:]
        return bytes(part)

    device.obey(read, lambda _answer: None)
    return device.pictures[0]


def codes(picture: Image.Image) -> dict[str, str]:
    """What a scanner reads of the slip as it lies on a table."""
    found = zxingcpp.read_barcodes(ImageOps.expand(picture, 24, 255))
    return {code.format.name: code.text for code in found}


def reader(handle: int) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        try:
            return os.read(handle, most)
        except OSError:  # the other end of a terminal was closed
            return b""

    return read


def wait_for(device: VirtualRoll, count: int) -> bool:
    """A silent printer is not waited for: it may still be drawing."""
    return any(len(device.pictures) == count or device.released.wait(0.01) for _ in range(500))
