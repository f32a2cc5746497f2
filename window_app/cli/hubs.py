"""`window hub`: making a hub, letting terminals in and out, and joining one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from data.errors import InputError, Refusal
from window_app.cli import hub_asides, hub_members, hub_serving, out
from window_app.cli.asked import AsJson, asked, password

if TYPE_CHECKING:
    from data.store.members import Place
    from window_app.services.office import Office

app = typer.Typer(help="中心：建立、运行、让终端加入和停用。", no_args_is_help=True)
hub_serving.add_to(app)
hub_asides.add_to(app)
hub_members.add_to(app)


@app.command()
def init(
    context: typer.Context,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="PostgreSQL 的 URL；不写用目录里的 SQLite。")
    ] = None,
    name: Annotated[str, typer.Option(help="中心的名称。")] = "中心",
    admin: Annotated[
        str | None, typer.Option(help="系统管理员的账号名；不写就用终端带来的账号。")
    ] = None,
    catalogue: Annotated[Path | None, typer.Option(help="清单目录；不写用自带的示例。")] = None,
    as_json: AsJson = False,
) -> None:
    """建一个中心；数据目录用 --home 指定。"""
    from data.rules.words import Role
    from data.store.catalogue_files import load_catalogue
    from window_app import bootstrap, hub_bootstrap
    from window_app.services import access

    found = load_catalogue(catalogue or bootstrap.shipped_catalogue())
    who = None
    if admin is not None:
        account = access.new_account(admin, [Role.ADMINISTRATOR])
        words = password("WINDOW_PASSWORD", f"管理员“{admin}”的密码", confirm=True)
        who = account, words
    options = asked(context).settings()
    hub = hub_bootstrap.create_hub(options, name, found, database=database, admin=who)
    hub.store.close()
    value = {"home": str(options.home_folder), "name": name, "feed": hub.signer.feed}
    out.answer(value, f"已建中心“{name}”：{options.home_folder}", as_json=as_json)


@app.command()
def enrol(
    context: typer.Context,
    station: Annotated[str, typer.Option(help="站点号，4 位。")],
    department: Annotated[str | None, typer.Option(help="部门办公室的部门代号。")] = None,
    level: Annotated[str, typer.Option(help="city county town village。")] = "county",
    carries_to: Annotated[str | None, typer.Option(help="代办件送到哪个站点。")] = None,
    replaces: Annotated[
        str | None, typer.Option(metavar="TERMINAL", help="代替哪台终端，如 0001-03。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """给一台终端一个加入码；只能用一次，七天有效。"""
    from data.exchange import enrolling
    from data.store.members import Place
    from window_app import hub_bootstrap

    office = asked(context).office()
    hub = hub_bootstrap.counter_of(office)
    place = Place(station, level, department, carries_to)
    _check_place(office, place)
    with out.refused_in_words(as_json=as_json):
        code = enrolling.invite(hub, place, replaces=replaces, by=_by(context, office, as_json))
    out.answer({"code": code}, f"站点 {station} 的加入码：{code}", as_json=as_json)


@app.command()
def revoke(
    context: typer.Context,
    terminal: Annotated[str, typer.Argument(metavar="TERMINAL", help="哪台终端，如 0001-03。")],
    as_json: AsJson = False,
) -> None:
    """停用一台终端；它以前办的件照旧有效，领走的件放回，持有的件用 take-over 移交。"""
    from data.exchange import enrolling
    from window_app import hub_bootstrap

    office = asked(context).office()
    with out.refused_in_words(as_json=as_json):
        hub, by = hub_bootstrap.counter_of(office), _by(context, office, as_json)
        member = enrolling.revoke(hub, terminal, by=by)
    out.answer({"revoked": member.label}, f"终端 {member.label} 已停用。", as_json=as_json)


@app.command()
def join(
    context: typer.Context,
    address: Annotated[str, typer.Argument(metavar="URL|FILE", help="中心的网址，或者它的目录。")],
    code: Annotated[str, typer.Argument(metavar="CODE", help="加入码。")],
    authority: Annotated[
        Path | None, typer.Option(metavar="FILE", help="中心自己签发的证书(PEM)。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """让这台终端加入一个中心；账号一起带去。"""
    from window_app import hub_bootstrap
    from window_app.services import joining

    office = asked(context).office()
    by = asked(context).person(office, as_json=as_json) if asked(context).user else None
    place = hub_bootstrap.place_of(address)
    enrol_there = partial(hub_bootstrap.enrol_at, place, authority=authority)
    answer = joining.join(office, place, code, enrol_there, by=by, authority=authority)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    value = {"hub": answer.hub_name, "address": answer.address, "feed": answer.hub_feed}
    out.answer(value, f"已加入中心“{answer.hub_name}”。", as_json=as_json)


def _by(context: typer.Context, office: Office, as_json: bool) -> str:
    """Who the journal names: the person, or the machine's owner where nobody is named."""
    from data.exchange.own_acts import SYSTEM

    given = asked(context)
    return given.person(office, as_json=as_json).name if given.user else SYSTEM


def _check_place(office: Office, place: Place) -> None:
    """Stations and level in the form the numbers need, the department as the list names it."""
    from data.rules.item import Level

    for field, text in (("--station", place.station), ("--carries-to", place.carries_to)):
        is_number = text is None or (len(text) == 4 and text.isascii() and text.isdigit())
        if not is_number or text == office.terminal.station:
            raise InputError(
                "station_wrong", f"{field} 应当是 4 位数字，0000 除外：{text}", field=field
            )
    if place.level not in get_args(Level):
        words = "、".join(get_args(Level))
        raise InputError("level_wrong", f"--level 只能是 {words}：{place.level}", field="--level")
    with office.store.read() as unit:
        found = office.live_list(unit)
    if place.department is None or isinstance(found, Refusal):
        return
    if found.department(place.department) is None:
        raise InputError(
            "department_unknown", f"清单里没有部门：{place.department}", field="--department"
        )
