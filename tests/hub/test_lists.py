"""List versions on the wire: packed where the terminal can unpack, the same content always."""

from __future__ import annotations

import gzip

import httpx2
import pytest

from data.exchange.counter import HubCounter
from data.rules.listing import Catalogue
from data.store import catalogues
from window_app.hub.packed_lists import MOST, PackedLists


def test_a_list_travels_packed_and_plain(
    sqlite_hub: HubCounter, sqlite_place: str, serve, join, reach, shipped: Catalogue
) -> None:
    with sqlite_hub.store.write() as unit:
        assert catalogues.add(unit, shipped, is_draft=False, at="2026-11-22T00:00:00Z") is None
    desk = join(sqlite_hub)
    url = f"{serve(sqlite_place).url}/catalogues/{shipped.digest}"

    def fetch(accepts: str) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {desk.token}", "Accept-Encoding": accepts}
        with httpx2.stream("GET", url, headers=headers, trust_env=False) as answer:
            answer.raw = b"".join(answer.iter_raw())
        return answer

    packed, plain = fetch("gzip, deflate"), fetch("identity")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.raw) == plain.raw and len(packed.raw) * 3 < len(plain.raw)
    assert Catalogue.model_validate_json(plain.raw) == shipped
    asked = reach(url.partition("/catalogues")[0], desk).catalogue(shipped.digest)
    assert asked.encode("utf-8") == plain.raw


def test_a_version_is_read_once_and_the_oldest_is_let_go() -> None:
    lists, read = PackedLists(), []

    def get(digest: str) -> bytes:
        return lists.get(digest, lambda: read.append(digest) or f'{{"digest":"{digest}"}}')

    assert get("a") == get("a")
    for digest in ("b", "a", "c", "a"):
        get(digest)
    assert read == ["a", "b", "c"] and MOST == 2
    get("b")
    assert read == ["a", "b", "c", "b"]


def test_a_version_that_is_not_there_is_not_kept() -> None:
    lists = PackedLists()

    def refuse() -> str:
        raise LookupError("no such version")

    with pytest.raises(LookupError):
        lists.get("a", refuse)
    assert gzip.decompress(lists.get("a", lambda: "{}")) == b"{}"
