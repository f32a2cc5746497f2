"""`window hub list|outdated|restore`: a hub's terminals, and beginning again from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from window_app.cli import out
from window_app.cli.asked import AsJson, asked


def add_to(hub: typer.Typer) -> None:
    """Into the group `window hub`."""
    hub.command("list")(list_members)
    hub.command("outdated")(outdated)
    hub.command("restore")(restore)


def list_members(context: typer.Context, as_json: AsJson = False) -> None:
    """列出加入过的终端：收到第几条，上次联系，拒收的原因，是否停用。"""
    from window_app import hub_bootstrap
    from window_app.services import hub_terminals

    office = asked(context).office()
    hub_bootstrap.counter_of(office)
    found = hub_terminals.everybody(office)
    lines = [hub_terminals.line(one) for one in found] or ["还没有终端加入。"]
    out.answer(found, "\n".join(lines), as_json=as_json)


def outdated(context: typer.Context, as_json: AsJson = False) -> None:
    """列出按旧版清单收的件：收件当天生效的是另一个版本。"""
    from window_app import hub_bootstrap
    from window_app.services import hub_terminals

    office = asked(context).office()
    hub_bootstrap.counter_of(office)
    found = hub_terminals.outdated(office)
    lines = [
        f"{one.case} {one.received[:10]} 收件，按 {one.version}，当天生效 {one.in_force or '没有'}"
        for one in found
    ]
    out.answer(found, "\n".join(lines) or "没有按旧版清单收的件。", as_json=as_json)


def restore(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="中心的备份文件；用 PostgreSQL 的不写。")
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="已经恢复好的 PostgreSQL 数据库。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """用备份恢复中心，建在新的目录；换新的密钥，给每台终端一个新的加入码。"""
    from data.exchange import enrolling
    from data.store import members
    from window_app import hub_bootstrap

    options = asked(context).settings()
    hub = hub_bootstrap.restore_hub(options, backup=file, database=database)
    with hub.store.read() as unit:
        awaited = members.awaited(unit)
    codes = [
        {"terminal": one.label, "code": enrolling.invite(hub, one.place, replaces=one.label)}
        for one in awaited
    ]
    hub.store.close()
    value = {
        "home": str(options.home_folder),
        "name": hub.name,
        "feed": hub.signer.feed,
        "codes": codes,
    }
    lines = [f"已恢复中心“{hub.name}”：{options.home_folder}"]
    lines += [f"终端 {one['terminal']} 的加入码：{one['code']}" for one in codes]
    out.answer(value, "\n".join(lines), as_json=as_json)
