"""The door to a measure."""

from accounts.models import User
from rectification.models import Measure
from rectification.refusals import NotVisible
from rectification.workflow.queries import issue_for


def measure_for(user: User, pk: int) -> Measure:
    measure = Measure.objects.select_related("issue").filter(pk=pk).first()
    if measure is None:
        raise NotVisible("There is no such measure, or it is not shown to you.")
    issue_for(user, measure.issue_id)
    return measure
