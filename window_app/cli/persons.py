"""`window person`: flags on applicants, by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked

if TYPE_CHECKING:
    from window_app.views import FlagView

app = typer.Typer(help="申请人：失信标记。", no_args_is_help=True)
IdNumber = Annotated[str, typer.Argument(metavar="ID_NUMBER", help="证件号码。")]
FlagKind = Annotated[
    str,
    typer.Option(
        "--kind",
        help="bad_credit 失信名单，false_materials 虚假材料，fraud 骗取许可，"
        "broken_promise 未履行承诺。",
    ),
]
IdType = Annotated[
    str | None, typer.Option("--id-type", help="号码自己说明不了的证件种类，如 passport。")
]


@app.command()
def flag(
    context: typer.Context,
    id_number: IdNumber,
    kind: FlagKind,
    source: Annotated[str, typer.Option(help="来源：哪份名单、哪个决定。")],
    until: Annotated[
        str | None, typer.Option(help="到哪天，如 2027-11-20；不写就按法律规定的年限。")
    ] = None,
    id_type: IdType = None,
    as_json: AsJson = False,
) -> None:
    """标记失信；标记期间不能容缺、不能承诺。"""
    from window_app.services import flags

    office, who = asked(context).acting(as_json=as_json)
    answer = flags.put(
        office, id_number, who, kind=kind, source=source, until=until, id_type=id_type
    )
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer(answer, _line(answer), as_json=as_json)


@app.command()
def unflag(
    context: typer.Context,
    id_number: IdNumber,
    kind: FlagKind,
    why: Annotated[str, typer.Option("--why", help="原因，如 信用已修复。")],
    source: Annotated[str | None, typer.Option(help="只解除这个来源的。")] = None,
    id_type: IdType = None,
    as_json: AsJson = False,
) -> None:
    """解除标记：信用已经修复，或者标错了。"""
    from window_app.services import flags

    office, who = asked(context).acting(as_json=as_json)
    answer = flags.lift(office, id_number, who, kind=kind, why=why, source=source, id_type=id_type)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer(answer, "\n".join(map(_line, answer)), as_json=as_json)


@app.command("list")
def list_flags(
    context: typer.Context,
    id_number: Annotated[str | None, typer.Option("--id", help="只看这个号码。")] = None,
    as_json: AsJson = False,
) -> None:
    """列出失信标记，包括到期和解除的。"""
    from window_app.services import flags

    office, who = asked(context).acting(as_json=as_json)
    answer = flags.everyone(office, who, id_number=id_number)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer(answer, "\n".join(map(_line, answer)) or "没有标记。", as_json=as_json)


def _line(flag: FlagView) -> str:
    state = "已解除" if flag.lifted else "有效" if flag.stands else "已到期"
    until = flag.until or "解除为止"
    return f"{flag.id_number} {flag.word} {flag.source} {flag.since} 至 {until} {state}"
