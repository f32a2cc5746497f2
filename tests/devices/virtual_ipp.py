"""An office printer that speaks IPP over HTTP, and fails as it is told.

Reads and writes IPP by itself, without a line of the product's: what one side has wrong the other
does not hide.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_PRINTER = 2, 8, 9, 11
PENDING, PROCESSING, CANCELED, ABORTED, COMPLETED = 3, 5, 7, 8, 9
IDLE, BUSY, STOPPED = 3, 4, 5
OK, NOT_POSSIBLE, NOT_FOUND = 0x0000, 0x0404, 0x0406


@dataclass
class Job:
    """A job as it arrived, and where it stands."""

    id: int
    content: bytes
    operation: dict[str, list[bytes]]
    wishes: dict[str, list[bytes]]
    state: int
    message: str = ""
    impressions: int = 0


@dataclass
class Moment:
    """How things stand when the job is asked after: job state, printer state, its reasons."""

    job: int = COMPLETED
    printer: int = IDLE
    reasons: tuple[str, ...] = ("none",)
    message: str = ""
    impressions: int = 0


@dataclass
class VirtualIpp:
    """`script`: one moment for each time the job is asked after; the last one stays."""

    script: list[Moment] = field(default_factory=lambda: [Moment()])
    printer: int = IDLE
    reasons: tuple[str, ...] = ("none",)
    accepting: bool = True
    print_status: int = OK
    cancel_status: int = OK
    after_cancel: int = CANCELED
    hangs_up: bool = False
    http_status: int = 200
    body: bytes | None = None
    jobs: list[Job] = field(default_factory=list)
    port: int = 0
    asked: Event = field(default_factory=Event)

    @property
    def address(self) -> str:
        return f"ipp://127.0.0.1:{self.port}/printers/hall"

    def answer(self, request: bytes) -> bytes:
        operation, request_id, groups, content = read(request)
        asked = groups[1]
        assert list(asked)[:2] == ["attributes-charset", "attributes-natural-language"]
        assert asked["printer-uri"] == [self.address.encode()]
        act = {
            PRINT_JOB: self._print,
            CANCEL_JOB: self._cancel,
            GET_JOB: self._job,
            GET_PRINTER: self._printer,
        }[operation]
        status, group, values = act(groups, content)
        return write(status, request_id, group, values)

    def _print(self, groups: dict[int, Any], content: bytes) -> tuple[int, int, dict[str, Any]]:
        if self.print_status != OK:
            return self.print_status, 2, {}
        job = Job(len(self.jobs) + 1, content, groups[1], groups.get(2, {}), PENDING)
        self.jobs.append(job)
        return OK, 2, {"job-id": (0x21, [job.id]), "job-state": (0x23, [job.state])}

    def _cancel(self, groups: dict[int, Any], _content: bytes) -> tuple[int, int, dict[str, Any]]:
        assert groups[1]["requesting-user-name"] == [b"window"]
        if self.cancel_status == OK:
            self._find(groups).state = self.after_cancel
            self.script = [Moment(self.after_cancel)]
        return self.cancel_status, 2, {}

    def _job(self, groups: dict[int, Any], _content: bytes) -> tuple[int, int, dict[str, Any]]:
        number = struct.unpack(">i", groups[1]["job-id"][0])[0]
        if number > len(self.jobs):
            return NOT_FOUND, 2, {}
        job = self._find(groups)
        now = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        job.state, job.message, job.impressions = now.job, now.message, now.impressions
        self.printer, self.reasons = now.printer, now.reasons
        self.asked.set()
        return (
            OK,
            2,
            {
                "job-id": (0x21, [job.id]),
                "job-state": (0x23, [job.state]),
                "job-state-message": (0x41, [job.message]),
                "job-impressions-completed": (0x21, [job.impressions]),
            },
        )

    def _printer(self, _groups: dict[int, Any], _content: bytes) -> tuple[int, int, dict[str, Any]]:
        return (
            OK,
            4,
            {
                "printer-state": (0x23, [self.printer]),
                "printer-state-reasons": (0x44, list(self.reasons)),
                "printer-is-accepting-jobs": (0x22, [self.accepting]),
                "media-col-default": (0x34, [b""]),  # a collection, as real printers send them
            },
        )

    def _find(self, groups: dict[int, Any]) -> Job:
        return self.jobs[struct.unpack(">i", groups[1]["job-id"][0])[0] - 1]


def read(content: bytes) -> tuple[int, int, dict[int, dict[str, list[bytes]]], bytes]:
    """Operation, request id, attributes by group, and the document behind them."""
    assert content[:2] == b"\x01\x01"
    operation, request_id = struct.unpack_from(">HI", content, 2)
    groups: dict[int, dict[str, list[bytes]]] = {}
    at, group, name = 8, 0, ""
    while content[at] != 3:
        tag = content[at]
        at += 1
        if tag < 0x10:
            group = tag
            groups[group] = {}
            continue
        (length,) = struct.unpack_from(">H", content, at)
        name = content[at + 2 : at + 2 + length].decode() or name
        at += 2 + length
        (length,) = struct.unpack_from(">H", content, at)
        groups[group].setdefault(name, []).append(content[at + 2 : at + 2 + length])
        at += 2 + length
    return operation, request_id, groups, content[at + 1 :]


def write(status: int, request_id: int, group: int, values: dict[str, Any]) -> bytes:
    parts = [struct.pack(">HHI", 0x0101, status, request_id), b"\x01"]
    parts.append(_attribute(0x47, "attributes-charset", ["utf-8"]))
    parts.append(_attribute(0x48, "attributes-natural-language", ["en"]))
    parts.append(bytes([group]))
    for name, (tag, several) in values.items():
        parts.append(_attribute(tag, name, several))
        if tag == 0x34:
            parts.append(_attribute(0x4A, "", ["x-dimension"]) + _attribute(0x21, "", [21000]))
            parts.append(_attribute(0x37, "", [b""]))
    return b"".join([*parts, b"\x03"])


def _attribute(tag: int, name: str, values: list[Any]) -> bytes:
    parts = []
    for at, value in enumerate(values):
        own = name.encode() if at == 0 else b""
        if isinstance(value, bool):
            content = bytes([value])
        elif isinstance(value, int):
            content = struct.pack(">i", value)
        else:
            content = value if isinstance(value, bytes) else value.encode()
        parts.append(bytes([tag]) + struct.pack(">H", len(own)) + own)
        parts.append(struct.pack(">H", len(content)) + content)
    return b"".join(parts)


@contextmanager
def running(device: VirtualIpp) -> Iterator[VirtualIpp]:
    """The printer, reachable at its address until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/ipp"
            request = self.rfile.read(int(self.headers["Content-Length"]))
            if device.hangs_up and request[3] == PRINT_JOB:
                self.close_connection = True
                return
            body = device.answer(request) if device.body is None else device.body
            self.send_response(device.http_status)
            self.send_header("Content-Type", "application/ipp")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", device.port), Handler)
    device.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield device
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
