"""The terminal's own key: what signs its feed. Its owner alone reads it; sealed where encrypted."""

from __future__ import annotations

import os
import stat

from data.errors import StorageError
from data.store.home import Home, write_private
from data.store.home_keys import SEALED, HomeKeys
from data.store.signing import Signer


def create_key(home: Home, keys: HomeKeys | None = None) -> Signer:
    """Make the terminal's key file (mode 0600) and give its signer; sealed in an encrypted home."""
    seed = Signer.new_seed()
    text = seed.hex() if keys is None else SEALED + keys.seal("signing", seed).hex()
    write_private(home.key, text.encode() + b"\n")
    return Signer(seed)


def load_signer(home: Home, keys: HomeKeys | None = None) -> Signer:
    """The terminal's signer; refused where others can read the key, or it is no key."""
    try:
        mode = stat.S_IMODE(home.key.stat().st_mode)
        seed = _seed(home.key.read_text("ascii").strip(), keys)
    except FileNotFoundError as error:
        raise _key_error("key_missing", "终端密钥文件不见了", home) from error
    except (OSError, ValueError) as error:
        raise _key_error("key_unreadable", "终端密钥文件读不出来", home) from error
    if os.name == "posix" and mode & 0o077:
        raise StorageError(
            "key_exposed",
            f"终端密钥文件别人也能读，不能使用：{home.key}",
            hint=f"请管理员执行 chmod 600 {home.key}，并检查是否有人复制过它。",
        )
    if len(seed) != 32:
        raise _key_error("key_unreadable", "终端密钥文件读不出来", home)
    return Signer(seed)


def _seed(text: str, keys: HomeKeys | None) -> bytes:
    if keys is None:
        return bytes.fromhex(text)
    return keys.unseal("signing", bytes.fromhex(text.removeprefix(SEALED)))


def _key_error(code: str, what: str, home: Home) -> StorageError:
    return StorageError(
        code,
        f"{what}，没有它不能办件：{home.key}",
        hint="办件数据没有丢。请用 window restore 从备份恢复，并使用新的终端号。",
    )
