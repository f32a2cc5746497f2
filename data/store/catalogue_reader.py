"""Reads the files of a catalogue folder one by one: models, and the place each was read from.

Every fault of every file is kept; a part that is faulty is left out, its name is remembered, so
that what refers to it is not blamed. How the parts agree with each other is not looked at here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from data.errors import Fault
from data.rules.item import Item, Model, SharedMaterial
from data.rules.listing import Bundle, CalendarOverride, Department, Head, Named
from data.store.catalogue_words import faults_of, unknown_key
from data.store.yaml_positions import Document, KeyPath, read_yaml

AnyModel = TypeVar("AnyModel", bound=BaseModel)

HEAD, DEPARTMENTS, THEMES = "catalog.yaml", "departments.yaml", "themes.yaml"
SHARED, CALENDAR = "shared_materials.yaml", "calendar.yaml"
NEEDED = (HEAD, DEPARTMENTS, THEMES)
OPTIONAL = (SHARED, CALENDAR)
KINDS = ("departments", "themes", "life_events", "shared_materials", "items")

_FROM_SHARED = ("name", "source", "criteria", "faults", "certificate", "valid_days")
_NOT_IN_AN_ITEM = ("certificate", "valid_days")
_SHARE = re.compile(r"[01]?\.[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Placed:
    """A part that was read, and where: what `path` leads to in `document`."""

    value: Any
    document: Document
    path: KeyPath


@dataclass
class Parts:
    """All that was read. `named` holds the ids of each kind, those of faulty parts included."""

    head: Placed | None = None
    lists: dict[str, list[Placed]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)  # kinds of which a file could not be read
    faults: list[Fault] = field(default_factory=list)

    def placed(self, kind: str) -> list[Placed]:
        return self.lists.get(kind, [])


def read_parts(folder: Path) -> Parts:
    """Every file of the folder, read; raises nothing for what the files hold."""
    parts = Parts()
    reader = _Reader(folder, parts)
    reader.head()
    reader.entries(DEPARTMENTS, "departments", Department)
    reader.themes()
    reader.entries(SHARED, "shared_materials", SharedMaterial)
    reader.entries(CALENDAR, "calendar", CalendarOverride)
    reader.items()
    reader.bundles()
    reader.unexpected()
    return parts


class _Reader:
    def __init__(self, folder: Path, parts: Parts) -> None:
        self._folder = folder
        self._parts = parts
        self._shared: dict[str, dict[str, Any]] = {}

    def head(self) -> None:
        document = self._document(HEAD)
        if document is None:
            return
        if isinstance(document.value, dict):
            _read_numbers(document.value)
        found = self._model(Head, document, (), document.value)
        self._parts.head = None if found is None else Placed(found, document, ())

    def entries(self, file: str, kind: str, model: type[Model]) -> None:
        """A file that is one list of `model`."""
        document = self._document(file)
        if document is None:
            if (self._folder / file).exists() or file in NEEDED:
                self._parts.unread.add(kind)
            return
        self._list(document, (), document.value, kind, model)

    def themes(self) -> None:
        document = self._document(THEMES)
        if document is None:
            self._parts.unread.update(("themes", "life_events"))
            return
        value = document.value
        if not isinstance(value, dict):
            self._parts.unread.update(("themes", "life_events"))
            self._blame(document, (), "应是一组键值：themes 和 life_events。")
            return
        for kind in ("themes", "life_events"):
            self._list(document, (kind,), value.get(kind, []), kind, Named)
        for key in value.keys() - {"themes", "life_events"}:
            self._blame(document, (key,), unknown_key(key, ["themes", "life_events"]))
        if "themes" not in value:
            self._parts.unread.add("themes")
            self._blame(document, ("themes",), "缺少必填的“themes”。")

    def items(self) -> None:
        for placed in self._parts.placed("shared_materials"):
            shared: SharedMaterial = placed.value
            self._shared[shared.id] = shared.model_dump(mode="json", include=set(_FROM_SHARED))
        found = [name for name in self._files("items") if self._file_of(name, "items", Item)]
        if not found and "items" not in self._parts.unread and not self._parts.named.get("items"):
            self._parts.faults.append(Fault("items", 1, "", "没有任何事项，请放入事项文件。"))

    def bundles(self) -> None:
        for name in self._files("bundles"):
            self._file_of(name, "bundles", Bundle)

    def unexpected(self) -> None:
        """YAML that no window would ever read is a slip of the pen."""
        expected = {*NEEDED, *OPTIONAL}
        for path in sorted(self._folder.rglob("*")):
            name = path.relative_to(self._folder).as_posix()
            top = name.split("/")[0]
            if path.suffix.lower() not in (".yaml", ".yml") or name in expected:
                continue
            if top == "forms" or _hidden(name):
                continue
            if path.suffix != ".yaml":
                self._parts.faults.append(Fault(name, 1, "", "扩展名应是 .yaml，请改名。"))
            elif top not in ("items", "bundles") or "/" not in name:
                message = "清单里不该有这个文件，请移走，或放到 items、bundles 里。"
                self._parts.faults.append(Fault(name, 1, "", message))

    def _files(self, kind: str) -> list[str]:
        paths = (self._folder / kind).rglob("*.yaml")
        names = (path.relative_to(self._folder).as_posix() for path in paths)
        return sorted(name for name in names if not _hidden(name))

    def _document(self, file: str) -> Document | None:
        path = self._folder / file
        if not path.exists():
            if file in NEEDED:
                self._parts.faults.append(Fault(file, 1, "", "缺少这个文件。"))
            return None
        document, faults = read_yaml(path, file)
        self._parts.faults.extend(faults)
        return document

    def _file_of(self, name: str, kind: str, model: type[Model]) -> bool:
        """A file that is one `model`; says whether it was read."""
        document = self._document(name)
        if document is None:
            self._parts.unread.add(kind)
            return False
        value = document.value
        if not isinstance(value, dict):
            self._parts.unread.add(kind)
        else:
            self._name(kind, value.get("code" if model is Item else "id"))
            if model is Item:
                value = self._with_shared(document, value)
        found = self._model(model, document, (), value)
        if found is not None:
            self._parts.lists.setdefault(kind, []).append(Placed(found, document, ()))
        return found is not None

    def _list(
        self, document: Document, path: KeyPath, value: Any, kind: str, model: type[Model]
    ) -> None:
        if not isinstance(value, list):
            self._parts.unread.add(kind)
            self._blame(document, path, "应是列表，每项以“-”开头。")
            return
        for index, raw in enumerate(value):
            place = (*path, index)
            self._name(kind, raw.get("id") if isinstance(raw, dict) else None)
            found = self._model(model, document, place, raw)
            if found is not None:
                self._parts.lists.setdefault(kind, []).append(Placed(found, document, place))

    def _model(
        self, model: type[AnyModel], document: Document, path: KeyPath, raw: Any
    ) -> AnyModel | None:
        """The model, or None. Where only unknown keys stand in the way it is read without them."""
        try:
            return model.model_validate_json(json.dumps(raw))
        except ValidationError as error:
            self._parts.faults.extend(faults_of(error, document, path, model))
            if any(detail["type"] != "extra_forbidden" for detail in error.errors()):
                return None
            for detail in error.errors():
                _drop(raw, detail["loc"])
            return model.model_validate_json(json.dumps(raw))

    def _with_shared(self, document: Document, item: dict[str, Any]) -> dict[str, Any]:
        """The item with what its materials take over from the shared ones filled in."""
        materials = item.get("materials")
        if not isinstance(materials, list):
            return item
        filled = [
            self._material(document, ("materials", index), raw) if isinstance(raw, dict) else raw
            for index, raw in enumerate(materials)
        ]
        return {**item, "materials": filled}

    def _material(self, document: Document, path: KeyPath, raw: dict[str, Any]) -> dict[str, Any]:
        for key in _NOT_IN_AN_ITEM:
            if key in raw:
                message = f"“{key}”只写在 {SHARED} 里，材料用 use 引用它。"
                self._blame(document, (*path, key), message)
        own = {key: value for key, value in raw.items() if key not in _NOT_IN_AN_ITEM}
        shared_id = own.get("use")
        if not isinstance(shared_id, str):
            return own
        if shared_id in self._shared:
            return {**self._shared[shared_id], **own}
        known = self._parts.named.get("shared_materials", set())
        if shared_id not in known and "shared_materials" not in self._parts.unread:
            self._blame(document, (*path, "use"), f"清单里没有共用材料“{shared_id}”。")
        return {"name": shared_id or "-", "source": "applicant", **own}

    def _name(self, kind: str, name: Any) -> None:
        if isinstance(name, str):
            self._parts.named.setdefault(kind, set()).add(name)

    def _blame(self, document: Document, path: KeyPath, message: str) -> None:
        self._parts.faults.append(document.fault(path, message))


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _drop(raw: Any, path: KeyPath) -> None:
    for key in path[:-1]:
        raw = raw[key]
    raw.pop(path[-1], None)


def _read_numbers(head: dict[str, Any]) -> None:
    """The two places where the format means a number or digits whichever way they are written."""
    if type(head.get("region")) is int:
        head["region"] = str(head["region"])
    lights = head.get("lights")
    for light in lights if isinstance(lights, list) else ():
        when = light.get("when") if isinstance(light, dict) else None
        share = when.get("share_used") if isinstance(when, dict) else None
        if isinstance(share, str) and _SHARE.fullmatch(share):
            light["when"]["share_used"] = float(share)
