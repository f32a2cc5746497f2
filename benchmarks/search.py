"""Search while typing, in the shipped list repeated under many places' names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice, product
from statistics import median

from benchmarks.figures import ROUNDS, Figure, middle, milliseconds, p95
from data.store.catalogue_files import load_catalogue
from data.store.item_search import Entry, ItemIndex
from data.store.pinyin_keys import SearchKeys, readings
from window_app.bootstrap import shipped_catalogue

SIZES = {6_416: ("p95", "<= 2"), 100_000: ("worst", "<= 16")}
# Two of these make the place that stands before a name: 1,444 places.
PLACES = """
太和 龙颈 禾云 浸潭 石潭 三坑 山塘 太平 笔架 回澜 源潭 龙塘 石角 飞来 东城 洲心 横荷 凤城 小市
佛冈 汤塘 龙山 迳头 水头 高岗 石排 阳山 黎埠 七拱 太保 连山 永和 三江 寨岗 连州 东陂 星子 英城
"""
TYPED = """
食品经营许可 spjyxk shipinjingying 身份证 sfz juzhuzheng 居住证 社保卡 sbk 公积金 gjj gongjijin
个体工商户 gtgsh 营业执照 yyzz 变更登记 生育 shengyudengji 残疾 canji 施工许可 sgxk 太和身份证
taihe 石潭spjyxk 卫生 weisheng 道路运输 dlys 医保 yb 城乡居民 cxjm 取水 qs l-market-006 jzz 东城gjj
"""


def run() -> list[Figure]:
    return [figure for size in SIZES for figure in _measure(size)]


def _measure(size: int) -> Iterator[Figure]:
    entries = list(islice(_entries(), size))
    built = middle(lambda: ItemIndex(entries), ROUNDS if size < 10_000 else 1)
    times: list[float] = []
    for _ in range(ROUNDS):
        index = ItemIndex(entries)  # a fresh one: nothing is kept from the round before
        times += [milliseconds(partial(index.search, text)) for text in _keystrokes()]
    name = f"search {size:,}"
    place, target = SIZES[size]
    targets = {"built": "<= 100" if size < 10_000 else "", place: target}
    yield Figure(name, "index built", built, target=targets["built"])
    yield Figure(name, "keystroke, median", median(times))
    yield Figure(name, "keystroke, p95", p95(times), target=targets.get("p95", ""))
    yield Figure(name, "keystroke, worst", max(times), target=targets.get("worst", ""))


def _keystrokes() -> Iterator[str]:
    for text in TYPED.split():
        for length in range(1, len(text) + 1):
            yield text[:length]


def _entries() -> Iterator[Entry]:
    """The shipped items, again and again, each time of another place."""
    own = [Entry.of(item) for item in load_catalogue(shipped_catalogue()).items]
    spoken = {place: readings(place) for place in PLACES.split()}
    for number, (outer, inner) in enumerate(product(spoken, repeat=2)):
        for entry in own:
            yield replace(
                entry,
                code=f"{entry.code}-{number:04d}",
                name=f"{outer}{inner}{entry.name}",
                keys=SearchKeys(
                    f"{spoken[outer]} {spoken[inner]} {entry.keys.name}", entry.keys.aliases
                ),
            )
