"""`window hub aside` and `window hub take-over`: what a supervisor settles at the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.errors import Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked
from window_app.cli.cases import Number, tell_case

if TYPE_CHECKING:
    from data.store.asides import Aside
    from window_app.services.office import Office

app = typer.Typer(help="未生效事项：看，处理。", no_args_is_help=True)
Which = Annotated[str, typer.Argument(metavar="WHICH", help="事件的标识，或者办件编号。")]
To = Annotated[
    str | None, typer.Option("--to", help="接管给谁：station:0001 或者 department:market。")
]
Why = Annotated[str, typer.Option("--why", help="原因，会记入办件经过。")]


def add_to(hub: typer.Typer) -> None:
    """Into the group `window hub`."""
    hub.add_typer(app, name="aside")
    hub.command("take-over")(take_over)


@app.command("list")
def list_asides(
    context: typer.Context,
    settled: Annotated[bool, typer.Option("--all", help="处理过的也列出。")] = False,
    as_json: AsJson = False,
) -> None:
    """列出还没有处理的未生效事项，先发生的在前。"""
    from window_app.services import hub_acts

    office = asked(context).office()
    _check_hub(office)
    found = hub_acts.set_aside(office, settled=settled)
    out.answer([_plain(one) for one in found], _lines(found), as_json=as_json)


@app.command()
def show(context: typer.Context, which: Which, as_json: AsJson = False) -> None:
    """看一项未生效的：谁在哪台终端写的，为什么，出过哪些文书，怎样处理的。"""
    from window_app.services import hub_acts

    office = asked(context).office()
    _check_hub(office)
    found = hub_acts.shown(office, which)
    out.answer([_plain(one) for one in found], _lines(found), as_json=as_json)


@app.command()
def resolve(
    context: typer.Context,
    which: Which,
    how: Annotated[
        str,
        typer.Option(
            help="redone 已经重新办了，dropped 不办了，taken_over 接管，voided 这件作废。"
        ),
    ],
    why: Why,
    to: To = None,
    as_json: AsJson = False,
) -> None:
    """监督员处理未生效事项，写明原因；写编号的，这件没有处理的一起处理。"""
    from window_app.services import hub_acts
    from window_app.services.hub_acts import Settling

    office, who = asked(context).acting(as_json=as_json)
    _check_hub(office)
    answer = hub_acts.resolve(office, which, who, Settling(how, why, to))  # type: ignore[arg-type]
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer([_plain(one) for one in answer], _lines(answer), as_json=as_json)


def take_over(
    context: typer.Context,
    number: Number,
    to: Annotated[str, typer.Option("--to", help="station:0001 或者 department:market。")],
    why: Why,
    as_json: AsJson = False,
) -> None:
    """监督员把停用的终端持有的件移交给别的站点或者部门。"""
    from window_app.services import hub_acts

    office, who = asked(context).acting(as_json=as_json)
    _check_hub(office)
    tell_case(hub_acts.take_over(office, number, who, to=to, why=why), as_json)


def _check_hub(office: Office) -> None:
    """InputError in a terminal's home."""
    from window_app import hub_bootstrap

    hub_bootstrap.counter_of(office)


def _plain(one: Aside) -> dict[str, Any]:
    settled = one.settled
    return {
        "event": one.event,
        "case": one.number,
        "kind": one.kind,
        "who": one.who,
        "terminal": one.terminal,
        "at": one.at,
        "since": one.since,
        "code": one.code,
        "why": one.why,
        "papers": [paper["number"] for paper in one.body.get("papers", ())],
        "settled": settled
        and {"how": settled.how, "why": settled.why, "who": settled.who, "at": settled.at},
    }


def _lines(found: tuple[Aside, ...]) -> str:
    return "\n".join(map(_line, found)) or "没有未处理的未生效事项。"


def _line(one: Aside) -> str:
    from data.rules.words import EVENT_NAMES

    name = {str(kind): words for kind, words in EVENT_NAMES.items()}.get(one.kind, one.kind)
    said = f"{one.event} {one.number or '无编号'} {name} {one.who} {one.terminal}"
    end = f"已处理({one.settled.how})：{one.settled.why}" if one.settled else "未处理"
    return f"{said} {one.since[:10]} {one.why}{end}"
