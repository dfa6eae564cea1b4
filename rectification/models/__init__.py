"""All tables, in the order of the way: document, job, draft, plan, issue, round; then the two logs.

Fields, constraints, indexes and querysets; no decisions. A module imports only from those before it in this order.
"""

from rectification.models.documents import Document
from rectification.models.drafts import Draft, DraftItem
from rectification.models.issues import Deadline, Issue, IssueUnit, Measure, Part
from rectification.models.jobs import Job
from rectification.models.plans import Plan, PlanVersion
from rectification.models.rounds import Round
from rectification.models.trail import AccessEntry, AccessHead, RefusalTally, TrailEntry, TrailHead

__all__ = [
    "AccessEntry",
    "AccessHead",
    "Deadline",
    "Document",
    "Draft",
    "DraftItem",
    "Issue",
    "IssueUnit",
    "Job",
    "Measure",
    "Part",
    "Plan",
    "PlanVersion",
    "RefusalTally",
    "Round",
    "TrailEntry",
    "TrailHead",
]
