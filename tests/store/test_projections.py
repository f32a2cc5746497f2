"""Projections of an older form are made anew when the home is opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from data.rules.case import Case
from data.store import projections
from data.store.staff import Account
from window_app.services import intake, keeping
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.views import Submitted

# What VERSION stands for: change both together, so that older homes are brought up.
SCHEMA = {3: "469eb747c3ac5b3b"}


def test_the_version_stands_for_what_a_stored_case_holds() -> None:
    text = json.dumps(Case.model_json_schema(), sort_keys=True)
    assert {projections.VERSION: hashlib.sha256(text.encode()).hexdigest()[:16]} == SCHEMA


def test_an_older_form_is_made_anew_from_the_events(
    office: Office, clerk: Account, shop: IntakeForm, reopen: Callable[[], Office], tmp_path: Path
) -> None:
    answer = intake.submit(office, shop, clerk, tmp_path)
    assert isinstance(answer, Submitted)
    with office.store.write() as unit:
        run = unit.connection.exec_driver_sql
        before = run("select * from 'case'").all()
        run("update 'case' set value = json_remove(value, '$.papers'), status = 'old'")
        run("delete from mark")
        run("PRAGMA user_version = 0")
    again = reopen()
    assert keeping.verify(again, replay=True).problems == ()
    with again.store.read() as unit:
        assert unit.connection.exec_driver_sql("select * from 'case'").all() == before
