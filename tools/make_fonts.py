"""Remake printing/fonts from the unpacked npm package @expo-google-fonts/noto-serif-sc.

    npm pack @expo-google-fonts/noto-serif-sc   (in an empty folder), unpack it, then
    .venv/bin/python tools/make_fonts.py FOLDER/package

Regular is shipped whole: names are set in it. Bold is cut to what titles and table heads
use (GB 2312, the catalogue's characters, punctuation); what it lacks is set in Regular.
The files are TrueType: reportlab refuses the usual CFF builds.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

PROJECT = Path(__file__).resolve().parent.parent
FONTS = PROJECT / "printing" / "fonts"
CATALOGUE = PROJECT / "data" / "catalogue"

# Latin, general punctuation, circled numbers and squares, CJK punctuation, full-width forms.
RANGES = [
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x2010, 0x203B),
    (0x2103, 0x2116),
    (0x2460, 0x2473),
    (0x25A0, 0x25CF),
    (0x2611, 0x2611),
    (0x3000, 0x301F),
    (0x3220, 0x3229),
    (0xFF01, 0xFF5E),
    (0xFFE5, 0xFFE5),
]


def gb2312() -> set[str]:
    """Every character of GB 2312, levels 1 and 2 and its symbols."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {pair.decode("gb2312", errors="ignore") for pair in pairs} - {""}


def of_catalogue() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in CATALOGUE.rglob("*.yaml"))
    return {character for text in texts for character in text if character.isprintable()}


def bold_characters() -> set[str]:
    plain = {chr(code) for first, last in RANGES for code in range(first, last + 1)}
    return plain | gb2312() | of_catalogue()


def cut(source: Path, target: Path, characters: set[str]) -> None:
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"], drop_tables=["DSIG"]
    )
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(characters)))
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def copyright_of(path: Path) -> str:
    """The notice the font itself carries; the licence wants it beside the files."""
    names = TTFont(path, lazy=True)["name"]
    return f"{names.getDebugName(4)}: {names.getDebugName(0)} {names.getDebugName(7)}"


def main(package: Path) -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    regular = package / "400Regular" / "NotoSerifSC_400Regular.ttf"
    bold = package / "700Bold" / "NotoSerifSC_700Bold.ttf"
    shutil.copyfile(regular, FONTS / "NotoSerifSC-Regular.ttf")
    licence = (package / "LICENSE_FONT").read_text(encoding="utf-8")
    (FONTS / "OFL.txt").write_text(f"{copyright_of(regular)}\n\n{licence}", encoding="utf-8")
    cut(bold, FONTS / "NotoSerifSC-Bold-subset.ttf", bold_characters())
    for path in sorted(FONTS.iterdir()):
        print(f"{path.name}  {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_fonts.py FOLDER (the unpacked npm package)")
    main(Path(sys.argv[1]))
