"""What the schema says about every address besides its good answer."""

from collections.abc import Iterator
from typing import Any

REFUSALS = {
    "400": "A parameter or a field is unknown or has no such value.",
    "403": "Nobody has signed in, or this step belongs to somebody else.",
    "404": "There is no such object or page, or it is not shown to you.",
    "429": "More than 200 calls in a minute.",
}
OF_WRITING = {
    "409": "The act does not fit what is stored: the stage of the issue, or what somebody else has made meanwhile.",
    "413": "More than 1 MB of JSON was sent, or a file of more than 20 MB.",
    "415": "Something else was sent than what the address reads: JSON, or form data with a file.",
    "422": "Something is missing or wrong; fields names it.",
}
OF_CHANGES = {
    "412": "Somebody changed the object after you saw it; present is what is stored now.",
    "428": "If-Match is missing.",
}
REFUSAL = {
    "type": "object",
    "description": "What is wrong: one sentence in detail, or a list of sentences for each parameter or field.",
    "properties": {
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        "present": {"type": "object", "nullable": True, "description": "Of a stale change: the object as it is stored now."},
    },
}
ETAG = {"ETag": {"description": "The version in double quotes, for If-Match.", "schema": {"type": "string"}}}


def with_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A drf-spectacular hook: adds the refusals to each operation, and the ETag to answers that have a version."""
    schemas = result["components"]["schemas"]
    versioned = {f"#/components/schemas/{name}" for name, schema in schemas.items() if "version" in schema.get("properties", ())}
    schemas["Refusal"] = REFUSAL
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    for method, operation in _operations(result):
        for answer in operation["responses"].values():
            if _schema_of(answer) in versioned:
                answer["headers"] = ETAG
        for code, description in _refusals(method, operation).items():
            operation["responses"].setdefault(code, {"description": description, "content": content})
    return result


def _operations(result: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for operations in result["paths"].values():
        yield from operations.items()


def _schema_of(answer: dict[str, Any]) -> str:
    reference: str = answer.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    return reference


def _refusals(method: str, operation: dict[str, Any]) -> dict[str, str]:
    named = {parameter["name"] for parameter in operation.get("parameters", ())}
    return REFUSALS | (OF_WRITING if method != "get" else {}) | (OF_CHANGES if "If-Match" in named else {})
