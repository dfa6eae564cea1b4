"""Form data as programs send it with a file: each field once."""

from __future__ import annotations

from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser


class StrictForm(MultiPartParser):
    """What pages send too, without a field that stands twice."""

    def parse(self, stream: IO[Any], *args: Any, **kwargs: Any) -> Any:
        said = super().parse(stream, *args, **kwargs)
        names = [name for part in (said.data, said.files) for name, values in part.lists() for _ in values]
        if len(set(names)) != len(names):
            raise ParseError("This is not form data as it is read here: a name stands twice.")
        return said
