"""What the schema says about every address besides its good answer."""

from typing import Any

REFUSALS = {
    "400": "A parameter is unknown or has no such value.",
    "403": "Nobody has signed in.",
    "404": "There is no such object or page, or it is not shown to you.",
    "429": "More than 200 calls in a minute.",
}
REFUSAL = {
    "type": "object",
    "description": "What is wrong: one sentence in detail, or a list of sentences for each parameter.",
    "properties": {"detail": {"type": "string"}, "code": {"type": "string"}},
}


def with_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A drf-spectacular hook: adds the refusals to each operation."""
    result["components"]["schemas"]["Refusal"] = REFUSAL
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for code, description in REFUSALS.items():
                operation["responses"].setdefault(code, {"description": description, "content": content})
    return result
