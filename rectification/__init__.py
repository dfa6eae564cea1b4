"""Rectification after an environmental inspection, from the plan document to the doubly signed closure.

The way through this house, in the order in which a district walks it:

1. ``intake`` reads a plan document into a draft that a clerk checks and confirms.
2. ``plans`` holds the plan in force; ``work`` divides it: milestones, targets, the members of groups.
3. ``progress`` asks in each period what was done, ``evidence`` keeps the proof, ``extensions`` moves a deadline.
4. ``workflow`` is the only door to an issue's stage and deadline; ``models`` keeps the promises.
5. ``overview`` shows the ledger and each issue's page to those who may see it; ``office`` sets practice and calendar.

``vocabulary``, ``refusals``, ``practice`` and ``working_days`` are plain values; ``web`` is the hallway that all pages share.
Imports go down only: overview, rooms, web, workflow, models, plain values, accounts.
"""
