"""Open ways to a roll printer: a network socket, a device file. Bytes, in time or not at all."""

from __future__ import annotations

import os
import select
import socket
import time
from pathlib import Path
from typing import Protocol

CONNECT_SECONDS = 5.0
CHUNK = 4096


class Wire(Protocol):
    """OSError where the way is broken, TimeoutError where the printer takes too long."""

    def write(self, content: bytes, seconds: float) -> None:
        """All of it, in so many seconds."""
        ...

    def read(self, seconds: float) -> int | None:
        """The next byte; None where none comes in time."""
        ...

    def close(self) -> None: ...


class SocketWire:
    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), timeout=CONNECT_SECONDS)

    def write(self, content: bytes, seconds: float) -> None:
        self._socket.settimeout(seconds)
        self._socket.sendall(content)

    def read(self, seconds: float) -> int | None:
        readable, _, _ = select.select([self._socket], [], [], seconds)
        if not readable:
            return None
        found = self._socket.recv(1)
        if not found:
            raise ConnectionError("the printer hung up")
        return found[0]

    def close(self) -> None:
        self._socket.close()


class DeviceWire:
    """Opened non-blocking: nobody waits inside the kernel for a device that takes no more."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)

    def write(self, content: bytes, seconds: float) -> None:
        until, rest = time.monotonic() + seconds, memoryview(content)
        while rest:
            left = until - time.monotonic()
            _, writable, _ = select.select([], [self._handle], [], max(0.0, left))
            if not writable:
                raise TimeoutError
            rest = rest[os.write(self._handle, rest[:CHUNK]) :]

    def read(self, seconds: float) -> int | None:
        readable, _, _ = select.select([self._handle], [], [], seconds)
        found = os.read(self._handle, 1) if readable else b""
        return found[0] if found else None

    def close(self) -> None:
        os.close(self._handle)
