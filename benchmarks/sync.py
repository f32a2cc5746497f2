"""500 cases of about 2 KB pushed in batches of 50 over loopback HTTP, committed before the answer.

Beside it in the same run: ten transactions of 50 cases in raw SQLite, and the same batches again.
The hub is a process of its own; every hash, link and signature is checked there.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks import hubs, servers
from benchmarks.figures import ROUNDS, Figure
from data.exchange.hub_client import HttpHub
from data.exchange.shapes import Batch, Line
from data.store.signing import Signer

CASES, BATCH = 500, 50


def run() -> list[Figure]:
    figures: list[Figure] = []
    with servers.folder() as folder:
        figures += _figures("sync, SQLite", str(folder / "hub.db"), folder)
    with servers.postgres() as url, servers.folder() as folder:
        figures += _figures("sync, PostgreSQL", url, folder)
    return figures


def _figures(subject: str, place: str, folder: Path) -> list[Figure]:
    hubs.begin(place)
    signer = Signer(Signer.new_seed())
    token = hubs.join(hubs.on(place, folder), signer)
    raw = servers.raw_sqlite(folder / "raw.db")
    raw.execute("CREATE TABLE line (id TEXT PRIMARY KEY, body TEXT, link TEXT)")
    fresh: list[float] = []
    again: list[float] = []
    ten: list[float] = []
    written: list[Line] = []
    with hubs.served(place, folder) as url, HttpHub(url, token) as hub:
        for _ in range(ROUNDS):
            before = len(written)
            written += hubs.lines(signer, written, most=CASES)
            batches = [
                Batch.model_construct(
                    feed=signer.feed, after=at, lines=tuple(written[at : at + BATCH])
                )
                for at in range(before, before + CASES, BATCH)
            ]
            fresh.append(_pushed(hub, batches, "taken"))
            again.append(_pushed(hub, batches, "known"))
            ten.append(_ten(raw, written[before:]))
    of_ten = median(one / its for one, its in zip(fresh, ten, strict=True))
    repeated = median(its / one for one, its in zip(fresh, again, strict=True))
    return [
        Figure(subject, "500 cases in batches of 50 over HTTP", median(fresh), "/s"),
        Figure(subject, "ten raw SQLite transactions of 50", median(ten), "/s"),
        Figure(subject, "of ten raw transactions", of_ten, "x", ">= 0.33"),
        Figure(subject, "time of a repeated batch, of a fresh one", 1 / repeated, "x", "<= 0.3"),
    ]


def _pushed(hub: HttpHub, batches: list[Batch], outcome: str) -> float:
    """Cases a second."""
    begun = perf_counter()
    answers = [hub.push(batch) for batch in batches]
    rate = CASES / (perf_counter() - begun)
    assert {word.outcome for answer in answers for word in answer.verdicts} == {outcome}
    return rate


def _ten(raw: Any, lines: list[Line]) -> float:
    begun = perf_counter()
    for at in range(0, len(lines), BATCH):
        raw.execute("BEGIN IMMEDIATE")
        rows = [(line.id, line.body, line.link) for line in lines[at : at + BATCH]]
        raw.executemany("INSERT INTO line VALUES (?, ?, ?)", rows)
        raw.execute("COMMIT")
    return len(lines) / (perf_counter() - begun)
