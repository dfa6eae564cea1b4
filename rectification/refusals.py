"""The ways to say no. Each has a code for programs, a status for the web and a sentence for people.

Django-free: ``message`` is the English sentence and at the same time the key of its translation; ``values`` fill its
placeholders. ``rectification.web.answers`` turns a refusal into a page or an API answer.
"""

from collections.abc import Mapping


class Refusal(Exception):
    """Something was asked that may not be done. Nothing has been changed."""

    code = "refused"
    status = 400

    def __init__(self, message: str, values: Mapping[str, object] | None = None) -> None:
        self.message = message
        self.values = dict(values or {})
        super().__init__(message % self.values if self.values else message)


class NotVisible(Refusal):
    """The object does not exist for this person; says no more than that."""

    code = "not_found"
    status = 404


class NotYours(Refusal):
    """The person sees the object, but this act belongs to somebody else."""

    code = "not_yours"
    status = 403


class WrongStage(Refusal):
    """The act does not fit the stage the issue is in."""

    code = "wrong_stage"
    status = 409


class Stale(Refusal):
    """Somebody changed the object after this person opened it."""

    code = "stale"
    status = 412


class NoVersion(Refusal):
    """A program wants to change something and does not say which version of it it saw."""

    code = "no_version"
    status = 428


class Incomplete(Refusal):
    """Something required is missing or wrong; ``fields`` names it."""

    code = "incomplete"
    status = 422

    def __init__(self, message: str, values: Mapping[str, object] | None = None, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message, values)
        self.fields = dict(fields or {})
