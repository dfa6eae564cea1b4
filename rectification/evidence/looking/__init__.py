"""Looks at one file: what it is by its structure, when it was taken, and its previews. Knows neither Django nor storage."""
