"""What can go wrong, as data: refusals that are answers, and exceptions that stop an act.

Refusal (a value)     a rule says no: exit 1
WindowError
├── InputError        wrong use or bad input, names the field: exit 2
│   └── CatalogueError    a catalogue with faults; carries all of them
├── StorageError      nothing was written; says where things are: exit 3
│   ├── StoreBusy     another process holds the store
│   ├── StoreFull     the disk is full
│   ├── StoreReadOnly the disk or file cannot be written
│   └── StoreDamaged  the file is no whole database, or its key is wrong
└── PaperError        a document that cannot be set or sent (a missing glyph, a printer)
    └── PaperUnconfirmed  it may have come out all the same: a person looks
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """An expected "no": which rule says it, and what can be done.

    `code` is stable and one a refusal; `message` and `hint` are sentences for the clerk;
    `rule` is law and article, or item and list version; `field` is where in the input.
    `findings` holds every single point where there are several.
    """

    code: str
    message: str
    hint: str | None = None
    rule: str | None = None
    field: str | None = None
    findings: tuple[Any, ...] = ()


class WindowError(Exception):
    """Root of everything the product raises on purpose."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str | None = None,
        rule: str | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.rule = rule
        self.field = field


class InputError(WindowError):
    """Wrong use or bad input; `field` names where."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a catalogue: file (relative to its folder), line (from 1), key, sentence."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.key}：{self.message}"


class CatalogueError(InputError):
    """A catalogue that cannot be used; `faults` names every fault found in one run."""

    def __init__(self, faults: list[Fault]) -> None:
        first = str(faults[0])
        super().__init__(
            "catalogue_faulty",
            f"事项清单有 {len(faults)} 处错误，没有采用。第一处：{first}",
            hint="按提示逐处改正后再导入；原来的清单照常使用。",
            field=f"{faults[0].file}:{faults[0].line}",
        )
        self.faults = faults


class StorageError(WindowError):
    """Storage or network trouble; nothing half-written stays behind."""


class StoreBusy(StorageError):
    """Another process held the store for longer than the wait."""


class StoreFull(StorageError):
    """No room left on the disk."""


class StoreReadOnly(StorageError):
    """The home cannot be written."""


class StoreDamaged(StorageError):
    """Not a whole database, or not ours."""


class PaperError(WindowError):
    """A document that cannot be set or sent; the case itself is stored."""


class PaperUnconfirmed(PaperError):
    """A document whose bytes may have reached the device: it is not sent again by itself."""
