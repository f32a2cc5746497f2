"""`window desk|review`: the terminals on screen, as commands."""

from __future__ import annotations

import typer

from window_app.cli import opening
from window_app.cli.asked import asked


def add_to(app: typer.Typer) -> None:
    app.command()(desk)
    app.command()(review)


def desk(context: typer.Context) -> None:
    """打开收件窗口的画面。"""
    opening.desk(asked(context))


def review(context: typer.Context) -> None:
    """打开部门审核的画面；终端要加入中心。"""
    opening.review(asked(context))
