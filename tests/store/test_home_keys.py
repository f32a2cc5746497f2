"""The master key of an encrypted home: wrapped, rewrapped, and never bare on disk."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, StorageError
from data.store import home_keys, terminal_key
from data.store.home import Home
from data.store.home_keys import HomeKeys, Secret, Wrap

RIGHT = home_keys.passphrase("一句只用于测试的话")
OTHER = home_keys.passphrase("另一句只用于测试的话")
FILE = Secret("key_file", b"k" * 64)


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work factor has no part in these tests."""
    monkeypatch.setattr(home_keys, "MEMORY_KIB", 8)
    monkeypatch.setattr(home_keys, "PASSES", 1)


@pytest.mark.parametrize("secret", [RIGHT, FILE], ids=lambda s: s.kind)
def test_the_same_secret_opens_it_again(folder: Home, secret: Secret) -> None:
    made = home_keys.create(folder, secret)
    assert home_keys.unlock(folder, secret) == made
    assert stat.S_IMODE(folder.key_wrap.stat().st_mode) == 0o600


@pytest.mark.parametrize(("made_with", "tried"), [(RIGHT, OTHER), (RIGHT, FILE), (FILE, RIGHT)])
def test_another_secret_does_not(folder: Home, made_with: Secret, tried: Secret) -> None:
    home_keys.create(folder, made_with)
    with pytest.raises(StorageError) as refused:
        home_keys.unlock(folder, tried)
    assert refused.value.code == "wrong_key"
    assert refused.value.hint is not None and "没有改动" in refused.value.hint


def test_neither_master_key_nor_secret_stands_in_the_file(folder: Home) -> None:
    made = home_keys.create(folder, RIGHT)
    content = folder.key_wrap.read_bytes()
    for bare in (made.master, made.store, RIGHT.content):
        assert bare not in content
        assert bare.hex().encode() not in content
    assert repr(made) == "HomeKeys()"
    assert repr(RIGHT) == "Secret(kind='passphrase')"


def test_a_plain_home_has_no_key(folder: Home) -> None:
    terminal_key.create_key(folder)
    assert home_keys.unlock(folder, None) is None
    assert home_keys.unlock(folder, RIGHT) is None


def test_an_encrypted_home_without_a_secret_stays_shut(folder: Home) -> None:
    home_keys.create(folder, FILE)
    with pytest.raises(InputError) as refused:
        home_keys.unlock(folder, None)
    assert (refused.value.code, refused.value.field) == ("home_locked", "WINDOW_KEY_FILE")


def test_another_secret_later_opens_the_same_key(folder: Home) -> None:
    made = home_keys.create(folder, RIGHT)
    home_keys.keep(folder, Wrap.of(made, OTHER))
    assert home_keys.unlock(folder, OTHER) == made
    with pytest.raises(StorageError):
        home_keys.unlock(folder, RIGHT)
    assert [path.name for path in folder.folder.iterdir()] == ["key.json"]


def test_every_home_has_a_key_and_every_wrap_a_salt_of_its_own(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name) for name in "ab"]
    for home in homes:
        home.folder.mkdir()
    one, other = (home_keys.create(home, RIGHT) for home in homes)
    assert one != other
    assert Wrap.of(one, RIGHT).salt != Wrap.of(one, RIGHT).salt
    assert len({one.store, one.master, other.store}) == 3


def changed(content: dict[str, Any], **values: Any) -> bytes:
    return json.dumps({**content, **values}).encode()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"no json",
        lambda content: b"[]",
        lambda content: json.dumps(content).encode()[:-9],
        lambda content: changed(content, salt="00" * 16),
        lambda content: changed(content, sealed="00"),
        lambda content: changed(content, sealed="zz"),
        lambda content: changed(content, kind="key_file"),
        lambda content: changed(content, passes="many"),
        lambda content: changed(content, form=2),
    ],
)
def test_a_damaged_file_is_no_wrong_passphrase(folder: Home, damage: Any) -> None:
    home_keys.create(folder, RIGHT)
    folder.key_wrap.write_bytes(damage(json.loads(folder.key_wrap.read_bytes())))
    with pytest.raises(StorageError) as refused:
        home_keys.unlock(folder, RIGHT)
    assert refused.value.code == "key_wrap_damaged"
    assert refused.value.hint is not None and "window restore" in refused.value.hint


def test_a_missing_file_is_told_by_the_sealed_terminal_key(folder: Home) -> None:
    terminal_key.create_key(folder, home_keys.create(folder, RIGHT))
    folder.key_wrap.unlink()
    with pytest.raises(StorageError) as refused:
        home_keys.unlock(folder, RIGHT)
    assert refused.value.code == "key_wrap_missing"


def test_the_terminal_key_is_sealed(folder: Home) -> None:
    keys = home_keys.create(folder, RIGHT)
    made = terminal_key.create_key(folder, keys)
    assert folder.key.read_text("ascii").startswith(home_keys.SEALED)
    assert terminal_key.load_signer(folder, keys).feed == made.feed
    with pytest.raises(StorageError) as refused:
        terminal_key.load_signer(folder, HomeKeys(bytes(32)))
    assert refused.value.code == "key_unreadable"


def test_each_purpose_has_a_key_of_its_own() -> None:
    keys = HomeKeys(bytes(32))
    sealed = keys.seal("scans", b"a scan")
    assert keys.unseal("scans", sealed) == b"a scan"
    with pytest.raises(ValueError, match="key"):
        keys.unseal("signing", sealed)
    with pytest.raises(ValueError, match="key"):
        HomeKeys(b"1" * 32).unseal("scans", sealed)


def test_input_methods_compose_a_passphrase_in_two_ways() -> None:
    assert home_keys.passphrase("e\u0301cole") == home_keys.passphrase("\u00e9cole")


@pytest.mark.parametrize("text", ["", "seven77", "七个字也不够啊"])
def test_a_short_passphrase_is_not_set(text: str) -> None:
    with pytest.raises(InputError) as refused:
        home_keys.new_passphrase(text, field="WINDOW_PASSPHRASE")
    assert (refused.value.code, refused.value.field) == ("passphrase_short", "WINDOW_PASSPHRASE")


def test_a_key_file_is_made_where_there_is_none(tmp_path: Path, folder: Home) -> None:
    path = tmp_path / "stick.key"
    made = home_keys.new_key_file(path, folder.folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert home_keys.key_file(path) == made == home_keys.new_key_file(path, folder.folder)
    assert len(made.content) > 32


def test_a_key_file_does_not_lie_with_what_it_opens(folder: Home) -> None:
    with pytest.raises(InputError) as refused:
        home_keys.new_key_file(folder.folder / "deep" / "stick.key", folder.folder)
    assert refused.value.code == "key_file_in_home"


@pytest.mark.parametrize(
    ("content", "code"), [(None, "key_file_missing"), (b"short", "key_file_short")]
)
def test_what_is_no_key_file_is_told(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "stick.key"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        home_keys.key_file(path)
    assert (refused.value.code, refused.value.field) == (code, "WINDOW_KEY_FILE")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, folder: Home) -> None:
    with pytest.raises(StorageError) as refused:
        home_keys.new_key_file(tmp_path / "nowhere" / "stick.key", folder.folder)
    assert refused.value.code == "key_file_not_written"
