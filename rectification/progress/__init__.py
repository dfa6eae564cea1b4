"""Reporting periods, who owes what in them, the reports of the units, and the lead unit's summary of an issue."""
