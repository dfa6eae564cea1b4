"""The Chinese of the site: compile it, collect its parts, find what is missing. Needs no gettext on the machine.

bin/messages.py compile    write the .mo that Django reads
bin/messages.py collect    merge locale/parts/*.po into django.po and remove them
bin/messages.py check      every text of the source has its Chinese: none missing, fuzzy or left over
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("accounts", "config", "rectification")
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PARTS = ROOT / "locale" / "parts"

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "say"}  # pure modules are given their translator as "say"
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
REFUSALS = {"NotVisible", "NotYours", "WrongStage", "Stale", "NoVersion", "Incomplete"}
"""``rectification.refusals``: their first argument is the English sentence and the key of its translation."""

Message = tuple[str, str, str]  # context, text, plural
FORM = re.compile(r"%\(\w+\)s|%%|%s|%d|\{\w*\}")


def compile_catalogue() -> None:
    """The catalogue and the parts not yet collected as one .mo, which is made again only when one of them has changed."""
    sources = _sources()
    target = CATALOGUE.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime < max(path.stat().st_mtime for path in sources):
        whole = _empty()
        whole.extend({_key(entry): entry for path in sources for entry in polib.pofile(str(path))}.values())
        target.parent.mkdir(parents=True, exist_ok=True)
        whole.save_as_mofile(str(target))


def collect() -> None:
    """What a part says anew wins over what the catalogue said before."""
    whole = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else _empty()
    entries = {_key(entry): entry for entry in whole}
    for path in sorted(PARTS.glob("*.po")):
        entries.update({_key(entry): entry for entry in polib.pofile(str(path)) if entry.translated()})
        path.unlink()
    used = set(messages())
    fresh = _empty()
    fresh.extend(_bare(entry) for key, entry in sorted(entries.items()) if key in used)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(CATALOGUE))


def faults() -> list[str]:
    entries = {_key(entry): entry for path in _sources() for entry in polib.pofile(str(path))}
    used = messages()
    found = [
        f"{place}: no Chinese for {text!r}" for (context, text, plural), place in used.items() if (context, text, plural) not in entries
    ]
    for key, entry in entries.items():
        if key not in used:
            found.append(f"{CATALOGUE.name}: nothing in the source says {entry.msgid!r}")
        elif not entry.translated() or entry.fuzzy:
            found.append(f"{used[key]}: {'unsure' if entry.fuzzy else 'no'} Chinese for {entry.msgid!r}")
        elif any(set(FORM.findall(said)) - set(FORM.findall(entry.msgid + entry.msgid_plural)) for said in _said(entry)):
            found.append(f"{used[key]}: the Chinese of {entry.msgid!r} names a value that the English does not have")
    return sorted(found)


def messages() -> dict[Message, str]:
    """Every text of the source that a person may read, with one place where it stands."""
    found: dict[Message, str] = {}
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for message, line in _in_python(path.read_text()):
                found.setdefault(message, f"{path.relative_to(ROOT)}:{line}")
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            for message in _in_template(path.read_text()):
                found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def _in_python(source: str) -> Iterator[tuple[Message, int]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (message := _called(node)):
            yield message, node.lineno


def _called(call: ast.Call) -> Message | None:
    name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
    texts = [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if name in PLAIN | REFUSALS and len(texts) >= 1:
        return ("", texts[0], "")
    if name in PLURAL and len(texts) >= 2:
        return ("", texts[0], texts[1])
    if name in WITH_CONTEXT and len(texts) >= 2:
        return (texts[0], texts[1], "")
    return None


def _in_template(source: str) -> Iterator[Message]:
    """Django turns a template into something like Python for xgettext; its calls are what we look for."""
    from django.utils.translation.template import templatize

    for call in re.finditer(r"\b(n?p?gettext|_)\(", templatize(source)):
        texts = _leading_texts(call.string[call.end() :])
        if call[1] in {"gettext", "_"} and texts:
            yield ("", texts[0], "")
        elif call[1] == "ngettext" and len(texts) > 1:
            yield ("", texts[0], texts[1])
        elif call[1] == "pgettext" and len(texts) > 1:
            yield (texts[0], texts[1], "")


def _leading_texts(rest: str) -> list[str]:
    texts = []
    while literal := re.match(r"""\s*u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*,?""", rest, re.DOTALL):
        texts.append(str(ast.literal_eval(literal[1])))
        rest = rest[literal.end() :]
    return texts


def _sources() -> list[Path]:
    return [path for path in (CATALOGUE, *sorted(PARTS.glob("*.po"))) if path.exists()]


def _key(entry: polib.POEntry) -> Message:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural)


def _said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def _bare(entry: polib.POEntry) -> polib.POEntry:
    entry.occurrences, entry.comment = [], ""
    return entry


def _empty() -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=140)
    catalogue.metadata = {
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def main(verb: str) -> None:
    if verb == "compile":
        compile_catalogue()
    elif verb == "collect":
        collect()
    elif verb == "check":
        found = faults()
        print("\n".join(found))
        sys.exit(f"{len(found)} texts to see to." if found else None)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) == 2 else "")
