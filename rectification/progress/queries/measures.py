"""The measures a person sees, and the door to one."""

from django.db.models import QuerySet

from accounts.models import User
from rectification.models import Measure
from rectification.refusals import NotVisible
from rectification.workflow.queries import issue_for, visible_to


def measures_for(user: User) -> QuerySet[Measure]:
    """The measures of the issues this person sees."""
    return Measure.objects.filter(issue__in=visible_to(user).order_by().values("pk")).order_by("issue_id", "position")


def measure_for(user: User, pk: int) -> Measure:
    measure = Measure.objects.select_related("issue").filter(pk=pk).first()
    if measure is None:
        raise NotVisible("There is no such measure, or it is not shown to you.")
    issue_for(user, measure.issue_id)
    return measure
