"""Keeping a home in order: verifying it, confirming its clock, backing it up, another key."""

from __future__ import annotations

from pathlib import Path

from data.clock import to_text
from data.errors import InputError, Refusal
from data.rules.words import Role
from data.store import backup, home_keys
from data.store import replay as replaying
from data.store.home_keys import Kind, Secret, Wrap
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
    if not office.store.IS_FILE:
        raise InputError(
            "backup_by_server",
            "这个中心的数据在 PostgreSQL 里，备份由数据库的管理员做。",
            hint="请用 pg_basebackup 或者 pg_dump；扫描件在数据目录的 blobs 里，另外复制。",
            field="--home",
        )
    backup.back_up(office.store, target)
    with office.store.write() as unit:
        office.note(unit, "backed_up", {"file": target.name}, who.name)
    return target


def check_encrypted(office: Office) -> None:
    """InputError for a plain home: it has no key that could be changed."""
    if office.keys is None:
        raise InputError(
            "home_not_encrypted",
            f"这个数据目录没有加密，没有口令可换：{office.home.folder}",
            hint="要加密的，建站时用 window init --encrypted。",
            field="--home",
        )


def rekey(office: Office, secret: Secret, who: Account) -> Kind | Refusal:
    """Let another passphrase or key file open the home from now on; what does now.

    Only the small file with the wrapped master key is written anew: killed at any moment, the
    home opens with the old secret or with the new one.
    """
    if Role.ADMINISTRATOR not in who.roles:
        return not_allowed(who, Role.ADMINISTRATOR, "换加密口令")
    check_encrypted(office)
    assert office.keys is not None
    wrap = Wrap.of(office.keys, secret)
    with office.store.write() as unit:
        office.note(unit, "home_rekeyed", {"opens_with": secret.kind}, who.name)
        home_keys.keep(office.home, wrap)
    return secret.kind
