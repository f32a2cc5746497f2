"""The list for a situation: exactly these materials, fields, fees and limits, and no others.

A bundle passes the items it holds: what arrives from one of them is not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from data.rules.item import Exit, Fee, FormField, Group, Item, Limits, Material, Variant
from data.rules.situation import Situation

_REPLACED = ("limits", "handling", "instant_at_window", "result", "fees", "special", "steps")
FEN = Decimal("0.01")
YUAN = "元"


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the published list asks for in one situation.

    item: the item with its variant's values in place
    exits: those that hold, in order; `is_guessed` tells which rests on a guess
    materials, fields: asked for; `possible` materials depend on an open question
    arriving: what would be asked for, but comes from another item of the same bundle
    """

    item: Item
    situation: Situation
    variant: Variant | None
    exits: tuple[Exit, ...]
    materials: tuple[Material, ...]
    possible: tuple[Material, ...]
    arriving: tuple[Material, ...]
    groups: tuple[Group, ...]
    fields: tuple[FormField, ...]
    fees: tuple[Fee, ...]

    @property
    def exit(self) -> Exit | None:
        return self.exits[0] if self.exits else None

    @property
    def limits(self) -> Limits:
        return self.item.limits

    @property
    def provisional(self) -> bool:
        return self.situation.provisional

    def material(self, material_id: str) -> Material | None:
        """A material that is asked for, or may yet be."""
        return next((m for m in self.materials + self.possible if m.id == material_id), None)

    def is_guessed(self, way_out: Exit) -> bool:
        """Whether an exit that holds rests on a guess."""
        return self.situation.holds_without_guesses(way_out.when) is not True


def build(
    item: Item, situation: Situation, *, bundle_items: frozenset[str] = frozenset()
) -> Checklist:
    """The checklist of an item in a situation."""
    variant = next((v for v in item.variants if situation.holds(v.when)), None)
    item = with_variant(item, variant)
    arriving = (m for m in item.materials if m.result_of in bundle_items)
    asked = [m for m in item.materials if m.result_of not in bundle_items]
    materials = tuple(m for m in asked if situation.holds(m.when))
    return Checklist(
        item=item,
        situation=situation,
        variant=variant,
        exits=tuple(e for e in item.exits if situation.holds(e.when)),
        materials=materials,
        possible=tuple(m for m in asked if situation.holds(m.when) is None),
        arriving=tuple(m for m in arriving if situation.holds(m.when)),
        groups=tuple(g for g in item.groups if any(m.group == g.id for m in materials)),
        fields=tuple(f for f in item.fields if _is_asked(f, situation, bundle_items)),
        fees=tuple(f for f in item.fees if situation.holds(f.when)),
    )


def with_variant(item: Item, variant: Variant | None) -> Item:
    """The item with what differs in the variant; its name stays the item's."""
    if variant is None:
        return item
    changed = {key: getattr(variant, key) for key in _REPLACED}
    return item.model_copy(update={key: v for key, v in changed.items() if v is not None})


def fee_amount(fee: Fee, values: Mapping[str, str]) -> Decimal | None:
    """Yuan of one fee: its amount times the product of its quantity fields, rounded to the fen.

    Half a fen is rounded up, as the counter and the bank do. None while a quantity is not
    filled in.
    """
    amount = fee.yuan
    for name in fee.quantity:
        if not values.get(name):
            return None
        amount *= Decimal(values[name])
    return amount.quantize(FEN, ROUND_HALF_UP)


def fee_words(fee: Fee) -> str:
    """The published standard of a fee: `50.00元`, `0.30元/平方米`, or `每张20.00元`."""
    unit = fee.unit.strip()
    if unit.startswith(YUAN):
        return f"{fee.amount}{unit}"
    return f"每{unit.removeprefix('每')}{fee.amount}{YUAN}"


def _is_asked(field: FormField, situation: Situation, bundle_items: frozenset[str]) -> bool:
    if field.result or not situation.holds(field.when):
        return False
    sources = (field.result_of,) if isinstance(field.result_of, str) else field.result_of or ()
    return not any(source.rpartition(".")[0] in bundle_items for source in sources)
