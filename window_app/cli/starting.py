"""`window init` and `window restore`: the two ways to a new home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from data.errors import InputError, Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, Asked, asked, password
from window_app.cli.place import PASSPHRASE

if TYPE_CHECKING:
    from data.rules.listing import Catalogue
    from data.store.home_keys import Secret
    from data.store.settings import Terminal

KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", help="密钥文件，不在数据目录里(也可用 WINDOW_KEY_FILE)。"),
]


def add_to(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(restore)


def init(
    context: typer.Context,
    region: Annotated[str, typer.Option(help="行政区划代码，6、9 或 12 位。")],
    station: Annotated[str, typer.Option(help="站点号，4 位。")],
    terminal: Annotated[str, typer.Option(help="终端号，01 至 99，给出后不再用。")],
    admin: Annotated[str, typer.Option(help="系统管理员的账号名。")],
    level: Annotated[str, typer.Option(help="city county town village。")] = "county",
    subjects: Annotated[str, typer.Option(help="办理对象。")] = "natural,legal",
    themes: Annotated[str, typer.Option(help="只办这些主题，逗号隔开；不写为全部。")] = "",
    department: Annotated[str | None, typer.Option(help="部门办公室的部门代号。")] = None,
    carries_to: Annotated[str | None, typer.Option(help="代办件送到哪个站点。")] = None,
    catalogue: Annotated[Path | None, typer.Option(help="清单目录；不写用自带的示例。")] = None,
    encrypted: Annotated[
        bool, typer.Option("--encrypted", help="加密保存；口令来自 WINDOW_PASSPHRASE，或者现问。")
    ] = False,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """建一个站；管理员密码来自 WINDOW_PASSWORD，或者现问。"""
    from data.rules.words import Role
    from data.store import forms
    from data.store.catalogue_files import load_catalogue
    from window_app import bootstrap
    from window_app.services import access

    folder = catalogue or bootstrap.shipped_catalogue()
    found = load_catalogue(folder)
    values: dict[str, object] = {
        "region": region,
        "station": station,
        "terminal": terminal,
        "level": _level(level),
        "subjects": _subjects(subjects),
        "themes": tuple(part for part in themes.split(",") if part),
        "department": department,
        "carries_to": carries_to,
        "hall": found.publisher,
    }
    secret = _new_secret(asked(context), key_file) if encrypted or key_file else None
    office = bootstrap.create(
        asked(context).settings(),
        _place(values, found),
        found,
        access.new_account(admin, [Role.ADMINISTRATOR]),
        password("WINDOW_PASSWORD", f"管理员“{admin}”的密码", confirm=True),
        secret=secret,
    )
    forms.keep(office.home, found, folder)
    value = {
        "home": str(office.home.folder),
        "station": station,
        "terminal": terminal,
        "feed": office.signer.feed,
        "catalogue": found.version,
    }
    out.answer(value, f"已建站：{office.home.folder}", as_json=as_json)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件。")],
    terminal: Annotated[str, typer.Option(help="新的终端号，本站从未用过。")],
    no_hub: Annotated[
        bool, typer.Option("--no-hub", help="不会再联网：原终端持有的办件由本终端接管。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """用备份建一个新的数据目录，换新的终端号和密钥；加密的备份要原来的口令或者密钥文件。"""
    from data.store import backup as backups
    from window_app import bootstrap

    given = asked(context)
    office = bootstrap.restore(
        given.settings(),
        file,
        terminal,
        no_hub=no_hub,
        administrator=(given.user, password("WINDOW_PASSWORD", "密码")) if given.user else None,
        secret=given.secret(backups.wrap_of(file)),
    )
    if isinstance(office, Refusal):
        out.refuse(office, as_json=as_json)
    value = {"home": str(office.home.folder), "terminal": terminal, "feed": office.signer.feed}
    out.answer(value, f"已恢复为终端 {office.terminal.label}。", as_json=as_json)


def _new_secret(given: Asked, key_file: Path | None) -> Secret:
    """What is to open the new home: the key file where one is named, else a passphrase."""
    from data.store import home_keys

    path = key_file or given.settings().key_file
    if path is not None:
        return home_keys.new_key_file(path, given.folder())
    text = password(PASSPHRASE, "加密口令(丢了谁也打不开)", confirm=True)
    return home_keys.new_passphrase(text, field=PASSPHRASE)


def _subjects(text: str) -> tuple[str, ...]:
    wanted = text.split(",")
    if not wanted or not set(wanted) <= {"natural", "legal"}:
        raise InputError(
            "subjects_wrong", f"--subjects 只能是 natural,legal：{text}", field="--subjects"
        )
    return tuple(wanted)


def _level(text: str) -> str:
    from data.rules.item import Level

    if text not in get_args(Level):
        words = "、".join(get_args(Level))
        raise InputError("level_wrong", f"--level 只能是 {words}：{text}", field="--level")
    return text


def _place(values: dict[str, object], catalogue: Catalogue) -> Terminal:
    """The terminal; its themes and department are those of the list."""
    from data.store.settings import Terminal

    place = Terminal.model_validate(values)
    unknown = set(place.themes) - {theme.id for theme in catalogue.themes}
    if unknown:
        raise InputError(
            "theme_unknown", f"清单里没有主题：{'、'.join(sorted(unknown))}", field="--themes"
        )
    if place.department is not None and catalogue.department(place.department) is None:
        raise InputError(
            "department_unknown", f"清单里没有部门：{place.department}", field="--department"
        )
    return place
