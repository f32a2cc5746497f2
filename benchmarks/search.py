"""Search while typing, in the shipped list repeated under many places' names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

from benchmarks import county
from benchmarks.figures import ROUNDS, Figure, middle, milliseconds, p95
from data.store.item_search import ItemIndex
from data.store.search_entries import Entries
from data.store.search_spelling import Spelling, spell

SIZES = {county.LISTED: ("p95", "<= 2"), 100_000: ("worst", "<= 16")}
TYPED = """
食品经营许可 spjyxk shipinjingying 身份证 sfz juzhuzheng 居住证 社保卡 sbk 公积金 gjj gongjijin
个体工商户 gtgsh 营业执照 yyzz 变更登记 生育 shengyudengji 残疾 canji 施工许可 sgxk 太和身份证
taihe 石潭spjyxk 卫生 weisheng 道路运输 dlys 医保 yb 城乡居民 cxjm 取水 qs l-market-006 jzz 东城gjj
"""


def run() -> list[Figure]:
    return [figure for size in SIZES for figure in _measure(size)]


def _measure(size: int) -> Iterator[Figure]:
    stored = _stored(size)
    built = middle(lambda: _index(*stored), ROUNDS if size < 10_000 else 1)
    rounds: list[list[float]] = []
    for _ in range(ROUNDS):
        index = _index(*stored)  # a fresh one: nothing is kept from the round before
        rounds.append([milliseconds(partial(index.search, text)) for text in _keystrokes()])
    name = f"search {size:,}"
    place, target = SIZES[size]
    targets = {"built": "<= 100" if size < 10_000 else "", place: target}
    yield Figure(name, "index from what is stored", built, target=targets["built"])
    for what, of_round in (("median", median), ("p95", p95), ("worst", max)):
        found = median(of_round(times) for times in rounds)
        yield Figure(name, f"keystroke, {what}", found, target=targets.get(what, ""))


def _stored(size: int) -> tuple[str, str]:
    """What is kept of so many items: the entries, and what was spelt out from them."""
    entries, names = zip(*county.entries(size), strict=True)
    return Entries.of(entries).to_text(), spell(names, []).to_json()


def _keystrokes() -> Iterator[str]:
    for text in TYPED.split():
        for length in range(1, len(text) + 1):
            yield text[:length]


def _index(entries: str, spelling: str) -> ItemIndex:
    """As a window makes it of the list in force."""
    return ItemIndex(Entries.from_text(entries), [], Spelling.from_json(spelling))
