"""The hub by command, from `init` to a stop, and a terminal that joins it and fetches all of it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data.exchange.hub_client import HttpHub
from data.exchange.refusals import HubRefusal
from data.rules.listing import Catalogue

PROGRAM = "from window_app.cli.entry import run; run()"
HEAVY = ("fastapi", "starlette", "uvicorn", "httpx2", "psycopg", "anyio")


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM, "--home", str(home), "hub", *arguments]


def told(home: Path, *arguments: str) -> tuple[int, Any]:
    done = subprocess.run(
        command(home, *arguments, "--json"), capture_output=True, encoding="utf-8"
    )
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def hub_home(tmp_path: Path) -> Path:
    home = tmp_path / "hub"
    assert told(home, "init")[0] == 0
    return home


@pytest.fixture
def started(hub_home: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], str]]]:
    """Run `window hub serve`; the process and its URL."""
    running: list[subprocess.Popen[str]] = []

    def start(*options: str) -> tuple[subprocess.Popen[str], str]:
        line = command(hub_home, "serve", "--listen", "127.0.0.1:0", *options)
        process = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        running.append(process)
        assert process.stdout is not None
        said = process.stdout.readline()
        return process, said[said.index("http") :].strip()

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_a_hub_is_made_served_joined_and_stopped(
    hub_home: Path, started, newcomer, ask_to_join, shipped: Catalogue, certificates: Path
) -> None:
    good = str(certificates / "good.pem")
    process, url = started("--certificate", good, "--key", good)
    code = told(hub_home, "enrol", "--station", "0001")[1]["code"]
    terminal, authority = newcomer("0001", "03"), certificates / "authority.pem"
    with HttpHub(url, authority=authority) as hub:
        token = hub.enrol(ask_to_join(terminal, code)).token

    with HttpHub(url, token, authority=authority) as hub:
        published = hub.publications()
        [version] = published.catalogues
        assert (version.version, version.digest) == (shipped.version, shipped.digest)
        assert Catalogue.model_validate_json(hub.catalogue(version.digest)).digest == shipped.digest
        for digest in published.calendars:
            name, content = hub.calendar(digest)
            assert name and content
        assert [account.name for account in hub.staff()] == ["窗口员"]

        scan = os.urandom(1_300_000)
        digest = hashlib.sha256(scan).hexdigest()
        part = 512 * 1024
        assert hub.lacking((digest,)) == {digest: 0}
        hub.put_part(digest, 0, scan[:part])
        assert hub.lacking((digest,)) == {digest: part}
        with pytest.raises(HubRefusal):
            hub.get_part(digest, 0, part)
        for offset in (part, 2 * part):
            hub.put_part(digest, offset, scan[offset : offset + part])
        assert hub.lacking((digest,)) == {}
        fetched = [hub.get_part(digest, offset, part) for offset in range(0, len(scan), part)]
        assert b"".join(fetched) == scan

        assert told(hub_home, "revoke", "0001-03")[0] == 0
        with pytest.raises(HubRefusal) as refused:
            hub.staff()
        assert refused.value.code == "terminal_revoked"

    process.send_signal(signal.SIGTERM)
    _out, error = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "已经停止" in error


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--listen", "0.0.0.0:8470"), "hub_needs_tls"),
        (("--listen", "8470"), "listen_wrong"),
        (("--certificate", "x.pem"), "hub_key_missing"),
    ],
)
def test_wrong_use_is_exit_2(tmp_path: Path, options: tuple[str, ...], code: str) -> None:
    ended, said = told(tmp_path, "serve", *options)
    assert (ended, said["error"]["code"]) == (2, code)


def test_a_terminals_home_is_no_hub(home: Path) -> None:
    ended, said = told(home, "serve", "--listen", "127.0.0.1:0")
    assert (ended, said["error"]["code"]) == (2, "not_a_hub")


@pytest.mark.parametrize("arguments", [("--help",), ("serve", "--help"), ("init",)])
def test_no_other_command_loads_what_serving_needs(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    program = (
        f"import sys\ntry:\n    {PROGRAM.replace('; ', chr(10) + '    ')}\n"
        "except SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    line = [sys.executable, "-c", program, "--home", str(tmp_path / "new"), "hub", *arguments]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"
