"""The colours: readable, and exact where a terminal has 256 of them."""

from __future__ import annotations

import pytest
from textual.color import Color

from screens import palette

PAIRS = [
    *(("ink", ground) for ground in ("desk", "paper", "stripe", "band", "rest", "field")),
    *(("muted", ground) for ground in ("desk", "paper", "stripe", "band", "rest")),
    ("faint", "paper"),
    ("headink", "head"),
    ("headmuted", "head"),
    ("onaccent", "accent"),
    ("oncursor", "cursor"),
    ("onfield", "fieldon"),
    ("hint", "fieldon"),
    ("onkey", "key"),
    *((f"on{family}", family) for family in palette.FAMILIES),
    *((f"on{family}soft", f"{family}soft") for family in palette.FAMILIES),
    *((f"{family}ink", "paper") for family in palette.FAMILIES),
]


def _contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        parts = [value / 255 for value in Color.parse(colour).rgb]
        r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", palette.THEME_WORDS)
@pytest.mark.parametrize("true_colour", [True, False])
def test_every_pair_is_readable(theme: str, true_colour: bool) -> None:
    colours = palette.look(theme, true_colour=true_colour).colours
    poor = [pair for pair in PAIRS if _contrast(*(colours[name] for name in pair)) < 4.5]
    assert poor == []


@pytest.mark.parametrize(("theme", "column"), [("light", 3), ("dark", 4)])
def test_indexed_colours_stand_as_they_are_listed(theme: str, column: int) -> None:
    colours = palette.look(theme, true_colour=False).colours
    for token, row in palette.TOKENS.items():
        assert palette.rounded(colours[token]) == row[column], token
    for family, columns in palette.FAMILIES.items():
        names = palette.family_names(family)
        assert tuple(palette.rounded(colours[name]) for name in names) == columns[column], family


def test_themes_go_round() -> None:
    assert [palette.next_theme(name) for name in ("light", "dark", "contrast", "?")] == [
        "dark",
        "contrast",
        "light",
        "light",
    ]
