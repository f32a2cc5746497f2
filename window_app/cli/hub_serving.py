"""`window hub serve`: the only command that loads FastAPI."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from data.errors import InputError
from window_app.cli import out
from window_app.cli.asked import AsJson, asked


def add_to(app: typer.Typer) -> None:
    """Into the group `window hub`."""
    app.command()(serve)


def serve(
    context: typer.Context,
    listen: Annotated[
        str, typer.Option(metavar="ADDRESS", help="监听的地址和端口。")
    ] = "127.0.0.1:8470",
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="证书(PEM)；本机以外要连接时必须有。")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="证书的私钥(PEM，不带密码)。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """让各窗口和部门的终端连接中心；按 Ctrl+C 停止。"""
    from window_app import hub_bootstrap

    try:
        from window_app.hub import serving
    except ImportError as error:
        raise InputError(
            "hub_not_installed",
            "这台机器没有装中心的组件，不能开始服务。",
            hint="请管理员安装：pip install 'window-app[hub]'。",
        ) from error

    where = serving.listening(listen, certificate, key)
    hub = hub_bootstrap.counter_of(asked(context).office())

    def started(url: str) -> None:
        out.answer({"listening": url}, f"中心“{hub.name}”已经可以连接：{url}", as_json=as_json)
        sys.stdout.flush()  # whoever started this through a pipe waits for the line

    try:
        serving.serve(hub, where, started=started)
    finally:
        hub.store.close()
    out.warn("中心已经停止。")
