"""Keeping a home in order: verifying it, and confirming its clock."""

from __future__ import annotations

from pathlib import Path

from data.clock import to_text
from data.errors import Refusal
from data.rules.words import Role
from data.store import backup
from data.store import replay as replaying
from data.store.replay import Problem, Report
from data.store.staff import Account
from window_app.services.access import not_allowed
from window_app.services.office import Office


def verify(office: Office, *, replay: bool = False) -> Report:
    """Chains, signatures and SQLite's own check; with `replay` the projections too."""
    damage = tuple(Problem(None, None, None, problem) for problem in office.store.check())
    with office.store.read() as unit:
        report = replaying.verify(unit, replay=replay)
    return Report(report.cases, report.events, damage + report.problems)


def confirm_clock(office: Office, who: Account) -> str | Refusal:
    """A supervisor says that the clock is right: the moment, from which acts go on."""
    if Role.SUPERVISOR not in who.roles:
        return not_allowed(who, Role.SUPERVISOR, "确认时间")
    at = to_text(office.now())
    with office.store.write() as unit:
        office.note(unit, "clock_confirmed", {"at": at}, who.name)
    return at


def back_up(office: Office, target: Path, who: Account) -> Path | Refusal:
    """Copy the store while it is in use; scans lie beside it in the home's folder."""
    if Role.ADMINISTRATOR not in who.roles:
        return not_allowed(who, Role.ADMINISTRATOR, "备份")
    backup.back_up(office.store, target)
    with office.store.write() as unit:
        office.note(unit, "backed_up", {"file": target.name}, who.name)
    return target
