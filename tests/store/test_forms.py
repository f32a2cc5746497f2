"""Blank forms and samples: kept with their list, found by the name the list has for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import InputError, StorageError
from data.rules.listing import Catalogue
from data.store import forms
from data.store.home import Home

# Of an item of the shipped list.
BLANK, SAMPLE = "灵活就业人员参保登记表", "灵活就业人员参保登记表样例"
PDF = b"%PDF-1.7 a form"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The list's folder with its forms, and a file that the list does not name."""
    given = tmp_path / "list" / "forms"
    given.mkdir(parents=True)
    for name in (BLANK, SAMPLE, "别的"):
        (given / f"{name}.pdf").write_bytes(PDF + name.encode())
    return given.parent


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "home").mkdir()
    return Home(tmp_path / "home")


def test_the_forms_that_the_list_names_are_kept(
    home: Home, shipped: Catalogue, folder: Path
) -> None:
    assert forms.keep(home, shipped, folder) == 2
    found = forms.find(home, shipped.digest, SAMPLE)
    assert found is not None and found.name == f"{SAMPLE}.pdf"
    assert found.read_bytes() == PDF + SAMPLE.encode()
    assert forms.find(home, shipped.digest, "别的") is None
    assert forms.find(home, "e" * 64, SAMPLE) is None
    assert forms.find(home, shipped.digest, "表A/B") is None


def test_importing_again_takes_the_new_file(home: Home, shipped: Catalogue, folder: Path) -> None:
    forms.keep(home, shipped, folder)
    (folder / "forms" / f"{BLANK}.pdf").write_bytes(PDF)
    forms.keep(home, shipped, folder)
    found = forms.find(home, shipped.digest, BLANK)
    assert found is not None and found.read_bytes() == PDF


def test_a_list_without_forms_keeps_none(home: Home, shipped: Catalogue, tmp_path: Path) -> None:
    assert forms.keep(home, shipped, tmp_path) == 0
    assert not home.forms.exists()


def test_a_home_not_writable_is_told(home: Home, shipped: Catalogue, folder: Path) -> None:
    home.forms.write_text("a file in its place")
    with pytest.raises(StorageError) as told:
        forms.keep(home, shipped, folder)
    assert told.value.code == "form_not_kept"


def test_a_form_that_cannot_be_read_is_named(
    home: Home, shipped: Catalogue, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(path: Path) -> bytes:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "read_bytes", unreadable)
    with pytest.raises(InputError) as told:
        forms.keep(home, shipped, folder)
    assert (told.value.code, told.value.field) == ("form_unreadable", f"forms/{BLANK}.pdf")
