"""The keys of an encrypted home: one random master key, kept wrapped beside the store.

`key.json` holds the master key sealed under a passphrase or a key file. A rekey writes that one
small file anew, so it is done or not done, and never half. Store, signing key and scans each get
a key of their own from the master key. Nothing here is written to settings, journal or log.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from data.errors import InputError, StorageError
from data.store.home import Home, sync_folder, write_private
from data.store.work_factor import LANES, MEMORY_KIB, PASSES

Kind = Literal["passphrase", "key_file"]
Purpose = Literal["store", "signing", "scans"]
FORM = 1  # of `key.json`
KEY_BYTES = 32
SALT_BYTES = 16
SEAL_BYTES = 40  # by which sealing makes anything longer: nonce and authenticator
SEALED = "sealed:"  # what a terminal's key begins with in an encrypted home
SHORTEST = 8  # characters of a passphrase


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens an encrypted home: a passphrase, or what stands in a key file."""

    kind: Kind
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class HomeKeys:
    """The master key, opened: a key for each purpose."""

    master: bytes = field(repr=False)

    @property
    def store(self) -> bytes:
        """SQLCipher's raw key, 32 bytes."""
        return self._key("store")

    def seal(self, purpose: Purpose, content: bytes) -> bytes:
        return bytes(SecretBox(self._key(purpose)).encrypt(content))

    def unseal(self, purpose: Purpose, sealed: bytes) -> bytes:
        """What was sealed; ValueError where it was changed or sealed under another key."""
        try:
            return SecretBox(self._key(purpose)).decrypt(sealed)
        except CryptoError as error:
            raise ValueError("not sealed under this key") from error

    def _key(self, purpose: Purpose) -> bytes:
        person = b"window-" + purpose.encode()
        return hashlib.blake2b(key=self.master, person=person, digest_size=KEY_BYTES).digest()


@dataclass(frozen=True, slots=True)
class Wrap:
    """The master key as it is kept: sealed under what argon2id makes of the secret.

    The work factor stands beside it, so that a later product may raise it.
    """

    kind: Kind
    salt: bytes
    memory_kib: int
    passes: int
    sealed: bytes

    @classmethod
    def of(cls, keys: HomeKeys, secret: Secret) -> Self:
        salt = random(SALT_BYTES)
        key = _derived(secret, salt, MEMORY_KIB, PASSES)
        sealed = bytes(SecretBox(key).encrypt(keys.master))
        return cls(secret.kind, salt, MEMORY_KIB, PASSES, sealed)

    @classmethod
    def read(cls, content: bytes, *, where: Path) -> Self:
        """From its JSON; StorageError where it is damaged."""
        try:
            found: dict[str, Any] = json.loads(content)
            sealed = bytes.fromhex(found["sealed"])
            kind: Kind = "key_file" if found["kind"] == "key_file" else "passphrase"
            salt = bytes.fromhex(found["salt"])
            wrap = cls(kind, salt, int(found["memory_kib"]), int(found["passes"]), sealed)
            is_whole = found["form"] == FORM and found["digest"] == wrap._digest()
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(where) from error
        if not is_whole:
            raise _damaged(where)
        return wrap

    def to_json(self) -> bytes:
        content = {**self._content(), "form": FORM, "digest": self._digest()}
        return json.dumps(content).encode()

    def unwrap(self, secret: Secret) -> HomeKeys:
        """The keys; StorageError `wrong_key` where the secret is another. Slow on purpose."""
        if secret.kind != self.kind:
            raise _wrong(self.kind)
        try:
            box = SecretBox(_derived(secret, self.salt, self.memory_kib, self.passes))
            return HomeKeys(box.decrypt(self.sealed))
        except CryptoError as error:
            raise _wrong(self.kind) from error

    def _content(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "salt": self.salt.hex(),
            "memory_kib": self.memory_kib,
            "passes": self.passes,
            "sealed": self.sealed.hex(),
        }

    def _digest(self) -> str:
        """Tells a damaged wrap from a wrong secret."""
        return hashlib.sha256(json.dumps(self._content()).encode()).hexdigest()


def create(home: Home, secret: Secret) -> HomeKeys:
    """A new master key, kept under this secret."""
    keys = HomeKeys(random(KEY_BYTES))
    keep(home, Wrap.of(keys, secret))
    return keys


def keep(home: Home, wrap: Wrap) -> None:
    """Put a wrap in the place of the one before, wholly or not at all."""
    write_private(home.key_wrap, wrap.to_json())
    sync_folder(home.folder)


def wrap_of(home: Home) -> Wrap | None:
    """How the home's master key is kept; None for a plain home."""
    try:
        content = home.key_wrap.read_bytes()
    except FileNotFoundError as error:
        if _is_sealed(home):
            raise missing(home.key_wrap) from error
        return None
    except OSError as error:
        raise _damaged(home.key_wrap) from error
    return Wrap.read(content, where=home.key_wrap)


def _is_sealed(home: Home) -> bool:
    """Whether the terminal's key is that of an encrypted home."""
    try:
        return home.key.read_bytes().startswith(SEALED.encode())
    except OSError:
        return False


def unlock(home: Home, secret: Secret | None) -> HomeKeys | None:
    """The keys of an encrypted home; None for a plain one."""
    wrap = wrap_of(home)
    if wrap is None:
        return None
    if secret is None:
        raise locked(home.folder, wrap)
    return wrap.unwrap(secret)


def locked(where: Path, wrap: Wrap) -> InputError:
    return InputError(
        "home_locked",
        f"这里的数据是加密的，要先打开：{where}",
        hint="请在终端里输入加密口令，或者设置 WINDOW_PASSPHRASE 或者 WINDOW_KEY_FILE。",
        field="WINDOW_PASSPHRASE" if wrap.kind == "passphrase" else "WINDOW_KEY_FILE",
    )


def passphrase(text: str) -> Secret:
    """A passphrase as it opens a home, in whatever form the input method composed it."""
    return Secret("passphrase", unicodedata.normalize("NFC", text).encode())


def new_passphrase(text: str, *, field: str) -> Secret:
    """A passphrase to be set; a short one is refused."""
    if len(text) < SHORTEST:
        raise InputError(
            "passphrase_short",
            f"加密口令至少要 {SHORTEST} 个字符。",
            hint="请用一句记得住的话；写下来封存，丢了谁也打不开数据。",
            field=field,
        )
    return passphrase(text)


def key_file(path: Path) -> Secret:
    """What stands in a key file; InputError where there is none to read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            "key_file_missing",
            f"加密密钥文件读不出来：{path}",
            hint="请插上存密钥文件的 U 盘，或者用 WINDOW_KEY_FILE 指定它。",
            field="WINDOW_KEY_FILE",
        ) from error
    if len(content) < KEY_BYTES:
        raise InputError(
            "key_file_short",
            f"这个文件太短，不能当密钥文件：{path}",
            hint="指定一个不存在的文件名，程序会生成新的密钥文件。",
            field="WINDOW_KEY_FILE",
        )
    return Secret("key_file", content)


def new_key_file(path: Path, home: Path) -> Secret:
    """The key file to be used from now on; made where it is missing, never inside the home."""
    if path.resolve().is_relative_to(home.resolve()):
        raise InputError(
            "key_file_in_home",
            f"密钥文件不能放在数据目录里：{path}",
            hint="请放在 U 盘上或者另一块硬盘上；和数据放在一起等于没有加密。",
            field="--key-file",
        )
    if not path.exists():
        try:
            write_private(path, random(KEY_BYTES).hex().encode() + b"\n")
        except OSError as error:
            raise StorageError(
                "key_file_not_written",
                f"密钥文件写不出来：{path}",
                hint="请检查目录和磁盘空间，换一个位置再试。",
            ) from error
    return key_file(path)


def _derived(secret: Secret, salt: bytes, memory_kib: int, passes: int) -> bytes:
    return hash_secret_raw(
        secret.content,
        salt,
        time_cost=passes,
        memory_cost=memory_kib,
        parallelism=LANES,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _wrong(kind: Kind) -> StorageError:
    if kind == "key_file":
        return StorageError(
            "wrong_key",
            "密钥文件不是这个数据目录的，没有打开。",
            hint="请用 WINDOW_KEY_FILE 指定建站时的密钥文件；数据没有改动。",
        )
    return StorageError(
        "wrong_key",
        "加密口令不对，数据目录没有打开。",
        hint="请检查大小写和输入法再试；忘了的，请管理员取出封存的口令。数据没有改动。",
    )


def missing(where: Path) -> StorageError:
    return StorageError(
        "key_wrap_missing",
        f"加密数据目录的 key.json 不见了，打不开：{where}",
        hint="数据没有丢。请把它放回原处，或者用 window restore 从备份恢复。",
    )


def _damaged(where: Path) -> StorageError:
    return StorageError(
        "key_wrap_damaged",
        f"加密数据目录的 key.json 损坏，打不开：{where}",
        hint="数据没有丢。请用 window restore 从最近的备份恢复，备份里有它的副本。",
    )
