"""`window sync`: the exchange with the hub, once or as long as the command runs."""

from __future__ import annotations

import signal
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import Refusal, WindowError
from window_app.cli import out
from window_app.cli.asked import AsJson, asked
from window_app.cli.connected import joined_hub

if TYPE_CHECKING:
    from window_app.services.office import Office
    from window_app.views import SyncView


def add_to(app: typer.Typer) -> None:
    app.command()(sync)


def sync(
    context: typer.Context,
    watch: Annotated[bool, typer.Option("--watch", help="一直同步，直到停止(Ctrl+C)。")] = False,
    as_json: AsJson = False,
) -> None:
    """和中心同步：送出本机办的，取回别处办的。"""
    from window_app.services import syncing

    office = asked(context).office()
    if watch:
        _watch(office, as_json=as_json)
        return
    with joined_hub(office, as_json=as_json) as hub:
        answer = syncing.exchange(office, hub)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    _tell(answer, as_json=as_json)


def _watch(office: Office, *, as_json: bool) -> None:
    """One line, or one JSON document, for each exchange that did something."""
    from window_app.services import syncing
    from window_app.services.watching import Watch

    found = syncing.joined_to(office)
    if isinstance(found, Refusal):
        out.refuse(found, as_json=as_json)
    assert office.reach is not None  # every home that a command opens has one
    watching = Watch(office, office.reach, partial(_tell_any, as_json=as_json))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: watching.stop.set())
    watching.run()
    out.warn("同步已经停止。")


def _tell_any(found: SyncView | Refusal | WindowError, *, as_json: bool) -> None:
    if isinstance(found, (Refusal, WindowError)):
        out.warn(found.message)
        if found.hint:
            out.warn(found.hint)
    else:
        _tell(found, as_json=as_json)


def _tell(found: SyncView, *, as_json: bool) -> None:
    from window_app.services import syncing

    lines = [f"送出 {found.pushed} 条，取回 {found.pulled} 条，待传 {found.queued} 条。"]
    lines += [f"未生效：{one.case} {one.kind}。{one.why}" for one in found.set_aside]
    if abs(found.clock_difference) > syncing.MOST_DIFFERENCE:
        out.warn(f"本机时间和中心相差 {abs(found.clock_difference):.0f} 秒，请校准时间。")
    out.answer(found, "\n".join(lines), as_json=as_json)
