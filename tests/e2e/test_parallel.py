"""Several processes at one home at once: nothing lost, no number twice, the chain whole."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.store import journal
from window_app import bootstrap, demonstration
from window_app.services import keeping
from window_app.services.office import Office
from window_app.settings import Settings

SUBMITS = Path(__file__).with_name("submits.py")
COMMAND = [sys.executable, "-c", "from window_app.cli.main import run; run()"]
PROCESSES, EACH = 4, 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    demonstration.create(tmp_path / "home").store.close()
    return tmp_path / "home"


@pytest.fixture
def office(folder: Path) -> Iterator[Office]:
    office = bootstrap.open_office(Settings(home=folder))
    yield office
    office.store.close()


def together(commands: list[list[str]], **options: Any) -> list[str]:
    """Run all at once; their output, once every one of them ended well."""
    running = [
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **options
        )
        for command in commands
    ]
    outputs = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * len(running), outputs
    return [out for out, _err in outputs]


def check(office: Office, answers: list[dict[str, Any]], events: int) -> None:
    """What the processes were told is what is stored, once each."""
    numbers = [answer["number"] for answer in answers]
    papers = [paper for answer in answers for paper in answer["papers"]]
    assert len(set(numbers)) == len(numbers)
    assert len({paper["number"] for paper in papers}) == len(papers)
    for paper in papers:
        assert Path(paper["path"]).read_bytes().startswith(b"%PDF-")
    report = keeping.verify(office, replay=True)
    assert (report.cases, report.problems) == (len(numbers), ())
    with office.store.read() as unit:
        lines = [line.number for line, _ in journal.feed_lines(unit, office.signer.feed)]
        jobs = unit.connection.exec_driver_sql("select state, attempts from print_job").all()
    assert lines == list(range(1, len(lines) + 1))
    assert len(lines) == events
    assert [tuple(job) for job in jobs] == [("done", 1)] * len(papers)


def test_four_processes_take_cases_in(folder: Path, office: Office) -> None:
    before = keeping.verify(office).events
    outputs = together([[sys.executable, str(SUBMITS), str(folder), str(EACH)]] * PROCESSES)
    answers = [json.loads(line) for out in outputs for line in out.splitlines()]
    assert len(answers) == PROCESSES * EACH
    serials = sorted(int(answer["number"][18:23]) for answer in answers)
    assert serials == list(range(1, PROCESSES * EACH + 1))
    check(office, answers, before + 2 * len(answers))


def test_four_commands_at_once(folder: Path, office: Office, tmp_path: Path) -> None:
    before = keeping.verify(office).events
    path = tmp_path / "intake.json"
    path.write_text(json.dumps(demonstration.INTAKE), "utf-8")
    who = ["--home", str(folder), "--as", demonstration.CLERK]
    command = [*COMMAND, *who, "case", "submit", str(path), "--json"]
    outputs = together(
        [command] * PROCESSES, env={"WINDOW_PASSWORD": demonstration.PASSWORD, "PATH": ""}
    )
    answers = [json.loads(out) for out in outputs]
    for answer in answers:
        answer["papers"] = answer["documents"]
    check(office, answers, before + 2 * len(answers))
