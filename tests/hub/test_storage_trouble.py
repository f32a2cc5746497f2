"""A hub that cannot store: a caller hears what and until when, not where."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from data.store.engine import in_our_words
from window_app.hub import problems

PLACE = Path("/var/lib/window-hub/store.db")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("database or disk is full", "disk_full"),
        ("unable to open database file", "store_not_writable"),
        ("database disk image is malformed", "store_damaged"),
        ("database is locked", "store_busy"),
    ],
)
def test_storage_trouble_is_503_and_names_no_place(words: str, code: str) -> None:
    app = FastAPI()
    problems.install(app)

    @app.get("/push")
    def push() -> None:
        with in_our_words(PLACE):
            raise sqlite3.OperationalError(words)

    async def ask() -> httpx2.Response:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://hub") as client:
            return await client.get("/push")

    answer = asyncio.run(ask())
    said = answer.json()
    assert (answer.status_code, said["code"]) == (503, code)
    assert answer.headers["Retry-After"] == "5"
    assert said["title"].endswith("。") and said["title"].count("。") == 1
    assert "window-hub" not in answer.text
