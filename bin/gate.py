"""What no other checker looks at: old browsers, an intranet without outside addresses, thin lines, and the registry of nobody.

Prints one line per fault and ends with 1 where there is any.
"""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KILOBYTE = 1000
BUDGETS = {"css": 25 * KILOBYTE, "js": 30 * KILOBYTE}
"""The weight of all style sheets and of all scripts of a page, as gzip -9 packs them; scripts include htmx."""

SCRIPT_OF_HTMX = "static/django_htmx/htmx-2.min.js"
NEW_CSS = re.compile(
    r":has\(|@layer\b|@container\b|@scope\b|@starting-style\b|color-mix\(|oklch\(|oklab\(|\blab\(|\bsubgrid\b|\bd[sl]?vh\b"
)
"""Newer than Chromium 90, which town offices still use (nesting is looked for by itself)."""
OUTSIDE = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/)[\w-]+\.[\w.-]+|https?://(?!www\.w3\.org/|127\.0\.0\.1|localhost)\w""")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
"""The Content-Security-Policy would refuse it in the browser; say so before."""
UNESCAPED = re.compile(r"\|\s*safe\b|\bsafeseq\b|\{%\s*autoescape\s+off|\bmark_safe\b|SafeString\(")
REGISTRY = re.compile("|".join(re.escape(host) for host in ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org")))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def faults() -> Iterator[str]:
    for path in _files("static", ".css"):
        yield from _old_browser_faults(path)
    for folder, endings in (("static", (".css", ".js", ".svg", ".html", ".json")), ("templates", (".html", ".txt", ".xml", ".svg"))):
        for path in _files(folder, *endings):
            yield from _lines(path, OUTSIDE, "an address outside the site")
    for path in _files("templates", ".html"):
        yield from _lines(path, INLINE, "inline script or style")
        yield from _lines(path, UNESCAPED, "text that is not escaped")
    for folder in ("accounts", "config", "rectification"):
        for path in _files(folder, ".py"):
            yield from _lines(path, UNESCAPED, "text that is not escaped")
    yield from _weights()
    yield from _registries()


def _old_browser_faults(path: Path) -> Iterator[str]:
    style = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), path.read_text())
    for number, line in enumerate(style.splitlines(), 1):
        if found := NEW_CSS.search(line):
            yield f"{_name(path)}:{number}: Chromium 90 does not know {found[0].strip()!r}"
    inside: list[bool] = []  # for each open brace: is it a rule with declarations (and not an @media)?
    for piece in re.finditer(r"([^{};]*)([{};])", style):
        if piece[2] == "{":
            if any(inside) and not piece[1].strip().startswith("@font-face"):
                yield f"{_name(path)}:{style[: piece.end()].count(chr(10)) + 1}: Chromium 90 does not know nested rules"
            inside.append(not piece[1].strip().startswith("@"))
        elif piece[2] == "}" and inside:
            inside.pop()


def _weights() -> Iterator[str]:
    htmx = find_spec("django_htmx")
    libraries = [Path(htmx.origin).parent / SCRIPT_OF_HTMX] if htmx and htmx.origin else []
    for ending, budget in BUDGETS.items():
        files = [*_files("static", f".{ending}"), *(libraries if ending == "js" else [])]
        weight = sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in files)
        if weight > budget:
            yield f"static: {weight} bytes of {ending} when packed, {budget} allowed"


def _registries() -> Iterator[str]:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    for name in filter(None, tracked):
        path = ROOT / name
        if path.is_file():
            yield from _lines(path, REGISTRY, "the host of a package registry")


def _lines(path: Path, forbidden: re.Pattern[str], what: str) -> Iterator[str]:
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if found := forbidden.search(line):
            yield f"{_name(path)}:{number}: {what}: {found[0].strip()!r}"


def _files(folder: str, *endings: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in endings)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found))
    sys.exit(bool(found))
