"""How far a measure may be said to be."""

from __future__ import annotations

import datetime as dt

from rectification.refusals import Incomplete
from rectification.vocabulary import MeasureState


def judge_measure(state: MeasureState, fulfilled_on: dt.date | None, *, today: dt.date) -> None:
    """A fulfilled measure has its day, not one to come; others have none."""
    if state is MeasureState.FULFILLED and fulfilled_on is None:
        raise Incomplete("A fulfilled measure needs the day on which it was fulfilled.", fields={"fulfilled_on": "required"})
    if state is not MeasureState.FULFILLED and fulfilled_on is not None:
        raise Incomplete("Only a fulfilled measure has a day of fulfilment.", fields={"fulfilled_on": "invalid"})
    if fulfilled_on and fulfilled_on > today:
        raise Incomplete("This day is still to come.", fields={"fulfilled_on": "invalid"})
