"""`window paper`: what becomes of a paper that was issued."""

from __future__ import annotations

from typing import Annotated

import typer

from window_app.cli.asked import AsJson, asked
from window_app.cli.case_acts import Why
from window_app.cli.cases import Number, tell_case

app = typer.Typer(help="文书：作废和重出。", no_args_is_help=True)


@app.callback()
def group() -> None:
    """文书：作废和重出。"""


@app.command()
def void(
    context: typer.Context,
    number: Number,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="文书种类或者文书编号。")],
    why: Why,
    replaced_by: Annotated[
        str | None, typer.Option("--replaced-by", help="已经代替它的文书，种类或者编号。")
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="按现在的办件重出一份，写明原文书作废。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """作废一份文书；作废以后不能补打。"""
    from window_app.services import voiding

    office, who = asked(context).acting(as_json=as_json)
    answer = voiding.void_paper(
        office, number, document, who, why=why, replaced_by=replaced_by, anew=anew
    )
    tell_case(answer, as_json)
