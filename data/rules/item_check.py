"""What can be wrong inside one item, looked at by itself. Paths begin at the item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.rules.condition_check import Ground
from data.rules.conditions import Lookup, holds
from data.rules.item import Fee, Group, Handling, Item, Limits, Material, Need, Special, Step
from data.rules.problems import Path, Problem, listed, repeated
from data.rules.question_check import question_problems

# 行政许可法 45: what alone may stop the clock of a licence.
STOPS_A_LICENCE = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")


def item_problems(item: Item) -> Iterator[Problem]:
    """Every problem of an item that can be seen without the rest of the catalogue."""
    ground = Ground(item.questions, item.subjects)
    yield from _repeats(item)
    yield from question_problems(item.questions, ground)
    yield from _limits(item.handling, item.limits, ("limits",))
    if item.supplement == "keep" and item.supplement_days is None:
        message = "材料不全时留下等补正（supplement: keep），要写明补正期限。"
        yield Problem(("supplement_days",), message)
    yield from _exits(item, ground)
    yield from _variants(item, ground)
    yield from _groups(item, ground)
    yield from _materials(item, ground)
    yield from _fields(item, ground)
    yield from _fees(item, item.fees, ("fees",), ground)
    yield from _steps(item.steps, ("steps",))
    yield from _special(item, item.special, ("special",))


def _repeats(item: Item) -> Iterator[Problem]:
    yield from repeated((m.id for m in item.materials), ("materials",), "材料代号")
    yield from repeated((f.id for f in item.fields), ("fields",), "表单字段代号")
    yield from repeated((g.id for g in item.groups), ("groups",), "材料组代号")
    yield from repeated(item.subjects, ("subjects",), "申请对象", None)
    yield from repeated(item.levels, ("levels",), "受理层级", None)
    yield from repeated(item.delivery, ("delivery",), "送达方式", None)
    yield from repeated(item.life_events, ("life_events",), "生命周期", None)


def _limits(handling: Handling, limits: Limits, path: Path) -> Iterator[Problem]:
    if limits.promised > limits.statutory:
        message = f"承诺 {limits.promised} 日比法定 {limits.statutory} 日长，承诺不能超过法定。"
        yield Problem((*path, "promised"), message)
    if handling is Handling.INSTANT and limits.promised:
        yield Problem((*path, "promised"), "即办件的承诺时限应是 0。")
    if handling is Handling.PROMISE and not limits.promised:
        yield Problem((*path, "promised"), "承诺件的承诺时限不能是 0；当场办结的应是即办件。")


def _exits(item: Item, ground: Ground) -> Iterator[Problem]:
    earlier: list[dict[str, object]] = []
    for index, way_out in enumerate(item.exits):
        path: Path = ("exits", index)
        yield from _one_of_several(ground, way_out.when, (*path, "when"), earlier, "这个出口")
        if way_out.outcome in ("not_ours", "use_item") and way_out.refer is None:
            what = "由哪个机关办理" if way_out.outcome == "not_ours" else "改办哪个事项"
            yield Problem((*path, "refer"), f"要用 refer 写明{what}。")


def _variants(item: Item, ground: Ground) -> Iterator[Problem]:
    earlier: list[dict[str, object]] = []
    for index, variant in enumerate(item.variants):
        path: Path = ("variants", index)
        yield from _one_of_several(ground, variant.when, (*path, "when"), earlier, "这个变化")
        replaced = variant.model_dump(exclude_none=True, exclude={"when", "name"})
        if not replaced:
            message = "这个变化没有改任何东西，请写明 limits、handling、fees 等哪一项不同。"
            yield Problem(path, message)
        handling = variant.handling or item.handling
        if variant.limits or variant.handling:
            where = (*path, "limits") if variant.limits else (*path, "handling")
            yield from _limits(handling, variant.limits or item.limits, where)
        yield from _fees(item, variant.fees or (), (*path, "fees"), ground)
        yield from _steps(variant.steps or (), (*path, "steps"))
        yield from _special(item, variant.special or (), (*path, "special"))


def _one_of_several(
    ground: Ground,
    when: dict[str, object],
    path: Path,
    earlier: list[dict[str, object]],
    what: str,
) -> Iterator[Problem]:
    """A condition of which only the first that holds counts."""
    own = list(ground.problems(when, path, what))
    yield from own
    if own:
        return
    if earlier and ground.never({"all": [when, {"not": {"any": list(earlier)}}]}):
        yield Problem(path, f"前面的条件总是先成立，{what}永远用不到。")
    earlier.append(when)


def _groups(item: Item, ground: Ground) -> Iterator[Problem]:
    for index, group in enumerate(item.groups):
        members = [material for material in item.materials if material.group == group.id]
        path: Path = ("groups", index)
        if not members:
            yield Problem(path, f"没有材料属于材料组“{group.name}”。")
        elif len(members) < group.need:
            message = f"材料组“{group.name}”要 {group.need} 份，却只有 {len(members)} 种材料。"
            yield Problem((*path, "need"), message)
        elif _falls_short(group, members, ground):
            message = f"有的情形下材料组“{group.name}”里要的材料不到 {group.need} 种，永远齐不了。"
            yield Problem((*path, "need"), message)


def _falls_short(group: Group, members: Sequence[Material], ground: Ground) -> bool:
    """Whether in some situation members are asked for, but fewer than the group needs."""
    conditions = [material.when for material in members]
    if ground.reach is None or not all(ground.is_sound(when) for when in conditions):
        return False

    def short(lookup: Lookup) -> bool | None:
        states = [holds(when, lookup) for when in conditions]
        asked, possible = states.count(True), len(states) - states.count(False)
        if asked >= group.need or possible == 0:
            return False
        return True if asked and possible < group.need else None

    return ground.reach.find(conditions, short) is True


def _materials(item: Item, ground: Ground) -> Iterator[Problem]:
    groups = {group.id for group in item.groups}
    for index, material in enumerate(item.materials):
        path: Path = ("materials", index)
        yield from ground.problems(material.when, (*path, "when"), "这份材料")
        if material.group is not None and material.group not in groups:
            yield Problem((*path, "group"), f"没有材料组“{material.group}”。")
        if material.need is Need.TOLERABLE and not material.later_days:
            yield Problem((*path, "later_days"), "容缺的材料要写明几个工作日内补齐（later_days）。")
        if material.need is not Need.TOLERABLE and material.later_days is not None:
            yield Problem((*path, "later_days"), "只有容缺（need: tolerable）的材料才有补齐期限。")
        if material.committable and not item.commitment:
            message = "材料可以承诺代替（committable），事项却没有开通告知承诺（commitment）。"
            yield Problem((*path, "committable"), message)


def _fields(item: Item, ground: Ground) -> Iterator[Problem]:
    for index, field in enumerate(item.fields):
        path: Path = ("fields", index)
        yield from ground.problems(field.when, (*path, "when"), "这个字段")
        if field.type == "choice" and not field.choices:
            yield Problem((*path, "choices"), "选择字段要写明可选的值（choices）。")
        if field.type != "choice" and field.choices:
            yield Problem((*path, "choices"), "只有 type: choice 的字段才有可选的值。")
        yield from repeated(field.choices, (*path, "choices"), "可选的值", None)


def _fees(item: Item, fees: Sequence[Fee], path: Path, ground: Ground) -> Iterator[Problem]:
    types = {field.id: field.type for field in item.fields}
    for index, fee in enumerate(fees):
        yield from ground.problems(fee.when, (*path, index, "when"), "这项收费")
        for number, name in enumerate(fee.quantity):
            if types.get(name) != "number":
                message = f"数量“{name}”不是本事项的数字字段（type: number）。"
                yield Problem((*path, index, "quantity", number), message)


def _steps(steps: Sequence[Step], path: Path) -> Iterator[Problem]:
    if not steps:
        return
    roles = [step.role for step in steps]
    rank = {"handle": 0, "check": 1, "approve": 2}
    if roles != sorted(roles, key=rank.__getitem__):
        yield Problem(path, "步骤的顺序应是承办、审核、批准（handle、check、approve）。")
    if roles.count("approve") != 1:
        yield Problem(path, "步骤里要有一个批准（approve），也只能有一个。")


def _special(item: Item, special: Sequence[Special], path: Path) -> Iterator[Problem]:
    for index, procedure in enumerate(special):
        if not procedure.stops_clock:
            continue
        if procedure.basis is None:
            message = f"“{procedure.name}”不计入时限（stops_clock），要写明依据（basis）。"
            yield Problem((*path, index, "basis"), message)
        if item.kind == "licence" and not any(n in procedure.name for n in STOPS_A_LICENCE):
            message = (
                f"行政许可不能因“{procedure.name}”停止计时，只有{listed(STOPS_A_LICENCE)}可以。"
            )
            yield Problem((*path, index, "stops_clock"), message)
