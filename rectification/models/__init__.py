"""All tables, in the order of the way: practice, document, job, draft, plan, issue, round, work, progress, extension; then the
two logs and the calls already answered.

Fields, constraints, indexes and querysets; no decisions. A module imports only from those before it in this order.
"""

from rectification.models.answered import AnsweredCall
from rectification.models.documents import Document
from rectification.models.drafts import Draft, DraftItem
from rectification.models.extensions import Extension, ExtensionOpinion
from rectification.models.issues import Deadline, Issue, IssueUnit, Measure, Part
from rectification.models.jobs import Job
from rectification.models.plans import Plan, PlanVersion
from rectification.models.practice import CalendarDay, CalendarYear, PracticeRow
from rectification.models.progress import (
    Duty,
    Evidence,
    Period,
    Report,
    ReportDraft,
    ReportFigure,
    Rhythm,
    Summary,
)
from rectification.models.rounds import Round
from rectification.models.trail import AccessEntry, AccessHead, RefusalTally, TrailEntry, TrailHead
from rectification.models.work import Milestone, Target, TargetShare

__all__ = [
    "AccessEntry",
    "AccessHead",
    "AnsweredCall",
    "CalendarDay",
    "CalendarYear",
    "Deadline",
    "Document",
    "Draft",
    "DraftItem",
    "Duty",
    "Evidence",
    "Extension",
    "ExtensionOpinion",
    "Issue",
    "IssueUnit",
    "Job",
    "Measure",
    "Milestone",
    "Part",
    "Period",
    "Plan",
    "PlanVersion",
    "PracticeRow",
    "RefusalTally",
    "Report",
    "ReportDraft",
    "ReportFigure",
    "Rhythm",
    "Round",
    "Summary",
    "Target",
    "TargetShare",
    "TrailEntry",
    "TrailHead",
]
