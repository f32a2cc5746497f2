"""What was asked before the command, and how a command finds out who acts."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import InputError, Refusal
from window_app.cli import out
from window_app.cli.place import PASSPHRASE, Place

if TYPE_CHECKING:
    from data.store.home_keys import Secret, Wrap
    from data.store.staff import Account
    from window_app.services.office import Office

AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。")]


class Asked(Place):
    """The place a command works in, and the person who acts there."""

    __slots__ = ()

    def secret(self, wrap: Wrap | None, passphrase: str | None = None) -> Secret | None:
        """As typed or from the environment, else asked for."""
        found = super().secret(wrap, passphrase)
        asks = wrap is not None and wrap.kind == "passphrase" and sys.stdin.isatty()
        if found is not None or not asks:
            return found
        return super().secret(wrap, password(PASSPHRASE, "加密口令"))

    def acting(self, *, as_json: bool) -> tuple[Office, Account]:
        """The opened home, awake, and who acts in it."""
        from window_app import bootstrap

        office = self.office()
        who = self.person(office, as_json=as_json)
        bootstrap.wake(office)
        for trouble in office.troubles:
            out.warn(trouble.sentence)
        return office, who

    def person(self, office: Office, *, as_json: bool) -> Account:
        """Who it is; ends the command where the password is wrong."""
        from window_app.services import access

        if self.user is None:
            raise InputError(
                "who_missing",
                "请说明是谁在办理。",
                hint="在命令前面加上 --as 用户名；密码现问，或者放在 WINDOW_PASSWORD 里。",
                field="--as",
            )
        account = access.log_in(office, self.user, password("WINDOW_PASSWORD", "密码"))
        if isinstance(account, Refusal):
            out.refuse(account, as_json=as_json)
        return account


def asked(context: typer.Context) -> Asked:
    found: Asked = context.obj
    return found


def password(variable: str, prompt: str, *, confirm: bool = False) -> str:
    """From the environment, or asked for where a person sits at the terminal."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise InputError(
            "password_missing", f"没有密码：请设置环境变量 {variable}。", field=variable
        )
    text: str = typer.prompt(prompt, hide_input=True, confirmation_prompt=confirm, err=True)
    return text
