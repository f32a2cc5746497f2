"""A home belongs to one machine, on a local disk, with a key that its owner alone can read."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from data.errors import StorageError, StoreReadOnly
from data.store import home as homes
from data.store import terminal_key
from data.store.home import NETWORK_FILE_SYSTEMS, Home
from data.store.signing import Signer


def mounts(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "mounts"
    path.write_text("\n".join(["/dev/root / ext4 rw 0 0", *lines, "short"]) + "\n")
    return path


@pytest.mark.parametrize("kind", sorted(NETWORK_FILE_SYSTEMS))
def test_a_network_file_system_is_refused(tmp_path: Path, folder: Home, kind: str) -> None:
    table = mounts(tmp_path, f"server:/share {tmp_path} {kind} rw 0 0")
    with pytest.raises(StorageError) as refused:
        homes.check_place(folder, mounts=table)
    assert refused.value.code == "network_file_system"
    assert str(folder.folder) in refused.value.message
    assert refused.value.hint is not None


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "tmpfs", "overlay", "ntfs3"])
def test_a_local_file_system_is_taken(tmp_path: Path, folder: Home, kind: str) -> None:
    table = mounts(tmp_path, f"/dev/sda1 {tmp_path} {kind} rw 0 0")
    homes.check_place(folder, mounts=table)
    assert homes.file_system(folder.folder, mounts=table) == kind


def test_the_innermost_mount_counts(tmp_path: Path, folder: Home) -> None:
    table = mounts(
        tmp_path,
        f"server:/share {tmp_path} nfs rw 0 0",
        f"/dev/sda1 {folder.folder} ext4 rw 0 0",
        f"server:/other {tmp_path}-elsewhere nfs4 rw 0 0",
    )
    assert homes.file_system(folder.folder, mounts=table) == "ext4"


def test_a_later_mount_lies_over_an_earlier_one(tmp_path: Path, folder: Home) -> None:
    table = mounts(tmp_path, f"a {tmp_path} ext4 rw 0 0", f"b {tmp_path} nfs4 rw 0 0")
    assert homes.file_system(folder.folder, mounts=table) == "nfs4"


def test_a_mount_point_with_a_space_is_known(tmp_path: Path) -> None:
    home = Home(tmp_path / "data disk" / "home")
    table = mounts(tmp_path, f"server:/share {tmp_path}/data\\040disk cifs rw 0 0")
    assert homes.file_system(home.folder, mounts=table) == "cifs"


def test_where_there_is_no_table_of_mounts_the_place_is_taken(tmp_path: Path, folder: Home) -> None:
    homes.check_place(folder, mounts=tmp_path / "nothing")
    assert homes.file_system(folder.folder, mounts=tmp_path / "nothing") is None


@pytest.mark.parametrize("content", [b"another machine\n", b"", b"\xff\xfe\x00"])
def test_the_home_of_another_machine_is_refused(folder: Home, content: bytes) -> None:
    folder.host.write_bytes(content)
    with pytest.raises(StorageError) as refused:
        homes.check_place(folder)
    assert refused.value.code == "home_of_other_host"


def test_a_note_of_the_machine_that_cannot_be_read_is_no_leave(folder: Home) -> None:
    folder.host.mkdir()
    with pytest.raises(StorageError) as refused:
        homes.check_place(folder)
    assert refused.value.code == "home_of_other_host"


def test_a_new_home_is_its_owners_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "home")
    homes.make(home)
    signer = terminal_key.create_key(home)
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.host.stat().st_mode) == 0o600
    homes.check_place(home)
    assert terminal_key.load_signer(home).feed == signer.feed
    assert not home.exists


@pytest.mark.parametrize("place", ["taken", "taken/below"])
def test_a_file_in_the_way_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(StoreReadOnly) as refused:
        homes.make(Home(tmp_path / place))
    assert refused.value.code == "home_not_writable"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o660, 0o777])
def test_a_key_that_others_can_reach_is_refused(folder: Home, mode: int) -> None:
    terminal_key.create_key(folder)
    folder.key.chmod(mode)
    with pytest.raises(StorageError) as refused:
        terminal_key.load_signer(folder)
    assert refused.value.code == "key_exposed"
    assert refused.value.hint is not None
    assert f"chmod 600 {folder.key}" in refused.value.hint


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_of_the_owner_alone_is_taken(folder: Home, mode: int) -> None:
    made = terminal_key.create_key(folder)
    folder.key.chmod(mode)
    assert terminal_key.load_signer(folder).feed == made.feed


@pytest.mark.parametrize(
    "content", [b"", b"not hex", b"ab" * 31, b"ab" * 33, b"\xff" * 64, "龚".encode() * 32]
)
def test_garbage_is_no_key(folder: Home, content: bytes) -> None:
    homes.write_private(folder.key, content)
    with pytest.raises(StorageError) as refused:
        terminal_key.load_signer(folder)
    assert refused.value.code == "key_unreadable"


def test_a_missing_key_is_told(folder: Home) -> None:
    with pytest.raises(StorageError) as refused:
        terminal_key.load_signer(folder)
    assert refused.value.code == "key_missing"


def test_a_folder_is_no_key(folder: Home) -> None:
    folder.key.mkdir()
    with pytest.raises(StorageError) as refused:
        terminal_key.load_signer(folder)
    assert refused.value.code == "key_unreadable"


def test_a_private_file_appears_whole(folder: Home) -> None:
    path = folder.folder / "file"
    homes.write_private(path, b"one")
    homes.write_private(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in folder.folder.iterdir()] == ["file"]


def test_every_key_is_another(tmp_path: Path) -> None:
    feeds = set()
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        feeds.add(terminal_key.create_key(Home(tmp_path / name)).feed)
    assert len(feeds) == 3
    assert all(feed == feed.lower() and len(bytes.fromhex(feed)) == 32 for feed in feeds)
    assert Signer(bytes(32)).feed not in feeds
