"""The front end stays light and plain: budgets, and nothing that Chromium 90 cannot read."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

STATIC = Path(__file__).resolve().parents[2] / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
TOO_NEW_CSS = (
    ":has(",
    "@layer",
    "@container",
    "color-mix(",
    "oklch(",
    "oklab(",
    "&:",
    "& ",
    "@scope",
    "dvh",
    "text-wrap",
    ":is(",
    "subgrid",
)
TOO_NEW_JS = ("structuredClone", "findLast", ".at(", "randomUUID", "eval(", "new Function", "innerHTML", "document.write")


def gzipped(*files: Path) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_the_sheets_weigh_at_most_25_kb() -> None:
    assert gzipped(*SHEETS) <= 25_000


def test_the_scripts_weigh_at_most_30_kb_with_htmx_and_10_without() -> None:
    htmx = Path(str(finders.find("django_htmx/htmx-2.min.js")))
    assert gzipped(*SCRIPTS) <= 10_000
    assert gzipped(*SCRIPTS, htmx) <= 30_000
    assert 'version:"2.' in htmx.read_text()


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.name)
def test_a_sheet_uses_nothing_newer_than_chromium_90(file: Path) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
    assert [word for word in TOO_NEW_CSS if word in sheet] == []
    assert not re.search(r"url\(|@import", sheet)
    assert max(_depths(sheet)) <= 2, "rules are nested deeper than a media query"


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_a_script_uses_nothing_newer_than_chromium_90_and_no_eval(file: Path) -> None:
    assert [word for word in TOO_NEW_JS if word in file.read_text()] == []


def test_a_picture_named_in_a_template_is_in_the_sprite() -> None:
    templates = "".join(file.read_text() for file in (STATIC.parent / "templates").rglob("*.html"))
    pictures = set(re.findall(r'symbol id="(\w+)"', (STATIC / "icons" / "sprite.svg").read_text()))
    assert set(re.findall(r'{% icon "(\w+)" %}', templates)) <= pictures


def test_colours_of_text_stand_out_from_their_ground() -> None:
    """WCAG 2: 7 to 1 for body text, 4.5 to 1 for all other text, 3 to 1 for the lines of controls."""
    for theme in ("light", "dark", "contrast"):
        colours = _colours(theme)
        grounds = ("page", "surface", "surface-2", "surface-3")
        pairs = [("ink", ground, 7.0) for ground in grounds]
        pairs += [(ink, ground, 4.5) for ink in ("ink-2", "ink-3", "link") for ground in grounds]
        pairs += [(tone, f"{tone}-soft", 4.5) for tone in ("neutral", "info", "good", "warn", "bad", "special")]
        pairs += [("ink", f"{tone}-soft", 7.0) for tone in ("info", "good", "warn", "bad")]
        pairs += [("primary-ink", "primary", 4.5), ("primary-ink", "primary-hover", 4.5), ("info", "primary-soft", 4.5)]
        pairs += [("bar-ink", "bar", 7.0), ("bar-ink-2", "bar", 4.5), ("ink", "mark", 4.5), ("bad", "surface", 4.5)]
        pairs += [("line-control", "surface", 3.0)]
        poor = [(theme, *pair) for pair in pairs if _contrast(colours[pair[0]], colours[pair[1]]) < pair[2]]
        assert poor == []


def _depths(sheet: str) -> list[int]:
    depths, depth = [0], 0
    for sign in re.findall(r"[{}]", sheet):
        depth += 1 if sign == "{" else -1
        depths.append(depth)
    return depths


def _colours(theme: str) -> dict[str, str]:
    block = re.search(rf'html\[data-theme="{theme}"\] {{(.*?)}}', (STATIC / "css" / "tokens.css").read_text(), re.DOTALL)
    assert block
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
