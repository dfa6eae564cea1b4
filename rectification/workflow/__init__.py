"""The only writer of an issue's stage, and the one door to an issue. ``docs/way.md`` tells the way in words."""
