"""The colours of every screen, under names: three themes, each for true colour and 256 colours.

Nothing else in the product names a colour: style sheets use `$desk`, `$onok` and so on, texts
use the style names of `styles`. Contrast of every pair in use is 4.6 or better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rich.color import Color, ColorSystem
from rich.style import Style
from rich.theme import Theme as StyleNames
from textual.theme import Theme

# token: light, dark, high contrast, then the index in the 256-colour table: light, dark.
TOKENS: dict[str, tuple[str, str, str, int, int]] = {
    "desk": ("#E8EDF3", "#0E141B", "#000000", 255, 233),
    "paper": ("#FFFFFF", "#161E28", "#000000", 231, 234),
    "stripe": ("#F4F7FA", "#1A2430", "#000000", 231, 235),
    "band": ("#D8E1EB", "#243140", "#1E2A5A", 253, 237),
    "rest": ("#E2EAF3", "#24364B", "#33415C", 254, 238),
    "head": ("#17396B", "#12366A", "#FFFFFF", 18, 18),
    "headink": ("#FFFFFF", "#FFFFFF", "#000000", 231, 231),
    "headmuted": ("#BFD0EA", "#B4C8E6", "#333333", 153, 153),
    "ink": ("#16202C", "#E6ECF3", "#FFFFFF", 234, 255),
    "muted": ("#4A5868", "#A6B4C3", "#E6E6E6", 239, 250),
    "faint": ("#667484", "#8B9AAA", "#CFCFCF", 242, 246),
    "accent": ("#0B5CAD", "#6FB1FF", "#00E5FF", 25, 75),
    "onaccent": ("#FFFFFF", "#06121F", "#000000", 231, 16),
    "cursor": ("#C9DFF8", "#1F4E86", "#00E5FF", 153, 24),
    "oncursor": ("#0B1B2E", "#FFFFFF", "#000000", 16, 231),
    "field": ("#FFFFFF", "#202C3A", "#2B2B2B", 231, 236),
    "fieldon": ("#FFF4C7", "#3C3612", "#FFFFFF", 230, 58),
    "onfield": ("#16202C", "#FFF7DA", "#000000", 234, 230),
    "hint": ("#5A5330", "#D8CFA4", "#333333", 58, 187),
    "key": ("#34485E", "#4B5F75", "#FFFFFF", 238, 240),
    "onkey": ("#FFFFFF", "#FFFFFF", "#000000", 231, 231),
    "bar": ("#86A9D3", "#41699A", "#7DB8FF", 110, 67),
}

# family: fill, ink, soft fill, soft ink in light and dark; fill, ink in high contrast;
# the same four as indexes in light and dark.
Four = tuple[str, str, str, str]
Family = tuple[Four, Four, tuple[str, str], tuple[int, ...], tuple[int, ...]]
FAMILIES: dict[str, Family] = {
    "ok": (
        ("#1F7A45", "#FFFFFF", "#D9F0E2", "#14592F"),
        ("#2A7F4F", "#FFFFFF", "#163A29", "#92E0B4"),
        ("#3DDC84", "#000000"),
        (22, 231, 194, 22),
        (28, 231, 22, 157),
    ),
    "bad": (
        ("#B42318", "#FFFFFF", "#FBE1DE", "#8C1A12"),
        ("#C4372B", "#FFFFFF", "#46201D", "#FFB4AC"),
        ("#FF7A70", "#000000"),
        (124, 231, 224, 88),
        (124, 231, 52, 217),
    ),
    "fault": (
        ("#A44A00", "#FFFFFF", "#FCE6D5", "#7A3600"),
        ("#B3560F", "#FFFFFF", "#43290F", "#FFBF8A"),
        ("#FF9F40", "#000000"),
        (130, 231, 223, 52),
        (130, 231, 58, 223),
    ),
    "warn": (
        ("#F4B400", "#2B1E00", "#FFEFBF", "#624400"),
        ("#F0B429", "#241900", "#423511", "#FFD872"),
        ("#FFE600", "#000000"),
        (214, 16, 229, 58),
        (214, 16, 58, 229),
    ),
    "info": (
        ("#0B5CAD", "#FFFFFF", "#DBEAFA", "#0A4787"),
        ("#2B6DB5", "#FFFFFF", "#17334F", "#9CCBFF"),
        ("#7DB8FF", "#000000"),
        (25, 231, 189, 18),
        (25, 231, 17, 153),
    ),
    "vow": (
        ("#6A3FA0", "#FFFFFF", "#ECE3F7", "#4F2C80"),
        ("#7D55B8", "#FFFFFF", "#33254A", "#D2B8FF"),
        ("#D9B0FF", "#000000"),
        (54, 231, 225, 54),
        (97, 231, 53, 225),
    ),
    "idle": (
        ("#5B6877", "#FFFFFF", "#DFE5EB", "#414D5A"),
        ("#5D6B7A", "#FFFFFF", "#2A3643", "#BAC6D3"),
        ("#C8C8C8", "#000000"),
        (241, 231, 254, 238),
        (241, 231, 238, 252),
    ),
}

THEME_WORDS = {"light": "浅色", "dark": "深色", "contrast": "高对比"}
DEFAULT_THEME = "light"


@dataclass(frozen=True, slots=True)
class Look:
    """One theme resolved to colours; `colours` holds every token and four names a family."""

    name: str
    colours: Mapping[str, str]

    @property
    def dark(self) -> bool:
        return self.name != "light"

    @property
    def loud(self) -> bool:
        """High contrast: soft fills are full fills, and every mark is filled."""
        return self.name == "contrast"


def next_theme(name: str) -> str:
    """The theme after this one, light first."""
    names = list(THEME_WORDS)
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


@cache
def look(name: str, *, true_colour: bool = True) -> Look:
    """The theme of that name; without true colour, of the indexed columns as they stand."""
    column = list(THEME_WORDS).index(name)
    indexed = not true_colour and name != "contrast"
    colours: dict[str, str] = {}
    for token, row in TOKENS.items():
        colours[token] = _announced(row[3 + column]) if indexed else str(row[column])
    for family, columns in FAMILIES.items():
        four = _four(columns, column, indexed=indexed)
        colours.update(zip(family_names(family), four, strict=True))
        colours[f"{family}ink"] = four[0] if name == "contrast" else four[3]
    return Look(name, colours)


def _four(columns: Family, column: int, *, indexed: bool) -> tuple[str, ...]:
    light, dark, contrast, light_indexes, dark_indexes = columns
    if column == 2:
        return contrast * 2
    if indexed:
        return tuple(map(_announced, (light_indexes, dark_indexes)[column]))
    return (light, dark)[column]


def family_names(family: str) -> tuple[str, str, str, str]:
    """Tokens of a family: fill, ink on it, soft fill, ink on that."""
    return family, f"on{family}", f"{family}soft", f"on{family}soft"


@cache
def _announced(index: int) -> str:
    """A colour that the renderer, which rounds by itself, puts at exactly this index.

    Greys are rounded by lightness in steps of 1/25 and so are not their own nearest neighbour.
    """
    if index < 232:
        return Color.from_ansi(index).get_truecolor().hex.upper()
    level = round((index - 231) * 255 / 25)
    return f"#{level:02X}{level:02X}{level:02X}"


def rounded(colour: str) -> int | None:
    """The index in the 256-colour table that a colour is shown as."""
    return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number


def textual_theme(chosen: Look) -> Theme:
    """The look as a Textual theme; its tokens are the sheet's variables."""
    c = chosen.colours
    return Theme(
        name=chosen.name,
        primary=c["head"],
        secondary=c["info"],
        warning=c["warn"],
        error=c["bad"],
        success=c["ok"],
        accent=c["accent"],
        foreground=c["ink"],
        background=c["desk"],
        surface=c["paper"],
        panel=c["band"],
        dark=chosen.dark,
        variables={**c, **_widget_variables(c)},
    )


def _widget_variables(c: Mapping[str, str]) -> dict[str, str]:
    """What Textual's own widgets ask for by their own names."""
    ground = dict.fromkeys(
        ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active"),
        c["band"],
    )
    thumb = dict.fromkeys(("scrollbar", "scrollbar-hover", "scrollbar-active"), c["faint"])
    return {
        **ground,
        **thumb,
        "scrollbar-corner-color": c["band"],
        "block-cursor-background": c["cursor"],
        "block-cursor-foreground": c["oncursor"],
        "block-cursor-blurred-background": c["rest"],
        "block-cursor-blurred-foreground": c["ink"],
        "block-hover-background": c["paper"],
        "input-cursor-background": c["accent"],
        "input-cursor-foreground": c["onaccent"],
        "input-selection-background": c["cursor"],
    }


def styles(chosen: Look) -> StyleNames:
    """Names that texts may use: tokens as ink, and for a family `ok`, `ok.soft`, `ok.ink` …

    `x` filled badge; `x.soft` soft badge; `x.ink` ink alone; `x.settled` mark that is in order;
    `x.line` on a line of the family; `x.status` status word (plain in high contrast); `x.area`
    colour without text.
    """
    c = chosen.colours
    names = {
        token: Style(color=c[token]) for token in TOKENS if not token.startswith(("on", "head"))
    }
    names |= {
        "strong": Style(bold=True),
        "strong.muted": Style(bold=True, color=c["muted"]),
        "head.place": Style(bold=True, color=c["headink"]),
        "head.who": Style(color=c["headmuted"]),
        "head.loud": Style(bold=True, color=c["headink"]),
        "head.time": Style(color=c["headink"]),
        "keycap": Style(bold=True, color=c["onkey"], bgcolor=c["key"]),
        "chip": Style(color=c["ink"], bgcolor=c["rest"]),
        "chip.main": Style(bold=True, color=c["onaccent"], bgcolor=c["accent"]),
        "idlecap": Style(color=c["muted"], bgcolor=c["band"]),
        "hit": Style(bold=True, underline=True, color=c["accent"]),
        "bar.area": Style(bgcolor=c["bar"]),
        "empty.area": Style(bgcolor=c["band"]),
    }
    for family in FAMILIES:
        names |= _family_styles(family, chosen)
    return StyleNames(names, inherit=True)


def _family_styles(family: str, chosen: Look) -> dict[str, Style]:
    c = chosen.colours
    fill, ink, soft, soft_ink = (c[name] for name in family_names(family))
    badge = Style(bold=True, color=ink, bgcolor=fill)
    settled = badge if chosen.loud else Style(bold=True, color=soft_ink)
    return {
        family: badge,
        f"{family}.soft": Style(bold=True, color=soft_ink, bgcolor=soft),
        f"{family}.line": Style(color=c["ink"] if chosen.loud else soft_ink),
        f"{family}.ink": Style(color=c[f"{family}ink"]),
        f"{family}.settled": settled,
        f"{family}.status": Style() if chosen.loud else Style(color=soft_ink),
        f"{family}.area": Style(bgcolor=fill),
    }
