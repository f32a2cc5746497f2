"""Blank forms and filled samples that come with a list.

In a catalogue folder `forms/<name>.pdf` is the file behind a material's `blank` or `sample`. They
are copied into the home, a folder for each list, under the same names: a person opens them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.errors import InputError, StorageError
from data.rules.listing import Catalogue
from data.store.home import Home, write_private

FOLDER = "forms"
MOST_BYTES = 200  # of a file's name, with room for the one it is written under first


def keep(home: Home, catalogue: Catalogue, folder: Path) -> int:
    """Copy the forms that the list names and the folder holds; how many there were.

    InputError where one cannot be read, StorageError where the home cannot be written.
    """
    kept = 0
    for name in sorted(set(_named(catalogue))):
        source, target = folder / FOLDER / name, _folder(home, catalogue.digest) / name
        if not source.is_file():
            continue
        try:
            content = source.read_bytes()
        except OSError as error:
            raise InputError(
                "form_unreadable", f"样表读不出来：{source}", field=f"{FOLDER}/{name}"
            ) from error
        _write(target, content)
        kept += 1
    return kept


def find(home: Home, digest: str, name: str) -> Path | None:
    """The file of a blank form or sample of this list; None where none came with it."""
    file_name = _file_name(name)
    if file_name is None:
        return None
    path = _folder(home, digest) / file_name
    return path if path.is_file() else None


def _named(catalogue: Catalogue) -> Iterator[str]:
    for item in catalogue.items:
        for material in item.materials:
            for name in (material.blank, material.sample):
                if name and (file_name := _file_name(name)):
                    yield file_name


def _file_name(name: str) -> str | None:
    """The name of a form as that of a file; None where it is none, as with a slash in it."""
    file_name = f"{name}.pdf"
    is_plain = not set(file_name) & set('\\/:*?"<>|') and len(file_name.encode()) <= MOST_BYTES
    return file_name if is_plain else None


def _folder(home: Home, digest: str) -> Path:
    return home.forms / digest


def _write(target: Path, content: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(target, content)
    except OSError as error:
        raise StorageError(
            "form_not_kept",
            f"样表没有保存：{target.parent}",
            hint="请检查磁盘空间和目录权限后再导入一次；原来的清单照常使用。",
        ) from error
