"""Rectification after an environmental inspection, from the plan document to the doubly signed closure.

The way through this house, in the order in which a district walks it:

1. ``intake`` reads a plan document into a draft that a clerk checks and confirms.
2. ``plans`` holds the plan in force: issues, measures, units in their roles, deadlines.
3. ``workflow`` is the only door to an issue's stage; ``models`` keeps the promises.
4. ``progress`` opens reporting periods, keeps who owes a report in them, takes the units' reports and merges them.
5. ``overview`` shows the ledger and each issue's page to those who may see it.

``vocabulary``, ``refusals`` and ``practice`` are plain values; ``web`` is the hallway that all pages share.
Imports go down only: overview, rooms, web, workflow, models, practice, vocabulary and refusals, accounts.
"""
