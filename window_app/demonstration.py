"""The demo station: a throw-away home with demo staff. Its password is no secret and says so."""

from __future__ import annotations

from pathlib import Path

from data.rules.words import Role
from data.store.catalogue_files import load_catalogue
from data.store.settings import Terminal
from window_app import bootstrap
from window_app.services import access
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.settings import Settings

PASSWORD = "demo-only"
ADMIN = "演示管理员"
CLERK = "演示窗口员"
STAFF = {
    CLERK: [Role.CLERK, Role.ISSUER],
    "演示承办人": [Role.REVIEWER],
    "演示首席代表": [Role.HEAD],
    "演示监督员": [Role.SUPERVISOR],
    "演示清单员": [Role.LIST_MANAGER],
}
TERMINAL = Terminal(
    region="441803",
    station="0001",
    terminal="01",
    hall="清远市清新区政务服务中心(演示)",
    is_demo=True,
)
INTAKE = {
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


def create(folder: Path) -> Office:
    """Make the demo home with its staff."""
    office = bootstrap.create(
        Settings(home=folder),
        TERMINAL,
        load_catalogue(bootstrap.shipped_catalogue()),
        access.new_account(ADMIN, [Role.ADMINISTRATOR]),
        PASSWORD,
    )
    admin = access.new_account(ADMIN, [Role.ADMINISTRATOR])
    for name, roles in STAFF.items():
        access.add_staff(office, name, PASSWORD, roles=roles, department="market", by=admin)
    return office


def intake() -> IntakeForm:
    """A case that can be accepted at once."""
    return IntakeForm.model_validate(INTAKE)
