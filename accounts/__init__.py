"""People and units: who works where, in which post, from when to when. Knows nothing of rectification."""
