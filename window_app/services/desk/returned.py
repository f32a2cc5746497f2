"""One case whose applicant brings something back: the points told, weighed at every key.

In memory only, like an intake. What was in order before stays so unless it is marked anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from data.rules.case import OPEN, Case, Status
from data.rules.conclusion import IN_ORDER, WANTING, Mark, Person, Row, conclude
from window_app.desk_views import Card, IntakeView, Lacking, MaterialLine, ReturnHead, RowKey
from window_app.services.desk import returned_words
from window_app.services.desk.draft import Draft, DraftMark, mark_key
from window_app.services.desk.session import IntakeSession
from window_app.services.desk.showing import intake_view
from window_app.services.desk.standing import Standing, Surroundings, check_number, marks_of
from window_app.services.new_points import told
from window_app.services.supplementing import checklist_of

NOT_LATER = "容缺材料只登记补齐的；不合格的请申请人带回去改，期限不变。"
ONLY_LATER = "这份材料已经核对过；这一件现在只补交容缺的材料。"
NOT_DEFERRED = "这份材料上次已经核对过，不能改成容缺。"
ONLY_TOLD = "退回补正的各点由部门提出，窗口不能另提。"


@dataclass(frozen=True, slots=True)
class Asked:
    """Why a material is looked at now: told in the last round, or allowed to follow by a day."""

    say: str
    to_do: str
    later_by: str | None = None


def asked_of(case: Case) -> dict[RowKey, Asked]:
    """What the applicant may bring: the points of the last round, then what follows later."""
    asked: dict[RowKey, Asked] = {}
    if case.status is Status.SUPPLEMENTING and case.supplements:
        told = case.supplements[-1]
        when = f"{told.told_on[5:]} 第{told.round}次告知"
        for point in told.points:
            to_do = "补齐" if point["mark"] == Mark.MISSING else "补正"
            asked[point["material"], point["person"]] = Asked(
                f"{when}{to_do}{_why(point)}", f"要{to_do}"
            )
    if case.status in OPEN:
        for row in case.deferred_open:
            say = f"容缺受理，{row.later_by} 前补交。"
            asked.setdefault(row.key, Asked(say, "要补交", row.later_by))
    return asked


def _why(point: Mapping[str, Any]) -> str:
    """What was wrong, and how far another material would do."""
    faults = "；".join(point["faults"])
    choice = f"（{point['choice']}）" if point.get("choice") else ""
    return f"：{faults}。{choice}" if faults else f"。{choice}"


class ReturnSession(IntakeSession):
    """A draft of what was brought: its marks are those set now.

    `before` are marks of what came earlier in this round and was noted only; `resumed` says
    whose draft is gone on with.
    """

    def __init__(
        self,
        draft: Draft,
        around: Surroundings,
        case: Case,
        *,
        before: Mapping[str, DraftMark],
        resumed: str = "",
    ) -> None:
        super().__init__(draft, around)
        self.case = case
        self.before = dict(before)
        self.resumed = resumed
        self.asked: Mapping[RowKey, Asked] = asked_of(case)
        self._ever_told = told(case)

    @property
    def standing(self) -> Standing:
        if self._standing is None:
            self._standing = _weigh(self.draft, self.around, self.case, self.asked)
        return self._standing

    @property
    def is_supplement(self) -> bool:
        """Whether points were told; else only what was allowed to follow later is brought."""
        return self.case.status is Status.SUPPLEMENTING

    @property
    def is_touched(self) -> bool:
        """Whether anything was looked at that is not stored yet."""
        return self.draft.marks != self.before or bool(self.draft.scans)

    @property
    def seen(self) -> int:
        """How many of the points were looked at."""
        return sum(mark_key(*key) in self.draft.marks for key in self.asked)

    @property
    def later_keys(self) -> list[str]:
        """Marks of materials that were allowed to follow later."""
        later = {mark_key(*key) for key, one in self.asked.items() if one.later_by}
        return [key for key in self.draft.marks if key in later]

    @property
    def told_keys(self) -> list[str]:
        """All other marks: what answers a supplement."""
        later = set(self.later_keys)
        return [key for key in self.draft.marks if key not in later]

    @property
    def new_points(self) -> tuple[RowKey, ...]:
        """Rows that no round told, and that are not in order now."""
        marks = marks_of(self.draft)
        return tuple(key for key, one in marks.items() if self.is_new_point(key, one.mark))

    def is_new_point(self, key: RowKey, mark: str | None) -> bool:
        """Whether this mark would tell something that was not told at once."""
        is_wanting = mark is not None and Mark(mark) in WANTING
        return self.is_supplement and is_wanting and key not in self._ever_told

    def asks_reason(self, key: RowKey, mark: str | None) -> bool:
        """Whether it must be written first why this is told now."""
        may = self.is_new_point(key, mark) and not self.case.ever_accepted
        return may and not self.has_reason(key)

    def has_reason(self, key: RowKey) -> bool:
        """Whether it is written why a point is told now and was not before."""
        return mark_key(*key) in self.draft.new_reasons

    def give_reason(self, key: RowKey, why: str) -> None:
        """Why a point is told now and was not before."""
        self.draft.new_reasons[mark_key(*key)] = why
        self._changed()

    # Showing.

    def view(self) -> IntakeView:
        """The intake's view: first what was asked for, below it what is in order already."""
        view = intake_view(self.standing, self.around)
        lines = {line.key: line for line in view.materials}
        order = [key for key in self.asked if key in lines]
        order += [key for key in lines if key not in self.asked]
        return replace(
            view,
            materials=tuple(self._line(lines[key]) for key in order),
            outlook=returned_words.outlook(self),
        )

    def head(self) -> ReturnHead:
        """Whose case it is, which round, and by when."""
        return returned_words.head(self)

    def card(self, *, conclude_it: bool) -> Card:
        return returned_words.card(self)

    def lacking(self, *, conclude_it: bool = True) -> tuple[Lacking, ...]:
        return returned_words.lacking(self)

    def snapshot(self) -> ReturnSession:
        draft = self.draft.model_copy(deep=True)
        return ReturnSession(draft, self.around, self.case, before=self.before)

    # Marks.

    def mark(self, key: RowKey, mark: str | None) -> str | None:
        return self._refused(key, mark) or super().mark(key, mark)

    def _refused(self, key: RowKey, mark: str | None) -> str | None:
        if mark is None:
            return None
        asked, kind = self.asked.get(key), Mark(mark)
        if asked is None and not self.is_supplement:
            return ONLY_LATER
        if asked is not None and asked.later_by and kind not in IN_ORDER:
            return NOT_LATER
        if self.case.ever_accepted and self.is_new_point(key, mark):
            return ONLY_TOLD
        if asked is None and kind is Mark.DEFERRED:
            return NOT_DEFERRED
        return None

    def _line(self, line: MaterialLine) -> MaterialLine:
        asked = self.asked.get(line.key)
        is_fresh = mark_key(*line.key) in self.draft.marks
        if asked is None:
            why = self.draft.new_reasons.get(mark_key(*line.key), "")
            is_new = line.key in self.new_points
            return replace(line, told=f"上次没有告知，这次新提出：{why}。" if is_new else "")
        if is_fresh:
            return replace(line, told=asked.say)
        if asked.later_by:
            return replace(line, told=asked.say, mark_word=f"{asked.later_by[5:]}前")
        return replace(line, told=asked.say, need=asked.to_do)


def _weigh(
    draft: Draft, around: Surroundings, case: Case, asked: Mapping[RowKey, Asked]
) -> Standing:
    """The case with what was brought so far: a told point that nobody looked at has no mark."""
    item = around.catalogue.item(case.item)
    assert item is not None  # the case keeps the version it was received under
    checklist = checklist_of(case, item, around.catalogue.region)
    people = {m.id: Person(m.id, m.name, m.is_adult) for m in case.household}
    rows = [
        Row(material, people.get(row.person) if row.person else None)
        for row in case.materials
        if (material := checklist.item.material(row.id)) is not None
    ]
    kept = {
        mark_key(*row.key): DraftMark(
            mark=str(row.mark), faults=list(row.faults), source=row.source
        )
        for row in case.materials
        if row.mark is not None and not (row.key in asked and not asked[row.key].later_by)
    }
    merged = draft.model_copy(update={"marks": {**kept, **draft.marks}})
    identity = check_number(draft.applicant, around.today)
    conclusion = conclude(
        checklist,
        marks_of(merged),
        people=tuple(people.values()),
        bar=around.bar(identity),
        insists=True,
    )
    return Standing(
        draft=merged,
        item=checklist.item,
        identity=identity,
        people=tuple(people.values()),
        checklist=checklist,
        rows=tuple(rows),
        fields=(),
        conclusion=conclusion,
    )
