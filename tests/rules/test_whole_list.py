"""Every item of the shipped list in every situation: it can be asked, told and concluded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from data.rules.checklist import Checklist, build
from data.rules.conclusion import Mark, Marked, Person, Row, conclude, rows_of
from data.rules.item import Item, Need
from data.rules.reach import every_situation
from data.rules.situation import Facts, check_answers, resolve

PEOPLE = (Person("p1", "甲", True), Person("p2", "乙", True), Person("p3", "丙", False))
OK, MISSING, DEFERRED = Marked(Mark.OK), Marked(Mark.MISSING), Marked(Mark.DEFERRED)


@dataclass(frozen=True)
class Place:
    """One item in one situation, fully answered."""

    item: Item
    answers: Mapping[str, tuple[str, ...]]
    subject: str
    checklist: Checklist

    def __str__(self) -> str:
        return f"{self.item.code} {self.item.name} {self.subject} {dict(self.answers)}"

    def holds(self, condition: Mapping[str, Any] | None) -> bool:
        """What a condition means once everything is answered: two values, written anew."""
        return all(self._part(key, value) for key, value in (condition or {}).items())

    def _part(self, key: str, value: Any) -> bool:
        if key == "any":
            return any(self.holds(part) for part in value)
        if key == "all":
            return all(self.holds(part) for part in value)
        if key == "not":
            return not self.holds(value)
        chosen = (self.subject,) if key == "subject" else self.answers.get(key, ())
        return bool(set(chosen) & ({value} if isinstance(value, str) else set(value)))


@pytest.fixture(scope="module")
def places(shipped) -> list[Place]:
    found = []
    for item in shipped.items:
        for subject, answers in every_situation(item):
            situation = resolve(
                item.questions, answers, subject=subject, facts=Facts(), region=shipped.region
            )
            found.append(Place(item, answers, subject, build(item, situation)))
    return found


@pytest.fixture(scope="module")
def stays(places) -> list[Place]:
    """The situations that end in no exit."""
    return [place for place in places if place.checklist.exit is None]


def rows(place: Place) -> tuple[Row, ...]:
    return rows_of(place.checklist.materials, PEOPLE)


def concluded(place: Place, mark: Marked, **others: Marked) -> Any:
    """All rows with one mark; materials of another need may have another."""
    marks = {row.key: others.get(str(row.material.need), mark) for row in rows(place)}
    return conclude(place.checklist, marks, people=PEOPLE)


def test_the_list_is_whole(shipped, places):
    assert {place.item.code for place in places} == {item.code for item in shipped.items}
    assert {(p.item.code, p.subject) for p in places} == {
        (item.code, subject) for item in shipped.items for subject in item.subjects
    }
    assert len(places) > 8000


def test_every_situation_can_be_given_as_answers(places):
    for place in places:
        check_answers(place.item.questions, place.answers)
        assert place.checklist.situation.answers == place.answers, place
        assert place.checklist.situation.dropped == (), place


def test_no_question_stays_open(places):
    for place in places:
        assert place.checklist.situation.open_questions == (), place
        assert place.checklist.situation.undecided == frozenset(), place
        assert place.checklist.possible == (), place
        assert not place.checklist.provisional, place


def test_the_list_asks_for_what_its_conditions_say(places):
    for place in places:
        item, found = place.item, place.checklist
        assert found.materials == tuple(m for m in item.materials if place.holds(m.when)), place
        asked = tuple(f for f in item.fields if not f.result and place.holds(f.when))
        assert found.fields == asked, place
        assert found.exits == tuple(e for e in item.exits if place.holds(e.when)), place
        first = next((v for v in item.variants if place.holds(v.when)), None)
        assert found.variant == first, place


def test_an_exit_ends_the_intake(places):
    ended = [place for place in places if place.checklist.exit is not None]
    assert ended
    for place in ended:
        first = next(e for e in place.item.exits if place.holds(e.when))
        found = conclude(place.checklist, {}, people=PEOPLE)
        assert (str(found.kind), found.exit) == (f"exit:{first.outcome}", first), place
        assert [finding.say for finding in found.findings] == [first.say], place


def test_all_in_order_is_accepted(stays):
    assert stays
    for place in stays:
        found = concluded(place, OK)
        assert (str(found.kind), found.findings, found.later) == ("accept", (), ()), place


def test_nothing_looked_at_concludes_nothing_unless_nothing_is_asked(stays):
    for place in stays:
        found = conclude(place.checklist, {}, people=PEOPLE)
        unseen = {r.key for r in rows(place) if r.material.group or r.material.need != "optional"}
        told = {(finding.material, finding.person) for finding in found.findings}
        assert told == unseen, place
        assert str(found.kind) == ("incomplete" if unseen else "accept"), place


def test_all_missing_is_told_at_once_and_each_point_once(stays):
    for place in stays:
        found = concluded(place, MISSING)
        wanted = [
            row.key
            for row in rows(place)
            if row.material.group is not None or row.material.need is not Need.OPTIONAL
        ]
        told = Counter((finding.material, finding.person) for finding in found.findings)
        assert told == Counter(dict.fromkeys(wanted, 1)), place
        assert all(finding.say.startswith("补齐：") for finding in found.findings), place
        groups = {place.item.material(material).group for material, _ in told} - {None}
        asked = {m.group for m in place.checklist.materials if m.group is not None}
        assert groups == asked == {group.id for group in place.checklist.groups}, place
        way = "return" if place.item.supplement == "return" else "supplement"
        assert str(found.kind) == (way if wanted else "accept"), place


def test_what_may_follow_later_is_promised_and_nothing_else(stays):
    tolerant = 0
    for place in stays:
        found = concluded(place, OK, tolerable=DEFERRED)
        settled = {
            group.id
            for group in place.checklist.groups
            if sum(
                m.group == group.id and m.need is not Need.TOLERABLE
                for m in place.checklist.materials
            )
            >= group.need
        }
        later = [
            row.key
            for row in rows(place)
            if row.material.need is Need.TOLERABLE and row.material.group not in settled
        ]
        assert sorted(row.key for row in found.later) == sorted(later), place
        assert str(found.kind) == ("tolerant" if later else "accept"), place
        assert all(row.material.later_days for row in found.later), place
        tolerant += bool(later)
    assert tolerant


def test_every_group_can_be_filled(stays):
    for place in stays:
        for group in place.checklist.groups:
            members = [m for m in place.checklist.materials if m.group == group.id]
            assert len(members) >= group.need, f"{place} {group.id}"


def test_limits_hold_what_was_promised(places):
    for place in places:
        limits = place.checklist.limits
        assert limits.promised <= limits.statutory, place
        assert (limits.promised == 0) == (place.checklist.item.handling == "instant"), place
