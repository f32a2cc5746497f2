"""A backup made while cases come in is whole: restored, its events give exactly its cases."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from data.clock import FixedClock
from data.store import cases, home_keys
from data.store.home_keys import Secret
from data.store.staff import Account
from window_app import bootstrap
from window_app.services import intake, keeping
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.settings import Settings
from window_app.views import Submitted

MOST = 200  # cases, should the backup never come
SECRET = home_keys.passphrase("一句只用于测试的话")


@pytest.mark.parametrize("secret", [None, SECRET], indirect=True, ids=["plain", "encrypted"])
def test_a_backup_while_writing_is_restored_whole(
    office: Office,
    secret: Secret | None,
    staff: dict[str, Account],
    shop: IntakeForm,
    clock: FixedClock,
    password: str,
    tmp_path: Path,
) -> None:
    taken_in: list[str] = []
    some, enough = threading.Event(), threading.Event()

    def take_in() -> None:
        while not enough.is_set() and len(taken_in) < MOST:
            done = intake.submit(office, shop, staff["窗口员"], tmp_path)
            assert isinstance(done, Submitted)
            taken_in.append(done.case.number)
            if len(taken_in) == 3:
                some.set()

    writing = threading.Thread(target=take_in)
    writing.start()
    assert some.wait(60)
    copy = keeping.back_up(office, tmp_path / "copy.db", staff["管理员"])
    enough.set()
    writing.join()
    assert isinstance(copy, Path)

    restored = bootstrap.restore(
        Settings(home=tmp_path / "new"),
        copy,
        "09",
        no_hub=True,
        administrator=("管理员", password),
        secret=secret,
        clock=clock,
    )
    assert isinstance(restored, Office)
    try:
        assert keeping.verify(restored, replay=True).problems == ()
        with restored.store.read() as unit:
            kept = sorted(case.number for case in cases.newest(unit, limit=MOST))
    finally:
        restored.store.close()
    assert 3 <= len(kept) <= len(taken_in)
    assert kept == sorted(taken_in)[: len(kept)]
