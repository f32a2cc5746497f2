"""A catalogue as stored text, and its digest.

The digest stands for what a list says, not how its files are written: SHA-256 over canonical
JSON (RFC 8785) without what is left at its default, items by code, bundles by id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import rfc8785

from data.rules.item import Item
from data.rules.listing import Catalogue


def head_to_json(catalogue: Catalogue) -> str:
    """All but the items as stored text; every key is written out but those that are null."""
    return catalogue.model_dump_json(exclude={"items"}, exclude_none=True)


def item_to_json(item: Item) -> str:
    """One item as stored text, so that a window can open it without the rest of the list."""
    return item.model_dump_json(exclude_none=True)


def item_from_json(text: str) -> Item:
    """The item that was stored. What was stored has been checked, so it is only read."""
    return Item.model_validate_json(text)


def whole_text(head: str, items: Iterable[str]) -> str:
    """One JSON text of the parts that are stored."""
    return f'{head[:-1]},"items":[{",".join(items)}]}}'


def catalogue_from_json(head: str, items: Iterable[str]) -> Catalogue:
    """The catalogue that was stored, whole."""
    return Catalogue.model_validate_json(whole_text(head, items))


def digest(catalogue: Catalogue) -> str:
    """SHA-256 (hex) over the canonical form of the content."""
    content = catalogue.model_dump(mode="json", exclude={"digest"}, exclude_defaults=True)
    content["items"] = sorted(content["items"], key=lambda item: str(item["code"]))
    content["bundles"] = sorted(content.get("bundles", []), key=lambda bundle: str(bundle["id"]))
    return hashlib.sha256(rfc8785.dumps(_without_floats(content))).hexdigest()


def _without_floats(content: dict[str, Any]) -> dict[str, Any]:
    """Light rules hold the only fraction, `share_used`; it is written as text."""
    for light in content.get("lights", ()):
        light["when"] = {k: str(v) if type(v) is float else v for k, v in light["when"].items()}
    return content
