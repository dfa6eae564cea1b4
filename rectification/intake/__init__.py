"""A document becomes a checked draft, and the draft becomes a plan."""
