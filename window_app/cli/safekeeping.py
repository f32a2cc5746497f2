"""`window backup` and `window rekey`: keeping a home safe."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.errors import Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked, password

NEW_PASSPHRASE = "WINDOW_NEW_PASSPHRASE"


def add_to(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(rekey)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份写成这个文件。")],
    as_json: AsJson = False,
) -> None:
    """备份数据库，不用停止办件；备份里没有终端密钥，加密的数据目录备份也是加密的。"""
    from window_app.services import keeping

    office, who = asked(context).acting(as_json=as_json)
    answer = keeping.back_up(office, file, who)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer({"file": str(answer)}, f"已备份：{answer}", as_json=as_json)


def rekey(
    context: typer.Context,
    new_key_file: Annotated[
        Path | None,
        typer.Option("--new-key-file", help="换成这个密钥文件；不写换成新的口令。"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """换加密口令或者密钥文件；新口令来自 WINDOW_NEW_PASSPHRASE，或者现问。"""
    from data.store import home_keys
    from window_app.services import keeping

    given = asked(context)
    office, who = given.acting(as_json=as_json)
    keeping.check_encrypted(office)
    if new_key_file is not None:
        secret = home_keys.new_key_file(new_key_file, given.folder())
    else:
        text = password(NEW_PASSPHRASE, "新的加密口令", confirm=True)
        secret = home_keys.new_passphrase(text, field=NEW_PASSPHRASE)
    answer = keeping.rekey(office, secret, who)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    words = "密钥文件" if answer == "key_file" else "加密口令"
    out.answer({"opens_with": answer}, f"已换{words}；以前的备份仍用原来的打开。", as_json=as_json)
