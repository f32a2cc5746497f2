"""`window catalogue`: check, import, list, show, search and compare lists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from data.errors import CatalogueError, Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked

app = typer.Typer(help="事项清单：检查、导入、查看、查找、比较。", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="清单目录。")]


@app.command()
def lint(folder: Folder, as_json: AsJson = False) -> None:
    """检查一个清单目录，一次列出全部错误。"""
    from data.store import catalogue_files

    faults = catalogue_files.lint(folder)
    text = "\n".join(map(str, faults)) or "没有错误。"
    if not faults:
        out.answer({"faults": []}, text, as_json=as_json)
        return
    _tell_faults(CatalogueError(faults), as_json)


@app.command("import")
def import_list(
    context: typer.Context,
    folder: Folder,
    draft: Annotated[bool, typer.Option("--draft", help="作为草稿，不生效。")] = False,
    as_json: AsJson = False,
) -> None:
    """导入一个清单版本。"""
    from window_app.services import lists

    office, who = asked(context).acting(as_json=as_json)
    try:
        answer = lists.import_list(office, folder, who, is_draft=draft)
    except CatalogueError as error:
        _tell_faults(error, as_json)
        return
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    out.answer(answer, f"已导入清单 {answer.version}({answer.digest[:12]})。", as_json=as_json)


@app.command("list")
def list_versions(context: typer.Context, as_json: AsJson = False) -> None:
    """已有的清单版本。"""
    from window_app.services import lists

    found = lists.versions(asked(context).office())
    lines = [f"{v.version} {v.effective} {v.name} {'草稿' if v.is_draft else ''}" for v in found]
    out.answer(found, "\n".join(lines), as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="事项代码。")],
    as_json: AsJson = False,
) -> None:
    """查看一个事项。"""
    from window_app.services import assessing, lists

    catalogue = lists.live(asked(context).office())
    if isinstance(catalogue, Refusal):
        out.refuse(catalogue, as_json=as_json)
    item = assessing.find_item(catalogue, code)
    lines = [f"{item.code} {item.name}(清单 {catalogue.version})"]
    lines += [f"  情形 {q.id}：{q.ask}" for q in item.questions]
    lines += [f"  材料 {m.id}：{m.name}" for m in item.materials]
    value = {**item.model_dump(mode="json", exclude_none=True), "version": catalogue.version}
    out.answer(value, "\n".join(lines), as_json=as_json)


@app.command()
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="名称、代码、别名、拼音或首字母。")],
    department: Annotated[str | None, typer.Option(help="只看一个部门。")] = None,
    theme: Annotated[str | None, typer.Option(help="只看一个主题。")] = None,
    subject: Annotated[str | None, typer.Option(help="natural 或 legal。")] = None,
    level: Annotated[str | None, typer.Option(help="city county town village。")] = None,
    first: Annotated[int, typer.Option(min=1, max=200, help="最多列出多少个。")] = 20,
    as_json: AsJson = False,
) -> None:
    """查找事项。"""
    from data.store.item_search import Filters
    from window_app.services import lists

    filters = Filters(department=department, theme=theme, subject=subject, level=level)
    hits = lists.search(asked(context).office(), text, first=first, filters=filters)
    if isinstance(hits, Refusal):
        out.refuse(hits, as_json=as_json)
    lines = [f"{hit.code} {hit.name}" for hit in hits]
    out.answer(hits, "\n".join(lines) or "没有找到。", as_json=as_json)


@app.command()
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="A", help="旧版本：版本号，或者清单目录。")],
    new: Annotated[str, typer.Argument(metavar="B", help="新版本：版本号，或者清单目录。")],
    as_json: AsJson = False,
) -> None:
    """比较两个清单版本。"""
    from data.rules.catalogue_diff import diff as compare
    from data.store.catalogue_files import load_catalogue
    from window_app.services import lists

    if Path(old).is_dir() and Path(new).is_dir():
        changes = compare(load_catalogue(Path(old)), load_catalogue(Path(new)))
    else:
        changes = list(lists.compare(asked(context).office(), old, new))
    out.answer(changes, "\n".join(map(str, changes)) or "没有变化。", as_json=as_json)


def checklist(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="事项代码。")],
    answers: Annotated[
        list[str] | None, typer.Option("-a", "--answer", help="问题=选项；多选用逗号隔开。")
    ] = None,
    subject: Annotated[str | None, typer.Option(help="natural 或 legal。")] = None,
    fact: Annotated[
        list[str] | None, typer.Option(help="已知的情况，如 age=67 agent=yes sex=male。")
    ] = None,
    pdf: Annotated[Path | None, typer.Option(help="把一次性告知书写成这个 PDF。")] = None,
    proxy: Annotated[Path | None, typer.Option(help="把授权委托书写成这个 PDF。")] = None,
    filled_from: Annotated[
        Path | None, typer.Option("--intake", help="按这个收件文件填好委托书。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """一种情形的材料清单；也出一次性告知书和授权委托书。"""
    from window_app.cli import situations

    papers = situations.Papers(pdf, proxy, filled_from)
    situations.answer(
        asked(context), code, answers or [], subject, fact or [], papers, as_json=as_json
    )


def _tell_faults(error: CatalogueError, as_json: bool) -> None:
    value: dict[str, Any] = {"faults": out.plain(error.faults)}
    out.faulty(error, [str(fault) for fault in error.faults], value, as_json=as_json)
