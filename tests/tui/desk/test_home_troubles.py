"""What is wrong with the home itself: said on the login card and on the home page, in words."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.store import home_keys
from screens.app import DESK, DeskApp
from screens.login import LoginScreen
from screens.unlock import UnlockScreen
from screens.widgets.fields import Field
from window_app import bootstrap
from window_app.cli.place import Place
from window_app.services.desk.desk import Desk
from window_app.settings import Settings

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
PASSPHRASE = "一句只用于测试的话"  # of the sealed station


def damage(home: Path) -> None:
    content = (home / "store.db").read_bytes()
    (home / "store.db").write_bytes(content[: len(content) // 3])


BROKEN = [
    (damage, "数据库文件损坏", "window restore"),
    (lambda home: (home / "terminal.key").unlink(), "终端密钥文件不见了", "window restore"),
    (lambda home: (home / "host").write_text("elsewhere"), "属于另一台机器", "window restore"),
    (lambda home: (home / "key.json").write_text("{"), "key.json 损坏", "window restore"),
]


@SIZES
@pytest.mark.parametrize(("act", "what", "way_out"), BROKEN)
async def test_a_home_that_does_not_open_says_why_on_the_login_card(
    home: Path, lines: Any, settle: Any, size: tuple[int, int], act: Any, what: str, way_out: str
) -> None:
    act(home)
    app = DeskApp(lambda: Desk(Place(home, None).office()), doors=DESK, true_colour=True)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        text = "".join("".join(lines(app)).split())
        assert isinstance(app.screen, LoginScreen)
        assert "".join(what.split()) in text and "".join(way_out.split()) in text
        assert "Traceback" not in text


@SIZES
async def test_a_backup_that_failed_is_told_at_home_and_stays_a_reminder(
    desk: Desk,
    busy_home: Path,
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    size: tuple[int, int],
) -> None:
    shutil.rmtree(busy_home / "backups")
    (busy_home / "backups").write_text("in the way")
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await sit_down(pilot)
        text = "".join("".join(lines(app)).split())
        assert "今天的备份没有做成" in text and "请检查磁盘空间和目录权限" in text
        await pilot.press("f9")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert "备份没做成 1" in "\n".join(lines(app))
        await pilot.press("f10")
        await settle(pilot)
        assert "今天的备份没有做成" in "".join("".join(lines(app)).split())


@pytest.fixture
def sealed(sealed_station: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sealed_station, tmp_path / "sealed"))


@SIZES
async def test_an_encrypted_home_asks_for_its_passphrase_first(
    sealed: Path,
    clock: FixedClock,
    lines: Any,
    settle: Any,
    password: str,
    size: tuple[int, int],
) -> None:
    typed: list[str] = []
    place = Place(sealed, None)
    assert place.wants_passphrase()
    app = DeskApp(
        lambda: Desk(place.office(*typed[-1:])),
        doors=DESK,
        clock=clock,
        true_colour=True,
        unlock=typed.append,
    )
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, UnlockScreen) and not app.ready
        assert "加密口令" in "\n".join(lines(app))
        await pilot.press("enter")
        assert "请输入加密口令" in "\n".join(lines(app)) and typed == []
        for text in ("wrong", PASSPHRASE):
            app.screen.query_one("#passphrase", Field).value = text
            await pilot.press("enter")
            await settle(pilot)
            if text == "wrong":
                assert "加密口令不对" in "".join(lines(app))
                assert app.screen.query_one("#passphrase", Field).value == ""
                assert "wrong" not in "".join(lines(app))
        assert isinstance(app.screen, LoginScreen) and app.ready
        app.screen.query_one("#staff", Field).value = "窗口员"
        app.screen.query_one("#password", Field).value = password
        app.screen.sign_in()
        await settle(pilot)
        assert "F2" in lines(app)[-1]


def test_who_is_asked(
    home: Path, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not Place(home, None).wants_passphrase()
    with monkeypatch.context() as patch:
        patch.setenv("WINDOW_PASSPHRASE", PASSPHRASE)
        assert not Place(sealed, None).wants_passphrase()
    office = bootstrap.open_office(Settings(home=sealed), secret=home_keys.passphrase(PASSPHRASE))
    assert office.keys is not None
    secret = home_keys.new_key_file(tmp_path / "stick.key", sealed)
    home_keys.keep(office.home, home_keys.Wrap.of(office.keys, secret))
    office.store.close()
    assert not Place(sealed, None).wants_passphrase()
    (sealed / "key.json").write_text("{")
    assert not Place(sealed, None).wants_passphrase()
