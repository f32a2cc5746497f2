"""The registry of keys."""

from __future__ import annotations

from collections import Counter

import pytest

from screens import keys
from screens.base import DeskScreen
from screens.widgets.fields import Field
from screens.width import passes

# Tab, Enter, Backspace, new line; stop, suspend; what fields and the screen use.
NOT_DELIVERED = {f"ctrl+{letter}" for letter in "imhjcz"}
OF_FIELDS = {binding.key for binding in Field.BINDINGS}


def test_ids_are_unique() -> None:
    assert max(Counter(key.id for key in keys.ALL).values()) == 1


def test_function_keys_have_a_twin() -> None:
    wanting = [key.id for key in keys.ALL if key.key.rsplit("+", 1)[-1][1:].isdigit()]
    assert [key_id for key_id in wanting if not keys.key(key_id).twin] == []


def test_no_combination_means_two_things() -> None:
    combined = {}
    for key in keys.ALL:
        for one in key.keys.split(","):
            if one.startswith("ctrl+"):
                combined.setdefault(one, set()).add(key.key)
    assert {one: by for one, by in combined.items() if len(by) > 1} == {}
    assert not set(combined) & (NOT_DELIVERED | OF_FIELDS)


@pytest.mark.parametrize("key", keys.ALL, ids=lambda key: key.id)
def test_a_key_is_said_in_words_every_terminal_draws(key: keys.Key) -> None:
    assert key.label and key.help
    assert all(map(passes, key.cap + key.twin_cap + key.label + key.short + key.help))


def test_screens_take_their_bindings_from_it() -> None:
    class Some(DeskScreen):
        KEYS = ("help", keys.use("print", "补打文书"))

    bound = {binding.id: binding for binding in Some.BINDINGS}
    assert set(bound) == {"help", "print"}
    assert bound["print"].description == "补打文书"
    assert bound["help"].key == "f1,ctrl+g"
    assert bound["help"].tooltip
