"""`window case …`: what comes after the intake, act by act."""

from __future__ import annotations

from typing import Annotated

import typer

from window_app.cli.asked import AsJson, asked
from window_app.cli.cases import File, Number, tell_case

Why = Annotated[str, typer.Option("--why", help="原因，会记入办件经过。")]


def add_to(app: typer.Typer) -> None:
    app.command("handed-in")(handed_in)
    for act in (lapse, reopen, void, retry, ask, fee, paid, correct, note):
        app.command()(act)


def handed_in(context: typer.Context, number: Number, file: File, as_json: AsJson = False) -> None:
    """收下补交的容缺材料，出接收凭证。"""
    from window_app.services import deferrals
    from window_app.services.forms import HandedInForm, read_form

    form = read_form(file, HandedInForm)
    office, who = asked(context).acting(as_json=as_json)
    tell_case(deferrals.hand_in(office, number, form, who, file.parent), as_json)


def lapse(
    context: typer.Context,
    number: Number,
    why: Annotated[str | None, typer.Option(help="原因；不写就按逾期的情况写。")] = None,
    as_json: AsJson = False,
) -> None:
    """确认逾期没有补正(或者补交)，终止办理。"""
    from window_app.services import lapsing

    office, who = asked(context).acting(as_json=as_json)
    tell_case(lapsing.lapse(office, number, who, why=why), as_json)


def reopen(context: typer.Context, number: Number, why: Why, as_json: AsJson = False) -> None:
    """监督员重新打开已终止的件，回到终止以前。"""
    from window_app.services import lapsing

    office, who = asked(context).acting(as_json=as_json)
    tell_case(lapsing.reopen(office, number, who, why=why), as_json)


def void(
    context: typer.Context,
    number: Number,
    why: Why,
    replaced_by: Annotated[
        str | None, typer.Option("--replaced-by", help="代替它的办件编号。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """监督员作废收错的件，它的文书一并作废。"""
    from window_app.services import voiding

    office, who = asked(context).acting(as_json=as_json)
    answer = voiding.void_case(office, number, who, why=why, replaced_by=replaced_by)
    tell_case(answer, as_json)


def retry(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """把未生效的一步按办件现在的样子重新办，文书用新的编号，原来的作废。"""
    from window_app.services import retrying

    office, who = asked(context).acting(as_json=as_json)
    tell_case(retrying.retry(office, number, who), as_json)


def ask(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """别的窗口的件，申请人到了本站：请持有的终端转来，它同步以后自动移交。"""
    from data.rules.numbers import parse_case_number
    from window_app.cli import out
    from window_app.cli.connected import joined_hub
    from window_app.services import answering

    office, who = asked(context).acting(as_json=as_json)
    wanted = str(parse_case_number(number))
    with joined_hub(office, as_json=as_json) as hub:
        refusal = answering.ask(hub, wanted, who)
    if refusal is not None:
        out.refuse(refusal, as_json=as_json)
    text = f"已请持有的终端转来 {wanted}；它同步以后，本站就能领取。"
    out.answer({"asked": wanted}, text, as_json=as_json)


def fee(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """按清单核定费用，出缴款通知书。"""
    from window_app.services import fees

    office, who = asked(context).acting(as_json=as_json)
    tell_case(fees.assess(office, number, who), as_json)


def paid(
    context: typer.Context,
    number: Number,
    amount: Annotated[str, typer.Option(help="收到多少元，如 20.00。")],
    receipt: Annotated[str, typer.Option(help="财政票据号码。")],
    as_json: AsJson = False,
) -> None:
    """收费人员登记已经缴费。"""
    from window_app.services import fees

    office, who = asked(context).acting(as_json=as_json)
    tell_case(fees.pay(office, number, who, amount=amount, receipt=receipt), as_json)


def correct(
    context: typer.Context,
    number: Number,
    why: Why,
    phone: Annotated[str | None, typer.Option(help="正确的电话。")] = None,
    address: Annotated[str | None, typer.Option(help="正确的地址。")] = None,
    as_json: AsJson = False,
) -> None:
    """更正申请人的电话或者地址。"""
    from window_app.services import correcting

    office, who = asked(context).acting(as_json=as_json)
    answer = correcting.correct(office, number, who, why=why, phone=phone, address=address)
    tell_case(answer, as_json)


def note(
    context: typer.Context,
    number: Number,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="withdrawal_asked、moved 或者 notified。")
    ],
    why: Why,
    as_json: AsJson = False,
) -> None:
    """记一笔：申请人提出撤回，材料流转，通知了申请人。"""
    from window_app.services import correcting

    office, who = asked(context).acting(as_json=as_json)
    tell_case(correcting.note(office, number, kind, who, why=why), as_json)
