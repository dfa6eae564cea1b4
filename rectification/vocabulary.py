"""The words of the trade as plain enumerations; ``docs/words.md`` pairs them with the users' Chinese.

Standard library only, so that every rule and every reader can share them.
"""

from enum import StrEnum


class Stage(StrEnum):
    """How far an issue has come on its way to closure; stored, written only by ``workflow.actions``."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ACCEPTING = "accepting"
    PUBLICIZED = "publicized"
    SIGNING = "signing"
    CLOSED = "closed"
    KEPT_UP = "kept_up"
    WITHDRAWN = "withdrawn"


class Pace(StrEnum):
    """How an issue stands against its dates; computed from dates and stage, never stored."""

    NOT_DUE = "not_due"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    LONG_TERM = "long_term"
    UNDECIDED = "undecided"


class Verb(StrEnum):
    """What a person can do to an issue. One verb is one action, called by page and API alike."""

    VIEW = "view"
    START = "start"
    COMPLETE = "complete"
    APPLY = "apply"
    ACCEPT = "accept"
    APPROVE = "approve"
    PUBLISH = "publish"
    PRESENT = "present"
    SIGN = "sign"
    RECALL = "recall"
    RETURN = "return"
    KEEP_UP = "keep_up"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class UnitRole(StrEnum):
    """The part a unit plays in an issue, as printed in the plan (domain: 牵头 责任 配合 督导 验收)."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATING = "cooperating"
    SUPERVISING = "supervising"
    ACCEPTANCE = "acceptance"


class DeadlineKind(StrEnum):
    """What sort of time limit the words of a plan express."""

    FIXED = "fixed"
    IMMEDIATE = "immediate"
    LONG_TERM = "long_term"
    IMMEDIATE_AND_LONG_TERM = "immediate_and_long_term"
    PHASED = "phased"
    UNPARSABLE = "unparsable"
    NONE = "none"


class IssueKind(StrEnum):
    """Where an issue comes from: a listed problem, a task of a matrix, a project, or found by the district itself."""

    PROBLEM = "problem"
    TASK = "task"
    PROJECT = "project"
    SELF_FOUND = "self_found"


class Scope(StrEnum):
    """Whether the inspection named this district alone (个性) or many places at once (共性)."""

    OWN = "own"
    COMMON = "common"


class MeasureState(StrEnum):
    """How far one measure is; ``FULFILLED`` has a date and, where the office asks for it, evidence."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    FULFILLED = "fulfilled"


class RhythmKind(StrEnum):
    """How often units report; several rhythms may run over the same issues (domain.md §3)."""

    WEEK = "week"
    HALF_MONTH = "half_month"
    MONTH = "month"
    QUARTER = "quarter"


class ReportStatus(StrEnum):
    """How a unit itself judges its work in a period (尚未启动 · 未达到序时进度 · 达到序时进度 · 完成整改)."""

    NOT_BEGUN = "not_begun"
    BEHIND = "behind"
    ON_SCHEDULE = "on_schedule"
    DONE = "done"


class ReportState(StrEnum):
    """Where a report stands inside its unit: waiting for the unit head, handed in, confirmed by the head, or returned for another
    try. Whether it waits is settled when it is handed in.
    """

    WAITING = "waiting"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


class Standing(StrEnum):
    """What the office sees of one unit in one period."""

    REPORTED = "reported"
    NO_CHANGE = "no_change"
    MISSING = "missing"
    RETURNED = "returned"


class Shot(StrEnum):
    """Which half of a pair of photographs a picture is."""

    BEFORE = "before"
    AFTER = "after"


class ExtensionState(StrEnum):
    """What became of a request for a later deadline."""

    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ExtensionLevel(StrEnum):
    """Who gives an opinion on an extension, one after the other; the office sets which of them and in which order."""

    UNIT_HEAD = "unit_head"
    SUPERVISING = "supervising"
    OFFICE = "office"


class Punctuality(StrEnum):
    """Whether the work was done by a date, or is still going on before it."""

    ON_TIME = "on_time"
    LATE = "late"
    RUNNING = "running"
