"""`window queue decide|register` and `window hand-out`: what the window itself decides."""

from __future__ import annotations

from typing import Annotated

import typer

from data.errors import InputError, Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked
from window_app.cli.cases import Number, tell_case

app = typer.Typer(help="办理：决定、登记结果。", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    root.add_typer(app, name="queue")
    root.command("hand-out")(hand_out)


@app.command()
def decide(
    context: typer.Context,
    number: Number,
    decision: Annotated[str, typer.Argument(metavar="approve|refuse", help="准予或者不予。")],
    as_json: AsJson = False,
) -> None:
    """作出决定；窗口只能准予授权的即办件，不予的移交部门。"""
    from window_app.services import deciding

    if decision not in ("approve", "refuse"):
        raise InputError(
            "decision_wrong", f"只能是 approve 或者 refuse：{decision}", field="DECISION"
        )
    office, who = asked(context).acting(as_json=as_json)
    if decision == "refuse":
        out.refuse(
            Refusal(
                "refusal_not_here",
                "窗口不能作出不予决定。",
                hint="用 window case offer 移交部门办理。",
                rule="行政许可法第三十八条",
            ),
            as_json=as_json,
        )
    tell_case(deciding.approve(office, number, who), as_json)


@app.command()
def register(
    context: typer.Context,
    number: Number,
    values: Annotated[list[str] | None, typer.Option("--set", help="栏目=值，可以写多次。")] = None,
    as_json: AsJson = False,
) -> None:
    """登记办理结果，之后就可以领取。"""
    from window_app.services import deciding

    office, who = asked(context).acting(as_json=as_json)
    tell_case(deciding.register(office, number, who, _pairs(values or [])), as_json)


def hand_out(
    context: typer.Context,
    number: Number,
    to: Annotated[str, typer.Option(help="领取人姓名。")],
    id_number: Annotated[str, typer.Option("--id-number", help="领取人证件号码。")],
    how: Annotated[str, typer.Option(help="pickup post electronic。")] = "pickup",
    courier: Annotated[str | None, typer.Option(help="邮寄的快递单号。")] = None,
    as_json: AsJson = False,
) -> None:
    """核对身份，发出结果，打印送达回证。"""
    from window_app.services import deciding

    office, who = asked(context).acting(as_json=as_json)
    answer = deciding.hand_out(
        office, number, who, to=to, id_number=id_number, how=how, courier=courier
    )
    tell_case(answer, as_json)


def _pairs(given: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise InputError("pair_wrong", f"--set 应当写成 栏目=值：{text}", field="--set")
        pairs[name] = value
    return pairs
