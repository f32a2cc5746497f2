"""The folder of one terminal: where its files are, and whether it may be used here.

A home is one SQLite file, one key and one feed, on a local disk of one machine.
"""

from __future__ import annotations

import json
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import InputError, StorageError, StoreReadOnly

# File systems whose locks SQLite's WAL cannot trust (sqlite.org/wal.html, "network filesystem").
NETWORK_FILE_SYSTEMS = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "davfs"),
        *("ceph", "glusterfs", "lustre", "beegfs", "gpfs", "vboxsf"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.davfs", "fuse.rclone", "fuse.s3fs"),
    }
)
MOUNTS = Path("/proc/self/mounts")
MACHINE_ID = Path("/etc/machine-id")


@dataclass(frozen=True, slots=True)
class Home:
    """The files of a terminal."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "store.db"

    @property
    def key(self) -> Path:
        return self.folder / "terminal.key"

    @property
    def key_wrap(self) -> Path:
        """Only in an encrypted home: its master key, sealed under passphrase or key file."""
        return self.folder / "key.json"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def ledger(self) -> Path:
        """The small file beside the store: last numbers given and terminal numbers used."""
        return self.folder / "numbers.json"

    @property
    def papers(self) -> Path:
        return self.folder / "papers"

    @property
    def blobs(self) -> Path:
        return self.folder / "blobs"

    @property
    def forms(self) -> Path:
        """Blank forms and samples, a folder for each list."""
        return self.folder / "forms"

    def spool_lock(self, printer: str) -> Path:
        """Held by the process that prints at this printer."""
        return self.folder / f"spool-{zlib.crc32(printer.encode()):08x}.lock"

    @property
    def log(self) -> Path:
        return self.folder / "window.log"

    @property
    def host(self) -> Path:
        return self.folder / "host"

    @property
    def database(self) -> Path:
        """Only in the home of a hub on PostgreSQL: the URL of its store."""
        return self.folder / "database.url"

    @property
    def exists(self) -> bool:
        return self.store.exists() or self.database.exists()


def check_place(home: Home, *, mounts: Path = MOUNTS) -> None:
    """Refuse a network file system, another machine's home, and a missing one, in words."""
    kind = file_system(home.folder, mounts=mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        raise StorageError(
            "network_file_system",
            f"数据目录在网络盘上({kind})，办件可能丢失，不能使用：{home.folder}",
            hint="请把数据目录放在本机硬盘上；几台机器之间用同步，不要共用一个目录。",
        )
    if not _is_ours(home):
        raise StorageError(
            "home_of_other_host",
            f"这个数据目录属于另一台机器，不能在这里使用：{home.folder}",
            hint="换机器请用 window restore 从备份恢复，并使用新的终端号。",
        )


def _is_ours(home: Home) -> bool:
    """Whether this machine made the home; one without a note of that is taken as ours."""
    try:
        return home.host.read_text("utf-8", "replace").strip() == machine()
    except FileNotFoundError:
        return True
    except OSError:
        return False


def file_system(folder: Path, *, mounts: Path = MOUNTS) -> str | None:
    """The type of the file system that holds a folder; None where it cannot be told."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    place = folder.resolve()
    best: tuple[int, str] | None = None
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " "))
        if place.is_relative_to(point) and (best is None or len(point.parts) >= best[0]):
            best = len(point.parts), parts[2]
    return best[1] if best else None


def machine() -> str:
    """What tells this machine from another."""
    with suppress(OSError):
        text = MACHINE_ID.read_text("utf-8").strip()
        if text:
            return text
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def make(home: Home) -> None:
    """Make the folder, readable by its owner alone."""
    try:
        home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        home.folder.chmod(0o700)
        write_private(home.host, machine().encode())
    except OSError as error:
        raise not_writable(home) from error


def claim(home: Home) -> None:
    """Make the store's file, readable by its owner alone; of two at once only one succeeds."""
    try:
        home.store.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise already_there(home) from error
    except OSError as error:
        raise not_writable(home) from error


def give_up(home: Home) -> None:
    """A home that was not finished leaves nothing behind that looks like one."""
    for path in (home.store, home.key, home.key_wrap, home.database):
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def already_there(home: Home) -> InputError:
    return InputError(
        "home_exists",
        f"这里已经建过站：{home.folder}",
        hint="换一个空目录；要恢复备份请用 window restore。",
        field="--home",
    )


def not_writable(home: Home) -> StoreReadOnly:
    return StoreReadOnly(
        "home_not_writable",
        f"数据目录不能写入：{home.folder}",
        hint="请检查目录的权限和磁盘，或者用 --home 换一个目录。",
    )


def sweep(home: Home, *, older_than: float) -> None:
    """Remove what killed processes left half-written; `older_than` is a time in seconds."""
    places = (home.folder, "*.new"), (home.backups, "*.new*"), (home.papers, ".paper-*.tmp")
    for path in (path for folder, names in places for path in folder.glob(names)):
        with suppress(OSError):
            if path.stat().st_mtime < older_than:
                path.unlink()


def clear_papers(home: Home, *, older_than: float) -> None:
    """Remove papers written as files before a time in seconds; each can be printed again."""
    for path in home.papers.glob("*.pdf"):
        with suppress(OSError):
            if path.stat().st_mtime < older_than:
                path.unlink()


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all, readable by its owner alone."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def sync_folder(folder: Path) -> None:
    """A rename is on disk only once its folder is; where a folder has no sync, nothing is done."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_ledger(home: Home) -> dict[str, Any]:
    """The small file beside the store; what is damaged in it is left out.

    serials: series -> last number given, the one used last at the end; terminals: numbers used
    """
    try:
        content = json.loads(home.ledger.read_text("utf-8"))
    except (OSError, ValueError):
        content = {}
    serials, terminals = (
        content.get(key) if isinstance(content, dict) else None for key in ("serials", "terminals")
    )
    return {
        "serials": {k: v for k, v in serials.items() if type(v) is int}
        if isinstance(serials, dict)
        else {},
        "terminals": [t for t in terminals if isinstance(t, str)]
        if isinstance(terminals, list)
        else [],
    }


def write_ledger(home: Home, content: dict[str, Any]) -> None:
    write_private(home.ledger, json.dumps(content).encode())
