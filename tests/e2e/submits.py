"""A process that takes cases in at one home, again and again; the driver of the end-to-end tests.

`python submits.py HOME COUNT` prints the number and the papers of each case as a line of JSON.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import Refusal
from data.store import home_keys, staff
from data.store.engine import Store, Unit
from data.store.home import Home
from data.store.staff import Account
from window_app import bootstrap, demonstration
from window_app.services import intake
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.settings import Settings
from window_app.views import Submitted

SECRET = home_keys.passphrase("一句只用于测试的话")


class Watched(Store):
    """Tells after each BEGIN and each COMMIT that they are done."""

    def __init__(self, store: Store, tell: Callable[[str], None]) -> None:
        super().__init__(store.path, store.key)
        self._tell = tell

    @contextmanager
    def write(self) -> Iterator[Unit]:
        with super().write() as unit:
            self._tell("begin")
            yield unit
        self._tell("commit")


def accepted() -> IntakeForm:
    """An intake that is accepted: one paper, three units of work."""
    return demonstration.intake()


def returned() -> IntakeForm:
    """An intake that is handed back: one paper too, other words."""
    document = copy.deepcopy(demonstration.INTAKE)
    document["materials"][0].update(mark="defective", faults=["未签名"])  # type: ignore[index]
    return IntakeForm.model_validate(document)


def open_home(folder: Path, tell: Callable[[str], None] | None = None) -> Office:
    """A plain home, or one that was made with `SECRET`."""
    secret = SECRET if Home(folder).key_wrap.exists() else None
    office = bootstrap.open_office(Settings(home=folder), secret=secret)
    if tell is not None:
        office.store.close()
        office.store = Watched(office.store, tell)
    return office


def clerk_of(office: Office) -> Account:
    with office.store.read() as unit:
        found = staff.find(unit, demonstration.CLERK)
    assert found is not None
    return found[0]


def submit_once(office: Office, who: Account, form: IntakeForm) -> Submitted:
    answer = intake.submit(office, form, who, office.home.folder)
    if isinstance(answer, Refusal):
        raise SystemExit(f"refused: {answer.code}")
    return answer


def main(folder: Path, count: int) -> None:
    office = open_home(folder)
    bootstrap.wake(office)
    who = clerk_of(office)
    for turn in range(count):
        answer = submit_once(office, who, returned() if turn % 2 else accepted())
        papers = [{"number": d.number, "path": d.path} for d in answer.case.documents]
        print(json.dumps({"number": answer.case.number, "papers": papers}), flush=True)
    office.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
