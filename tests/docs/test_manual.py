"""The manual cannot rot: what the code knows stands in it, and what it names exists."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from data.rules.case import Status
from data.rules.conclusion import Kind as Outcome
from data.rules.conclusion import Mark
from data.rules.deadlines import Light
from data.rules.event import Kind
from data.rules.words import Role
from window_app import demonstration
from window_app.cli.main import app
from window_app.services import intake
from window_app.services.assessing import Assessment
from window_app.services.forms import (
    BroughtForm,
    HandedInForm,
    IntakeForm,
    MarkForm,
    MemberForm,
    PartyForm,
    SupplementForm,
)
from window_app.settings import Settings
from window_app.views import CaseView

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "manual"
ROOMS = ("data", "printing", "window_app", "screens")
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture(scope="module")
def make_reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_reference", ROOT / "tools" / "make_reference.py"
    )
    assert spec is not None and spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def manual() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(MANUAL.glob("*.md")))


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its path, groups too."""
    waiting: list[tuple[str, Any]] = [("window", typer.main.get_command(app))]
    while waiting:
        path, command = waiting.pop()
        yield path, command
        for name, part in getattr(command, "commands", {}).items():
            waiting.append((f"{path} {name}", part))


COMMANDS = dict(commands())
SETTINGS = {f"WINDOW_{name.upper()}" for name in Settings.model_fields}


def source() -> Iterator[str]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            yield path.read_text("utf-8")


def test_reference_of_commands_is_fresh(make_reference: ModuleType) -> None:
    written = (MANUAL / "commands.md").read_text("utf-8")
    assert written == make_reference.commands(), "run `make reference`"


def test_reference_of_errors_is_fresh(make_reference: ModuleType) -> None:
    written = (MANUAL / "errors.md").read_text("utf-8")
    assert written == make_reference.error_codes(), "run `make reference`"


def test_every_code_is_found(make_reference: ModuleType) -> None:
    """A code that is written anywhere as a first argument is one the reference knows."""
    known = {sentence.code for sentence in make_reference.sentences()}
    makers = r"(?:Refusal|\w+Error|Store(?:Busy|Full|ReadOnly|Damaged))"
    written = {
        code for text in source() for code in re.findall(makers + r'\(\s*"([a-z0-9_]+)",', text)
    }
    assert written <= known
    assert {"printer_missing", "key_exposed", "catalogue_faulty", "not_eligible"} <= known


def test_every_code_says_something(make_reference: ModuleType) -> None:
    silent = {s.code for s in make_reference.sentences() if not s.message}
    assert silent == set()


@pytest.mark.parametrize("path", COMMANDS)
def test_command_and_its_options_stand_in_the_manual(path: str, manual: str) -> None:
    assert path in manual
    for parameter in COMMANDS[path].params:
        name = parameter.opts[0]
        if name != "--help":
            shown = f"`{name}`" if name.startswith("-") else f"| {parameter.metavar} |"
            assert shown in manual, (path, name)
            assert getattr(parameter, "help", None), (path, name)


@pytest.mark.parametrize("page", [*READMES, MANUAL / "administrator.md"], ids=lambda p: p.name)
def test_every_setting_is_explained(page: Path) -> None:
    used = {name for text in source() for name in re.findall(r"\bWINDOW_[A-Z_]*[A-Z]", text)}
    text = page.read_text("utf-8")
    assert {name for name in SETTINGS | used if f"| `{name}` |" not in text} == set()


@pytest.mark.parametrize("words", [Status, Kind, Mark, Outcome, Light, Role])
def test_every_word_is_explained(words: type[StrEnum], manual: str) -> None:
    assert {str(word) for word in words if f"`{word}`" not in manual} == set()


FORMS = [IntakeForm, SupplementForm, HandedInForm, PartyForm, MemberForm, MarkForm, BroughtForm]


@pytest.mark.parametrize("form", FORMS)
def test_every_key_of_a_file_is_explained(form: Any, manual: str) -> None:
    keys = {field.alias or name for name, field in form.model_fields.items()}
    assert {key for key in keys if f"`{key}`" not in manual} == set()


def test_file_of_the_manual_is_accepted(tmp_path: Path) -> None:
    page = (MANUAL / "json.md").read_text("utf-8")
    sample = re.findall(r"^```json\n(.*?)^```", page, re.M | re.S)[0]
    office = demonstration.create(tmp_path / "home")
    found = intake.preview(office, IntakeForm.model_validate_json(sample))
    assert isinstance(found, Assessment) and found.conclusion is not None
    assert found.conclusion.kind is Outcome.ACCEPT


def test_shape_of_a_case_is_whole(manual: str) -> None:
    left_out = {"item_name", "notice_deadline", "days_left"}  # for screens, not in the JSON
    keys = set(CaseView.__dataclass_fields__) - left_out
    assert {key for key in keys if f'"{key}"' not in manual} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_that_pages_name_exist(page: Path) -> None:
    for words in told(page.read_text("utf-8")):
        path = "window"
        while hasattr(COMMANDS[path], "commands") and words:
            path = f"{path} {words.pop(0)}"
            assert path in COMMANDS


def told(text: str) -> Iterator[list[str]]:
    """What stands after `window` in code, and in sentences that tell a clerk what to do."""
    code = re.findall(r"^```\n(.*?)^```", text, re.M | re.S) + re.findall(r"`([^`\n]+)`", text)
    lines = [line for part in code for line in part.splitlines()]
    for line in lines + re.findall(r"(?:用|执行|请) (window [a-z -]+)", text):
        if found := re.match(r"(?:\.venv/bin/)?window((?: [^ #]+)*)", line):
            words = re.sub(r" --(?:home|as) [^ ]+", "", found[1]).split()
            yield [word for word in words if word.isascii() and not word.startswith("-")]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_both_readmes_have_the_same_parts() -> None:
    one, other = (
        [re.match(r"#*|\||```|!", line)[0] for line in page.read_text("utf-8").splitlines()]  # type: ignore[index]
        for page in READMES
    )
    assert one == other


def test_make_targets_that_readmes_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for page in READMES:
        named = set(re.findall(r"`make ([a-z]+)`", page.read_text("utf-8")))
        assert named and named <= targets
