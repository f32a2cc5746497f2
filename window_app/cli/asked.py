"""What was asked before the command, and how a command opens the home and the person."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from platformdirs import user_data_path

from data.errors import InputError, Refusal
from window_app.cli import out

if TYPE_CHECKING:
    from data.store.staff import Account
    from window_app.services.office import Office
    from window_app.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档。")]


@dataclass(frozen=True, slots=True)
class Asked:
    """`--home` and `--as`, as given before the command."""

    home: Path | None
    user: str | None

    def settings(self) -> Settings:
        from window_app.settings import Settings

        settings = Settings()
        return settings if self.home is None else settings.model_copy(update={"home": self.home})

    def folder(self) -> Path:
        """Where the home is, without loading what reads the other settings."""
        if self.home is not None:
            return self.home
        given = os.environ.get("WINDOW_HOME")
        return Path(given) if given else user_data_path("window-app", appauthor=False)

    def office(self) -> Office:
        """The opened home; its log takes what goes wrong inside."""
        from window_app import bootstrap, logs

        settings = self.settings()
        logs.write_to(settings.home_folder)
        return bootstrap.open_office(settings)

    def acting(self, *, as_json: bool) -> tuple[Office, Account]:
        """The opened home, awake, and who acts in it."""
        from window_app import bootstrap

        office = self.office()
        who = self.person(office, as_json=as_json)
        bootstrap.wake(office)
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
