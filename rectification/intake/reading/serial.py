"""A draft as plain JSON values and back, without loss: the form in which the child process hands it over."""

from __future__ import annotations

from typing import Any

from cattrs.preconf.json import make_converter

from rectification.intake.reading.draft import Draft

_CONVERTER = make_converter()


def draft_to_json(draft: Draft) -> dict[str, Any]:
    """``draft`` as dicts, lists, strings, numbers and ``None``; dates in ISO form."""
    values: dict[str, Any] = _CONVERTER.unstructure(draft)
    return values


def draft_from_json(values: dict[str, Any]) -> Draft:
    """The draft that ``draft_to_json`` made ``values`` of. Raises cattrs' validation errors for anything else."""
    return _CONVERTER.structure(values, Draft)
