"""`window queue step|decide|register|send-back` and `window hand-out`: decisions and results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import InputError
from window_app.cli.asked import AsJson, asked
from window_app.cli.cases import Number, tell_case

if TYPE_CHECKING:
    from window_app.services.reviewing import SendBack

app = typer.Typer(help="办理：决定、登记结果。", no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    root.add_typer(app, name="queue")
    root.command("hand-out")(hand_out)


@app.command()
def step(
    context: typer.Context,
    number: Number,
    opinion: Annotated[str, typer.Option(help="意见，可以不写。")] = "",
    as_json: AsJson = False,
) -> None:
    """通过部门的这一步(承办、审核)；下一步也归您的，接着领取。"""
    from window_app.services import reviewing

    office, who = asked(context).acting(as_json=as_json)
    answer = reviewing.pass_step(office, number, who, opinion=opinion)
    tell_case(answer, as_json)


@app.command()
def decide(
    context: typer.Context,
    number: Number,
    decision: Annotated[str, typer.Argument(metavar="approve|refuse", help="准予或者不予。")],
    reason: Annotated[list[str] | None, typer.Option(help="不予的理由，可以写多次。")] = None,
    opinion: Annotated[str, typer.Option(help="意见，可以不写。")] = "",
    false_materials: Annotated[
        bool, typer.Option("--false-materials", help="不予是因为材料虚假，会记在申请人名下。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """作出决定；窗口只能准予授权的即办件，不予由部门决定。"""
    from window_app.services import deciding

    if decision not in ("approve", "refuse"):
        raise InputError(
            "decision_wrong", f"只能是 approve 或者 refuse：{decision}", field="DECISION"
        )
    office, who = asked(context).acting(as_json=as_json)
    if decision == "approve":
        answer = deciding.approve(office, number, who, opinion=opinion)
    else:
        answer = deciding.refuse(
            office,
            number,
            who,
            reasons=reason or [],
            opinion=opinion,
            false_materials=false_materials,
        )
    tell_case(answer, as_json)


@app.command()
def register(
    context: typer.Context,
    number: Number,
    values: Annotated[list[str] | None, typer.Option("--set", help="栏目=值，可以写多次。")] = None,
    pieces: Annotated[int, typer.Option(min=1, max=99, help="结果的份数。")] = 1,
    hand_out_at: Annotated[
        str | None, typer.Option("--hand-out-at", help="在哪个站点领取；不写在收件的站点。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """登记办理结果，之后就可以领取。"""
    from window_app.services import deciding

    office, who = asked(context).acting(as_json=as_json)
    answer = deciding.register(
        office, number, who, _pairs(values or []), pieces=pieces, hand_out_at=hand_out_at
    )
    tell_case(answer, as_json)


@app.command("send-back")
def send_back(
    context: typer.Context,
    number: Number,
    material: Annotated[
        list[str], typer.Option(help="清单里的材料，可以写多次，各跟一个 --fault。")
    ],
    fault: Annotated[list[str], typer.Option(help="清单里的常见问题或者受理标准。")],
    person: Annotated[
        list[str] | None, typer.Option(help="家庭成员；写的话，每份材料各写一个，没有的写 -。")
    ] = None,
    new_reason: Annotated[
        str | None, typer.Option("--new-reason", help="上次没有告知的，写明原因。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """退回补正：只能按清单写，所有问题一次写全。"""
    from window_app.services import reviewing

    points = _points(material, fault, person or [], new_reason)
    office, who = asked(context).acting(as_json=as_json)
    answer = reviewing.send_back(office, number, who, points)
    tell_case(answer, as_json)


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


def _points(
    materials: list[str], faults: list[str], people: list[str], new_reason: str | None
) -> list[SendBack]:
    """The options in the order they were given, one point of each."""
    from window_app.services.reviewing import SendBack

    if len(faults) != len(materials):
        raise InputError("points_wrong", "每个 --material 要跟一个 --fault。", field="--fault")
    if people and len(people) != len(materials):
        raise InputError(
            "points_wrong",
            "写了 --person，每个 --material 就要跟一个，没有的写 -。",
            field="--person",
        )
    whose = [None if one == "-" else one for one in people] or [None] * len(materials)
    return [
        SendBack(material, fault, person, new_reason)
        for material, fault, person in zip(materials, faults, whose, strict=True)
    ]


def _pairs(given: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise InputError("pair_wrong", f"--set 应当写成 栏目=值：{text}", field="--set")
        pairs[name] = value
    return pairs
