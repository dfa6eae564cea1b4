"""Pages on people and units: parse, pass the door, act, answer."""
