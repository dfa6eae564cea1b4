"""Who answers for an issue as a whole."""

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.models import Issue
from rectification.progress.queries.reports import REPORTERS
from rectification.refusals import NotYours
from rectification.workflow.queries import units_spoken_for


def leads(user: User, issue: Issue) -> bool:
    """Whether this person speaks for the coordinating unit; the office stands in where none is fixed."""
    coordinating = issue.units.filter(coordinating=True).values_list("unit_id", flat=True).first()
    if coordinating is None:
        return user.holds(PostKind.OFFICE_CLERK)
    return coordinating in units_spoken_for(user, *REPORTERS)


def require_lead(user: User, issue: Issue) -> None:
    if not leads(user, issue):
        raise NotYours("This is for the people of the coordinating unit.")
