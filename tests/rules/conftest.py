"""Small items and cases to try the rules on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.rules.case import Case
from data.rules.checklist import Checklist, build
from data.rules.conclusion import Finding, Mark, Marked, conclude
from data.rules.event import Event, Kind
from data.rules.item import Item
from data.rules.projection import apply
from data.rules.situation import Facts, Situation, resolve

MakeItem = Callable[..., Item]
REGION = "441803"


def _filled(parts: Iterable[Mapping[str, Any]], **usual: str) -> list[dict[str, Any]]:
    """Each part with the usual texts, where it says nothing else; `{}` stands for its id."""
    return [
        {**{key: text.format(part.get("id", "")) for key, text in usual.items()}, **part}
        for part in parts
    ]


def _question(spec: Mapping[str, Any]) -> dict[str, Any]:
    choices = [{"id": c} if isinstance(c, str) else c for c in spec["choices"]]
    return {"ask": f"{spec['id']}？", **spec, "choices": _filled(choices, name="选{}")}


@pytest.fixture(scope="session")
def make_item() -> MakeItem:
    """An item from what matters in a test; ids name everything else."""

    def make(**keys: Any) -> Item:
        spec: dict[str, Any] = {
            "code": "L-TEST-001",
            "name": "试验事项",
            "kind": "licence",
            "department": "market",
            "subjects": ["natural", "legal"],
            "theme": "startup",
            "levels": ["county"],
            "handling": "promise",
            "limits": {"statutory": 20, "promised": 10},
            "supplement_days": 10,
            "result": {"name": "许可证", "kind": "certificate"},
            "delivery": ["pickup"],
            **keys,
        }
        spec["questions"] = [_question(q) for q in spec.get("questions", ())]
        spec["materials"] = _filled(spec.get("materials", ()), name="材料{}", source="applicant")
        spec["groups"] = _filled(spec.get("groups", ()), name="组{}")
        spec["fields"] = _filled(spec.get("fields", ()), label="栏{}", type="text")
        spec["exits"] = _filled(spec.get("exits", ()), say="不在这里办。")
        return Item.model_validate_json(json.dumps(spec))

    return make


@pytest.fixture(scope="session")
def situation_of() -> Callable[..., Situation]:
    """The situation of an item by its answers; one choice may stand without a list."""

    def find(
        item: Item,
        answers: Mapping[str, Any] | None = None,
        *,
        subject: Any = "natural",
        facts: Facts | None = None,
    ) -> Situation:
        given = {q: [a] if isinstance(a, str) else a for q, a in (answers or {}).items()}
        return resolve(
            item.questions, given, subject=subject, facts=facts or Facts(), region=REGION
        )

    return find


@pytest.fixture(scope="session")
def checklist_of(situation_of: Callable[..., Situation]) -> Callable[..., Checklist]:
    """The list for a situation of an item; `bundle` names the other items of a matter."""

    def find(
        item: Item,
        answers: Mapping[str, Any] | None = None,
        *,
        bundle: Iterable[str] = (),
        **more: Any,
    ) -> Checklist:
        return build(item, situation_of(item, answers, **more), bundle_items=frozenset(bundle))

    return find


@dataclass(frozen=True)
class Outcome:
    """A conclusion in short: `material`, `material@person`, `?question` or `#field` a point."""

    kind: str
    points: list[str]
    later: list[str]
    says: list[str]
    faults: list[tuple[str, ...]]


def _at(what: str | None, person: str | None) -> str:
    return f"{what}@{person}" if person else str(what)


def _point(finding: Finding) -> str:
    if finding.question:
        return f"?{finding.question}"
    if finding.field:
        return "#" + _at(finding.field, finding.person)
    return _at(finding.material, finding.person)


@pytest.fixture(scope="session")
def outcome_of(checklist_of: Callable[..., Checklist]) -> Callable[..., Outcome]:
    """What an item comes to with marks like `{"card@p1": "defective 已过期"}`."""

    def find(
        item: Item,
        marks: Mapping[str, str],
        answers: Mapping[str, Any] | None = None,
        *,
        concluding: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Outcome:
        given = {}
        for key, text in marks.items():
            material, _, person = key.partition("@")
            mark, *faults = text.split()
            given[material, person or None] = Marked(Mark(mark), tuple(faults))
        found = conclude(checklist_of(item, answers, **more), given, **(concluding or {}))
        return Outcome(
            kind=str(found.kind),
            points=[_point(finding) for finding in found.findings],
            later=[_at(*row.key) for row in found.later],
            says=[finding.say for finding in found.findings],
            faults=[finding.faults for finding in found.findings],
        )

    return find


@pytest.fixture(scope="session")
def make_event() -> Callable[..., Event]:
    """An event as the journal gives it; `hash` counts up, so every line has a head of its own."""
    count = 0

    def make(
        kind: Kind | str,
        body: Mapping[str, Any] | None = None,
        *,
        at: str = "2026-11-23T02:00:00.000Z",
        feed: str = "a" * 16,
        number: int | None = None,
        actor: str = "wang",
    ) -> Event:
        nonlocal count
        count += 1
        return Event(
            id=f"event-{count}",
            feed=feed,
            number=count if number is None else number,
            link="",
            case_id="case-1",
            base=None,
            kind=str(kind),
            at=at,
            actor=actor,
            schema=1,
            body_hash="",
            hash=f"hash-{count}",
            signature="",
            body=body,
        )

    return make


# A body for each main-line event, as the services write them; a test changes what it is about.
BODIES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "bodies.json").read_text("utf-8")
)


@dataclass(frozen=True)
class Story:
    """A case as it goes on: `then` gives it after one more event, `event` is the last one."""

    make_event: Callable[..., Event]
    case: Case
    event: Event

    def then(self, kind: Kind | str, *, feed: str = "a" * 16, **changed: Any) -> Story:
        event = self.make_event(kind, {**BODIES.get(str(kind), {}), **changed}, feed=feed)
        return Story(self.make_event, apply(self.case, event), event)

    def told(self, kinds: str) -> Story:
        """The case after several events with their usual bodies."""
        after = self
        for kind in kinds.split():
            after = after.then(kind)
        return after


@pytest.fixture(scope="session")
def story(make_event: Callable[..., Event]) -> Callable[..., Story]:
    """A case that was just received at terminal 0001-03; keywords change what it froze."""

    def begin(**changed: Any) -> Story:
        event = make_event(Kind.RECEIVED, {**BODIES["received"], **changed})
        return Story(make_event, apply(None, event), event)

    return begin


@pytest.fixture(scope="session")
def bodies() -> Mapping[str, Mapping[str, Any]]:
    return BODIES
