"""The demo station: a throw-away home with demo staff. Its password is no secret and says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.clock import Clock
from data.errors import InputError
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store.home import Home
from data.store.home_keys import Secret
from data.store.settings import Terminal
from data.store.staff import Account
from window_app import bootstrap
from window_app.services import access
from window_app.services import intake as intakes
from window_app.services.desk.station import StationFact
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.settings import Settings

PASSWORD = "demo-only"
ADMIN = "演示管理员"
CLERK, REVIEWER, HEAD = "演示窗口员", "演示承办人", "演示首席代表"
STAFF = {
    CLERK: [Role.CLERK, Role.ISSUER],
    REVIEWER: [Role.REVIEWER],
    # Registers the result too, so that one person can walk the whole way.
    HEAD: [Role.REVIEWER, Role.HEAD],
    "演示监督员": [Role.SUPERVISOR],
    "演示清单员": [Role.LIST_MANAGER],
}
# The department whose instant items the clerk decides at the window and hands out.
DEPARTMENT = "market"
AUTHORISED = {CLERK: [DEPARTMENT]}
TERMINAL = Terminal(
    region="441803",
    station="0001",
    terminal="01",
    hall="清远市清新区政务服务中心(演示)",
    is_demo=True,
)
INTAKE: dict[str, Any] = {
    "item": "L-MARKET-001",
    "subject": "natural",
    "applicant": {
        "name": "龚䶮㛃",
        "id_type": "resident_id",
        "id_number": "441803199001011155",
        "phone": "13800138210",
        "address": "清远市清新区太和镇示例路1号",
    },
    "answers": {
        "activity": "business",
        "form": "personal",
        "place": "platform",
        "prior": "none",
    },
    "materials": [
        {"id": "form", "mark": "ok"},
        {"id": "operator_id", "mark": "ok"},
        {"id": "platform_proof", "mark": "ok"},
    ],
    "fields": {
        "shop_name": "清新区示例小店",
        "url": "shop.example.cn",
        "scope": "日用百货销售",
        "staff": "1",
    },
}
APPLICANT: dict[str, Any] = INTAKE["applicant"]
CANTEEN: dict[str, Any] = {
    "item": "L-MARKET-006",
    "answers": {
        "matter": ["new"],
        "form": ["catering"],
        "special": ["none"],
        "area": ["micro"],
        "who": ["self"],
    },
    "materials": [
        {"id": "form", "mark": "ok"},
        {"id": "licence_copy", "mark": "ok"},
        {"id": "layout", "mark": "defective", "faults": ["未标明面积"]},
        {"id": "rules", "mark": "missing"},
        {"id": "manager", "mark": "ok"},
        {"id": "health_certificates", "mark": "ok"},
    ],
    "fields": {
        "name": "示例小吃店",
        "credit_code": "92441803MA59L01K96",
        "rep": "陈示例",
        "address": "清远市清新区太和镇示例路2号",
        "projects": "热食类食品制售",
        "floor_area": "48",
        "safety_manager": "陈示例",
        "safety_manager_phone": "13800138211",
        "online": "否",
    },
}
TAKEN_IN: dict[str, Any] = {"conclude": False, "materials": INTAKE["materials"][:2]}
DESK: tuple[tuple[dict[str, str], dict[str, Any]], ...] = (
    ({}, {}),
    ({"name": "陈示例", "id_number": "44180319850307002X"}, CANTEEN),
    ({"name": "阿依古丽·示例", "id_number": "65010219920304002X"}, TAKEN_IN),
)


def create(
    folder: Path,
    secret: Secret | None = None,
    *,
    catalogue: Catalogue | None = None,
    clock: Clock | None = None,
) -> Office:
    """Make the demo home with its staff; encrypted where there is a secret."""
    office = bootstrap.create(
        Settings(home=folder),
        TERMINAL,
        catalogue or shipped(),
        access.new_account(ADMIN, [Role.ADMINISTRATOR]),
        PASSWORD,
        secret=secret,
        clock=clock,
    )
    admin = access.new_account(ADMIN, [Role.ADMINISTRATOR])
    for name, roles in STAFF.items():
        access.add_staff(
            office,
            name,
            PASSWORD,
            roles=roles,
            department=DEPARTMENT,
            authorised=AUTHORISED.get(name, ()),
            by=admin,
        )
    return office


def shipped() -> Catalogue:
    """The list of every demo home, read from its files."""
    from data.store.catalogue_files import load_catalogue  # a home that is there needs none

    return load_catalogue(bootstrap.shipped_catalogue())


def open_or_create(folder: Path, catalogue: Catalogue | None = None) -> Office:
    """The demo home in a folder, with a few cases on its desk when it is new."""
    if Home(folder).exists:
        office = bootstrap.open_office(Settings(home=folder))
        if not office.terminal.is_demo:
            raise InputError(
                "not_demo",
                f"这里是真实的站，不能当演示站用：{folder}",
                hint="换一个空目录，或者不写 --home；真实的站请用 window desk。",
                field="--home",
            )
        return office
    office = create(folder, catalogue=catalogue)
    for form in desk_intakes():
        intakes.submit(office, form, clerk(), folder)
    return office


def clerk() -> Account:
    """Who receives on the demo desk."""
    return access.new_account(CLERK, STAFF[CLERK], DEPARTMENT, AUTHORISED[CLERK])


def facts(office: Office) -> tuple[StationFact, ...]:
    """Who may log in to a demo home, for its login card; nothing for any other home."""
    if not office.terminal.is_demo:
        return ()
    who = f"{REVIEWER}、{HEAD}" if office.terminal.department else CLERK
    return (StationFact("账号", "info", f"{who}，口令 {PASSWORD}"),)


def desk_intakes() -> tuple[IntakeForm, ...]:
    """What lies on the demo desk: one accepted, one to supplement, one not judged yet."""
    return tuple(form(person, changes) for person, changes in DESK)


def form(person: dict[str, str], changes: dict[str, Any]) -> IntakeForm:
    """The demo intake for another person, and with other values."""
    whole = {**INTAKE, **changes, "applicant": {**APPLICANT, **person}}
    return IntakeForm.model_validate(whole)


def intake() -> IntakeForm:
    """A case that can be accepted at once."""
    return IntakeForm.model_validate(INTAKE)
