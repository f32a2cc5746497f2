"""A cupsd of the tests' own: all its folders under one, its queues and their backends as wanted.

cupsd is Debian's (cups-daemon, cups-client). Nothing of the machine's own print service is used.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SYSTEM = "/usr/sbin:/usr/local/sbin"
MISSING = "cupsd or lp is missing: apt-get install cups-daemon cups-client (.ci/run does it)."
WAIT = 20.0

# What a queue does with a job: exit 0 the device took it, 1 it did not. Texts on standard error
# are CUPS's own: STATE sets the printer's reasons.
BACKENDS = {
    "take": 'echo "STATE: -media-empty-error" >&2\ncat "${6:--}" > "${DEVICE_URI#take:}"',
    "empty": 'echo "STATE: +media-empty-error" >&2\necho "ERROR: out of paper" >&2\nexit 1',
    "away": 'echo "STATE: +connecting-to-device" >&2\ntrap "exit 1" TERM\nsleep 60 &\nwait $!',
}
CONF = """\
Listen 127.0.0.1:{port}
Browsing No
WebInterface No
MaxLogSize 0
JobKillDelay 1
JobRetryInterval 5
<Location />
Order allow,deny
Allow 127.0.0.1
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
FILES = """\
ServerRoot {root}
RequestRoot {root}/requests
CacheDir {root}/cache
StateDir {root}/state
TempDir {root}/temp
ServerBin {root}/bin
AccessLog {root}/access.log
ErrorLog {root}/error.log
PageLog {root}/page.log
"""
QUEUE = """\
<Printer {name}>
DeviceURI {uri}
State {state}
Reason {reason}
Accepting Yes
Shared No
JobSheets none none
OpPolicy default
ErrorPolicy {policy}
</Printer>
"""


@dataclass(frozen=True)
class Queue:
    """backend: take, empty or away; policy: abort-job, stop-printer or retry-job."""

    backend: str
    policy: str = "abort-job"
    is_paused: bool = False


@dataclass(frozen=True)
class OwnCups:
    root: Path
    port: int

    def uri(self, queue: str) -> str:
        return f"ipp://127.0.0.1:{self.port}/printers/{queue}"

    def taken(self, queue: str) -> bytes:
        """What the queue's device got last."""
        return self._output(queue).read_bytes()

    def has_taken(self, queue: str) -> bool:
        """Within a while; `lp` does not wait for its job."""
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            if self._output(queue).exists() and self._output(queue).stat().st_size:
                return True
            time.sleep(0.05)
        return False

    def _output(self, queue: str) -> Path:
        return self.root / "out" / queue


@contextmanager
def running(queues: Mapping[str, Queue]) -> Iterator[OwnCups]:
    """cupsd with these queues, reachable until the end. FileNotFoundError where it is missing."""
    program = shutil.which("cupsd", path=f"{os.environ['PATH']}:{SYSTEM}")
    if program is None or shutil.which("lp") is None:
        raise FileNotFoundError(MISSING)
    # Not below pytest's own folder: user lp, as whom backends run, may not enter that.
    root = Path(tempfile.mkdtemp(prefix="own-cups-"))
    cups = OwnCups(root, _free_port())
    _furnish(cups, queues)
    process = subprocess.Popen(
        [program, "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(cups, process)
        yield cups
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(root)


def _furnish(cups: OwnCups, queues: Mapping[str, Queue]) -> None:
    root = cups.root
    root.chmod(0o755)
    for name in ("requests", "cache", "state", "temp", "out", "bin/backend", "bin/filter"):
        (root / name).mkdir(parents=True)
    (root / "out").chmod(0o777)
    (root / "bin/daemon").symlink_to("/usr/lib/cups/daemon")
    for name, script in BACKENDS.items():
        path = root / "bin/backend" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    (root / "cupsd.conf").write_text(CONF.format(port=cups.port))
    (root / "cups-files.conf").write_text(FILES.format(root=root))
    (root / "printers.conf").write_text("".join(_queue(cups, *each) for each in queues.items()))


def _queue(cups: OwnCups, name: str, queue: Queue) -> str:
    return QUEUE.format(
        name=name,
        uri=f"{queue.backend}:{cups.root}/out/{name}",
        state="Stopped" if queue.is_paused else "Idle",
        reason="paused" if queue.is_paused else "none",
        policy=queue.policy,
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _wait_for(cups: OwnCups, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", cups.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
            continue
        return
    log = cups.root / "error.log"
    raise RuntimeError(log.read_text() if log.exists() else "cupsd did not start")
