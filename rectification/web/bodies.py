"""What programs say: exactly the fields that are named, each of the type it has. Nothing is ignored and nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from rectification.web.numbers import quantity_words
from rectification.web.reading import LARGEST_KEY

NUMBER = r"^[0-9]{1,14}(\.[0-9]{1,4})?$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class Body(serializers.Serializer[Any]):
    """What is sent; a field that it does not list is refused."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (unknown := sorted(set(data) - set(self.fields))):
            known = ", ".join(self.fields)
            raise serializers.ValidationError({name: [_("This field cannot be set. Known are: %s.") % known] for name in unknown})
        return super().to_internal_value(data)


class Nothing(Body):
    """An act that needs no words."""


class NothingElse(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says of each body that it has no other fields."""

    target_class = Body
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        return {**auto_schema._map_serializer(self.target, direction, bypass_extensions=True), "additionalProperties": False}


class Whole(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_KEY})
class Key(Whole):
    """The number of an object, or its version."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": LARGEST_KEY, **options})


class KeyInForm(Key):
    """The same in form data, where everything is text."""

    def to_internal_value(self, data: Any) -> int:
        if not (isinstance(data, str) and re.fullmatch(r"[0-9]{1,19}", data)):
            self.fail("invalid")
        return super().to_internal_value(int(data))


@extend_schema_field(OpenApiTypes.BINARY)
class File(serializers.FileField):
    """One file; the action says what it may be, and that it may not be empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_empty_file": True, **options})


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": 100, "nullable": True})
class Percent(Key):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100, "allow_null": True, **options})


class Text(serializers.CharField):
    """Words; the rules say where they may not be empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_blank": True, **options})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Day(serializers.DateField):
    """2026-11-30, and no other way to write it."""

    def to_internal_value(self, value: Any) -> Any:
        if not (isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


@extend_schema_field({"type": "string", "pattern": CLOCK})
class Clock(serializers.TimeField):
    """17:00, and no other way to write it."""

    def to_internal_value(self, value: Any) -> Any:
        if not (isinstance(value, str) and re.fullmatch(CLOCK, value)):
            self.fail("invalid", format="HH:MM")
        return super().to_internal_value(value)

    def to_representation(self, value: Any) -> str:
        return f"{value:%H:%M}"


class YesNo(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


@extend_schema_field({"type": "string", "pattern": NUMBER})
class Quantity(serializers.Field[Decimal, str, str, Any]):
    """A number as a string, so that no digit is lost on the way: "618", "1.25"."""

    default_error_messages = {"invalid": serializers.DecimalField.default_error_messages["invalid"]}

    def to_internal_value(self, data: Any) -> Decimal:
        if not (isinstance(data, str) and re.fullmatch(NUMBER, data)):
            self.fail("invalid")
        return Decimal(data)

    def to_representation(self, value: Decimal) -> str:
        return quantity_words(value)


class OneOf(serializers.ChoiceField):
    """One of the words of an enumeration of the trade."""

    def __init__(self, words: type[StrEnum], **options: Any) -> None:
        self.words = words
        super().__init__(choices=[word.value for word in words], **options)

    def to_internal_value(self, data: Any) -> StrEnum:
        return self.words(super().to_internal_value(data))
