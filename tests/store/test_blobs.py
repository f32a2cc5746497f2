"""Scans: kept once by what they are, readable by their owner alone."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import InputError, StorageError
from data.store import blobs
from data.store.blobs import Blobs, Scan
from data.store.home_keys import HomeKeys

KEYS = HomeKeys(bytes(32))


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "身份证.pdf"
    path.write_bytes(b"%PDF-1.7 a scan")
    return path


@pytest.fixture
def kept(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]


def test_a_scan_is_kept_by_its_digest(tmp_path: Path, scan: Path, kept: Blobs) -> None:
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    assert kept.take(scan, "scans.id") == Scan("身份证.pdf", 15, digest)
    assert kept.path(digest).read_bytes() == scan.read_bytes()
    assert kept.path(digest) == tmp_path / "blobs" / digest[:2] / digest


def test_it_is_its_owners_alone(scan: Path, kept: Blobs) -> None:
    path = kept.path(kept.take(scan, "scans.id").sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in path.parents[:2]:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("keys", [None, KEYS], ids=["plain", "encrypted"])
def test_a_scan_is_read_as_it_was_taken(tmp_path: Path, scan: Path, keys: HomeKeys | None) -> None:
    kept = Blobs(tmp_path / "blobs", keys)
    digest = kept.take(scan, "scans.id").sha256
    assert kept.read(digest) == scan.read_bytes()
    assert (b"a scan" in kept.path(digest).read_bytes()) == (keys is None)


@pytest.mark.parametrize("keys", [None, KEYS], ids=["plain", "encrypted"])
@pytest.mark.parametrize("damage", [lambda p: p.unlink(), lambda p: p.write_bytes(b"x" * 80)])
def test_a_scan_that_is_lost_is_told(
    tmp_path: Path, scan: Path, keys: HomeKeys | None, damage: Callable[[Path], object]
) -> None:
    kept = Blobs(tmp_path / "blobs", keys)
    digest = kept.take(scan, "scans.id").sha256
    damage(kept.path(digest))
    with pytest.raises(StorageError) as refused:
        kept.read(digest)
    assert refused.value.code == "scan_lost"


def test_the_same_scan_is_kept_once(tmp_path: Path, scan: Path, kept: Blobs) -> None:
    other = tmp_path / "again.pdf"
    other.write_bytes(scan.read_bytes())
    first, second = kept.take(scan, "a"), kept.take(other, "b")
    assert first.sha256 == second.sha256
    assert (first.name, second.name) == ("身份证.pdf", "again.pdf")
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("name", ["missing.pdf", "", "x" * 300])
def test_what_cannot_be_read_is_named(tmp_path: Path, kept: Blobs, name: str) -> None:
    with pytest.raises(InputError) as refused:
        kept.take(tmp_path / name, "scans.form")
    assert (refused.value.code, refused.value.field) == ("scan_unreadable", "scans.form")


def test_a_scan_has_a_limit(
    tmp_path: Path, scan: Path, kept: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "LARGEST", 14)
    with pytest.raises(InputError) as refused:
        kept.take(scan, "scans.form")
    assert refused.value.code == "scan_too_large"
    assert "每份最大 50 MB" in (refused.value.hint or "")
    assert files(tmp_path) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, scan: Path) -> None:
    (tmp_path / "blobs").write_text("in the way")
    with pytest.raises(StorageError) as refused:
        Blobs(tmp_path / "blobs").take(scan, "scans.form")
    assert refused.value.code == "scan_not_kept"


def test_two_who_send_the_same_scan_at_one_time_do_not_break_each_other(kept: Blobs) -> None:
    """A request that came twice, or two processes of a hub; whoever is told no asks again."""
    scans = [bytes([number]) * 900 for number in range(60)]

    def send(content: bytes) -> set[str]:
        told = set()
        digest = hashlib.sha256(content).hexdigest()
        while not kept.has(digest):
            offset = kept.part_size(digest)
            part = content[offset : offset + 300]
            try:
                kept.add_part(digest, offset, part, is_last=len(part) < 300)
            except InputError as error:
                told.add(error.code)
        return told

    with ThreadPoolExecutor(4) as pool:
        told = set().union(*pool.map(send, [scan for scan in scans for _ in range(4)]))
    assert told <= {"scan_part_wrong", "scan_changed"}
    for scan in scans:
        assert kept.read(hashlib.sha256(scan).hexdigest()) == scan
