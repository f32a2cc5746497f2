"""What the hub set aside, in words: which step did not take effect, why, and what to do now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from data.rules.case import Case
from data.rules.event import Kind
from data.rules.words import EVENT_NAMES
from data.store import asides, cases, papers
from data.store.asides import Aside
from data.store.engine import Unit
from window_app.desk_views import CaseLine, NoEffect
from window_app.services.desk import home
from window_app.services.office import Office
from window_app.services.paper_lines import paper_name

STATION = "station"  # the key of what belongs to no case
BEGUN = "中心没有收下这一件：核对原因，要办的重新收件"
AGAIN = "按现在的情形重新办这一步；不用再办的就不办"
SETTLE = "处理好以后，请监督员在中心登记"


def by_case(unit: Unit) -> dict[str, list[Aside]]:
    """Own events that were set aside and that nobody has settled, oldest first, of each case.

    The case in which it happened last comes first; `STATION` is what belongs to no case.
    """
    found: dict[str, list[Aside]] = {}
    for one in reversed(asides.everything(unit)):
        if one.settled is None:
            found.setdefault(one.case_id or STATION, []).insert(0, one)
    return found


def in_words(unit: Unit, steps: Sequence[Aside]) -> NoEffect:
    """What did not take effect of one case: the first step is why the others do not count."""
    first, *later = steps
    names = "、".join(f"“{step_name(one.kind)}”" for one in later)
    more = f"接着的{names}也没有生效。" if later else ""
    out = "、".join(paper for one in steps for paper in _gone_out(unit, one))
    back = f"已经交出的{out}请收回，在“更多”里作废" if out else ""
    now = BEGUN if first.kind == Kind.RECEIVED else AGAIN if first.case_id else ""
    todo = "；".join(part for part in (now, back, SETTLE) if part)
    return NoEffect(f"“{step_name(first.kind)}”没有生效：{first.why}{more}", f"{todo}。")


def step_name(kind: str) -> str:
    """What an event is called; what a station noted beside its cases has no name of its own."""
    return EVENT_NAMES[Kind(kind)] if kind in set(Kind) else "登记"


def of_case(unit: Unit, case: Case) -> NoEffect | None:
    """What did not take effect of a case and is not settled."""
    steps = by_case(unit).get(case.case_id)
    return in_words(unit, steps) if steps else None


def lines(unit: Unit, office: Office) -> list[CaseLine]:
    """The cases in which something did not take effect, each with what that is."""
    found = []
    for case_id, steps in by_case(unit).items():
        case = cases.by_id(unit, case_id)
        if case is not None:
            line = home.case_line(unit, office, case)
            found.append(replace(line, next=in_words(unit, steps).said, wants_act=True))
    return found


def _gone_out(unit: Unit, one: Aside) -> Iterator[str]:
    """The papers of the step that were printed here and are not void yet."""
    named = {paper["number"]: paper["kind"] for paper in one.body.get("papers", ())}
    case = cases.by_id(unit, one.case_id) if one.case_id and named else None
    printed = {job.document for job in papers.jobs_of(unit, list(named))} if named else set()
    for number in named.keys() & printed:
        if case is None or not case.is_paper_void(number):
            yield f"{paper_name(named[number])} {number.rpartition('〕')[2]}"
