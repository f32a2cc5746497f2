"""`window courier pack|unpack`: the exchange with the hub as files on a stick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import InputError, Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked

if TYPE_CHECKING:
    from window_app.services.office import Office
    from window_app.views import CarriedView, PackedView

app = typer.Typer(help="没有网络的站点用 U 盘和中心传送：打包、打开。", no_args_is_help=True)
PLAIN = ("file", "lines", "scans", "bytes")  # what a program is told of a packed file
UNITS = ("字节", "KB", "MB", "GB")


@app.command()
def pack(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="写成这个文件，如 U 盘上的。")],
    terminal: Annotated[
        str | None,
        typer.Option("--for", metavar="TERMINAL", help="在中心：给哪台终端，如 0001-03。"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """把要传送的打包成一个加密、签名的文件：终端给中心的，或者中心给终端的答复。"""
    from window_app.services import couriering

    office = asked(context).office()
    is_hub = couriering.is_hub(office)
    answer = _pack_answer(office, terminal, file) if is_hub else _pack(office, terminal, file)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    if answer.lost:
        out.warn(f"有 {answer.lost} 份扫描件损坏，没有打包；请用 window verify 检查。")
    value = {name: getattr(answer, name) for name in PLAIN}
    out.answer(value, _packed_in_words(answer, is_hub=is_hub), as_json=as_json)


@app.command()
def unpack(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="带来的文件。")],
    as_json: AsJson = False,
) -> None:
    """打开带来的文件：在中心收下终端办的，在终端收下中心的答复。同一个文件再打开一次没有影响。"""
    from window_app.services import couriering

    office = asked(context).office()
    is_hub = couriering.is_hub(office)
    if is_hub:
        from window_app import hub_bootstrap

        answer = couriering.unpack_at_hub(hub_bootstrap.counter_of(office), file)
    else:
        answer = couriering.unpack(office, file)
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer(answer, _carried_in_words(answer, is_hub=is_hub), as_json=as_json)


def _pack(office: Office, terminal: str | None, file: Path) -> PackedView | Refusal:
    from window_app.services import couriering

    if terminal is not None:
        raise InputError(
            "courier_for_hub_only",
            "--for 只在中心用；终端打包总是给自己的中心。",
            field="--for",
        )
    return couriering.pack(office, file)


def _pack_answer(office: Office, terminal: str | None, file: Path) -> PackedView | Refusal:
    from window_app import hub_bootstrap
    from window_app.services import couriering

    if terminal is None:
        raise InputError(
            "courier_for_missing",
            "请说明给哪台终端打包。",
            hint="如 window courier pack 文件 --for 0001-03。",
            field="--for",
        )
    return couriering.pack_answer(hub_bootstrap.counter_of(office), terminal, file)


def _packed_in_words(found: PackedView, *, is_hub: bool) -> str:
    lines = f"别处办的 {found.lines} 条" if is_hub else f"{found.lines} 条"
    what = f"已打包：{found.file}\n{lines}，扫描件 {found.scans} 份，{_size(found.bytes)}。"
    if is_hub:
        return f"{what}\n请把它带回终端 {found.reader}，在那里用 window courier unpack 打开。"
    return (
        f"{what}\n请把它带到中心“{found.reader}”。"
        "\n在中心的答复带回来、打开以前，这些都算没有送到。"
    )


def _carried_in_words(found: CarriedView, *, is_hub: bool) -> str:
    from data.rules.words import EVENT_NAMES

    lines = _at_hub(found) if is_hub else _at_terminal(found)
    names = {str(kind): name for kind, name in EVENT_NAMES.items()}
    lines += [
        f"未生效：{one.case} {names.get(one.kind, one.kind)}。{one.why}" for one in found.set_aside
    ]
    return "\n".join(lines)


def _at_hub(found: CarriedView) -> list[str]:
    lines = [f"终端 {found.writer} 的文件已收下：新的 {found.pulled} 条，扫描件 {found.scans} 份。"]
    if found.left_out:
        lines.append(f"有 {found.left_out} 条是终端停用以后写的，没有收下。")
    else:
        lines.append(f"请打包答复带回去：window courier pack 文件 --for {found.writer}")
    return lines


def _at_terminal(found: CarriedView) -> list[str]:
    published = f"清单 {found.lists} 个，日历 {found.calendars} 个。"
    return [
        f"中心“{found.writer}”的答复：送到 {found.pushed} 条，还有 {found.queued} 条下次再送。",
        f"取回 {found.pulled} 条，扫描件 {found.scans} 份，{published}",
    ]


def _size(count: int) -> str:
    size, unit = float(count), 0
    while size >= 1024 and unit < len(UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return f"{size:.0f} {UNITS[unit]}" if unit == 0 else f"{size:.1f} {UNITS[unit]}"
