"""A folder becomes a catalogue, or all its faults with file, line and key."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from data.errors import CatalogueError, Fault
from data.rules.item import Item
from data.store.catalogue_files import lint, load_catalogue
from data.store.catalogue_json import (
    catalogue_from_json,
    head_to_json,
    item_from_json,
    item_to_json,
)

SHIPPED = Path(str(files("data") / "catalogue"))

TINY = {
    "catalog.yaml": """\
region: "441803"
name: 小清单
version: "2026.11"
effective: 2026-11-01
publisher: 中心
accept_days: 5
lights:
  - {light: yellow, base: promised, when: {share_used: 0.8}, scope: case}
  - {light: red, base: promised, when: {overdue: true}, scope: case}
bad_rating: {call_back_days: 1, fix_days: 15}
sample: true
""",
    "departments.yaml": """\
- {id: market, name: 市监局, abbr: 市监, seal: 市监专用章}
- {id: fire, name: 消防队, abbr: 消, seal: 消防专用章}
""",
    "themes.yaml": """\
themes:
  - {id: startup, name: 企业设立}
life_events:
  - {id: shop, name: 开店}
""",
    "shared_materials.yaml": """\
- id: resident_id
  name: 居民身份证
  source: government
  certificate: true
  criteria: [在有效期内]
  faults: [已过期]
""",
    "items/market/food.yaml": """\
code: L-MARKET-006
name: 食品经营许可
aliases: [食品证]
kind: licence
department: market
subjects: [natural, legal]
theme: startup
life_events: [shop]
levels: [county]
handling: promise
limits: {statutory: 10, promised: 7}
supplement_days: 20
result: {name: 许可证, kind: certificate}
delivery: [pickup]
commitment: true
fees:
  - {name: 工本费, amount: "20.00", unit: 张, basis: 规定, quantity: [sheets]}
questions:
  - id: matter
    ask: 办理哪一种？
    choices:
      - {id: new, name: 新办}
      - {id: change, name: 变更}
  - id: extra
    ask: 有没有下列情形？
    many: true
    when: {matter: new}
    choices:
      - {id: none, name: 都没有, alone: true}
      - {id: cold, name: 冷食}
      - {id: cooked, name: 熟食}
  - id: who
    ask: 谁来办理？
    auto: {fact: agent, yes: agent, no: self}
    choices:
      - {id: self, name: 本人}
      - {id: agent, name: 代办人}
exits:
  - {when: {extra: cold, who: agent}, outcome: not_ours, say: 请找卫健局。, refer: 卫健局}
variants:
  - {when: {matter: change}, name: 变更, limits: {statutory: 5, promised: 3}}
groups:
  - {id: home, name: 住所证明, need: 1}
materials:
  - {id: form, name: 申请书, source: applicant, originals: 1}
  - {id: card, use: resident_id, copies: 1, name: 经营者身份证}
  - {id: rent, name: 租赁合同, source: applicant, group: home, copies: 1}
  - {id: rules, name: 制度, source: applicant, need: tolerable, later_days: 5, committable: true}
  - {id: agent_id, name: 代办人身份证, source: government, copies: 1, when: {who: agent}}
fields:
  - {id: sheets, label: 张数, type: number}
  - {id: mode, label: 方式, type: choice, choices: [一, 二]}
  - {id: number, label: 许可证号, type: text, result: true}
steps:
  - {name: 审查, role: handle, days: 2}
  - {name: 审核, role: check, days: 4}
  - {name: 批准, role: approve, days: 1}
special:
  - {name: 听证, days: 20, stops_clock: true, basis: 《行政许可法》第四十五条}
""",
    "items/fire/check.yaml": """\
code: L-FIRE-001
name: 消防检查
kind: licence
department: fire
subjects: [natural, legal]
theme: startup
levels: [county]
handling: promise
limits: {statutory: 10, promised: 3}
supplement_days: 20
result: {name: 合格证, kind: certificate}
delivery: [pickup]
questions:
  - id: size
    ask: 面积多大？
    choices:
      - {id: small, name: 小}
      - {id: large, name: 大}
materials:
  - {id: licence, name: 食品许可证, source: government, copies: 1, result_of: L-MARKET-006}
fields:
  - {id: food, label: 许可证号, type: text, result_of: L-MARKET-006.number}
""",
    "bundles/opening.yaml": """\
id: opening
name: 开店一件事
lead: market
subjects: [natural]
limits: {statutory: 20, promised: 10}
questions:
  - id: area
    ask: 面积多大？
    choices:
      - {id: small, name: 小}
      - {id: large, name: 大}
members:
  - {item: L-MARKET-006, answers: {matter: new}}
  - {item: L-FIRE-001, after: [L-MARKET-006], when: {area: large}, answers: {size: {from: area}}}
joint:
  - {name: 联合踏勘, members: [L-MARKET-006, L-FIRE-001], days: 5, kind: inspection}
""",
    "calendar.yaml": """\
- {date: 2026-03-30, workday: false, name: 三月三}
- {date: 2026-04-11, workday: true}
""",
}
FOOD, FIRE, OPENING = "items/market/food.yaml", "items/fire/check.yaml", "bundles/opening.yaml"

Folder = Callable[[dict[str, str]], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes the tiny catalogue, some of its files changed."""

    def write(changed: dict[str, str]) -> Path:
        for name, text in {**TINY, **changed}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def edited(file: str, old: str, new: str) -> dict[str, str]:
    assert TINY[file].count(old) >= 1, f"{old!r} is not in {file}"
    return {file: TINY[file].replace(old, new, 1)}


def line_of(file: str, text: str) -> int:
    return file[: file.index(text)].count("\n") + 1


def faults_in(path: Path) -> list[Fault]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(path)
    return caught.value.faults


def test_the_tiny_catalogue_is_whole(folder: Folder) -> None:
    catalogue = load_catalogue(folder({}))
    assert [item.code for item in catalogue.items] == ["L-MARKET-006", "L-FIRE-001"]
    food = catalogue.items[0]
    card = food.material("card")
    assert card is not None
    assert (card.name, card.source, card.certificate) == ("经营者身份证", "government", True)
    assert card.criteria == ("在有效期内",)
    assert catalogue.lights[0].when == {"share_used": 0.8}
    assert lint(folder({})) == []


# what is changed, from, to; then the file, key and a word of the fault; the line is where the
# changed text stands (or the line named).
STRUCTURE: list[tuple[str, str, str, str, str]] = [
    ("catalog.yaml", "publisher:", "publsher:", "publsher", "不认识的键"),
    ("catalog.yaml", 'version: "2026.11"', 'version: "2026-11"', "version", "2026.11"),
    ("catalog.yaml", "effective: 2026-11-01", "effective: 2026-13-01", "effective", "日期"),
    ("catalog.yaml", "accept_days: 5", "accept_days: five", "accept_days", "整数"),
    ("catalog.yaml", "sample: true", "sample: yes", "sample", "true 或 false"),
    ("catalog.yaml", "sample: true", "items: []", "items", "不认识的键"),
    ("departments.yaml", "id: fire", "id: Fire", "[Fire].id", "小写"),
    ("departments.yaml", "seal: 市监专用章", "stamp: 章", "[market].stamp", "不认识的键"),
    ("themes.yaml", "themes:", "theme:", "theme", "不认识的键"),
    ("shared_materials.yaml", "source: government", "source: state",
     "[resident_id].source", "只能"),
    ("calendar.yaml", "workday: false", "workday: no", "[1].workday", "true 或 false"),
    (FOOD, "kind: licence", "kind: permit", "kind", "只能是"),
    (FOOD, "aliases: [食品证]", "aliases: 食品证", "aliases", "列表"),
    (FOOD, "subjects: [natural, legal]", "subjects: []", "subjects", "至少要有 1 项"),
    (FOOD, "commitment: true", "comitment: true", "comitment", "是不是“commitment”"),
    (FOOD, "statutory: 10", "statutory: 10.5", "limits.statutory", "整数"),
    (FOOD, "statutory: 10", "statutory: -1", "limits.statutory", "不能小于"),
    (FOOD, "statutory: 10", "statutory: true", "limits.statutory", "整数"),
    (FOOD, "limits: {statutory: 10, promised: 7}", "limits:", "limits", "键值"),
    (FOOD, 'amount: "20.00"', "amount: 20", "fees[1].amount", "文字"),
    (FOOD, 'amount: "20.00"', 'amount: "20"', "fees[1].amount", "两位小数"),
    (FOOD, "copies: 1, name", "copys: 1, name", "materials[card].copys", "是不是“copies”"),
    (FOOD, "originals: 1", "originals: one", "materials[form].originals", "整数"),
    (FOOD, "originals: 1", "certificate: true", "materials[form].certificate", "use"),
    (FOOD, "id: cold, name", "id: Cold, name", "questions[extra].choices[Cold].id", "小写"),
    (FOOD, "ask: 谁来办理？", "ask: ''", "questions[who].ask", "空的"),
    (FOOD, "name: 食品经营许可", "name: 12", "name", "加引号"),
    (FIRE, "result_of: L-MARKET-006.number", "result_of: number",
     "fields[food].result_of", "事项代码"),
    (OPENING, "kind: inspection", "kind: visit", "joint[1].kind", "只能是"),
    (OPENING, "name: 开店一件事", "title: 开店一件事", "title", "不认识的键"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "key", "word"), STRUCTURE)
def test_a_wrong_key_or_value_is_named(
    folder: Folder, file: str, old: str, new: str, key: str, word: str
) -> None:
    faults = faults_in(folder(edited(file, old, new)))
    found = [fault for fault in faults if fault.key == key]
    assert found, [str(fault) for fault in faults]
    assert found[0].file == file
    assert found[0].line == line_of(TINY[file], old)
    assert word in found[0].message


# The same, where the sense is wrong and not the form.
SENSE: list[tuple[str, str, str, str, str]] = [
    ("catalog.yaml", 'version: "2026.11"', 'version: "2026.13"', "version", "月份"),
    ("catalog.yaml", "share_used: 0.8", "share_used: 1.8", "lights[1].when.share_used", "不大于 1"),
    ("catalog.yaml", "share_used: 0.8", "days_left: -1", "lights[1].when.days_left", "不小于 0"),
    ("catalog.yaml", "overdue: true", "overdue: false", "lights[2].when.overdue", "true"),
    ("catalog.yaml", "{overdue: true}", "{overdue: true, days_left: 1}", "lights[2].when", "一项"),
    ("departments.yaml", "id: fire", "id: market", "[market].id", "重复"),
    ("departments.yaml", "abbr: 消", "abbr: 市监", "[fire].abbr", "重复"),
    ("calendar.yaml", "2026-04-11", "2026-03-30", "[2].date", "重复"),
    (FIRE, "code: L-FIRE-001", "code: L-MARKET-006", "code", "重复"),
    (FOOD, "department: market", "department: mark", "department", "没有部门"),
    (FOOD, "theme: startup", "theme: start", "theme", "没有主题"),
    (FOOD, "life_events: [shop]", "life_events: [sho]", "life_events[1]", "没有生命周期"),
    (FOOD, "subjects: [natural, legal]", "subjects: [natural, natural]", "subjects[2]", "重复"),
    (FOOD, "use: resident_id", "use: resident", "materials[card].use", "没有共用材料"),
    (FOOD, "id: rent", "id: form", "materials[form].id", "重复"),
    (FOOD, "id: mode", "id: sheets", "fields[sheets].id", "重复"),
    (FOOD, "id: who", "id: matter", "questions[matter].id", "重复"),
    (FOOD, "id: who", "id: subject", "questions[subject].id", "固定的意思"),
    (FOOD, "id: cooked", "id: cold", "questions[extra].choices[cold].id", "重复"),
    (FOOD, "when: {matter: new}", "when: {mater: new}", "questions[extra].when.mater", "不存在"),
    (FOOD, "when: {matter: new}", "when: {matter: old}",
     "questions[extra].when.matter", "没有选项"),
    (FOOD, "when: {matter: new}", "when: {extra: cold}", "questions[extra].when", "绕成了圈"),
    (FOOD, "when: {matter: new}", "when: {subject: firm}",
     "questions[extra].when.subject", "natural"),
    (FOOD, "when: {matter: new}", "when: {}", "questions[extra].when", "空的"),
    (FOOD, "when: {matter: new}", "when: {any: []}", "questions[extra].when.any", "至少一个"),
    (FOOD, "when: {matter: new}", "when: {not: x}", "questions[extra].when.not", "键值"),
    (FOOD, "when: {matter: new}", "when: {matter: true}",
     "questions[extra].when.matter", "选项代号"),
    (FOOD, "when: {matter: new}", "when: {matter: [1]}", "questions[extra].when.matter", "加引号"),
    (FOOD, "many: true", "many: false", "questions[extra].choices[none].alone", "多选"),
    (FOOD, "fact: agent", "fact: height", "questions[who].auto.fact", "fact 只能"),
    (FOOD, "yes: agent", "yes: other", "questions[who].auto.yes", "没有选项"),
    (FOOD, "yes: agent, ", "", "questions[who].auto", "缺少"),
    (FOOD, "yes: agent", "maybe: self, yes: agent", "questions[who].auto.maybe", "不认识的键"),
    (FOOD, "{fact: agent, yes: agent, no: self}", "{fact: age, up_to: [[59, self], [9, agent]]}",
     "questions[who].auto.up_to[2]", "从小到大"),
    (FOOD, "{extra: cold, who: agent}", "{extra: cold, matter: change}",
     "exits[1].when", "永远不成立"),
    (FOOD, ", refer: 卫健局", "", "exits[1].refer", "哪个机关"),
    (FOOD, "outcome: not_ours", "outcome: use_item", "exits[1].refer", "没有事项"),
    (FOOD, ", limits: {statutory: 5, promised: 3}", "", "variants[1]", "没有改任何东西"),
    (FOOD, "statutory: 5, promised: 3", "statutory: 5, promised: 6",
     "variants[1].limits.promised", "法定"),
    (FOOD, "promised: 7", "promised: 11", "limits.promised", "不能超过法定"),
    (FOOD, "handling: promise", "handling: instant", "limits.promised", "应是 0"),
    (FOOD, "promised: 7", "promised: 0", "limits.promised", "不能是 0"),
    (FOOD, "supplement_days: 20", "supplement: keep", "supplement_days", "补正期限"),
    (FOOD, "need: 1}", "need: 2}", "groups[home].need", "只有 1"),
    (FOOD, "group: home, ", "", "groups[home]", "没有材料"),
    (FOOD, "group: home", "group: house", "materials[rent].group", "没有材料组"),
    (FOOD, ", later_days: 5", "", "materials[rules].later_days", "补齐"),
    (FOOD, "need: tolerable, ", "", "materials[rules].later_days", "容缺"),
    (FOOD, "commitment: true", "commitment: false", "materials[rules].committable", "告知承诺"),
    (FOOD, "when: {who: agent}", "when: {who: agent, extra: [none], not: {matter: new}}",
     "materials[agent_id].when", "永远不成立"),
    (FOOD, "when: {who: agent}", "when: {any: [{who: agent}, {matter: change, extra: cold}]}",
     "materials[agent_id].when.any[2]", "这一部分"),
    (FOOD, "quantity: [sheets]", "quantity: [mode]", "fees[1].quantity[1]", "数字字段"),
    (FOOD, ", choices: [一, 二]", "", "fields[mode].choices", "可选的值"),
    (FOOD, ", basis: 《行政许可法》第四十五条", "", "special[1].basis", "依据"),
    (FOOD, "name: 听证", "name: 公示", "special[1].stops_clock", "行政许可不能"),
    (FOOD, "role: handle", "role: approve", "steps", "批准"),
    (FOOD, "role: check", "role: handle", "", ""),
    (FIRE, "result_of: L-MARKET-006}", "result_of: L-X}",
     "materials[licence].result_of", "没有事项"),
    (FIRE, "L-MARKET-006.number", "L-MARKET-006.nr", "fields[food].result_of", "没有字段"),
    (FIRE, "L-MARKET-006.number", "L-MARKET-006.mode", "fields[food].result_of", "办理结果"),
    (OPENING, "lead: market", "lead: none", "lead", "没有部门"),
    (OPENING, "item: L-FIRE-001", "item: L-FIRE-009", "members[2].item", "没有事项"),
    (OPENING, "after: [L-MARKET-006]", "after: [L-X]", "members[2].after[1]", "不是这一件事"),
    (OPENING, "after: [L-MARKET-006]", "after: [L-FIRE-001]", "members[2].after[1]", "自己"),
    (OPENING, "answers: {matter: new}", "after: [L-FIRE-001]", "members[1].after", "互相等"),
    (OPENING, "{matter: new}", "{matter: old}", "members[1].answers.matter", "没有选项"),
    (OPENING, "{matter: new}", "{mater: new}", "members[1].answers.mater", "没有问题"),
    (OPENING, "from: area", "from: size", "members[2].answers.size.from", "没有问题"),
    (OPENING, "id: small", "id: tiny", "members[2].answers.size.from", "传不过去"),
    (OPENING, "when: {area: large}", "when: {area: huge}", "members[2].when.area", "没有选项"),
    (OPENING, "members: [L-MARKET-006, L-FIRE-001]", "members: [L-X]",
     "joint[1].members[1]", "不是这一件事"),
]  # fmt: skip


# Faults of one place that a change in another one makes.
TOLD_ELSEWHERE = {
    "groups[home]", "limits.promised", "materials[rules].committable",
    "members[2].answers.size.from", "questions[extra].choices[none].alone", "steps",
    "supplement_days",
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "key", "word"), SENSE)
def test_what_makes_no_sense_is_named(
    folder: Folder, file: str, old: str, new: str, key: str, word: str
) -> None:
    path = folder(edited(file, old, new))
    if not key:
        assert lint(path) == []
        return
    faults = faults_in(path)
    found = [f for f in faults if f.key == key and f.file == file and word in f.message]
    assert found, [str(fault) for fault in faults]
    if key not in TOLD_ELSEWHERE:
        assert 0 <= found[0].line - line_of(TINY[file], old) <= 1
    assert all(letter not in found[0].message for letter in ("Input", "should", "valid"))


def test_a_bundle_is_led_by_a_department_with_an_item_in_it(folder: Folder) -> None:
    other = TINY["departments.yaml"] + "- {id: tax, name: 税务局, abbr: 税, seal: 章}\n"
    changed = {"departments.yaml": other, **edited(OPENING, "lead: market", "lead: tax")}
    assert [fault.key for fault in faults_in(folder(changed))] == ["lead"]


def test_all_faults_of_all_files_come_at_once(folder: Folder) -> None:
    changed = {
        **edited("catalog.yaml", "accept_days: 5", "accept_days: x"),
        **edited("themes.yaml", "name: 开店", "nam: 开店"),
        **edited(FIRE, "theme: startup", "theme: start"),
        **edited(OPENING, "{matter: new}", "{matter: old}"),
    }
    text = TINY[FOOD].replace("originals: 1", "original: 1").replace("{who: agent}", "{who: age}")
    faults = faults_in(folder({**changed, FOOD: text}))
    assert [(fault.file, fault.key) for fault in faults] == [
        (OPENING, "members[1].answers.matter"),
        ("catalog.yaml", "accept_days"),
        (FIRE, "theme"),
        (FOOD, "materials[form].original"),
        (FOOD, "materials[agent_id].when.who"),
        ("themes.yaml", "life_events[shop].nam"),
        ("themes.yaml", "life_events[shop].name"),
    ]


def test_a_file_that_cannot_be_read_blames_nobody_else(folder: Folder) -> None:
    faults = faults_in(folder({FOOD: "code: [\n"}))
    assert {fault.file for fault in faults} == {FOOD}
    faults = faults_in(folder({"departments.yaml": "- {id: market\n"}))
    assert {fault.file for fault in faults} == {"departments.yaml"}


def test_a_faulty_item_is_still_an_item_to_others(folder: Folder) -> None:
    faults = faults_in(folder(edited(FOOD, "kind: licence", "kind: permit")))
    assert [(fault.file, fault.key) for fault in faults] == [(FOOD, "kind")]


@pytest.mark.parametrize("file", ["catalog.yaml", "departments.yaml", "themes.yaml"])
def test_a_missing_file_is_named(folder: Folder, file: str) -> None:
    path = folder({})
    (path / file).unlink()
    faults = faults_in(path)
    assert [(fault.file, "缺少" in fault.message) for fault in faults] == [(file, True)]


def test_files_that_may_be_left_out(folder: Folder) -> None:
    path = folder({})
    (path / "calendar.yaml").unlink()
    (path / OPENING).unlink()
    assert load_catalogue(path).bundles == ()


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("README.md", True),
        ("LICENCE.txt", True),
        ("forms/form.yaml", True),
        (".git/x.yaml", True),
        ("extra.yaml", False),
        ("items/market/x.yml", False),
        ("other/x.yaml", False),
    ],
)
def test_files_that_do_not_belong(folder: Folder, name: str, taken: bool) -> None:
    path = folder({name: "a: 1\n"})
    assert [fault.file for fault in lint(path)] == ([] if taken else [name])


def test_no_folder_and_no_items_are_faults(folder: Folder, tmp_path: Path) -> None:
    assert "没有这个文件夹" in faults_in(tmp_path / "none")[0].message
    path = folder({})
    for name in (FOOD, FIRE, OPENING):
        (path / name).unlink()
    assert "没有任何事项" in faults_in(path)[0].message


def test_the_region_may_be_written_without_quotes(folder: Folder) -> None:
    path = folder(edited("catalog.yaml", '"441803"', "441803"))
    assert load_catalogue(path).region == "441803"


def test_the_digest_is_of_the_content_alone(folder: Folder) -> None:
    path = folder({})
    digest = load_catalogue(path).digest
    assert len(digest) == 64
    food = (
        TINY[FOOD].replace("kind: licence\n", "").replace("code:", "# 注释\nkind: licence\ncode:")
    )
    (path / FOOD).unlink()
    moved = path / "items/zzz.yaml"
    moved.write_text(food + "proxy: false\n", encoding="utf-8")
    assert load_catalogue(path).digest == digest
    moved.write_text(food.replace("copies: 1", "copies: 2", 1), encoding="utf-8")
    assert load_catalogue(path).digest != digest


def test_the_digest_follows_the_order_of_lists_and_every_number(folder: Folder) -> None:
    digest = load_catalogue(folder({})).digest
    swapped = edited(FOOD, "subjects: [natural, legal]", "subjects: [legal, natural]")
    assert load_catalogue(folder(swapped)).digest != digest
    share = edited("catalog.yaml", "0.8", "0.81")
    assert load_catalogue(folder(share)).digest != digest


def test_what_is_stored_comes_back(folder: Folder) -> None:
    catalogue = load_catalogue(folder({}))
    head, items = head_to_json(catalogue), [item_to_json(item) for item in catalogue.items]
    assert catalogue_from_json(head, items) == catalogue
    assert json.loads(head)["effective"] == "2026-11-01"
    assert "items" not in json.loads(head)
    assert tuple(item_from_json(text) for text in items) == catalogue.items


def test_the_shipped_catalogue_is_free_of_faults() -> None:
    catalogue = load_catalogue(SHIPPED)
    assert len(catalogue.items) == 66
    assert len(catalogue.bundles) == 7
    items = (item_to_json(item) for item in catalogue.items)
    assert catalogue_from_json(head_to_json(catalogue), items) == catalogue
    assert all(isinstance(item, Item) for item in catalogue.items)
