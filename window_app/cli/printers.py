"""`window printer`: the printers of this window, and the prints that are not through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked

if TYPE_CHECKING:
    from data.store.printers import StoredPrinter
    from window_app.desk_views.prints import WaitingPrint

app = typer.Typer(help="打印机：添加、选用、试打；没有打印完的文书。", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="打印机的名字。")]
Job = Annotated[int, typer.Argument(metavar="JOB", help="打印任务号，见 printer jobs。")]


@app.command()
def add(
    context: typer.Context,
    name: Name,
    address: Annotated[str, typer.Option(help="地址：ipp、lp、file、socket 或者 device。")],
    paper: Annotated[str, typer.Option(help="a4，或者小票机的纸宽 80、58。")] = "a4",
    as_json: AsJson = False,
) -> None:
    """添加一台打印机(系统管理员)。"""
    from window_app.services import printers

    office, by = asked(context).acting(as_json=as_json)
    answer = printers.add(office, name, address=address, paper=paper, by=by)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    text = f"已添加打印机 {_line(answer)}\n试打：window printer test {name}"
    out.answer(_shown(answer), text, as_json=as_json)


@app.command("list")
def list_printers(context: typer.Context, as_json: AsJson = False) -> None:
    """列出打印机和各打印什么。"""
    from window_app.services import printers

    found = printers.everything(asked(context).office())
    text = "\n".join(map(_line, found)) or "还没有添加打印机。"
    out.answer([_shown(printer) for printer in found], text, as_json=as_json)


@app.command()
def use(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="文书种类，如 slip；其余各种一起写 default。")
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="打印机的名字；none 是不再选用。")],
    as_json: AsJson = False,
) -> None:
    """选用一台打印机打印一种文书(系统管理员)。"""
    from window_app.services import printers

    office, by = asked(context).acting(as_json=as_json)
    answer = printers.use(office, kind, name, by=by)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    if answer is None:
        out.answer(None, f"{kind} 不再选用打印机。", as_json=as_json)
    else:
        out.answer(_shown(answer), f"{kind} 由 {_line(answer)} 打印。", as_json=as_json)


@app.command()
def remove(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """移除一台打印机；没有打印出来的改到别的打印机(系统管理员)。"""
    from window_app.services import printers

    office, by = asked(context).acting(as_json=as_json)
    answer = printers.remove(office, name, by=by)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer(_shown(answer), f"已移除打印机 {name}。", as_json=as_json)


@app.command()
def test(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """试打一页：宽度、标尺、字体、条码和二维码。"""
    from window_app.services import printers

    reference = printers.try_out(asked(context).office(), name)
    answer = {"name": name, "reference": reference}
    out.answer(answer, f"测试页已打印：{reference}", as_json=as_json)


@app.command()
def jobs(context: typer.Context, as_json: AsJson = False) -> None:
    """列出没有打印完的文书：为什么，怎么办。"""
    from window_app.services import spooling

    found = spooling.waiting_list(asked(context).office())
    text = "\n".join(map(_job_line, found)) or "文书都打印完了。"
    out.answer(found, text, as_json=as_json)


@app.command()
def retry(context: typer.Context, job: Job, as_json: AsJson = False) -> None:
    """重新打印一份没有打印出来的；未确认的作为补打。"""
    from window_app.services import spooling

    office, who = asked(context).acting(as_json=as_json)
    answer = spooling.retry(office, job, who)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    if answer.problem is not None:
        raise answer.problem
    shown = {"job": answer.job, "paper": answer.document, "reference": answer.reference}
    out.answer(shown, f"已打印 {answer.document}：{answer.reference}", as_json=as_json)


@app.command()
def confirm(context: typer.Context, job: Job, as_json: AsJson = False) -> None:
    """确认一份未确认的已经出纸。"""
    from window_app.services import spooling

    office, who = asked(context).acting(as_json=as_json)
    _settled(spooling.confirm(office, job, who), job, "已确认出纸。", as_json)


@app.command("set-aside")
def set_aside(context: typer.Context, job: Job, as_json: AsJson = False) -> None:
    """不再打印这一份；文书留着，以后可以补打。"""
    from window_app.services import spooling

    office, who = asked(context).acting(as_json=as_json)
    _settled(spooling.set_aside(office, job, who), job, "不再打印。", as_json)


def _settled(answer: Refusal | None, job: int, text: str, as_json: bool) -> None:
    if answer is not None:
        out.refuse(answer, as_json=as_json)
    out.answer({"job": job}, text, as_json=as_json)


def _shown(printer: StoredPrinter) -> dict[str, object]:
    return {
        "name": printer.name,
        "address": printer.address,
        "paper": printer.paper,
        "kinds": list(printer.kinds),
    }


def _line(printer: StoredPrinter) -> str:
    kinds = f" 打印 {'、'.join(printer.kinds)}" if printer.kinds else ""
    return f"{printer.name} {printer.address} {printer.paper}{kinds}"


def _job_line(each: WaitingPrint) -> str:
    told = f"：{each.reason}" if each.reason else ""
    return f"{each.job} {each.title} {each.paper} {each.printer} {each.word}{told} {each.todo}"
