"""From the bytes of a plan document to a draft with places and doubts: a pure pipeline, no database, no Django."""

from rectification.intake.reading.pipeline import read

__all__ = ["read"]
