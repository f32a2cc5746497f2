"""One task in full: materials with the list's criteria, the form, the timeline, what is next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from data.clock import SHANGHAI
from data.errors import Refusal
from data.rules.case import Case
from data.rules.deadlines import StoppedPeriod, Term, due_date
from data.rules.event import Event
from data.rules.identity import mask_credit_code, mask_identity, mask_name, mask_phone
from data.rules.item import FormField, Item
from data.rules.numbers import group_number
from data.rules.words import STATUS_NAMES
from data.store import journal
from data.store.staff import Account
from window_app.desk_views import MaterialLine, TaskPage
from window_app.services import case_facts, steps
from window_app.services.cases import find
from window_app.services.desk import home
from window_app.services.desk.handed import materials_of
from window_app.services.desk.pages import timeline_line
from window_app.services.office import Office
from window_app.services.review import standing, tasks
from window_app.services.showing import masked_applicant

MASKS = {"id_number": mask_identity, "credit_code": mask_credit_code, "phone": mask_phone}


def task_page(office: Office, number: str, who: Account) -> TaskPage | Refusal:
    """The case as its reviewer sees it; masked, and without the query code."""
    with office.store.read() as unit:
        case = find(unit, number)
        item = office.list_of(unit, case).item(case.item)
        assert item is not None  # the case keeps the version it was received under
        events = sorted(journal.events_of(unit, case.case_id), key=lambda event: event.order)
        line = tasks.line_of(unit, office, case, who, None)
        return TaskPage(
            line=line,
            lease=standing.lease_words(line.hand, line.by, line.until, who)
            if tasks.is_ours(office, case)
            else standing.gone_on(line.step),
            grouped=group_number(case.number),
            situation=home.case_line(unit, office, case).situation,
            status_word=STATUS_NAMES[case.status],
            applicant=tuple(_applicant(case)),
            dates=tuple(_dates(case, line.due)),
            rounds=len(case.supplements),
            step_until=_step_until(office, case, events),
            onward="、".join(standing.onward(case)),
            materials=materials(case, item),
            form=tuple(_form(case, item)),
            result=tuple(_result(case, item)),
            notes=case_facts.standing(unit, office, case),
            timeline=tuple(map(timeline_line, events)),
            waiting=standing.WAITING if standing.is_unconfirmed(unit, office, case) else "",
        )


def materials(case: Case, item: Item) -> tuple[MaterialLine, ...]:
    """Every row of the list as the window found it, with the criteria and faults of the list."""
    made = []
    for line in materials_of(case, item):
        listed = item.material(line.key[0])
        if listed is not None:
            line = replace(line, criteria=listed.criteria, faults=listed.faults)
        made.append(line)
    return tuple(made)


def points_of(line: MaterialLine) -> tuple[str, ...]:
    """What a case can be sent back for over this material: the list's faults, then its criteria."""
    return tuple(dict.fromkeys((*line.faults, *line.criteria)))


def _applicant(case: Case) -> Iterator[str]:
    shown = masked_applicant(case)
    yield from (value for key in ("name", "id_number", "phone") if (value := shown[key]))
    if case.agent is not None:
        yield f"代理人 {mask_name(case.agent.name)}"


def _dates(case: Case, due: str) -> Iterator[tuple[str, str]]:
    if case.accepted_day is not None:
        yield "受理", case.accepted_day[5:]
    if due:
        yield "承诺", due


def _step_until(office: Office, case: Case, events: Sequence[Event]) -> str:
    """The day the step is due by its own limit, from the day the step before was done."""
    step = steps.following(case)
    begun = [event.at for event in events if event.is_main_line]
    if step is None or case.decision is not None or not begun:
        return ""
    start = datetime.fromisoformat(begun[-1]).astimezone(SHANGHAI).date()
    stops = tuple(
        StoppedPeriod(_day(stop.since), _day(stop.until) if stop.until else None)
        for stop in case.stops
        if stop.stops_clock
    )
    until = due_date(Term(start, step.days, case.limits.unit, stopped=stops), office.calendar)
    return f"{until.day:%m-%d}" if until else ""


def _day(text: str) -> Any:
    return datetime.fromisoformat(text).date()


def _form(case: Case, item: Item) -> Iterator[tuple[str, str]]:
    """What the applicant filled in, in the order of the form; per person with the name."""
    people = {member.id: mask_name(member.name) for member in case.household}
    for one in item.fields:
        value = case.fields.get(one.id)
        if one.result or value is None:
            continue
        if isinstance(value, dict):
            for person, text in value.items():
                yield f"{one.label}({people.get(person, person)})", _masked(one, str(text))
        elif str(value).strip():
            yield one.label, _masked(one, str(value))


def _masked(one: FormField, value: str) -> str:
    return MASKS[one.type](value) if one.type in MASKS else value


def _result(case: Case, item: Item) -> Iterator[tuple[str, str]]:
    """The result as it was registered."""
    fields = (case.result or {}).get("fields", {})
    labels = {one.id: one.label for one in item.fields}
    for name, value in fields.items():
        yield labels.get(name, name), str(value)
