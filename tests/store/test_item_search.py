"""What a clerk types, and what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.listing import Catalogue
from data.store.catalogue_files import load_catalogue
from data.store.item_search import Entries, Entry, Filters, ItemIndex, index_of
from data.store.pinyin_keys import SearchKeys, readings, search_keys
from data.store.search_spelling import Named, Spelling, spell
from data.store.syllables import fold_syllable, fold_text


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(Path(str(files("data") / "catalogue")))


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> ItemIndex:
    return index_of(catalogue)


FIRST = [
    # initials of a name or an alias
    ("jzz", "居住证申领、签注、换领补领"),
    ("sfz", "居民身份证申领、换领、补领"),
    ("spjyxk", "食品经营许可"),
    ("gtgshsldj", "个体工商户设立登记"),
    ("gjj", "住房公积金提取"),
    ("kgz", "公章刻制备案"),
    ("db", "最低生活保障对象认定"),
    ("sbk", "社会保障卡申领、补领、换领"),
    ("lz", "结婚登记及婚姻登记证补领"),
    # whole syllables, the last one begun; confused sounds
    ("juzhuzheng", "居住证申领、签注、换领补领"),
    ("juzhuz", "居住证申领、签注、换领补领"),
    ("juzuz", "居住证申领、签注、换领补领"),
    ("sipin", "食品经营许可"),
    ("shipingjin", "食品经营许可"),
    ("dibao", "最低生活保障对象认定"),
    ("zhucegongsi", "内资公司设立登记"),
    ("shengyu", "生育登记"),
    ("shenyudenji", "生育登记"),
    # a mixture of both
    ("juzz", "居住证申领、签注、换领补领"),
    ("shipjyxk", "食品经营许可"),
    # written, as name or as people call it
    ("食品", "食品经营许可"),
    ("身份证", "居民身份证申领、换领、补领"),
    ("领证", "结婚登记及婚姻登记证补领"),
    ("开餐馆", "食品经营许可"),
    ("低保", "最低生活保障对象认定"),
    ("准生证", "生育登记"),
    ("五保户", "特困人员认定"),
    ("社保卡", "社会保障卡申领、补领、换领"),
    ("KTV", "娱乐场所经营许可"),
    ("ｋｔｖ", "娱乐场所经营许可"),
    ("办jzz", "居住证申领、签注、换领补领"),
    # codes and their tails
    ("L-MARKET-006", "食品经营许可"),
    ("market-006", "食品经营许可"),
    ("002014006008", "丧葬补助金、抚恤金申领"),
    ("006008", "丧葬补助金、抚恤金申领"),
    # several words, departments
    ("公司 变更", "营业执照变更登记"),
    ("食品　备案", "仅销售预包装食品备案"),
    ("xuke yule", "娱乐场所经营许可"),
    ("公安 死亡", "死亡登记(注销户口)"),
    ("清新市监 补", "营业执照遗失补领、换发"),
    ("龘", ""),
    ("qqqqq", ""),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "name"), FIRST)
def test_what_comes_first(index: ItemIndex, typed: str, name: str) -> None:
    hits = index.search(typed)
    assert (hits[0].name if hits else "") == name


def test_the_matched_characters_are_marked(index: ItemIndex) -> None:
    assert index.search("jzz")[0].marked == (0, 1, 2)
    assert index.search("身份证")[0].marked == (2, 3, 4)
    assert index.search("jingyxk")[0].marked == (2, 3, 4, 5)
    assert index.search("公司 变更")[0].marked == (4, 5)  # 公司 stands in an alias
    assert index.search("低保")[0].marked == ()


def test_nothing_typed_shows_what_this_window_takes_most_then_the_list(
    index: ItemIndex, catalogue: Catalogue
) -> None:
    used = {"L-HR-007": 3, "L-FUND-001": 9, "gone": 4}
    codes = [hit.code for hit in index.search("", first=4, used=used)]
    assert codes == ["L-FUND-001", "L-HR-007", catalogue.items[0].code, catalogue.items[1].code]


def test_use_decides_among_equals_but_not_over_a_better_match(index: ItemIndex) -> None:
    plain = [hit.name for hit in index.search("食品")]
    assert plain[:2] == ["食品经营许可", "食品生产加工小作坊登记"]
    used = {"L-MARKET-008": 7, "L-MARKET-007": 50}
    assert [hit.name for hit in index.search("食品", used=used)][:3] == [
        "食品生产加工小作坊登记",
        "食品经营许可",
        "仅销售预包装食品备案",
    ]


@pytest.mark.parametrize(
    ("filters", "key", "value"),
    [
        (Filters(department="police"), "department", "police"),
        (Filters(theme="startup"), "theme", "startup"),
        (Filters(life_event="birth"), "life_events", "birth"),
        (Filters(subject="legal"), "subjects", "legal"),
        (Filters(level="village"), "levels", "village"),
    ],
)
def test_filters(
    index: ItemIndex, catalogue: Catalogue, filters: Filters, key: str, value: str
) -> None:
    wanted = [
        item.code
        for item in catalogue.items
        if value == getattr(item, key) or value in getattr(item, key)
    ]
    assert [hit.code for hit in index.search("", first=100, filters=filters)] == wanted
    assert {hit.code for hit in index.search("登记", filters=filters)} <= set(wanted)


def spelt(*entries: Entry) -> ItemIndex:
    """An index of these alone."""
    return ItemIndex(Entries.of(entries), [], spell(map(named, entries), []))


def named(entry: Entry) -> Named:
    texts = (entry.name, *entry.aliases)
    return Named(entry.code, texts, SearchKeys.of([readings(text) for text in texts]))


def entry(code: str, name: str, *aliases: str) -> Entry:
    return Entry(code, name, aliases, "d", "t", (), ("natural",), ("county",))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾家镇便民服务", ["zjz", "cjz", "zengjiazhen", "cengjia"]),
        ("还建房申请", ["hjf", "huanjian", "haijianfang"]),
        ("银行账户变更", ["yhzh", "yinhang", "xing"]),
        ("重庆路占道", ["cql", "zql", "chongqing", "zhongqing"]),
        ("音乐会审批", ["yyh", "yinyue", "ylh"]),
        ("长期护理", ["cqhl", "zqhl", "changqi"]),
        ("绿化用地", ["lhyd", "lvhua", "lv"]),
        ("能力认定", ["lengli", "nengni", "nenli"]),
        ("二手车交易", ["ersc", "ershouche", "esc"]),
        ("A类车证", ["alcz", "aleiche", "A类 车", "a类"]),
    ],
)
def test_every_reading_is_found(name: str, typed: list[str]) -> None:
    index = spelt(entry("1", "别的事项"), entry("2", name))
    for text in typed:
        assert [hit.code for hit in index.search(text)] == ["2"], text


def test_another_reading_is_marked_too() -> None:
    index = spelt(entry("1", "办理曾家镇事务"))
    assert index.search("zjz")[0].marked == (2, 3, 4)


def test_keys_are_plain_text_that_can_be_stored(catalogue: Catalogue) -> None:
    keys = SearchKeys(readings("曾家镇"), (readings("Ａ 证"),))
    assert keys.name == "ceng/zeng jia zhen"
    assert keys.aliases == ("a _ zheng",)
    assert SearchKeys.from_json(keys.to_json()) == keys


@pytest.mark.parametrize(
    ("syllable", "folded"),
    [("zhang", "zang"), ("chi", "ci"), ("shi", "si"), ("lan", "nan"), ("ling", "nin"),
     ("sheng", "sen"), ("an", "an"), ("zh", "z"), ("qiang", "qiang")],
)  # fmt: skip
def test_sounds_that_are_confused(syllable: str, folded: str) -> None:
    assert fold_syllable(syllable) == folded


def test_folding_keeps_positions() -> None:
    assert fold_text("（ＫＴＶ）㎡ﬁ") == "(ktv)㎡ﬁ"


@given(st.text(max_size=30))
def test_anything_may_be_typed(text: str) -> None:
    index = spelt(entry("1", "居住证申领"), entry("2", "KTV 许可"))
    assert all(hit.code in "12" for hit in index.search(text))


def test_each_keystroke_keeps_what_the_whole_word_finds(
    index: ItemIndex, catalogue: Catalogue
) -> None:
    """Every beginning of a name, of its initials and of its pinyin finds the item."""
    for item in catalogue.items:
        words = [word.split("/")[0] for word in readings(item.name).split(" ")]
        initials, whole = "".join(w[0] for w in words), "".join(words)
        for typed in (item.name, initials, whole) if whole.isalnum() else (item.name,):
            for length in range(1, len(typed) + 1):
                hits = {hit.code for hit in index.search(typed[:length], first=100)}
                assert item.code in hits, (item.name, typed[:length])


def larger(catalogue: Catalogue, count: int) -> Iterator[tuple[Entry, Named]]:
    """As many items as wanted: the shipped names, each with its own number and an own ending."""
    own = [(Entry.of(item), search_keys(item)) for item in catalogue.items]
    endings = [(entry.aliases[0], keys.aliases[0]) for entry, keys in own]
    for number, (entry, keys) in enumerate(islice(cycle(own), count)):
        ending, spoken = endings[number // len(own) % len(endings)]
        longer = replace(entry, code=f"L-{number:06d}", name=entry.name + ending)
        texts = (longer.name, *longer.aliases)
        spelt = SearchKeys(f"{keys.name} {spoken}", keys.aliases)
        yield longer, Named(longer.code, texts, spelt)


def test_an_index_that_was_stored_finds_the_same(catalogue: Catalogue) -> None:
    entries, names = zip(*larger(catalogue, 600), strict=True)
    office = Named("market", ("市监局", "市监"), SearchKeys("shi jian ju", ("shi jian",)))
    fresh = spell(names, [office])
    stored = ItemIndex(Entries.of(entries), ["market"], Spelling.from_json(fresh.to_json()))
    built = ItemIndex(Entries.of(entries), ["market"], fresh)
    assert [stored.entry(entry.code) for entry in entries] == list(entries)
    used = {own.code: number for number, own in enumerate(entries[::37])}
    for typed, _ in [*FIRST, ("市监", ""), ("", "")]:
        for filters in (None, Filters(department="market"), Filters(subject="legal")):
            hits = stored.search(typed, used=used, filters=filters)
            assert hits == built.search(typed, used=used, filters=filters), typed
