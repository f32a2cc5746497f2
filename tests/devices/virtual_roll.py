"""A roll printer on a loopback port: it takes ESC/POS, draws what it is told, and fails as set.

Knows the commands from the printers' manuals, not from the product.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

from PIL import Image

RESTING = 0x12
OFFLINE, ERROR, PAPER = 2, 3, 4
COVER_OPEN = RESTING | 0x04
NO_PAPER = RESTING | 0x60
CUTTER_STUCK = RESTING | 0x08
END_OUT = 0x0C


@dataclass
class VirtualRoll:
    """answers: what DLE EOT n is answered by; `is_silent`: a cheap one, answers nothing.

    at_end: the answer to GS r 1, None: none; hangs_up_after: so many bytes of a connection
    stops_reading_after: so many bytes, then it takes no more until it is released
    """

    answers: dict[int, int] = field(
        default_factory=lambda: {OFFLINE: RESTING, ERROR: RESTING, PAPER: RESTING}
    )
    at_end: int | None = 0
    is_silent: bool = False
    hangs_up_after: int | None = None
    stops_reading_after: int | None = None
    pictures: list[Image.Image] = field(default_factory=list)
    cuts: int = 0
    taken: int = 0
    port: int = 0
    stopped_reading: Event = field(default_factory=Event)
    released: Event = field(default_factory=Event)
    _rows: bytes = b""
    _wide: int = 0

    @property
    def address(self) -> str:
        return f"socket://127.0.0.1:{self.port}"

    def obey(self, read: Callable[[int], bytes], reply: Callable[[bytes], object]) -> None:
        """Commands until there are no more; EOFError where a command is cut off."""
        while first := read(1):
            self._obey(first + self._whole(read, 1), read, reply)

    def _obey(
        self, command: bytes, read: Callable[[int], bytes], reply: Callable[[bytes], object]
    ) -> None:
        match command:
            case b"\x1b@":
                self._rows = b""
            case b"\x1bd":
                self._whole(read, 1)
            case b"\x1dV":
                assert self._whole(read, 2) == b"\x42\x00"
                self._cut()
            case b"\x10\x04":
                what = self._whole(read, 1)[0]
                if not self.is_silent:
                    reply(bytes([self.answers[what]]))
            case b"\x1dr":
                assert self._whole(read, 1) == b"\x01"
                if self.at_end is not None and not self.is_silent:
                    reply(bytes([self.at_end]))
            case b"\x1dv":
                self._draw(read)
            case _:
                raise AssertionError(f"no such command: {command!r}")

    def _draw(self, read: Callable[[int], bytes]) -> None:
        head = self._whole(read, 6)
        assert head[:2] == b"0\x00"
        wide, high = head[2] + 256 * head[3], head[4] + 256 * head[5]
        assert self._wide in (0, wide)
        self._wide = wide
        self._rows += self._whole(read, wide * high)

    def _cut(self) -> None:
        size = self._wide * 8, len(self._rows) // self._wide
        picture = Image.frombytes("1", size, bytes(255 - byte for byte in self._rows))
        self.pictures.append(picture.convert("L"))
        self.cuts += 1
        self._rows, self._wide = b"", 0

    def _whole(self, read: Callable[[int], bytes], count: int) -> bytes:
        content = b""
        while len(content) < count:
            part = read(count - len(content))
            if not part:
                raise EOFError
            content += part
        return content


@contextmanager
def running(device: VirtualRoll) -> Iterator[VirtualRoll]:
    """The printer, reachable at its address until the end; one connection at a time."""
    server = socket.create_server(("127.0.0.1", device.port))
    device.port = server.getsockname()[1]
    thread = Thread(target=_serve, args=(server, device), daemon=True)
    thread.start()
    try:
        yield device
    finally:
        device.released.set()
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def _serve(server: socket.socket, device: VirtualRoll) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection, suppress(EOFError, OSError):
            _attend(connection, device)


def _attend(connection: socket.socket, device: VirtualRoll) -> None:
    count = 0

    def read(most: int) -> bytes:
        nonlocal count
        if device.stops_reading_after is not None and count >= device.stops_reading_after:
            device.stopped_reading.set()
            device.released.wait()
            raise EOFError
        if device.hangs_up_after is not None:
            if count >= device.hangs_up_after:
                raise EOFError
            most = min(most, device.hangs_up_after - count)
        content = connection.recv(most)
        count += len(content)
        device.taken += len(content)
        return content

    device.obey(read, connection.sendall)
