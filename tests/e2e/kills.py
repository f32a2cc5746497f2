"""Kill the intake at random moments: `python tests/e2e/kills.py 200 [SEED]`.

Half of the homes are plain, half are encrypted. A process takes cases in; it is killed (SIGKILL)
at a random moment between the BEGIN of an intake and its finished print job. After each kill the
home must be whole: no half case, no number twice, no paper without a case, nothing confirmed lost,
and what was left is printed once. At least half of the kills must land inside; where each landed
is counted and printed.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import submits  # beside this file

from data.store import cases, journal, papers
from window_app import demonstration
from window_app.services import keeping, spooling
from window_app.services.office import Office

UNITS = 3  # of one intake with one paper: the act, taking its print job, finishing it
A_HOME = 10  # kills before a fresh home of the other kind, so that each check stays short
KINDS = (None, submits.SECRET)
WAIT = 60.0  # seconds until a child that tells nothing counts as hanging
STAGES = (
    "in the act, before its COMMIT",
    "stored, its paper not begun",
    "in print, its job not finished",
)
OUTSIDE = "between two intakes"


@dataclass
class Told:
    """What a child told before it died: words, and the numbers it gave out."""

    words: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def hear(self, text: str) -> None:
        for line in text.split():
            (self.words if line.isalpha() else self.numbers).append(line)

    @property
    def stage(self) -> str:
        """Where it stood: units begun and committed since the last intake began."""
        done = self.words.count("commit") % UNITS
        is_open = self.words.count("begin") > self.words.count("commit")
        if done == 0:
            return STAGES[0] if is_open else OUTSIDE
        return STAGES[done]


def child(folder: Path, pipe: int) -> None:
    """Takes cases in until it is killed."""

    def tell(word: str) -> None:
        os.write(pipe, f"{word}\n".encode())

    office = submits.open_home(folder, tell)
    who = submits.clerk_of(office)
    forms = (submits.accepted(), submits.returned())
    while True:
        for form in forms:
            tell(submits.submit_once(office, who, form).case.number)


def killed(folder: Path, rng: random.Random, span: float) -> Told:
    """Run a child, kill it within `span` seconds of a BEGIN, and give what it told."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        try:
            child(folder, writer)
        finally:
            os._exit(70)
    os.close(writer)
    told = Told()
    begins = rng.choice((1, UNITS + 1))  # in its first intake or its second
    while told.words.count("begin") < begins:
        ready, _, _ = select.select([reader], [], [], WAIT)
        chunk = os.read(reader, 4096) if ready else b""
        if not chunk:
            raise AssertionError(f"the child told no more after {told.words}")
        told.hear(chunk.decode())
    time.sleep(rng.uniform(0, span))
    os.kill(process, signal.SIGKILL)
    _pid, status = os.waitpid(process, 0)
    if os.WTERMSIG(status) != signal.SIGKILL:
        raise AssertionError(f"the child ended by itself: {status}")
    while chunk := os.read(reader, 4096):
        told.hear(chunk.decode())
    os.close(reader)
    return told


def check(folder: Path, confirmed: set[str], given: set[str]) -> None:
    """The home after a kill. `given`: numbers that stand; `confirmed`: those an applicant has."""
    office = submits.open_home(folder)
    try:
        report = keeping.verify(office, replay=True)
        expect(report.problems == (), f"verify: {report.problems}")
        stored = whole_cases(office)
        expect(confirmed <= stored, f"lost: {confirmed - stored}")
        expect(given <= stored, f"gone: {given - stored}")
        given |= stored
        before = printed(office)
        spooling.resume(office)
        after = printed(office)
        expect(before <= after, "a paper vanished")
        expect(after == documents(office), "a paper was not printed, or has no case")
        expect(not left_over(office), "a print job is left over")
    finally:
        office.store.close()


def whole_cases(office: Office) -> set[str]:
    """The numbers of all cases; each has both its events, its paper and one print job."""
    numbers = set()
    with office.store.read() as unit:
        for case_id in journal.case_ids(unit):
            case = cases.by_id(unit, case_id)
            expect(case is not None, f"no case: {case_id}")
            assert case is not None
            kinds = [event.kind for event in journal.events_of(unit, case_id)]
            expect(kinds[:1] == ["received"] and len(kinds) == 2, f"half a case: {kinds}")
            stored = [paper.number for paper in papers.of_case(unit, case_id)]
            expect(stored == [p.number for p in case.papers], "papers and case differ")
            expect(len(papers.jobs_of(unit, stored)) == len(stored) == 1, "no print job")
            expect(case.number not in numbers, f"twice: {case.number}")
            numbers.add(case.number)
    return numbers


def documents(office: Office) -> set[str]:
    with office.store.read() as unit:
        return set(unit.connection.exec_driver_sql("select number from document").scalars().all())


def printed(office: Office) -> set[str]:
    """The numbers on the papers in the home; each must belong to a stored case."""
    found = {path.stem for path in office.home.papers.glob("*.pdf")}
    expect(found <= documents(office), f"paper without a case: {found - documents(office)}")
    return found


def left_over(office: Office) -> bool:
    with office.store.read() as unit:
        return bool(papers.busy_printers(unit))


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


def run(times: int, seed: int, say: Callable[[str], None] = print) -> Counter[str]:
    """Kill so often; where the kills landed."""
    rng = random.Random(seed)
    landed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        templates = [Path(scratch) / f"template{kind}" for kind in range(len(KINDS))]
        for template, secret in zip(templates, KINDS, strict=True):
            demonstration.create(template, secret).store.close()
        span = max(map(measure, templates))
        folder, confirmed, given = templates[0], set[str](), set[str]()
        for turn in range(times):
            if turn % A_HOME == 0:
                template = templates[turn // A_HOME % len(KINDS)]
                folder = Path(shutil.copytree(template, Path(scratch) / f"home{turn}"))
                confirmed, given = set(), set()
            told = killed(folder, rng, 1.2 * span)
            landed[told.stage] += 1
            confirmed |= set(told.numbers)
            check(folder, confirmed, given)
    for stage in (*STAGES, OUTSIDE):
        say(f"{landed[stage]:5d}  {stage}")
    return landed


def measure(template: Path) -> float:
    """How long an intake takes from BEGIN to its finished print job; also warms the fonts."""
    moments: list[float] = []
    folder = Path(shutil.copytree(template, template.with_name(f"measured-{template.name}")))
    office = submits.open_home(folder, lambda _word: moments.append(time.monotonic()))
    who = submits.clerk_of(office)
    for form in (submits.accepted(), submits.accepted(), submits.returned()):
        moments.clear()
        submits.submit_once(office, who, form)
    office.store.close()
    return moments[-1] - moments[0]


def main(times: int, seed: int) -> int:
    landed = run(times, seed)
    inside = sum(landed[stage] for stage in STAGES)
    print(f"{times} kills (seed {seed}), {inside} inside an intake")
    if 2 * inside < times:
        print("fewer than half landed inside", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    start = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)
    sys.exit(main(wanted, start))
